import { describe, expect, it } from "vitest";
import { event as blank } from "../doubles/blank-event.ts";
import { ianaOfWindows } from "../sandbox/graph/windows-zones.ts";
import { openEventWorld } from "../sides/event-world.ts";
import { plainEntry } from "./compare-event.ts";
import { CORPUS_ZONES } from "./event-corpus.ts";
import { readCalendar } from "./expected-event.ts";
import { runEvents } from "./event-run.ts";

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const YEARS = [2026, 2027, 2028];

/** The days of a year on which the clocks of a zone are changed; two others, where they never are. */
function daysOfChange(zone: string, year: number): readonly number[] {
  const format = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  const offset = (at: number): string => format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const days: number[] = [];
  for (let day = Date.UTC(year, 0, 2); day < Date.UTC(year, 11, 30); day += DAY_MS) {
    // Noon to noon by the zone's own clock is near enough: no clock is changed at noon.
    if (offset(day + 12 * HOUR_MS) !== offset(day - 12 * HOUR_MS)) days.push(day);
  }
  return days.length > 0 ? days : [Date.UTC(year, 2, 8), Date.UTC(year, 10, 1)];
}

const stamp = (wall: number): string => new Date(wall).toISOString().replaceAll(/[-:]|\.\d+Z/gu, "");
const date = (wall: number): string => stamp(wall).slice(0, 8);

/** What lies across one change of the clocks: before, within and after the hour that is left out or comes twice. */
function eventsAround(zone: string, day: number): readonly string[] {
  const at = (name: string, wall: number): string => `${name};TZID=${zone}:${stamp(wall)}`;
  let number = 0;
  const event = (...lines: readonly string[]): readonly string[] => {
    number += 1;
    return ["BEGIN:VEVENT", `UID:${date(day)}-${number}`, `SUMMARY:${date(day)} ${number}`, ...lines, "END:VEVENT"];
  };
  const timed = (hours: number, lasting: number): readonly string[] =>
    event(at("DTSTART", day + hours * HOUR_MS), at("DTEND", day + (hours + lasting) * HOUR_MS));
  const moved = day - DAY_MS + 9 * HOUR_MS;
  const series = (lines: readonly string[], more: readonly string[] = []): readonly string[] => [
    ...event(...lines),
    ...(more.length === 0 ? [] : ["BEGIN:VEVENT", `UID:${date(day)}-${number}`, `SUMMARY:${date(day)} moved`, ...more, "END:VEVENT"]),
  ];
  return [
    ...timed(-0.5, 1),
    ...timed(0.5, 4),
    ...timed(1.5, 2),
    ...timed(2.5, 2),
    ...timed(3.5, 1),
    ...timed(23.5, 1),
    ...event(`DTSTART:${stamp(day - HOUR_MS)}Z`, `DTEND:${stamp(day)}Z`),
    ...event(`DTSTART:${stamp(day + 6 * HOUR_MS)}`, `DTEND:${stamp(day + 7 * HOUR_MS)}`),
    ...event(`DTSTART;VALUE=DATE:${date(day)}`, `DTEND;VALUE=DATE:${date(day + DAY_MS)}`),
    ...event(`DTSTART;VALUE=DATE:${date(day - DAY_MS)}`, `DTEND;VALUE=DATE:${date(day + 2 * DAY_MS)}`),
    ...series([`DTSTART;VALUE=DATE:${date(day - 2 * DAY_MS)}`, "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"]),
    ...series([at("DTSTART", day - 2 * DAY_MS + 2.5 * HOUR_MS), "DURATION:PT2H", "RRULE:FREQ=DAILY;COUNT=5"]),
    ...series(
      [
        at("DTSTART", day - 2 * DAY_MS + 9 * HOUR_MS),
        "DURATION:PT1H",
        `RRULE:FREQ=DAILY;UNTIL=${stamp(day + 4 * DAY_MS)}Z`,
        at("EXDATE", day + 9 * HOUR_MS),
      ],
      [at("RECURRENCE-ID", moved), at("DTSTART", moved + 2 * HOUR_MS), "DURATION:PT30M", "LOCATION:Quay"],
    ),
    ...series([at("DTSTART", day - 14 * DAY_MS + 17 * HOUR_MS), "DURATION:PT1H", "RRULE:FREQ=WEEKLY;COUNT=4"]),
    ...series([at("DTSTART", day - 14 * DAY_MS + 23.5 * HOUR_MS), "DURATION:PT1H", "RRULE:FREQ=MONTHLY;COUNT=3"]),
  ];
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16)}Z`;
const wholeDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

describe.each(CORPUS_ZONES)("events across the changes of clocks, the mailbox in %s", (zone) => {
  it.each(YEARS)(
    "E2, E4: of %i every event is at its own minute and day in Salesforce, and stays so through edits on both sides",
    async (year) => {
      const lines = daysOfChange(zone, year).flatMap((day) => eventsAround(zone, day));
      const text = ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
      const { events } = readCalendar(text, zone);
      const outcomes = await runEvents({ text, events, zone });
      const told = outcomes.map((outcome, index) => ({ event: events[index]?.subject, ...outcome }));
      expect(told.filter(({ outcome }) => outcome !== "whole" && outcome !== "as-series")).toEqual([]);
      expect(told.filter(({ outcome }) => outcome === "as-series").length).toBeGreaterThan(0);
      expect(told).toHaveLength(30);
    },
    60_000,
  );

  it("E1, E2: what Salesforce has in every half hour and on every day about a change comes down to the minute and the day", async () => {
    const times = daysOfChange(zone, 2027).flatMap((day) => [
      // Two days and a half by UTC hold the change in any zone.
      ...Array.from({ length: 120 }, (_none, half) => day - 24 * HOUR_MS + (half * HOUR_MS) / 2).map(
        (from) => `${minute(from)}/${minute(from + HOUR_MS)}`,
      ),
      ...[-1, 0, 1].map((days) => `${wholeDay(day + days * DAY_MS)}/${wholeDay(day + (days + 1) * DAY_MS)}`),
    ]);
    const world = await openEventWorld({ start: "2027-01-10T08:00:00Z", timeZone: zone });
    try {
      for (const time of times) world.addRow(blank({ subject: time, time }));
      await world.settle();
      const entries = await world
        .view("2027-01-01", "2027-07-01")
        .then(async (early) => [...early, ...(await world.view("2027-07-01", "2028-01-01"))]);
      expect(entries.map((entry) => plainEntry(entry).time).toSorted()).toEqual(times.toSorted());
      expect(entries.filter((entry) => plainEntry(entry).time !== entry.subject)).toEqual([]);
      // Midnight of another zone would be shown over two days.
      const zones = entries.filter((entry) => entry["isAllDay"] === true).map((entry) => String(entry["originalStartTimeZone"]));
      expect(new Set(zones.map((name) => ianaOfWindows(name) ?? name))).toEqual(new Set([zone]));
    } finally {
      await world.standIns.close();
    }
  }, 60_000);
});
