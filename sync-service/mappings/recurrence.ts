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

/**
 * The pattern for a rule without an end, as far as Exchange has one: the other way round of `ruleOfPattern`. Null for any other rule; whoever
 * uses it compares what both come to.
 * @param first where the series starts (`YYYY-MM-DD`, by its own clock): what the rule leaves open is taken from there
 */
export function patternOfRule(rule: string, first: string): Required<GraphPattern> | null {
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  const list = (name: string) => parts.get(name)?.split(",") ?? [];
  const [month = "", monthDay = ""] = [first.slice("YYYY-".length, "YYYY-MM".length), first.slice("YYYY-MM-".length)];
  const days = list("BYDAY").flatMap((code) => dayNamed(code.replace(/^-?\d+/u, "")) ?? []);
  const ordinal = /^-?\d+/u.exec(list("BYDAY")[0] ?? "")?.[0] ?? parts.get("BYSETPOS");
  const index = Object.keys(POSITIONS).find((name) => POSITIONS[name] === Number(ordinal ?? 1)) ?? "first";
  const dates = list("BYMONTHDAY").map(Number);
  // The last of several days in a row is the day that short months do not have.
  const dayOfMonth = dates.length === 0 ? Number(monthDay) : dates.at(-1) === -1 ? LONGEST_MONTH : (dates.at(-1) ?? 0);
  const common = {
    interval: Number(parts.get("INTERVAL") ?? 1),
    firstDayOfWeek: dayNamed(parts.get("WKST") ?? "") ?? "monday",
    month: 0,
    dayOfMonth: 0,
    daysOfWeek: [] as readonly string[],
    index: "first",
  };
  const ofYear = { month: Number(list("BYMONTH")[0] ?? month) };
  switch (parts.get("FREQ")) {
    case "DAILY":
      return days.length === 0 ? { ...common, type: "daily" } : weekdaysOnly(common, days);
    case "WEEKLY":
      return { ...common, type: "weekly", daysOfWeek: days.length === 0 ? [weekdayOf(first)] : days };
    case "MONTHLY":
      return days.length === 0
        ? { ...common, type: "absoluteMonthly", dayOfMonth }
        : { ...common, type: "relativeMonthly", daysOfWeek: days, index };
    case "YEARLY":
      return days.length === 0
        ? { ...common, ...ofYear, type: "absoluteYearly", dayOfMonth }
        : { ...common, ...ofYear, type: "relativeYearly", daysOfWeek: days, index };
    default:
      return null;
  }
}

const LONGEST_MONTH = 31;
const DAYS = Object.keys(CODES);
const dayNamed = (code: string): string | undefined => DAYS.find((name) => CODES[name] === code);
const weekdayOf = (day: string): string => DAYS[new Date(`${day}T00:00:00Z`).getUTCDay()] ?? "monday";

/** Every day, but on some days of the week: that is every week on these. */
function weekdaysOnly(common: Omit<Required<GraphPattern>, "type">, days: readonly string[]): Required<GraphPattern> | null {
  return common.interval === 1 ? { ...common, type: "weekly", daysOfWeek: days } : null;
}
