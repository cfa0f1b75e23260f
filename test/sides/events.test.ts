import { afterEach, describe, expect, it } from "vitest";
import type { Event } from "../../shared/records/event.ts";
import { event } from "../doubles/blank-event.ts";
import { openEventWorld, type EventWorld } from "./event-world.ts";
import { requestsSince } from "./stand-ins.ts";

let world: EventWorld;
afterEach(() => world.standIns.close());

const DAY_MS = 86_400_000;
const MARK = { categories: ["Salesforce"] };
const timed = (start: string, end: string, timeZone = "UTC") => ({
  start: { dateTime: `${start}:00`, timeZone },
  end: { dateTime: `${end}:00`, timeZone },
});
const TEN = timed("2026-03-03T10:00", "2026-03-03T11:00");
const WEEKLY = {
  pattern: { type: "weekly", interval: 1, daysOfWeek: ["tuesday"], firstDayOfWeek: "monday" },
  range: { type: "numbered", startDate: "2026-03-03", numberOfOccurrences: 4 },
};
/** When each event of Salesforce begins, by subject. */
const starts = (subject: string) =>
  world
    .rows()
    .filter((row) => row["Subject"] === subject)
    .map((row) => String(row["StartDateTime"]).slice(0, 16));
const entries = (subject: string) => world.view("2026-01-01", "2027-01-01").then((all) => all.filter((one) => one.subject === subject));

describe("single events", () => {
  it("E1: a marked event goes up, one without the category does not", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Visit", ...TEN, ...MARK, location: { displayName: "Pier 4" } });
    world.addItem({ subject: "Dentist", ...TEN });
    await world.settle();
    expect(world.rows()).toHaveLength(1);
    expect(world.row("Visit")).toMatchObject({ Location: "Pier 4", IsAllDayEvent: false, ShowAs: "Busy", IsPrivate: false });
    expect(starts("Visit")).toEqual(["2026-03-03T10:00"]);
  });

  it("E1: the user's own events come down with the category, without attendees, and nobody is mailed (P5)", async () => {
    world = await openEventWorld();
    world.addRow(event({ subject: "Demo", time: "2026-03-04T09:00Z/2026-03-04T10:30Z", location: "Room 1", notes: "bring lamps" }));
    await world.settle();
    const [entry] = await entries("Demo");
    expect(entry).toMatchObject({
      categories: ["Salesforce"],
      start: { dateTime: "2026-03-04T09:00:00.0000000" },
      end: { dateTime: "2026-03-04T10:30:00.0000000" },
      attendees: [],
    });
    expect(world.standIns.graph.mailed.list()).toEqual([]);
  });

  it("E1: what lies outside the window stays where it is", async () => {
    world = await openEventWorld();
    world.addRow(event({ subject: "Long ago", time: "2025-10-01T09:00Z/2025-10-01T10:00Z" }));
    world.addItem({ subject: "Far off", ...timed("2028-03-03T10:00", "2028-03-03T11:00"), ...MARK });
    await world.settle();
    expect(world.rows().map((row) => row["Subject"])).toEqual(["Long ago"]);
    expect(await entries("Long ago")).toEqual([]);
  });

  it("E1: an event of Salesforce comes down as soon as the days have brought it near enough, though nobody touched it there", async () => {
    world = await openEventWorld();
    for (const day of ["03", "20"]) world.addRow(event({ subject: `Fair ${day}`, time: `2027-09-${day}T09:00Z/2027-09-${day}T10:00Z` }));
    await world.settle();
    const there = async () => (await world.view("2027-09-01", "2027-10-01")).map(({ subject }) => subject);
    expect(await there()).toEqual([]);
    world.standIns.clock.move(2 * DAY_MS);
    await world.settle();
    expect(await there()).toEqual(["Fair 03"]);
    const mark = world.standIns.log.count;
    await world.slice();
    expect(world.standIns.log.since(mark).filter(({ url }) => url.includes("StartDateTime"))).toEqual([]);
    for (let days = 0; days < 20; days += 10) {
      world.standIns.clock.move(10 * DAY_MS);
      await world.settle();
    }
    expect(await there()).toEqual(["Fair 03", "Fair 20"]);
  });

  it("E2: an edit of one field goes over and touches nothing else (P3), either way", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Visit", ...TEN, ...MARK, body: { contentType: "text", content: "agenda" } });
    await world.settle();
    const [entry] = await entries("Visit");
    await world.ask("PATCH", `/events/${entry?.id}`, { location: { displayName: "Pier 5" } });
    await world.settle();
    expect(world.row("Visit")).toMatchObject({ Location: "Pier 5", Description: "agenda" });
    world.standIns.salesforce.seed.change("Event", String(world.row("Visit")["Id"]), {
      StartDateTime: "2026-03-03T13:00:00Z",
      EndDateTime: "2026-03-03T14:00:00Z",
    });
    await world.settle();
    expect((await entries("Visit"))[0]).toMatchObject({
      location: { displayName: "Pier 5" },
      start: { dateTime: "2026-03-03T13:00:00.0000000" },
      end: { dateTime: "2026-03-03T14:00:00.0000000" },
    });
  });

  it.each(["Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"])(
    "E2: an all-day event keeps its date in %s, both ways",
    async (timeZone) => {
      world = await openEventWorld({ timeZone });
      world.addItem({ subject: "Fair", isAllDay: true, ...MARK, ...timed("2026-03-10T00:00", "2026-03-11T00:00", timeZone) });
      world.addRow(event({ subject: "Stand", time: "2026-03-12/2026-03-13" }));
      await world.settle();
      expect(world.row("Fair")).toMatchObject({ IsAllDayEvent: true });
      expect(starts("Fair")).toEqual(["2026-03-10T00:00"]);
      expect((await entries("Stand"))[0]).toMatchObject({
        isAllDay: true,
        start: { dateTime: expect.stringMatching(/^2026-03-12T00:00:00/u) },
        end: { dateTime: expect.stringMatching(/^2026-03-13T00:00:00/u) },
      });
      await world.settle();
      expect(world.rows()).toHaveLength(2);
    },
  );

  it("E2: a reminder keeps its instant when the event is moved in the mailbox", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Visit", ...TEN, ...MARK, isReminderOn: true, reminderMinutesBeforeStart: 30 });
    await world.settle();
    expect(world.row("Visit")).toMatchObject({ IsReminderSet: true, ReminderDateTime: expect.stringMatching(/^2026-03-03T09:30/u) });
    const [entry] = await entries("Visit");
    await world.ask("PATCH", `/events/${entry?.id}`, timed("2026-03-03T12:00", "2026-03-03T13:00"));
    await world.settle();
    expect(world.row("Visit")).toMatchObject({ ReminderDateTime: expect.stringMatching(/^2026-03-03T11:30/u) });
  });

  it("E6: one that is longer than the org allows says so on the item, with what can be done, and goes up once it is shortened", async () => {
    world = await openEventWorld();
    const item = world.addItem({ subject: "Voyage", ...timed("2026-03-03T10:00", "2026-03-04T16:00"), ...MARK });
    await world.settle();
    expect(world.rows()).toEqual([]);
    expect((await entries("Voyage"))[0]?.categories).toContain("Sync Error");
    expect(world.links.all.map(({ problem }) => problem)).toMatchObject([
      {
        message: "This Salesforce organisation takes events of at most 24 hours.",
        remedy: expect.stringContaining("Enable Multiday Events"),
      },
    ]);
    await world.ask("PATCH", `/events/${world.standIns.graph.seed.id(item, "immutable")}`, timed("2026-03-03T10:00", "2026-03-04T10:00"));
    await world.settle();
    expect(starts("Voyage")).toEqual(["2026-03-03T10:00"]);
    expect((await entries("Voyage"))[0]?.categories).toEqual(["Salesforce"]);
  });

  it("M3: deleted by its owner in the mailbox, it is deleted in Salesforce; the other way a copy of ours goes", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Visit", ...TEN, ...MARK });
    const demo = world.addRow(event({ subject: "Demo", time: "2026-03-04T09:00Z/2026-03-04T10:00Z" }));
    await world.settle();
    const [visit] = await entries("Visit");
    await world.ask("DELETE", `/events/${visit?.id}`);
    world.standIns.salesforce.seed.remove("Event", demo);
    await world.settle();
    expect(world.rows()).toEqual([]);
    expect(await entries("Demo")).toEqual([]);
  });

  it("M4: the category taken off parts the two and deletes nothing", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Visit", ...TEN, ...MARK });
    await world.settle();
    const [visit] = await entries("Visit");
    await world.ask("PATCH", `/events/${visit?.id}`, { categories: [] });
    await world.settle();
    await world.ask("PATCH", `/events/${visit?.id}`, { subject: "Visit, moved" });
    await world.settle();
    expect(world.rows().map((row) => row["Subject"])).toEqual(["Visit"]);
  });

  it("M1: a twin on the other side is linked, not doubled", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Visit", ...TEN, ...MARK });
    world.addRow(event({ subject: "Visit", time: "2026-03-03T10:00Z/2026-03-03T11:00Z", location: "Pier 4" }));
    await world.settle();
    expect(world.rows()).toHaveLength(1);
    const found = await entries("Visit");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ location: { displayName: "Pier 4" } });
  });

  it("S3: an idle look is one request to the calendar", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Visit", ...TEN, ...MARK });
    await world.settle();
    const mark = world.standIns.log.count;
    await world.slice();
    // The calendar's delta, and the organisation's look (twice: the world asks for the newest number too).
    expect(requestsSince(world.standIns, mark)).toBeLessThanOrEqual(3);
    const graphRequests = world.standIns.log.since(mark).filter(({ url }) => url.includes("calendarView/delta"));
    expect(graphRequests).toHaveLength(1);
  });

  it("the window moves on with the days: nothing is doubled, lost, or taken for deleted (M5)", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Visit", ...TEN, ...MARK });
    await world.settle();
    world.standIns.clock.move(10 * 86_400_000);
    world.addItem({ subject: "Later", ...timed("2027-09-05T10:00", "2027-09-05T11:00"), ...MARK });
    await world.settle();
    expect(world.rows().map((row) => row["Subject"])).toEqual(["Visit", "Later"]);
    expect(await entries("Visit")).toHaveLength(1);
  });
});

describe("P5: no surprise invitations", () => {
  const meeting = {
    subject: "Review",
    ...TEN,
    ...MARK,
    attendees: [{ emailAddress: { address: "grace@navy.example", name: "Grace" }, type: "required" }],
  };

  it("a change in Salesforce of a meeting with attendees is not written: it is told as a conflict, and nobody is mailed", async () => {
    world = await openEventWorld();
    world.addItem(meeting);
    await world.settle();
    const before = world.standIns.graph.mailed.list().length;
    world.standIns.salesforce.seed.change("Event", String(world.row("Review")["Id"]), {
      StartDateTime: "2026-03-03T15:00:00Z",
      EndDateTime: "2026-03-03T16:00:00Z",
    });
    await world.settle();
    expect((await entries("Review"))[0]).toMatchObject({ start: { dateTime: "2026-03-03T10:00:00.0000000" } });
    expect(world.links.conflicts.map(({ field }) => field)).toEqual(["time" satisfies keyof Event]);
    expect(world.standIns.graph.mailed.list()).toHaveLength(before);
  });

  it("M3: an event with other attendees is never cancelled by us", async () => {
    world = await openEventWorld();
    const demo = world.addRow(event({ subject: "Demo", time: "2026-03-04T09:00Z/2026-03-04T10:00Z" }));
    await world.settle();
    const [entry] = await entries("Demo");
    await world.ask("PATCH", `/events/${entry?.id}`, { attendees: meeting.attendees });
    await world.settle();
    const before = world.standIns.graph.mailed.list().length;
    world.standIns.salesforce.seed.remove("Event", demo);
    await world.settle();
    expect((await entries("Demo"))[0]).toMatchObject({ categories: [], isCancelled: false });
    expect(world.standIns.graph.mailed.list()).toHaveLength(before);
  });
});

describe("E4: series, as linked single events for the window", () => {
  const series = { subject: "Stand-up", ...TEN, ...MARK, recurrence: WEEKLY };

  it("each occurrence of a marked series is an event of Salesforce, at its own hour", async () => {
    world = await openEventWorld();
    world.addItem(series);
    await world.settle();
    expect(starts("Stand-up")).toEqual(["2026-03-03T10:00", "2026-03-10T10:00", "2026-03-17T10:00", "2026-03-24T10:00"]);
  });

  it("clocks that change move the instant, as the wall clock of the series stays", async () => {
    world = await openEventWorld({ timeZone: "Europe/London" });
    const inLondon = { ...series, ...timed("2026-03-24T10:00", "2026-03-24T11:00", "Europe/London") };
    world.addItem({ ...inLondon, recurrence: { ...WEEKLY, range: { type: "numbered", startDate: "2026-03-24", numberOfOccurrences: 2 } } });
    await world.settle();
    expect(starts("Stand-up")).toEqual(["2026-03-24T10:00", "2026-03-31T09:00"]);
  });

  it("a moved, a changed and a cancelled occurrence are so on the other side, and the others stay", async () => {
    world = await openEventWorld();
    world.addItem(series);
    await world.settle();
    const [first, second, third] = await entries("Stand-up");
    await world.ask("PATCH", `/events/${first?.id}`, timed("2026-03-03T15:00", "2026-03-03T16:00"));
    await world.ask("PATCH", `/events/${second?.id}`, { subject: "Stand-up with Grace" });
    await world.ask("DELETE", `/events/${third?.id}`);
    await world.settle();
    expect(starts("Stand-up")).toEqual(["2026-03-03T15:00", "2026-03-24T10:00"]);
    expect(starts("Stand-up with Grace")).toEqual(["2026-03-10T10:00"]);
  });

  it("an edit of one of them in Salesforce becomes an exception of the series", async () => {
    world = await openEventWorld();
    world.addItem(series);
    await world.settle();
    const row = world.rows()[1];
    world.standIns.salesforce.seed.change("Event", String(row?.["Id"]), { Location: "Pier 4" });
    await world.settle();
    const found = await entries("Stand-up");
    expect(found.map(({ type }) => type)).toEqual(["occurrence", "exception", "occurrence", "occurrence"]);
    expect(found[1]).toMatchObject({ location: { displayName: "Pier 4" } });
  });

  it("a change of the whole series reaches each of its events", async () => {
    world = await openEventWorld();
    const master = world.addItem(series);
    await world.settle();
    await world.ask("PATCH", `/events/${world.standIns.graph.seed.id(master, "immutable")}`, { subject: "Huddle" });
    await world.settle();
    expect(starts("Huddle")).toHaveLength(4);
    expect(world.rows()).toHaveLength(4);
  });

  it("a series that is deleted takes its events with it, within the brake", async () => {
    world = await openEventWorld();
    const master = world.addItem({ ...series, recurrence: { ...WEEKLY, range: { ...WEEKLY.range, numberOfOccurrences: 3 } } });
    world.addItem({ subject: "Visit", ...TEN, ...MARK });
    await world.settle();
    await world.ask("DELETE", `/events/${world.standIns.graph.seed.id(master, "immutable")}`);
    await world.settle();
    expect(world.rows().map((row) => row["Subject"])).toEqual(["Visit"]);
  });

  it("a single event that becomes a series, and the reverse", async () => {
    world = await openEventWorld();
    const item = world.addItem({ subject: "Visit", ...TEN, ...MARK });
    await world.settle();
    const id = world.standIns.graph.seed.id(item, "immutable");
    await world.ask("PATCH", `/events/${id}`, { recurrence: WEEKLY });
    await world.settle();
    expect(starts("Visit")).toHaveLength(4);
    await world.ask("PATCH", `/events/${id}`, { recurrence: null });
    await world.settle();
    expect(starts("Visit")).toEqual(["2026-03-03T10:00"]);
  });
});
