// oxlint-disable-next-line import/default -- Node reads its CommonJS face, whose default export is all of it
import rrule from "rrule";
import type { Options, RRule as Rule } from "rrule";
import { DAY_MS, dayOf, weekdayOf } from "./days.ts";
import { DAYS_OF_WEEK, INDEXES, type Recurrence } from "./recurrence.ts";

const { RRule } = rrule;

/** Days that an id can name (see occurrence-id.ts): 1950 to 2129. */
export const FIRST_DAY = dayOf("1950-01-01");
export const LAST_DAY = FIRST_DAY + 65_534;

/** So many days are expanded at a time and kept, so that a view asked for again costs nothing. */
const BLOCK = 92;
const blocks = new WeakMap<Recurrence, Map<number, readonly number[]>>();
const lasts = new WeakMap<Recurrence, number>();

/** The days from `from` on and before `until` on which the series falls, oldest first. Never expands more than asked for. */
export function daysBetween(series: Recurrence, from: number, until: number): readonly number[] {
  const start = Math.max(from, dayOf(series.range.startDate), FIRST_DAY);
  const end = Math.min(until, lastDay(series) + 1, LAST_DAY + 1);
  const found: number[] = [];
  for (let block = Math.floor(start / BLOCK); block * BLOCK < end; block += 1) {
    for (const day of expanded(series, block)) if (day >= start && day < end) found.push(day);
  }
  return found;
}

export const fallsOn = (series: Recurrence, day: number): boolean => daysBetween(series, day, day + 1).length > 0;

/** The first day of the series, or null when it never falls on any. */
export const firstDay = (series: Recurrence): number | null => nextDay(series, dayOf(series.range.startDate) - 1);

/** The next day after `day`, or null. */
export function nextDay(series: Recurrence, day: number): number | null {
  const end = Math.min(lastDay(series), LAST_DAY);
  for (let from = Math.max(day + 1, FIRST_DAY); from <= end; from += 4 * BLOCK) {
    const [found] = daysBetween(series, from, from + 4 * BLOCK);
    if (found !== undefined) return found;
  }
  return null;
}

/** The day before `day`, or null. */
export function previousDay(series: Recurrence, day: number): number | null {
  const start = dayOf(series.range.startDate);
  for (let until = Math.min(day, lastDay(series) + 1); until > start; until -= 4 * BLOCK) {
    const found = daysBetween(series, until - 4 * BLOCK, until).at(-1);
    if (found !== undefined) return found;
  }
  return null;
}

/** The day after which the series is over: of an end date, of the last of a number of times; infinite for one without end. */
export function lastDay(series: Recurrence): number {
  const { type, endDate, startDate, numberOfOccurrences } = series.range;
  if (type === "noEnd") return Number.POSITIVE_INFINITY;
  if (type === "endDate") return dayOf(endDate);
  let last = lasts.get(series);
  if (last === undefined) {
    const all = new RRule({ ...ruleOf(series), dtstart: new Date(dayOf(startDate) * DAY_MS), count: numberOfOccurrences }).all();
    last = Math.floor((all.at(-1)?.getTime() ?? -Infinity) / DAY_MS);
    lasts.set(series, last);
  }
  return last;
}

function expanded(series: Recurrence, block: number): readonly number[] {
  let known = blocks.get(series);
  if (!known) blocks.set(series, (known = new Map()));
  let days = known.get(block);
  if (!days) {
    const [from, until] = [block * BLOCK, (block + 1) * BLOCK - 1];
    const rule: Rule = new RRule({ ...ruleOf(series), dtstart: new Date(alignedBefore(series, from) * DAY_MS) });
    days = rule.between(new Date(from * DAY_MS), new Date(until * DAY_MS), true).map((at) => Math.floor(at.getTime() / DAY_MS));
    known.set(block, days);
  }
  return days;
}

/**
 * A day at or before `from` from which the rule, started there, falls on the same days: a series that began years ago need not be
 * counted through from its beginning.
 */
function alignedBefore({ pattern, range }: Recurrence, from: number): number {
  const start = dayOf(range.startDate);
  const { interval } = pattern;
  switch (pattern.type) {
    case "daily":
      return start + steps(from - start, interval);
    case "weekly": {
      const week = start - ((weekdayOf(start) - DAYS_OF_WEEK.indexOf(pattern.firstDayOfWeek) + 7) % 7);
      return week + steps(from - week, interval * 7);
    }
    case "absoluteMonthly":
    case "relativeMonthly": {
      const first = monthOf(start);
      const month = first + steps(monthOf(from) - first, interval);
      return Math.floor(Date.UTC(Math.floor(month / 12), month % 12, 1) / DAY_MS);
    }
    case "absoluteYearly":
    case "relativeYearly": {
      const first = Math.floor(monthOf(start) / 12);
      return Math.floor(Date.UTC(first + steps(Math.floor(monthOf(from) / 12) - first, interval), 0, 1) / DAY_MS);
    }
  }
}

const steps = (distance: number, step: number): number => Math.max(0, Math.floor(distance / step)) * step;

function monthOf(day: number): number {
  const date = new Date(day * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function ruleOf({ pattern }: Recurrence): Partial<Options> {
  const { interval } = pattern;
  const weekdays = pattern.daysOfWeek.map((name) => (DAYS_OF_WEEK.indexOf(name) + 6) % 7);
  const position = pattern.index === "last" ? -1 : INDEXES.indexOf(pattern.index) + 1;
  switch (pattern.type) {
    case "daily":
      return { freq: RRule.DAILY, interval };
    case "weekly":
      return { freq: RRule.WEEKLY, interval, byweekday: weekdays, wkst: (DAYS_OF_WEEK.indexOf(pattern.firstDayOfWeek) + 6) % 7 };
    case "absoluteMonthly":
      return { freq: RRule.MONTHLY, interval, ...dayOfMonth(pattern.dayOfMonth) };
    case "relativeMonthly":
      return { freq: RRule.MONTHLY, interval, byweekday: weekdays, bysetpos: position };
    case "absoluteYearly":
      return { freq: RRule.YEARLY, interval, bymonth: pattern.month, ...dayOfMonth(pattern.dayOfMonth) };
    case "relativeYearly":
      return { freq: RRule.YEARLY, interval, bymonth: pattern.month, byweekday: weekdays, bysetpos: position };
  }
}

/** Where a month has no such day, Exchange takes its last one; iCalendar would leave the month out. */
function dayOfMonth(day: number): Partial<Options> {
  if (day <= 28) return { bymonthday: day };
  return { bymonthday: [28, 29, 30, 31].filter((one) => one <= day), bysetpos: -1 };
}
