import ICAL from "ical.js";
import { describe, expect, it } from "vitest";
import { seriesStarts } from "../../sync-service/cycle/event-series-starts.ts";
import { patternOfRule, ruleOfPattern } from "../../sync-service/mappings/recurrence.ts";

/** Days 29 to 31, counted by hand: ical.js knows no BYSETPOS among days of a month. */
function counted({ interval, month, dayOfMonth, type }: (typeof PATTERNS)[number], count: number): readonly string[] {
  const step = type === "absoluteYearly" ? 12 * interval : interval;
  return Array.from({ length: count }, (_, index) => {
    const at = (month === 0 ? 0 : month - 1) + index * step;
    const last = new Date(Date.UTC(2026, at + 1, 0)).getUTCDate();
    return new Date(Date.UTC(2026, at, Math.min(dayOfMonth, last))).toISOString().slice(0, 10);
  });
}

/** Another library's reading of the same rule, on whole days. */
function judged(rule: string, first: string, count: number): readonly string[] {
  const iterator = ICAL.Recur.fromString(`${rule};COUNT=${count}`).iterator(ICAL.Time.fromDateString(first));
  // The iterator hands out one and the same object.
  return Array.from({ length: count }, () => String(iterator.next()));
}

const pattern = (fields: Readonly<Record<string, unknown>>) => ({
  ...{ interval: 1, month: 0, dayOfMonth: 0, daysOfWeek: [] as readonly string[], firstDayOfWeek: "sunday", index: "first", type: "" },
  ...fields,
});

const PATTERNS = [
  pattern({ type: "daily", interval: 3 }),
  pattern({ type: "weekly", interval: 2, daysOfWeek: ["tuesday", "friday"], firstDayOfWeek: "monday" }),
  pattern({ type: "weekly", interval: 2, daysOfWeek: ["sunday", "tuesday"], firstDayOfWeek: "sunday" }),
  pattern({ type: "absoluteMonthly", dayOfMonth: 17 }),
  pattern({ type: "absoluteMonthly", interval: 2, dayOfMonth: 31 }),
  pattern({ type: "absoluteMonthly", dayOfMonth: 29 }),
  pattern({ type: "relativeMonthly", daysOfWeek: ["tuesday"], index: "third" }),
  pattern({ type: "relativeMonthly", daysOfWeek: ["friday"], index: "last" }),
  pattern({ type: "relativeMonthly", daysOfWeek: ["monday", "tuesday", "wednesday", "thursday", "friday"], index: "last" }),
  pattern({ type: "absoluteYearly", month: 3, dayOfMonth: 17 }),
  pattern({ type: "absoluteYearly", month: 2, dayOfMonth: 29 }),
  pattern({ type: "relativeYearly", interval: 2, month: 3, daysOfWeek: ["tuesday"], index: "third" }),
];

describe("E4: the rule of a series", () => {
  it.each(PATTERNS)("$type falls on the days that another library finds, and is the same after a round trip", (given) => {
    const rule = ruleOfPattern(given) ?? "";
    const isCounted = given.dayOfMonth > 28;
    // The second, for ical.js counts the day it is to begin at as the first, whatever day that is.
    const [, first = ""] = isCounted ? ["", ...counted(given, 1)] : judged(rule, "2026-01-01", 2);
    const days = isCounted ? counted(given, 30) : judged(rule, first, 30);
    expect(days).toHaveLength(30);
    expect(seriesStarts(rule, first, null, 30)).toEqual(days);
    const back = patternOfRule(rule, first);
    expect(back && seriesStarts(ruleOfPattern(back) ?? "", first, null, 30)).toEqual(days);
  });

  it("E4: day 31 is the last day of a short month, as Exchange has it", () => {
    const rule = ruleOfPattern(pattern({ type: "absoluteMonthly", dayOfMonth: 31 })) ?? "";
    expect(seriesStarts(rule, "2026-01-31", null, 4)).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
  });

  it.each([
    ["no weekday in a weekly pattern", pattern({ type: "weekly" })],
    ["no weekday in a relative pattern", pattern({ type: "relativeYearly", month: 3 })],
    ["an unknown pattern", pattern({ type: "hourly" })],
  ])("there is none of %s", (_what, given) => {
    expect(ruleOfPattern(given)).toBeNull();
  });

  it("E2: the clock of the zone stays, whatever the season", () => {
    expect(seriesStarts("FREQ=WEEKLY;BYDAY=TU", "2026-03-24T10:00Z", "Europe/London", 2)).toEqual([
      "2026-03-24T10:00Z",
      "2026-03-31T09:00Z",
    ]);
  });

  it("E2: an hour that is left out in spring drops no occurrence", () => {
    expect(seriesStarts("FREQ=DAILY", "2026-03-07T10:30Z", "America/Los_Angeles", 3)).toEqual([
      "2026-03-07T10:30Z",
      "2026-03-08T10:30Z",
      "2026-03-09T09:30Z",
    ]);
  });

  it("E2: an hour that comes twice in autumn is one occurrence", () => {
    expect(seriesStarts("FREQ=DAILY", "2026-10-31T08:30Z", "America/Los_Angeles", 3)).toEqual([
      "2026-10-31T08:30Z",
      "2026-11-01T08:30Z",
      "2026-11-02T09:30Z",
    ]);
  });
});
