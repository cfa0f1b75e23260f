import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Event, ShowAs } from "../../shared/records/event.ts";
import { eventMomentsIn } from "../../sync-service/graph/event-moments.ts";
import { canonicalText } from "../../sync-service/mappings/canonical-text.ts";
import { eventFault } from "../../sync-service/mappings/event-faults.ts";
import { minutesBefore, timeText } from "../../sync-service/mappings/event-time.ts";
import { eventFields, eventForms, eventMapping } from "../../sync-service/mappings/event.ts";
import type { GraphEvent } from "../../sync-service/mappings/wire/graph-event.ts";
import { event } from "../doubles/blank-event.ts";
import { ZONES } from "./zones.ts";

const zone = fc.constantFrom(...ZONES);
const textOf = (html: string) => html.replaceAll(/<[^>]*>/gu, "");
const formsIn = (of: string) => eventForms({ moments: eventMomentsIn(of), textOf });

const MINUTE_MS = 60_000;
const minute = fc
  .integer({ min: Date.parse("2000-01-01") / MINUTE_MS, max: Date.parse("2100-01-01") / MINUTE_MS })
  .map((count) => minuteText(count));
const day = minute.map((at) => at.slice(0, 10));
const time = fc.oneof(
  fc.tuple(minute, fc.nat(20_000)).map(([start, long]) => ({ allDay: false as const, start, end: minutesBefore(start, -long) })),
  fc.tuple(day, fc.integer({ min: 1, max: 14 })).map(([start, days]) => ({ allDay: true as const, start, end: dayLater(start, days) })),
);
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.string({ maxLength: 60 }), fc.constantFrom("a\r\nb", " x "));

const record: fc.Arbitrary<Event> = fc.record({
  subject: text.map((value) => canonicalText(value, { limit: 255, lines: false })),
  time: time.map(timeText),
  location: text.map((value) => canonicalText(value, { limit: 255, lines: false })),
  notes: text.map((value) => canonicalText(value, { limit: 32_000, lines: true })),
  showAs: fc.constantFrom<ShowAs>("free", "busy", "oof"),
  isPrivate: fc.boolean(),
  reminderAt: fc.constant(null),
  people: fc.constant(null),
  meeting: fc.constant(null),
  series: fc.constant(null),
});

describe("every row of the events' table", () => {
  it("stands for one field, and Salesforce's name of it is the one that is asked for", () => {
    expect(Object.keys(eventMapping({ moments: eventMomentsIn("UTC"), textOf }))).toEqual(eventFields);
  });

  it.each(eventFields.map((field) => [field]))("E2: %s: what was written reads back the same, on both sides, in any zone", (field) => {
    fc.assert(
      fc.property(record, record, zone, zone, (value, beside, of, shownIn) => {
        const { fromGraph, fromSalesforce, toGraph, toSalesforce } = formsIn(of);
        const there: GraphEvent = { originalStartTimeZone: shownIn, ...toGraph(beside, {}) };
        expect(fromGraph({ ...there, ...toGraph({ [field]: value[field] }, there) })[field]).toBe(value[field]);
        expect(fromSalesforce({ ...toSalesforce(beside), ...toSalesforce({ [field]: value[field] }) })[field]).toBe(value[field]);
      }),
    );
  });

  it("E2: a reminder stays at its instant on both sides, for whole days too, wherever the mailbox is", () => {
    fc.assert(
      fc.property(record, fc.nat(40_000), zone, (given, before, of) => {
        const moments = eventMomentsIn(of);
        const start = given.time?.split("/")[0] ?? "";
        const reminderAt = minutesBefore(start.length === 10 ? moments.midnightOf(start) : start, before);
        const { fromGraph, fromSalesforce, toGraph, toSalesforce } = formsIn(of);
        expect(fromGraph(toGraph({ ...given, reminderAt }, {})).reminderAt).toBe(reminderAt);
        expect(fromSalesforce(toSalesforce({ ...given, reminderAt })).reminderAt).toBe(reminderAt);
      }),
    );
  });

  it("P3: a change of one field writes nothing of the others", () => {
    const { toGraph, toSalesforce } = formsIn("UTC");
    expect(Object.keys(toGraph({ subject: "x" }, {}))).toEqual(["subject"]);
    expect(Object.keys(toGraph({ reminderAt: null }, {}))).toEqual(["isReminderOn"]);
    expect(Object.keys(toSalesforce({ isPrivate: true }))).toEqual(["IsPrivate"]);
  });
});

describe("times", () => {
  const allDay = { time: "2026-03-02/2026-03-03" };

  it.each(ZONES.map((of) => [of]))("E2: an all-day event keeps its date in %s", (of) => {
    const { fromGraph, toGraph, toSalesforce } = formsIn(of);
    const wire = toGraph(event(allDay), {});
    expect(wire).toMatchObject({
      isAllDay: true,
      start: { dateTime: "2026-03-02T00:00:00.0000000", timeZone: of },
      end: { dateTime: "2026-03-03T00:00:00.0000000" },
    });
    expect(toSalesforce(fromGraph(wire))).toMatchObject({
      IsAllDayEvent: true,
      StartDateTime: "2026-03-02T00:00:00Z",
      EndDateTime: "2026-03-02T00:00:00Z",
    });
  });

  it("SF15: the last day is included in Salesforce and excluded in Exchange", () => {
    const wire = { IsAllDayEvent: true, StartDateTime: "2026-12-30T00:00:00.000+0000", EndDateTime: "2027-01-01T00:00:00.000+0000" };
    expect(formsIn("UTC").fromSalesforce(wire).time).toBe("2026-12-30/2027-01-02");
  });

  it("E2: an event keeps the zone its maker saw it in", () => {
    const there: GraphEvent = { originalStartTimeZone: "New Zealand Standard Time" };
    expect(formsIn("Europe/London").toGraph({ time: "2026-03-02T10:00Z/2026-03-02T11:00Z" }, there)).toMatchObject({
      start: { dateTime: "2026-03-02T23:00:00.0000000", timeZone: "New Zealand Standard Time" },
    });
  });

  it("E2: a zone nobody knows, and an hour that comes twice, are written so that the instant stands", () => {
    const there: GraphEvent = { originalStartTimeZone: "tzone://Microsoft/Custom" };
    const { fromGraph, toGraph } = formsIn("Europe/London");
    const secondHour = "2026-10-25T01:30Z/2026-10-25T02:30Z";
    expect(fromGraph(toGraph({ time: secondHour }, there)).time).toBe(secondHour);
    const firstHour = "2026-10-25T00:30Z/2026-10-25T01:30Z";
    expect(fromGraph(toGraph({ time: firstHour }, there)).time).toBe(firstHour);
  });

  it("E2: where clocks go forward at midnight the day begins an hour late, and its reminder with it", () => {
    // São Paulo, 4 November 2018: 00:00 does not exist.
    expect(eventMomentsIn("America/Sao_Paulo").midnightOf("2018-11-04")).toBe("2018-11-04T03:00Z");
  });
});

describe("bodies", () => {
  const guarded = (wire: GraphEvent) => formsIn("UTC").guardedInGraph(wire);
  const html = (content: string): GraphEvent => ({ body: { contentType: "html", content } });

  it("E2: a body that is plain, in Exchange's own wrapping too, takes an edit from Salesforce", () => {
    expect(guarded({ body: { contentType: "text", content: "a <b>" } })).toEqual([]);
    expect(guarded(html('<html><head><meta charset="utf-8"></head><body><div class="PlainText">One<br>two</div></body></html>'))).toEqual(
      [],
    );
  });

  it("E2: form, links and pictures are not written over", () => {
    for (const rich of ["<p><b>x</b></p>", '<a href="x">y</a>', '<img src="cid:1">', "<ul><li>x</li></ul>"]) {
      expect(guarded(html(rich))).toEqual(["notes"]);
    }
  });

  it("E2: a join link is never lost: the body of an online meeting is not written over, however plain", () => {
    expect(guarded({ isOnlineMeeting: true, body: { contentType: "text", content: "Join: …" } })).toEqual(["notes"]);
  });
});

describe("what only one side can say", () => {
  it("tentative is busy in Salesforce and stays tentative in the mailbox: no difference is seen", () => {
    expect(formsIn("UTC").fromGraph({ showAs: "tentative" }).showAs).toBe("busy");
    expect(formsIn("UTC").fromGraph({ showAs: "workingElsewhere" }).showAs).toBe("free");
  });

  it("E5: confidential counts as private", () => {
    expect(formsIn("UTC").fromGraph({ sensitivity: "confidential" }).isPrivate).toBe(true);
    expect(formsIn("UTC").fromGraph({ sensitivity: "personal" }).isPrivate).toBe(false);
  });

  it("a field that the user may not see in Salesforce reads as nothing", () => {
    expect(formsIn("UTC").fromSalesforce({ Subject: "x" })).toMatchObject({ showAs: null, isPrivate: null, time: null });
  });
});

describe("E6: what Salesforce cannot hold is told", () => {
  const days = (count: number) => event({ time: `2026-03-01/${dayLater("2026-03-01", count)}` });

  it("fourteen days at most", () => {
    expect(eventFault(days(14))).toBeNull();
    expect(eventFault(days(15))?.code).toBe("EVENT_TOO_LONG");
  });

  it("an event without duration goes, one that ends before it starts does not", () => {
    const from = "2026-03-02T10:00Z";
    expect(eventFault(event({ time: `${from}/${from}` }))).toBeNull();
    expect(eventFault(event({ time: `${from}/2026-03-02T09:00Z` }))?.code).toBe("EVENT_ENDS_BEFORE_START");
    expect(eventFault(event({ time: null }))?.code).toBe("EVENT_WITHOUT_TIME");
  });
});

function minuteText(count: number): string {
  return `${new Date(count * MINUTE_MS).toISOString().slice(0, 16)}Z`;
}

function dayLater(from: string, days: number): string {
  return new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10);
}
