import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LoadedCalendar } from "../../sandbox/graph/calendar/load-ics.ts";
import { Tenant } from "./tenant.ts";

type Json = Readonly<Record<string, unknown>>;

const ADA = "ada@northwind.example";
const list = (body: Json): readonly Json[] => body["value"] as readonly Json[];

describe("events loaded from iCalendar files", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const load = (...lines: readonly string[]): LoadedCalendar =>
    tenant.graph.seed.ics(ADA, ["BEGIN:VCALENDAR", "VERSION:2.0", ...lines, "END:VCALENDAR"].join("\r\n"));
  const event = (...lines: readonly string[]): readonly string[] => [
    "BEGIN:VEVENT",
    "UID:u1@elsewhere",
    "SUMMARY:Course",
    ...lines,
    "END:VEVENT",
  ];
  const series = (rule: string, start = "DTSTART;TZID=Europe/Berlin:20261005T180000"): LoadedCalendar =>
    load(...event(start, "DURATION:PT1H", `RRULE:${rule}`));
  const view = async (query = "startDateTime=2026-10-01&endDateTime=2027-03-01"): Promise<readonly Json[]> => {
    const reply = await tenant.ask("GET", `calendarView?${query}&$top=500`);
    return list(reply.body);
  };
  const starts = (events: readonly Json[]): readonly string[] =>
    events.map((one) => String((one["start"] as Json)["dateTime"]).slice(0, 16));

  it("a series keeps the wall clock of its zone, its left-out days, and its moved ones", async () => {
    const { placed, leftOut } = load(
      ...event(
        "DTSTART;TZID=Europe/Berlin:20261005T180000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=5",
        "EXDATE;TZID=Europe/Berlin:20261012T180000",
      ),
      ...event(
        "RECURRENCE-ID:20261019T160000Z",
        "DTSTART;TZID=Europe/Berlin:20261020T090000",
        "DTEND;TZID=Europe/Berlin:20261020T100000",
        "LOCATION:Hall",
      ),
    );
    expect(leftOut).toEqual([]);
    expect(placed[0]?.fields).toMatchObject({
      type: "seriesMaster",
      iCalUId: "u1@elsewhere",
      originalStartTimeZone: "W. Europe Standard Time",
    });
    const shown = await view();
    expect(starts(shown)).toEqual(["2026-10-05T16:00", "2026-10-20T07:00", "2026-10-26T17:00", "2026-11-02T17:00"]);
    expect(shown[1]).toMatchObject({ type: "exception", location: { displayName: "Hall" }, originalStart: "2026-10-19T16:00:00Z" });
    expect(String(shown[0]?.["iCalUId"])).toMatch(/^040000008200E00074C5B7101A82E00807EA0A05.*7643616C2D556964/u);
    expect(tenant.graph.mailed.list()).toEqual([]);
  });

  it("all-day ones are dates; UNTIL counts on the clock of the series", async () => {
    load(...event("DTSTART;VALUE=DATE:20261020", "DTEND;VALUE=DATE:20261022"));
    expect((await view())[0]).toMatchObject({ isAllDay: true, end: { dateTime: "2026-10-22T00:00:00.0000000" } });
    tenant.graph.seed.ics(
      ADA,
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u2\r\nDTSTART;TZID=America/Los_Angeles:20261101T200000\r\nRRULE:FREQ=DAILY;UNTIL=20261104T040000Z\r\nEND:VEVENT\r\nEND:VCALENDAR",
    );
    expect(starts((await view()).filter((one) => one["isAllDay"] === false))).toEqual([
      "2026-11-02T04:00",
      "2026-11-03T04:00",
      "2026-11-04T04:00",
    ]);
  });

  const held: readonly (readonly [string, Json])[] = [
    ["FREQ=DAILY;BYDAY=MO,WE", { type: "weekly", daysOfWeek: ["monday", "wednesday"] }],
    ["FREQ=MONTHLY;BYMONTHDAY=5", { type: "absoluteMonthly", dayOfMonth: 5 }],
    ["FREQ=MONTHLY;BYDAY=1MO", { type: "relativeMonthly", daysOfWeek: ["monday"], index: "first" }],
    ["FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", { type: "relativeMonthly", index: "first" }],
    ["FREQ=YEARLY;BYMONTH=10;BYDAY=1MO", { type: "relativeYearly", month: 10 }],
    ["FREQ=YEARLY", { type: "absoluteYearly", month: 10, dayOfMonth: 5 }],
    ["FREQ=WEEKLY;INTERVAL=2;WKST=SU", { type: "weekly", interval: 2, firstDayOfWeek: "sunday" }],
  ];
  it.each(held)("%s is a rule of Exchange's", (rule, pattern) => {
    expect(series(rule).placed[0]?.fields["recurrence"]).toMatchObject({ pattern });
  });

  it("the last day of the month is its day 31, which other software's day 31 is not", () => {
    const start = "DTSTART:20261031T180000Z";
    expect(series("FREQ=MONTHLY;BYMONTHDAY=-1", start).placed[0]?.fields["recurrence"]).toMatchObject({ pattern: { dayOfMonth: 31 } });
    expect(series("FREQ=MONTHLY;BYMONTHDAY=31", start).leftOut[0]?.reason).toBe(
      "Exchange has no such rule: it would come on 2026-11-30 where the file has 2026-12-31.",
    );
    expect(series("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=1", start).placed).toHaveLength(1);
  });

  const refused: readonly (readonly [string, RegExp])[] = [
    ["FREQ=HOURLY", /hourly/u],
    ["FREQ=DAILY;BYHOUR=9,18", /BYHOUR/u],
    ["FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=13", /weekdays/u],
    ["FREQ=MONTHLY;BYMONTHDAY=5,20", /several days/u],
    ["FREQ=YEARLY;BYWEEKNO=41", /BYWEEKNO/u],
    ["FREQ=YEARLY;BYMONTH=1,10", /several months/u],
    ["FREQ=MONTHLY;BYDAY=-2MO", /number -2/u],
    ["FREQ=WEEKLY;BYDAY=TU", /first date/u],
    ["FREQ=DAILY;COUNT=1000", /999/u],
  ];
  it.each(refused)("%s is left out, and it is said why", async (rule, reason) => {
    const { placed, leftOut } = series(rule);
    expect(placed).toEqual([]);
    expect(leftOut[0]?.reason).toMatch(reason);
    expect(await view()).toEqual([]);
  });

  it("further dates, several rules, and changes from one day on are left out whole", () => {
    const start = "DTSTART:20261005T180000Z";
    expect(load(...event(start, "RDATE:20261007T180000Z")).leftOut).toHaveLength(1);
    expect(load(...event(start, "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=YEARLY")).leftOut).toHaveLength(1);
    const following = event("RECURRENCE-ID;RANGE=THISANDFUTURE:20261006T180000Z", "DTSTART:20261006T190000Z");
    expect(load(...event(start, "RRULE:FREQ=DAILY;COUNT=3"), ...following)).toMatchObject({ placed: [], leftOut: [{}] });
  });

  it("an occurrence that passes its neighbour leaves the whole series out, and nothing behind", async () => {
    const moved = event("RECURRENCE-ID:20261006T180000Z", "DTSTART:20261009T180000Z", "DTEND:20261009T190000Z");
    const { leftOut } = load(...event("DTSTART:20261005T180000Z", "RRULE:FREQ=DAILY;COUNT=6"), ...moved);
    expect(leftOut[0]?.reason).toContain("crossing");
    expect(await view()).toEqual([]);
    expect(tenant.graph.seed.items(ADA, "deleteditems")).toEqual([]);
  });

  it("a zone of the file's own is known by how it sets its clocks; one that no zone is like is left out", async () => {
    const zone = (offset: string): readonly string[] => [
      ...["BEGIN:VTIMEZONE", "TZID:Ours", "BEGIN:STANDARD", "DTSTART:19700101T000000"],
      ...[`TZOFFSETFROM:${offset}`, `TZOFFSETTO:${offset}`, "END:STANDARD", "END:VTIMEZONE"],
    ];
    load(...zone("+0530"), ...event("DTSTART;TZID=Ours:20261005T180000", "DURATION:PT1H"));
    expect(starts(await view())).toEqual(["2026-10-05T12:30"]);
    expect(load(...zone("+0517"), ...event("DTSTART;TZID=Ours:20261005T180000")).leftOut[0]?.reason).toContain("Ours");
    expect(load(...event("DTSTART;TZID=Nowhere:20261005T180000")).leftOut).toHaveLength(1);
  });

  it("another's meeting is an attendee's copy, with the answer given; texts, categories, privacy and reminders come along", () => {
    const { placed } = load(
      ...event(
        "DTSTART:20261005T180000Z",
        "ORGANIZER;CN=Cleo:mailto:cleo@elsewhere.example",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@northwind.example",
        "CLASS:PRIVATE",
        "TRANSP:TRANSPARENT",
        "CATEGORIES:One,Two",
        "DESCRIPTION:First\\nSecond",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT30M",
        "END:VALARM",
      ),
    );
    expect(placed[0]?.fields).toMatchObject({
      isOrganizer: false,
      organizer: { emailAddress: { name: "Cleo", address: "cleo@elsewhere.example" } },
      responseStatus: { response: "accepted" },
      sensitivity: "private",
      showAs: "free",
      categories: ["One", "Two"],
      bodyPreview: "First\nSecond",
      isReminderOn: true,
      reminderMinutesBeforeStart: 30,
    });
  });

  it.each(["", "no calendar", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:rubbish\r\nEND:VEVENT\r\nEND:VCALENDAR"])(
    "what cannot be read is said: %j",
    (file) => {
      expect(tenant.graph.seed.ics(ADA, file)).toMatchObject({ placed: [], leftOut: [{}] });
    },
  );
});
