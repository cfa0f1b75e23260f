/** When a series takes place, as Graph tells it (res/recurrencepattern): only what the rule depends on. */
export interface GraphPattern {
  readonly type?: string | null;
  readonly interval?: number | null;
  readonly month?: number | null;
  readonly dayOfMonth?: number | null;
  readonly daysOfWeek?: readonly string[] | null;
  readonly firstDayOfWeek?: string | null;
  readonly index?: string | null;
}

const CODES: Readonly<Record<string, string>> = {
  sunday: "SU",
  monday: "MO",
  tuesday: "TU",
  wednesday: "WE",
  thursday: "TH",
  friday: "FR",
  saturday: "SA",
};
const POSITIONS: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: -1 };
/** Days that every month has. */
const SHORTEST_MONTH = 28;

/**
 * The pattern as the parts of an RFC 5545 rule without an end (`FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;WKST=MO`), in the words that
 * `Recurrence2PatternText` takes too. Null for a pattern that is none.
 */
export function ruleOfPattern({ type, interval, month, dayOfMonth, daysOfWeek, firstDayOfWeek, index }: GraphPattern): string | null {
  const every = `INTERVAL=${interval ?? 1}`;
  const days = (daysOfWeek ?? []).flatMap((name) => CODES[name.toLowerCase()] ?? []);
  const position = POSITIONS[index?.toLowerCase() ?? ""] ?? 1;
  // One weekday of a month has an ordinal; of several it is the first, or the last, of all those days.
  const [day] = days;
  const relative = days.length === 1 ? `BYDAY=${position}${day}` : `BYDAY=${days.join(",")};BYSETPOS=${position}`;
  switch (type?.toLowerCase()) {
    case "daily":
      return `FREQ=DAILY;${every}`;
    case "weekly":
      return days.length === 0 ? null : `FREQ=WEEKLY;${every};BYDAY=${days.join(",")};WKST=${CODES[firstDayOfWeek ?? ""] ?? "SU"}`;
    case "absolutemonthly":
      return `FREQ=MONTHLY;${every};${monthDay(dayOfMonth ?? 0)}`;
    case "relativemonthly":
      return days.length === 0 ? null : `FREQ=MONTHLY;${every};${relative}`;
    case "absoluteyearly":
      return `FREQ=YEARLY;${every};BYMONTH=${month ?? 0};${monthDay(dayOfMonth ?? 0)}`;
    case "relativeyearly":
      return days.length === 0 ? null : `FREQ=YEARLY;${every};BYMONTH=${month ?? 0};${relative}`;
    default:
      return null;
  }
}

/** Exchange takes the last day of a month that is too short; a rule leaves that month out, unless it asks for the last of several days. */
function monthDay(day: number): string {
  if (day <= SHORTEST_MONTH) return `BYMONTHDAY=${day}`;
  const days = Array.from({ length: day - SHORTEST_MONTH + 1 }, (_, more) => SHORTEST_MONTH + more);
  return `BYMONTHDAY=${days.join(",")};BYSETPOS=-1`;
}
