import { Temporal } from "temporal-polyfill";
import type { Moments } from "../mappings/graph-task-codecs.ts";
import type { GraphMoment } from "../mappings/wire/graph-task.ts";
import { ianaZone } from "./time-zones.ts";

/** Days and instants of a mailbox in that zone, of To Do. */
export function momentsIn(mailboxZone: string): Moments {
  const zone = ianaZone(mailboxZone) ?? "UTC";
  return {
    dayOf(moment) {
      const [day, time] = [moment.dateTime.slice(0, 10), moment.dateTime.slice(11, 19)];
      // Cut, or written so: it names the day itself.
      if (/^\d{4}-\d\d-\d\d$/u.test(day) && (time === "" || time === "00:00:00")) return day;
      const instant = instantIn(moment);
      if (instant === null) return null;
      const wall = instant.toZonedDateTimeISO(zone);
      // A day may begin late when clocks go forward at midnight.
      if (wall.hour < 3 || (wall.hour === 3 && wall.minute === 0 && wall.second === 0)) return wall.toPlainDate().toString();
      // Midnight of another zone, where the mailbox was before: the nearest one.
      return instant.add({ hours: 12 }).toZonedDateTimeISO("UTC").toPlainDate().toString();
    },
    momentOfDay(day) {
      const noon = Temporal.PlainDate.from(day).toPlainDateTime("12:00").toZonedDateTime("UTC");
      // Shifted to UTC, midnight in the east falls on the day before, which cutting would keep; midnight of UTC is that day in both.
      const isWest = noon.withTimeZone(zone).offsetNanoseconds < 0;
      return { dateTime: `${day}T00:00:00.0000000`, timeZone: isWest ? zone : "UTC" };
    },
    instantOf: (moment) => instantIn(moment)?.toString({ smallestUnit: "second" }) ?? null,
  };
}

/** Null for what is no time, or in a zone nobody knows. */
function instantIn({ dateTime, timeZone }: GraphMoment): Temporal.Instant | null {
  const zone = ianaZone(timeZone);
  if (zone === null) return null;
  try {
    return Temporal.PlainDateTime.from(dateTime).toZonedDateTime(zone).toInstant();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
