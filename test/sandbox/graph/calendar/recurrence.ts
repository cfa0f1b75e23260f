import { GraphError } from "../graph-error.ts";
import type { Fields } from "../stored.ts";
import { dateOf, dayOf } from "./days.ts";

export const DAYS_OF_WEEK = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export type DayOfWeek = (typeof DAYS_OF_WEEK)[number];
export const INDEXES = ["first", "second", "third", "fourth", "last"] as const;

/** A series' rule as Graph shows it: every property is there, those that do not count are 0, "sunday", "first". */
export interface Recurrence {
  readonly pattern: {
    readonly type: "daily" | "weekly" | "absoluteMonthly" | "relativeMonthly" | "absoluteYearly" | "relativeYearly";
    readonly interval: number;
    readonly month: number;
    readonly dayOfMonth: number;
    readonly daysOfWeek: readonly DayOfWeek[];
    readonly firstDayOfWeek: DayOfWeek;
    readonly index: (typeof INDEXES)[number];
  };
  readonly range: {
    readonly type: "endDate" | "noEnd" | "numbered";
    readonly startDate: string;
    readonly endDate: string;
    readonly recurrenceTimeZone: string;
    readonly numberOfOccurrences: number;
  };
}

/** Exchange knows no date after this one. */
const LAST_DATE = "4500-08-31";
const MOST_OCCURRENCES = 999;
const LARGEST_INTERVAL = 999;

const failed = (detail: string): GraphError =>
  new GraphError(400, "ErrorPropertyValidationFailure", `At least one property failed validation: ${detail}`);

/**
 * A posted rule with all its properties, unused ones checked too (res/recurrencepattern, res/recurrencerange).
 * @param zone of the event's start, which counts where the rule names none
 * @throws GraphError 400
 */
export function checkedRecurrence(sent: Fields, zone: string): Recurrence {
  const [pattern, range] = [sent["pattern"], sent["range"]] as readonly (Fields | null | undefined)[];
  if (!pattern || !range) throw failed("a recurrence needs a pattern and a range.");
  return { pattern: checkedPattern(pattern), range: checkedRange(range, zone) };
}

function checkedPattern(sent: Fields): Recurrence["pattern"] {
  const pattern = {
    type: "daily",
    interval: 0,
    month: 0,
    dayOfMonth: 0,
    daysOfWeek: [],
    firstDayOfWeek: "sunday",
    index: "first",
    ...withoutNull(sent),
  } as Recurrence["pattern"];
  if (sent["type"] === undefined || sent["type"] === null) throw failed("the pattern needs a type.");
  whole(pattern.interval, "interval", 1, LARGEST_INTERVAL);
  const absolute = pattern.type.startsWith("absolute");
  const yearly = pattern.type.endsWith("Yearly");
  whole(pattern.dayOfMonth, "dayOfMonth", absolute ? 1 : 0, 31);
  whole(pattern.month, "month", yearly ? 1 : 0, 12);
  if ((pattern.type === "weekly" || pattern.type.startsWith("relative")) && pattern.daysOfWeek.length === 0) {
    throw failed(`a ${pattern.type} pattern needs daysOfWeek.`);
  }
  if (pattern.type === "absoluteYearly" && pattern.dayOfMonth > longestMonth(pattern.month)) {
    throw failed(`month ${pattern.month} has no day ${pattern.dayOfMonth}.`);
  }
  return pattern;
}

function checkedRange(sent: Fields, zone: string): Recurrence["range"] {
  const range = {
    type: "noEnd",
    startDate: "",
    endDate: "0001-01-01",
    numberOfOccurrences: 0,
    ...withoutNull(sent),
    recurrenceTimeZone:
      typeof sent["recurrenceTimeZone"] === "string" && sent["recurrenceTimeZone"] !== "" ? sent["recurrenceTimeZone"] : zone,
  } as Recurrence["range"];
  if (sent["type"] === undefined || sent["type"] === null) throw failed("the range needs a type.");
  date(range.startDate, "startDate");
  date(range.endDate, "endDate");
  whole(range.numberOfOccurrences, "numberOfOccurrences", range.type === "numbered" ? 1 : 0, MOST_OCCURRENCES);
  if (range.type !== "endDate")
    return { ...range, endDate: "0001-01-01", numberOfOccurrences: range.type === "numbered" ? range.numberOfOccurrences : 0 };
  if (range.endDate > LAST_DATE) throw new GraphError(400, "ErrorRecurrenceEndDateTooBig", "The end date of the recurrence is too late.");
  return { ...range, numberOfOccurrences: 0 };
}

function whole(value: unknown, name: string, least: number, most: number): void {
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most)
    throw failed(`${name} must be a whole number from ${least} to ${most}.`);
}

/** A date without time; other forms cannot be read (as observed of SDKs that sent date and time). */
function date(value: string, name: string): void {
  const isDate = /^\d{4}-\d\d-\d\d$/u.test(value);
  if (isDate && (value === "0001-01-01" || dateOf(dayOf(value)) === value)) return;
  throw new GraphError(400, "UnableToDeserializePostBody", `were unable to deserialize: ${name} is no date.`);
}

const longestMonth = (month: number): number => (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31);

const withoutNull = (fields: Fields): Fields => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

/** Whether two rules fall on the same days, but for where they end. */
export function samePattern(one: Recurrence, other: Recurrence): boolean {
  const { startDate, recurrenceTimeZone } = one.range;
  return (
    JSON.stringify(one.pattern) === JSON.stringify(other.pattern) &&
    startDate === other.range.startDate &&
    recurrenceTimeZone === other.range.recurrenceTimeZone
  );
}
