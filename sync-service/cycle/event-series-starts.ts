import { RRuleTemporal } from "rrule-temporal";
import { Temporal } from "temporal-polyfill";

/**
 * The starts of a series, in order: instants to the minute by the wall clock of a zone, or days without one. The rule is followed on the
 * clock alone, so that an hour which is left out when clocks go forward drops no occurrence: it starts as if they had not.
 * @param rule of RFC 5545, without an end
 * @param most so many at most
 * @throws Error for a rule or a zone that cannot be read, and for one that comes true too seldom
 */
export function seriesStarts(rule: string, first: string, zone: string | null, most: number): readonly string[] {
  const clock =
    zone === null
      ? Temporal.PlainDate.from(first).toPlainDateTime()
      : Temporal.Instant.from(first).toZonedDateTimeISO(zone).toPlainDateTime();
  const series = new RRuleTemporal({
    rruleString: `DTSTART;TZID=UTC:${clock.toString({ smallestUnit: "second" }).replaceAll(/[-:]/gu, "")}\nRRULE:${rule};COUNT=${most}`,
    maxIterations: LOOKED_AT,
  });
  return series.all().map((shown) => {
    const wall = shown.toPlainDateTime().toString().slice(0, MINUTE);
    if (zone === null) return wall.slice(0, DAY);
    return `${Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).toInstant().toString().slice(0, MINUTE)}Z`;
  });
}

const DAY = "YYYY-MM-DD".length;
const MINUTE = "YYYY-MM-DDTHH:MM".length;
/** Steps of the rule: enough for one in four years. */
const LOOKED_AT = 20_000;
