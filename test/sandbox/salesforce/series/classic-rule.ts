import { isIanaZone } from "../../base/zone-clock.ts";
import { text, type Draft } from "../draft.ts";
import { refused, type Refusal } from "../errors.ts";
import type { PatternText } from "./pattern-text.ts";

/** The fields that describe a classic recurrence, on Event and Task. */
export const RECURRENCE_FIELDS = [
  "RecurrenceType",
  "RecurrenceInterval",
  "RecurrenceDayOfWeekMask",
  "RecurrenceDayOfMonth",
  "RecurrenceInstance",
  "RecurrenceMonthOfYear",
  "RecurrenceEndDateOnly",
  "RecurrenceStartDateTime",
  "RecurrenceStartDateOnly",
  "RecurrenceTimeZoneSidKey",
] as const;

/** What each type needs; all else must be blank. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  RecursDaily: ["RecurrenceInterval"],
  RecursEveryWeekday: ["RecurrenceDayOfWeekMask"],
  RecursWeekly: ["RecurrenceInterval", "RecurrenceDayOfWeekMask"],
  RecursMonthly: ["RecurrenceInterval", "RecurrenceDayOfMonth"],
  RecursMonthlyNth: ["RecurrenceInterval", "RecurrenceInstance", "RecurrenceDayOfWeekMask"],
  RecursYearly: ["RecurrenceDayOfMonth", "RecurrenceMonthOfYear"],
  RecursYearlyNth: ["RecurrenceDayOfWeekMask", "RecurrenceInstance", "RecurrenceMonthOfYear"],
};

const DETAILS = RECURRENCE_FIELDS.slice(1, 6);
const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const INSTANCES: Readonly<Record<string, number>> = { First: 1, Second: 2, Third: 3, Fourth: 4, Last: -1 };
const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** @throws Refusal for a zone that is none */
export function checkZone(draft: Draft, field: "RecurrenceTimeZoneSidKey" | "TimeZoneSidKey"): void {
  const zone = text(draft, field);
  if (zone === null || isIanaZone(zone)) return;
  const label = draft.object.field(field)?.label ?? field;
  throw refused("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", `${label}: bad value for restricted picklist field: ${zone}`, [field]);
}

/** The rule that the classic fields of a series spell. @throws Refusal FIELD_INTEGRITY_EXCEPTION when one lacks or is too much */
export function classicRule(draft: Draft): PatternText {
  const type = text(draft, "RecurrenceType");
  const needed = type === null ? undefined : NEEDS[type];
  if (!needed) throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [RecurrenceType]", ["RecurrenceType"]);
  for (const field of DETAILS) {
    const isThere = (draft.values[field] ?? null) !== null;
    if (isThere !== needed.includes(field)) throw wrong(field, `${isThere ? "must be blank" : "is required"} for ${type}`);
  }
  const until = text(draft, "RecurrenceEndDateOnly");
  if (until === null) throw wrong("RecurrenceEndDateOnly", "is required for a recurrence");
  return { rule: ruleOf(draft, type ?? ""), until: until.replaceAll("-", "") };
}

function ruleOf(draft: Draft, type: string): string {
  const interval = `INTERVAL=${numberOf(draft, "RecurrenceInterval", 1, 999) ?? 1}`;
  const mask = numberOf(draft, "RecurrenceDayOfWeekMask", 1, 127);
  const days = mask === null ? "" : `BYDAY=${DAYS.filter((_day, index) => (mask & (1 << index)) !== 0).join(",")}`;
  const monthDay = `BYMONTHDAY=${numberOf(draft, "RecurrenceDayOfMonth", 1, 31) ?? 1}`;
  const instance = `BYSETPOS=${INSTANCES[text(draft, "RecurrenceInstance") ?? ""] ?? 1}`;
  const month = `BYMONTH=${MONTHS.indexOf(text(draft, "RecurrenceMonthOfYear") ?? "") + 1}`;
  switch (type) {
    case "RecursDaily":
      return `FREQ=DAILY;${interval}`;
    case "RecursEveryWeekday":
    case "RecursWeekly":
      return `FREQ=WEEKLY;${interval};${days};WKST=SU`;
    case "RecursMonthly":
      return `FREQ=MONTHLY;${interval};${monthDay}`;
    case "RecursMonthlyNth":
      return `FREQ=MONTHLY;${interval};${days};${instance}`;
    case "RecursYearly":
      return `FREQ=YEARLY;${monthDay};${month}`;
    default:
      return `FREQ=YEARLY;${days};${instance};${month}`;
  }
}

function numberOf(draft: Draft, field: string, least: number, most: number): number | null {
  const value = draft.values[field] ?? null;
  if (value === null) return null;
  if (typeof value === "number" && value >= least && value <= most) return value;
  throw wrong(field, `must be between ${least} and ${most}`);
}

export function wrong(field: string, why: string): Refusal {
  return refused("FIELD_INTEGRITY_EXCEPTION", `${field} ${why}`, [field]);
}
