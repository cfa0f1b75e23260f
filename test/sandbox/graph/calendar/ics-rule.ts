// oxlint-disable-next-line import/default -- Node reads its CommonJS face, whose default export is all of it
import rrule, { type Options } from "rrule";
import type ICAL from "ical.js";
import type { Fields } from "../stored.ts";
import { DAY_MS, dateOf } from "./days.ts";
import { NotForExchange, type IcsTime } from "./ics-times.ts";
import { checkedRecurrence, DAYS_OF_WEEK, INDEXES, type Recurrence } from "./recurrence.ts";
import { daysBetween, LAST_DAY } from "./series-days.ts";

const { RRule } = rrule;

const CODES = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
/** So many days are compared between what the file says and what Exchange would make of it. */
const COMPARED = 400;

const no = (reason: string): NotForExchange => new NotForExchange(`Exchange has no such rule: ${reason}.`);

type Parts = Readonly<Record<string, readonly (string | number)[]>>;

/**
 * The rule as Exchange holds it. What it makes of it is compared with the rule itself, so that nothing is bent to fit.
 * @throws NotForExchange saying what cannot be held
 */
export function exchangeRule(rule: ICAL.Recur, start: IcsTime, untilDay: number | null): Recurrence {
  const startDay = Math.floor(start.wall / DAY_MS);
  const parts = rule.parts as Parts;
  checkTimes(parts, start);
  const pattern = patternOf(rule, parts, startDay);
  const range: Fields = {
    startDate: dateOf(startDay),
    recurrenceTimeZone: start.zone ?? "UTC",
    ...(rule.count
      ? { type: "numbered", numberOfOccurrences: rule.count }
      : untilDay === null
        ? { type: "noEnd" }
        : { type: "endDate", endDate: dateOf(untilDay) }),
  };
  if (rule.count && rule.count > 999) throw no(`${rule.count} times are more than 999`);
  if (startDay < -7_000 || startDay > 50_000) throw no("it begins outside of the years that this stand-in can number");
  const made = checkedRecurrence({ pattern, range }, start.zone ?? "UTC");
  compare(made, rule, parts, startDay, untilDay);
  return made;
}

function checkTimes(parts: Parts, { wall }: IcsTime): void {
  const date = new Date(wall);
  const own: Readonly<Record<string, number>> = {
    BYHOUR: date.getUTCHours(),
    BYMINUTE: date.getUTCMinutes(),
    BYSECOND: date.getUTCSeconds(),
  };
  for (const [name, value] of Object.entries(own)) {
    const given = parts[name];
    if (given && (given.length !== 1 || Number(given[0]) !== value)) throw no(`${name} is another time than the start`);
  }
  for (const name of ["BYYEARDAY", "BYWEEKNO"]) if (parts[name]) throw no(name);
}

function patternOf(rule: ICAL.Recur, parts: Parts, startDay: number): Fields {
  const date = new Date(startDay * DAY_MS);
  const weekdays = (parts["BYDAY"] ?? []).map((one) => String(one));
  const months = (parts["BYMONTH"] ?? []).map(Number);
  const monthdays = (parts["BYMONTHDAY"] ?? []).map(Number);
  const positions = (parts["BYSETPOS"] ?? []).map(Number);
  const interval = rule.interval || 1;
  const weekly = (days: readonly string[]): Fields => ({
    type: "weekly",
    interval,
    daysOfWeek: days.map(dayName),
    firstDayOfWeek: DAYS_OF_WEEK[(rule.wkst || 2) - 1] ?? "monday",
  });
  const inMonth = (type: "Monthly" | "Yearly", more: Fields): Fields => {
    if (weekdays.length > 0 && monthdays.length > 0) throw no("weekdays on certain days of the month");
    if (weekdays.length > 0) return { type: `relative${type}`, interval, ...more, ...relative(weekdays, positions) };
    if (positions.length > 0 || monthdays.length > 1) throw no("several days of the month");
    const day = monthdays[0] ?? date.getUTCDate();
    if (day < -1) throw no(`the ${-day}th day from the month's end`);
    // "The last day" is day 31, which Exchange cuts to the month.
    return { type: `absolute${type}`, interval, ...more, dayOfMonth: day === -1 ? 31 : day };
  };
  switch (rule.freq) {
    case "DAILY":
      if (months.length + monthdays.length + positions.length > 0) throw no("days only in certain months or on certain dates");
      if (weekdays.length === 0) return { type: "daily", interval };
      if (interval > 1) throw no("every few days, and only on certain weekdays");
      return weekly(weekdays);
    case "WEEKLY":
      if (months.length + monthdays.length + positions.length > 0) throw no("weeks only in certain months or on certain dates");
      return weekly(weekdays.length > 0 ? weekdays : [CODES[date.getUTCDay()] ?? "MO"]);
    case "MONTHLY":
      if (months.length > 1 || (months.length === 1 && interval !== 1 && interval !== 12)) throw no("several months of the year");
      if (months.length === 1) return { ...inMonth("Yearly", { month: months[0] }), interval: 1 };
      if (weekdays.length > 0 && positions.length === 0 && weekdays.every((one) => one.length === 2)) {
        if (interval > 1 || monthdays.length > 0) throw no("all such weekdays, but only in some months or on some dates");
        return weekly(weekdays);
      }
      return inMonth("Monthly", {});
    case "YEARLY": {
      if (months.length > 1) throw no("several months of the year");
      if (weekdays.length > 0 && months.length === 0) throw no("weekdays counted over the whole year");
      if (monthdays[0] === -1)
        return {
          ...inMonth("Yearly", { month: months[0] ?? date.getUTCMonth() + 1 }),
          dayOfMonth: lastDayOf(months[0] ?? date.getUTCMonth() + 1),
        };
      return inMonth("Yearly", { month: months[0] ?? date.getUTCMonth() + 1 });
    }
    default:
      throw no(`it comes ${String(rule.freq).toLowerCase()}`);
  }
}

const lastDayOf = (month: number): number => (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31);

const dayName = (code: string): string => {
  const name = DAYS_OF_WEEK[CODES.indexOf(code)];
  if (name === undefined) throw no(`the weekday ${code}`);
  return name;
};

/** `2TU`, or `TU` with BYSETPOS: the first to fourth, or the last, of a month. */
function relative(weekdays: readonly string[], positions: readonly number[]): Fields {
  const counted = weekdays.map((one) => /^(?<count>[+-]?\d+)?(?<code>[A-Z]{2})$/u.exec(one)?.groups);
  const counts = new Set(counted.flatMap((one) => (one?.["count"] === undefined ? [] : [Number(one["count"])])));
  if (counts.size > 0 && (weekdays.length > 1 || positions.length > 0)) throw no("several counted weekdays of the month");
  const [position] = counts.size > 0 ? [...counts] : positions;
  if (position === undefined || positions.length > 1) throw no("several of such weekdays of the month");
  const index = position === -1 ? "last" : position > 0 ? INDEXES[position - 1] : undefined;
  if (index === undefined || position > 4) throw no(`the weekday number ${position} of the month`);
  return { daysOfWeek: counted.map((one) => dayName(one?.["code"] ?? "")), index };
}

/** @throws NotForExchange when Exchange's rule falls on other days than the file's */
function compare(made: Recurrence, rule: ICAL.Recur, parts: Parts, startDay: number, untilDay: number | null): void {
  const wanted = filesDays(rule, parts, startDay, untilDay);
  const far = (wanted.at(-1) ?? startDay) + 1;
  const found = daysBetween(made, startDay, wanted.length < COMPARED ? Math.max(far, (untilDay ?? far) + 1) : far);
  if (wanted.length === 0) throw no("it never comes");
  const different = wanted.findIndex((day, index) => found[index] !== day);
  if (different >= 0) throw no(`it would come on ${dateOf(found[different] ?? 0)} where the file has ${dateOf(wanted[different] ?? 0)}`);
  if (found.length !== wanted.length) throw no(`it would also come on ${dateOf(found[wanted.length] ?? 0)}`);
  if (wanted[0] !== startDay) throw no("its first date is none of its rule");
}

function filesDays(rule: ICAL.Recur, parts: Parts, startDay: number, untilDay: number | null): readonly number[] {
  const { BYHOUR: _hour, BYMINUTE: _minute, BYSECOND: _second, ...days } = parts;
  const text = Object.entries(days).map(([name, values]) => `${name}=${values.join(",")}`);
  const options = RRule.parseString(
    [`FREQ=${String(rule.freq)}`, `INTERVAL=${rule.interval || 1}`, `WKST=${CODES[(rule.wkst || 2) - 1] ?? "MO"}`, ...text].join(";"),
  ) as Partial<Options>;
  const most = Math.min(rule.count || COMPARED, COMPARED);
  const found: number[] = [];
  const until = { until: new Date(Math.min(untilDay ?? LAST_DAY, LAST_DAY) * DAY_MS) };
  const all = new RRule({ ...options, ...until, dtstart: new Date(startDay * DAY_MS), count: most });
  for (const day of all.all()) found.push(Math.floor(day.getTime() / DAY_MS));
  return found;
}
