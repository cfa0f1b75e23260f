import { describe, expect, it } from "vitest";
import { soundCalendar, veventsIn } from "./calendar-text.ts";
import { readCalendar } from "./expected-event.ts";

const calendar = (...lines: readonly string[]): string => ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR", ""].join("\r\n");
const event = (...lines: readonly string[]): readonly string[] => ["BEGIN:VEVENT", "UID:u1", "SUMMARY:Course", ...lines, "END:VEVENT"];
const times = (text: string, floating = "UTC"): readonly (readonly string[])[] =>
  readCalendar(text, floating).events.map((one) => one.occurrences(Date.parse("2030-01-01")).map(({ time }) => time.slice(0, 17)));

describe("what a calendar file says, by the corpus' own reader", () => {
  it("a series keeps the clock of its zone when clocks change, up to an end that is told in UTC", () => {
    const rule = "RRULE:FREQ=WEEKLY;UNTIL=20261102T170000Z";
    const text = calendar(...event("DTSTART;TZID=Europe/Berlin:20261019T180000", "DURATION:PT1H", rule));
    expect(times(text)).toEqual([["2026-10-19T16:00Z", "2026-10-26T17:00Z", "2026-11-02T17:00Z"]]);
  });

  it("a day that is left out in UTC is that of the series' own clock, and a moved one stands where it was moved to", () => {
    const text = calendar(
      ...event("DTSTART;TZID=America/Chicago:20260105T200000", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260107T020000Z"),
      ...event("RECURRENCE-ID;TZID=America/Chicago:20260107T200000", "DTSTART;TZID=America/Chicago:20260108T090000", "DURATION:PT1H"),
    );
    expect(times(text)).toEqual([["2026-01-06T02:00Z", "2026-01-08T15:00Z"]]);
    expect(readCalendar(text, "UTC").events[0]?.vevents).toBe(2);
  });

  it("a time without a zone is that of the mailbox", () => {
    expect(times(calendar(...event("DTSTART:20260105T200000", "DURATION:PT1H")), "Asia/Kolkata")).toEqual([["2026-01-05T14:30Z"]]);
  });

  it("of two versions of an event the newer one counts, and the older one is told", () => {
    const text = calendar(...event("DTSTART:20260105T200000Z", "SEQUENCE:1"), ...event("DTSTART:20260106T200000Z", "SEQUENCE:2"));
    expect(times(text)).toEqual([["2026-01-06T20:00Z"]]);
    expect(readCalendar(text, "UTC").superseded).toHaveLength(1);
  });

  it("a broken event costs none of the others, and each is counted", () => {
    const text = calendar(...event("DTSTART:20260105T200000Z"), ...event("DTSTART:20260106T200000Z", "RRULE:FREQ=NEVER"));
    const { text: sound, broken } = soundCalendar(text);
    expect([veventsIn(text), veventsIn(sound), broken.length]).toEqual([2, 1, 1]);
    expect(times(sound)).toEqual([["2026-01-05T20:00Z"]]);
  });
});
