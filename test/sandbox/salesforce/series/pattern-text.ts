import { refused, type Refusal } from "../errors.ts";

/** A series' rule, read from `Recurrence2PatternText` and found to be one that Salesforce takes. */
export interface PatternText {
  /** The parts of the rule but for UNTIL, as `FREQ=…;…`. */
  readonly rule: string;
  /** `20261231`, or `20261231T090000Z`. */
  readonly until: string | null;
}

const FREQUENCIES: ReadonlySet<string> = new Set(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]);
const DAY = /^(-?\d+)?(?:MO|TU|WE|TH|FR|SA|SU)$/u;
const ORDINALS: ReadonlySet<string> = new Set(["-1", "1", "2", "3", "4"]);

const PARTS: Readonly<Record<string, RegExp>> = {
  FREQ: /^(?:DAILY|WEEKLY|MONTHLY|YEARLY)$/u,
  INTERVAL: /^[1-9]\d{0,3}$/u,
  COUNT: /^[1-9]\d{0,4}$/u,
  UNTIL: /^\d{8}(?:T\d{6}Z?)?$/u,
  BYDAY: /^[-\dA-Z]+(?:,[-\dA-Z]+)*$/u,
  BYMONTH: /^(?:[1-9]|1[0-2])(?:,(?:[1-9]|1[0-2]))*$/u,
  BYMONTHDAY: /^-?(?:[1-9]|[12]\d|3[01])(?:,-?(?:[1-9]|[12]\d|3[01]))*$/u,
  BYSETPOS: /^(?:-1|[1-4])$/u,
  BYWEEKNO: /^-?[1-9]\d?(?:,-?[1-9]\d?)*$/u,
  BYYEARDAY: /^-?[1-9]\d{0,2}(?:,-?[1-9]\d{0,2})*$/u,
  WKST: /^(?:MO|TU|WE|TH|FR|SA|SU)$/u,
};

/**
 * The rules of the reference: `RRULE:` and the parts above; not both an end and a count; ordinals of days are -1 to 4, alike, and
 * not beside BYSETPOS; weeks and days of a year in yearly rules only. There is no EXDATE: what differs is a row of its own.
 * @throws Refusal FIELD_INTEGRITY_EXCEPTION
 */
export function readPatternText(text: string): PatternText {
  if (!text.startsWith("RRULE:")) throw wrongPattern("the pattern must start with RRULE:");
  const parts = new Map<string, string>();
  for (const part of text.slice("RRULE:".length).replace(/;$/u, "").split(";")) {
    const [name = "", value = "", ...more] = part.split("=");
    if (more.length > 0 || PARTS[name]?.test(value) !== true) throw wrongPattern(`"${part}" is not supported`);
    if (parts.has(name)) throw wrongPattern(`${name} is given twice`);
    parts.set(name, value);
  }
  const frequency = parts.get("FREQ");
  if (frequency === undefined || !FREQUENCIES.has(frequency)) throw wrongPattern("FREQ is required");
  if (parts.has("UNTIL") && parts.has("COUNT")) throw wrongPattern("UNTIL and COUNT cannot be used together");
  if (frequency !== "YEARLY" && (parts.has("BYWEEKNO") || parts.has("BYYEARDAY"))) {
    throw wrongPattern("BYWEEKNO and BYYEARDAY are for yearly patterns");
  }
  if ((frequency === "DAILY" || frequency === "WEEKLY") && parts.has("BYSETPOS")) {
    throw wrongPattern("BYSETPOS is for monthly and yearly patterns");
  }
  checkDays(parts, frequency);
  checkDates(parts);
  const until = parts.get("UNTIL") ?? null;
  if (until !== null && Number.isNaN(untilDate(until).getTime())) throw wrongPattern(`UNTIL=${until} is no date`);
  parts.delete("UNTIL");
  return { rule: [...parts].map(([name, value]) => `${name}=${value}`).join(";"), until };
}

function checkDays(parts: ReadonlyMap<string, string>, frequency: string): void {
  const days = parts.get("BYDAY")?.split(",") ?? [];
  const ordinals = days.map((day) => {
    const found = DAY.exec(day);
    if (!found) throw wrongPattern(`"${day}" is no day`);
    return found[1] ?? null;
  });
  const [first = null] = ordinals;
  if (ordinals.some((ordinal) => ordinal !== first)) throw wrongPattern("the ordinals of BYDAY must be alike");
  if (first === null) return;
  if (!ORDINALS.has(first)) throw wrongPattern(`the ordinal ${first} is not supported`);
  if (parts.has("BYSETPOS")) throw wrongPattern("BYSETPOS cannot be used with ordinals in BYDAY");
  if (frequency !== "MONTHLY" && frequency !== "YEARLY") throw wrongPattern("ordinals are for monthly and yearly patterns");
}

const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Some day of some month has to be: the thirtieth of February would be looked for to the end of the calendar. */
function checkDates(parts: ReadonlyMap<string, string>): void {
  const months = parts.get("BYMONTH")?.split(",").map(Number);
  const days = parts.get("BYMONTHDAY")?.split(",").map(Number);
  if (!months || !days) return;
  if (!months.some((month) => days.some((day) => Math.abs(day) <= (LONGEST_MONTHS[month - 1] ?? 0)))) {
    throw wrongPattern("the pattern has no occurrence");
  }
}

/** UNTIL as if the time in it were UTC; a date alone holds to its last second. */
export function untilDate(until: string): Date {
  const [, year, month, day, hours = "23", minutes = "59", seconds = "59"] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/u.exec(until) ?? [];
  return new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
}

export function wrongPattern(why: string): Refusal {
  return refused("FIELD_INTEGRITY_EXCEPTION", `Recurrence Pattern: ${why}`, ["Recurrence2PatternText"]);
}
