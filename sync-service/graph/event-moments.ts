import { Temporal } from "temporal-polyfill";
import type { EventMoments } from "../mappings/graph-event-codecs.ts";
import { ianaZone } from "./time-zones.ts";

/** The clock of a mailbox in that zone (IANA). */
export function eventMomentsIn(mailboxZone: string): EventMoments {
  return {
    instantOf({ dateTime, timeZone }) {
      const zone = ianaZone(timeZone);
      if (zone === null) return null;
      try {
        return minuteText(Temporal.PlainDateTime.from(dateTime).toZonedDateTime(zone));
      } catch (error) {
        if (error instanceof RangeError) return null;
        throw error;
      }
    },
    momentOf(instant, zone) {
      const known = zone !== null && ianaZone(zone) !== null ? zone : mailboxZone;
      const shown = Temporal.Instant.from(instant).toZonedDateTimeISO(ianaZone(known) ?? "UTC");
      const wall = shown.toPlainDateTime();
      // An hour that comes twice when clocks go back cannot be told by the wall clock alone.
      const isTold = wall.toZonedDateTime(shown.timeZoneId).equals(shown);
      return isTold
        ? { dateTime: withFraction(wall), timeZone: known }
        : { dateTime: withFraction(shown.withTimeZone("UTC").toPlainDateTime()), timeZone: "UTC" };
    },
    midnightOf: (day) => minuteText(Temporal.PlainDate.from(day).toZonedDateTime(mailboxZone)),
    momentOfDay: (day) => ({ dateTime: `${day}T00:00:00.0000000`, timeZone: mailboxZone }),
  };
}

const minuteText = (at: Temporal.ZonedDateTime) => at.toInstant().toString({ smallestUnit: "minute" });
/** As Graph writes times: seven digits after the second. */
const withFraction = (wall: Temporal.PlainDateTime) => wall.toString({ fractionalSecondDigits: 7 });
