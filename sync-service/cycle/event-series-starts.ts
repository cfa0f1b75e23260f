import { RRuleTemporal } from "rrule-temporal";

/**
 * The starts of a series, in order: instants to the minute by the wall clock of a zone, or days without one.
 * @param rule of RFC 5545, without an end
 * @param most so many at most
 * @throws Error for a rule or a zone that cannot be read, and for one that comes true too seldom
 */
export function seriesStarts(rule: string, first: string, zone: string | null, most: number): readonly string[] {
  const start = zone === null ? `${first.replaceAll("-", "")}T000000` : wallOf(first, zone);
  const series = new RRuleTemporal({
    rruleString: `DTSTART;TZID=${zone ?? "UTC"}:${start}\nRRULE:${rule};COUNT=${most}`,
    maxIterations: LOOKED_AT,
  });
  return series.all().map((at) => (zone === null ? at.toString().slice(0, DAY) : `${at.toInstant().toString().slice(0, MINUTE)}Z`));
}

const DAY = "YYYY-MM-DD".length;
const MINUTE = "YYYY-MM-DDTHH:MM".length;
/** Steps of the rule: enough for one in four years. */
const LOOKED_AT = 20_000;

/** As RFC 5545 writes a time of that zone. */
function wallOf(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  }).formatToParts(new Date(instant));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}${part("month")}${part("day")}T${part("hour")}${part("minute")}00`;
}
