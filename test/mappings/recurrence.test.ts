import { describe, expect, it } from "vitest";
import { type Occurrence, occurrenceOf, occurrenceText, singleReasons } from "../../sync-service/mappings/event-series.ts";
import { type GraphPattern, patternOfRule, ruleOfPattern } from "../../sync-service/mappings/recurrence.ts";

const pattern = (change: Partial<GraphPattern>): GraphPattern => ({ interval: 1, firstDayOfWeek: "sunday", index: "first", ...change });
const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"];

describe("E4: a pattern of Exchange as a rule", () => {
  it.each<[string, GraphPattern, string | null]>([
    ["every day", pattern({ type: "daily" }), "FREQ=DAILY;INTERVAL=1"],
    ["every third day", pattern({ type: "daily", interval: 3 }), "FREQ=DAILY;INTERVAL=3"],
    ["without an interval", { type: "daily" }, "FREQ=DAILY;INTERVAL=1"],
    ["on weekdays", pattern({ type: "weekly", daysOfWeek: WEEKDAYS }), "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR;WKST=SU"],
    [
      "every second weekend, weeks from Monday",
      pattern({ type: "weekly", interval: 2, daysOfWeek: ["Saturday", "Sunday"], firstDayOfWeek: "monday" }),
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;WKST=MO",
    ],
    ["weekly, weeks from nobody knows when", { type: "weekly", daysOfWeek: ["friday"] }, "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR;WKST=SU"],
    ["weekly on no day", pattern({ type: "weekly", daysOfWeek: [] }), null],
    ["weekly on a day that there is not", pattern({ type: "weekly", daysOfWeek: ["someday"] }), null],
    ["the 15th of a month", pattern({ type: "absoluteMonthly", dayOfMonth: 15 }), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=15"],
    ["the 28th", pattern({ type: "absoluteMonthly", dayOfMonth: 28 }), "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28"],
    [
      "the 29th, in February the last day",
      pattern({ type: "absoluteMonthly", dayOfMonth: 29 }),
      "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=28,29;BYSETPOS=-1",
    ],
    [
      "the 31st, or the last day",
      pattern({ type: "absoluteMonthly", interval: 2, dayOfMonth: 31 }),
      "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=28,29,30,31;BYSETPOS=-1",
    ],
    [
      "the second Tuesday",
      pattern({ type: "relativeMonthly", daysOfWeek: ["tuesday"], index: "second" }),
      "FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU",
    ],
    ["the third Friday", pattern({ type: "relativeMonthly", daysOfWeek: ["friday"], index: "Third" }), "FREQ=MONTHLY;INTERVAL=1;BYDAY=3FR"],
    [
      "the fourth Sunday",
      pattern({ type: "relativeMonthly", daysOfWeek: ["sunday"], index: "fourth" }),
      "FREQ=MONTHLY;INTERVAL=1;BYDAY=4SU",
    ],
    [
      "the last Thursday",
      pattern({ type: "relativeMonthly", daysOfWeek: ["thursday"], index: "last" }),
      "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH",
    ],
    [
      "the last weekday",
      pattern({ type: "relativeMonthly", daysOfWeek: WEEKDAYS, index: "last" }),
      "FREQ=MONTHLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    ],
    ["without a position", { type: "relativeMonthly", daysOfWeek: ["monday"] }, "FREQ=MONTHLY;INTERVAL=1;BYDAY=1MO"],
    ["relative on no day", pattern({ type: "relativeMonthly" }), null],
    [
      "the 29th of February",
      pattern({ type: "absoluteYearly", month: 2, dayOfMonth: 29 }),
      "FREQ=YEARLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1",
    ],
    ["the 3rd of October", pattern({ type: "absoluteYearly", month: 10, dayOfMonth: 3 }), "FREQ=YEARLY;INTERVAL=1;BYMONTH=10;BYMONTHDAY=3"],
    [
      "the last Sunday of March",
      pattern({ type: "relativeYearly", month: 3, daysOfWeek: ["sunday"], index: "last" }),
      "FREQ=YEARLY;INTERVAL=1;BYMONTH=3;BYDAY=-1SU",
    ],
    ["yearly on no day", pattern({ type: "relativeYearly", month: 3, daysOfWeek: [] }), null],
    ["of a kind that there is not", pattern({ type: "hourly" }), null],
    ["of no kind", {}, null],
  ])("%s", (_title, given, rule) => {
    expect(ruleOfPattern(given)).toBe(rule);
  });
});

describe("E4: a rule as a pattern of Exchange", () => {
  const plain = { interval: 1, firstDayOfWeek: "monday", month: 0, dayOfMonth: 0, daysOfWeek: [], index: "first" };

  it.each<[string, string, object | null]>([
    ["every day", "FREQ=DAILY", { type: "daily" }],
    ["every third day", "FREQ=DAILY;INTERVAL=3;WKST=SU", { type: "daily", interval: 3, firstDayOfWeek: "sunday" }],
    ["every day but on weekdays only", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", { type: "weekly", daysOfWeek: WEEKDAYS }],
    ["every second day on some weekdays", "FREQ=DAILY;INTERVAL=2;BYDAY=MO", null],
    ["weekly on its own weekday", "FREQ=WEEKLY", { type: "weekly", daysOfWeek: ["sunday"] }],
    ["weekly on two days", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SA", { type: "weekly", interval: 2, daysOfWeek: ["tuesday", "saturday"] }],
    ["monthly on its own day", "FREQ=MONTHLY", { type: "absoluteMonthly", dayOfMonth: 8 }],
    ["on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15", { type: "absoluteMonthly", dayOfMonth: 15 }],
    ["on the last day", "FREQ=MONTHLY;BYMONTHDAY=-1", { type: "absoluteMonthly", dayOfMonth: 31 }],
    ["on the 30th, or the last day", "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", { type: "absoluteMonthly", dayOfMonth: 30 }],
    ["the second Tuesday", "FREQ=MONTHLY;BYDAY=2TU", { type: "relativeMonthly", daysOfWeek: ["tuesday"], index: "second" }],
    ["the last Thursday", "FREQ=MONTHLY;BYDAY=-1TH", { type: "relativeMonthly", daysOfWeek: ["thursday"], index: "last" }],
    [
      "the third weekend day",
      "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=3",
      { type: "relativeMonthly", daysOfWeek: ["saturday", "sunday"], index: "third" },
    ],
    ["a fifth Monday, which Exchange has not, is another", "FREQ=MONTHLY;BYDAY=5MO", { type: "relativeMonthly", daysOfWeek: ["monday"] }],
    ["yearly on its own day", "FREQ=YEARLY", { type: "absoluteYearly", month: 3, dayOfMonth: 8 }],
    [
      "every second year",
      "FREQ=YEARLY;INTERVAL=2;BYMONTH=10;BYMONTHDAY=3",
      { type: "absoluteYearly", interval: 2, month: 10, dayOfMonth: 3 },
    ],
    [
      "the last Sunday of October",
      "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
      { type: "relativeYearly", month: 10, daysOfWeek: ["sunday"], index: "last" },
    ],
    ["every hour", "FREQ=HOURLY", null],
    ["no rule", "", null],
  ])("%s", (_title, rule, found) => {
    expect(patternOfRule(rule, "2026-03-08")).toEqual(found === null ? null : { ...plain, ...found });
  });

  it.each(["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05", "2026-03-06", "2026-03-07"])(
    "what the rule leaves open is the weekday of its first day: %s",
    (first) => {
      const days = ["sunday", ...WEEKDAYS, "saturday"];
      expect(patternOfRule("FREQ=WEEKLY", first)?.daysOfWeek).toEqual([days[Number(first.slice(-2)) - 1]]);
    },
  );

  it.each([
    { type: "daily", interval: 4 },
    { type: "weekly", daysOfWeek: ["monday", "friday"] },
    { type: "absoluteMonthly", dayOfMonth: 12 },
    { type: "absoluteMonthly", dayOfMonth: 31 },
    { type: "relativeMonthly", daysOfWeek: ["wednesday"], index: "fourth" },
    { type: "relativeMonthly", daysOfWeek: WEEKDAYS, index: "last" },
    { type: "absoluteYearly", month: 2, dayOfMonth: 29 },
    { type: "relativeYearly", month: 11, daysOfWeek: ["thursday"], index: "fourth" },
  ])("what was made of a pattern comes back as it: %o", (given) => {
    const rule = ruleOfPattern(pattern(given)) ?? "";
    expect(patternOfRule(rule, "2026-03-08")).toMatchObject(given);
    expect(ruleOfPattern(patternOfRule(rule, "2026-03-08") ?? {})?.replace(";WKST=SU", ";WKST=MO")).toBe(
      rule.replace(";WKST=SU", ";WKST=MO"),
    );
  });
});

describe("E4: what an occurrence says of its series", () => {
  const of = { key: "k1", rule: "FREQ=DAILY;INTERVAL=1", zone: "Europe/Berlin", first: "2026-03-02T10:00Z", count: 5, except: [] };
  const occurrence = (change: Partial<Occurrence> = {}): Occurrence => ({ of, at: "2026-03-03T10:00Z", named: null, ...change });

  it.each<[string, Occurrence, readonly string[]]>([
    [
      "of a series",
      occurrence(),
      ["RRULE:FREQ=DAILY;INTERVAL=1;COUNT=5", "from 2026-03-02T10:00Z Europe/Berlin", "key k1", "at 2026-03-03T10:00Z"],
    ],
    [
      "of whole days, with days left out, whose end its events tell, under another name",
      occurrence({
        of: { ...of, zone: null, first: "2026-03-02", count: null, except: ["2026-03-04", "2026-03-05"] },
        at: "2026-03-03",
        named: "Stand-up, long",
      }),
      [
        "RRULE:FREQ=DAILY;INTERVAL=1",
        "from 2026-03-02 days",
        "except 2026-03-04 2026-03-05",
        "key k1",
        "at 2026-03-03",
        "named Stand-up, long",
      ],
    ],
    ["by itself", occurrence({ of: { single: "rule" } }), ["single rule", "at 2026-03-03T10:00Z"]],
    [
      "by itself, under another name",
      occurrence({ of: { single: "long" }, named: "x" }),
      ["single long", "at 2026-03-03T10:00Z", "named x"],
    ],
  ])("%s, reads back as it was written", (_title, given, lines) => {
    expect(occurrenceText(given)).toBe(lines.join("\n"));
    expect(occurrenceOf(lines.join("\n"))).toEqual(given);
  });

  it.each(["RRULE:", "from ", "key ", "at "])("without its line %j is none", (word) => {
    const lines = occurrenceText(occurrence()).split("\n");
    expect(occurrenceOf(lines.filter((line) => !line.startsWith(word)).join("\n"))).toBeNull();
  });

  it("blank, or half a line, is none", () => {
    expect([occurrenceOf(null), occurrenceOf(""), occurrenceOf("from x")]).toEqual([null, null, null]);
    expect(occurrenceOf(occurrenceText(occurrence()).replace(" Europe/Berlin", ""))).toBeNull();
  });

  it("a reason for being by itself is a sentence", () => {
    for (const [reason, sentence] of Object.entries(singleReasons)) {
      expect(sentence).toMatch(/^[A-Z].*\.$/u);
      expect(`${reason}: ${sentence}`).toMatch(/event by itself/u);
    }
    expect(new Set(Object.values(singleReasons)).size).toBe(Object.keys(singleReasons).length);
    expect(singleReasons.long).toContain("300");
  });
});
