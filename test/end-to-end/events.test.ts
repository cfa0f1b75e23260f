import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BEN, CARLA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Entry {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly isAllDay: boolean;
  readonly categories: readonly string[];
  readonly start: { readonly dateTime: string };
  readonly end: { readonly dateTime: string };
  readonly location: { readonly displayName: string };
  readonly attendees: readonly unknown[];
}

interface Row {
  readonly Id: string;
  readonly StartDateTime: string;
  readonly EndDateTime: string;
  readonly IsAllDayEvent: boolean;
  readonly Location: string | null;
}

const DAY_MS = 86_400_000;
const MARK = { categories: ["Salesforce"] };

describe("events, through the real service", () => {
  let world: SampleWorld;
  /** Midnight UTC some days from today: the service lives in the present. */
  let today = 0;

  beforeAll(async () => {
    world = await openSampleWorld({ notifications: true });
    today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
    await world.admin.activateAll();
    await world.settle(BEN);
  });
  afterAll(() => world.close());

  const mailbox = () => world.mailbox(BEN);
  const salesforce = () => world.salesforce(BEN);
  const day = (days: number): string => new Date(today + days * DAY_MS).toISOString().slice(0, 10);
  const at = (days: number, from: string, to: string) => ({
    start: { dateTime: `${day(days)}T${from}:00`, timeZone: "UTC" },
    end: { dateTime: `${day(days)}T${to}:00`, timeZone: "UTC" },
  });
  const add = (event: Readonly<Record<string, unknown>>) => mailbox().send<Entry>("POST", "/events", event);
  const change = (entry: { readonly id: string } | undefined, changes: Readonly<Record<string, unknown>>) =>
    mailbox().send("PATCH", `/events/${encodeURIComponent(entry?.id ?? "")}`, changes);
  const drop = (entry: { readonly id: string } | undefined) => mailbox().send("DELETE", `/events/${encodeURIComponent(entry?.id ?? "")}`);
  const entries = async (subject: string): Promise<readonly Entry[]> => {
    const view = await mailbox().all<Entry>(`/calendarView?startDateTime=${day(-10)}T00:00:00Z&endDateTime=${day(120)}T00:00:00Z&$top=100`);
    return view.filter((entry) => entry.subject === subject).toSorted((one, other) => (one.start.dateTime < other.start.dateTime ? -1 : 1));
  };
  const rows = (subject: string) =>
    salesforce().query<Row>(
      `SELECT Id, StartDateTime, EndDateTime, IsAllDayEvent, Location FROM Event WHERE Subject = '${subject}' ORDER BY StartDateTime`,
    );
  const starts = async (subject: string): Promise<readonly string[]> =>
    (await rows(subject)).map(({ StartDateTime }) => StartDateTime.slice(0, 16));
  async function create(values: Readonly<Record<string, unknown>>): Promise<string> {
    const [ben] = await salesforce().query<{ Id: string }>("SELECT Id FROM User WHERE Username = 'ben.okafor@example.com.sandbox'");
    return world.standIns.salesforce.seed.event({ OwnerId: ben?.Id ?? "", ...values });
  }

  /** As Carla does it in Salesforce. */
  async function post(object: string, values: Readonly<Record<string, unknown>>): Promise<string> {
    const { url, signIn } = world.standIns.salesforce;
    const reply = await fetch(`${url}/services/data/v62.0/sobjects/${object}`, {
      method: "POST",
      headers: { authorization: `Bearer ${signIn(`${CARLA}.sandbox`)}`, "content-type": "application/json" },
      body: JSON.stringify(values),
    });
    return ((await reply.json()) as { readonly id: string }).id;
  }

  it("E1, M3: a marked event goes up, is edited on either side, and goes when its owner deletes it; one without the mark stays", async () => {
    const entry = await add({ subject: "Visit the yard", ...at(5, "10:00", "11:00"), ...MARK });
    await add({ subject: "See the dentist", ...at(5, "12:00", "13:00") });
    await world.settle(BEN);
    expect(await starts("Visit the yard")).toEqual([`${day(5)}T10:00`]);
    expect(await rows("See the dentist")).toEqual([]);

    await change(entry, { location: { displayName: "Pier 4" }, ...at(5, "10:30", "11:30") });
    await world.settle(BEN);
    const [row] = await rows("Visit the yard");
    expect(row).toMatchObject({ Location: "Pier 4", StartDateTime: expect.stringContaining(`${day(5)}T10:30`) });

    await salesforce().change("Event", row?.Id ?? "", { StartDateTime: `${day(6)}T08:00:00Z`, EndDateTime: `${day(6)}T09:00:00Z` });
    await world.settle(BEN);
    const [moved] = await entries("Visit the yard");
    expect(moved?.start.dateTime).toContain(`${day(6)}T08:00`);
    expect(moved?.location.displayName).toBe("Pier 4");

    await drop(moved);
    await world.settle(BEN);
    expect(await rows("Visit the yard")).toEqual([]);
  });

  it("E1, P5, M3: an event of Salesforce comes down without attendees, is edited in Outlook, and goes when Salesforce deletes it", async () => {
    const id = await create({ Subject: "Tour of the mill", StartDateTime: `${day(7)}T09:00:00Z`, EndDateTime: `${day(7)}T10:00:00Z` });
    await world.settle(BEN);
    const [entry] = await entries("Tour of the mill");
    expect(entry).toMatchObject({ attendees: [], categories: ["Salesforce"] });
    expect(entry?.start.dateTime).toContain(`${day(7)}T09:00`);
    await change(entry, { location: { displayName: "The gate" } });
    await world.settle(BEN);
    expect(await rows("Tour of the mill")).toMatchObject([{ Id: id, Location: "The gate" }]);
    world.standIns.salesforce.seed.remove("Event", id);
    await world.settle(BEN);
    expect(await entries("Tour of the mill")).toEqual([]);
  });

  it("E2: an event that lasts all day is the same day on both sides, whichever it comes from", async () => {
    await add({
      subject: "Fair",
      isAllDay: true,
      start: { dateTime: `${day(8)}T00:00:00`, timeZone: "UTC" },
      end: { dateTime: `${day(9)}T00:00:00`, timeZone: "UTC" },
      ...MARK,
    });
    await create({ Subject: "Stocktaking", IsAllDayEvent: true, StartDateTime: `${day(9)}T00:00:00Z`, EndDateTime: `${day(9)}T00:00:00Z` });
    await world.settle(BEN);
    const [fair] = await rows("Fair");
    expect(fair).toMatchObject({ IsAllDayEvent: true });
    expect([fair?.StartDateTime.slice(0, 10), fair?.EndDateTime.slice(0, 10)]).toEqual([day(8), day(8)]);
    const [stocktaking] = await entries("Stocktaking");
    expect(stocktaking?.isAllDay).toBe(true);
    expect([stocktaking?.start.dateTime.slice(0, 10), stocktaking?.end.dateTime.slice(0, 10)]).toEqual([day(9), day(10)]);
  });

  it("E4: of a series one occurrence is moved and one cancelled, and Salesforce has it so", async () => {
    await add({
      subject: "Stand-up",
      ...at(10, "10:00", "10:15"),
      ...MARK,
      recurrence: { pattern: { type: "daily", interval: 1 }, range: { type: "numbered", startDate: day(10), numberOfOccurrences: 4 } },
    });
    await world.settle(BEN);
    expect(await starts("Stand-up")).toEqual([10, 11, 12, 13].map((days) => `${day(days)}T10:00`));
    const [, second, third] = await entries("Stand-up");
    await change(second, at(11, "15:00", "15:15"));
    await drop(third);
    await world.settle(BEN);
    expect(await starts("Stand-up")).toEqual([`${day(10)}T10:00`, `${day(11)}T15:00`, `${day(13)}T10:00`]);
  });

  it("E4: a series of days is one series in Salesforce, and one of Salesforce is one in the mailbox", async () => {
    await add({
      ...{ subject: "Book fair", isAllDay: true, start: at(50, "00:00", "00:00").start, end: at(51, "00:00", "00:00").end, ...MARK },
      recurrence: { pattern: { type: "daily", interval: 7 }, range: { type: "numbered", startDate: day(50), numberOfOccurrences: 4 } },
    });
    await create({
      ...{ Subject: "Inventory", IsAllDayEvent: true, ActivityDate: day(60), IsReminderSet: false },
      Recurrence2PatternText: "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3",
    });
    await world.settle(BEN);
    const made = await salesforce().query<{ readonly IsRecurrence2: boolean; readonly StartDateTime: string }>(
      "SELECT IsRecurrence2, StartDateTime FROM Event WHERE Subject = 'Book fair' ORDER BY StartDateTime",
    );
    expect(made.map((row) => [row.StartDateTime.slice(0, 10), row.IsRecurrence2])).toEqual(
      [50, 57, 64, 71].map((days) => [day(days), true]),
    );
    const shown = await entries("Inventory");
    expect(shown.map(({ start, type }) => [start.dateTime.slice(0, 10), type])).toEqual(
      [60, 62, 64].map((days) => [day(days), "occurrence"]),
    );
    expect([(await entries("Book fair")).length, (await rows("Inventory")).length]).toEqual([4, 3]);
  });

  it("E6: an event that ends after more days than Salesforce allows says so on the item, and comes up once it is shortened", async () => {
    const entry = await add({ subject: "Voyage", start: at(15, "08:00", "09:00").start, end: at(40, "08:00", "09:00").end, ...MARK });
    await world.settle(BEN);
    const [long] = await entries("Voyage");
    expect(long?.categories).toContain("Sync Error");
    expect(await rows("Voyage")).toEqual([]);
    await change(entry, at(15, "08:00", "20:00"));
    await world.settle(BEN);
    expect(await starts("Voyage")).toEqual([`${day(15)}T08:00`]);
    expect((await entries("Voyage"))[0]?.categories).toEqual(["Salesforce"]);
  });

  it("P4: a service killed right after changes on both sides has each of them once when it is back", async () => {
    for (let number = 1; number <= 5; number += 1) await add({ subject: `Kill ${number}`, ...at(20 + number, "10:00", "11:00"), ...MARK });
    await create({ Subject: "Kill from above", StartDateTime: `${day(30)}T09:00:00Z`, EndDateTime: `${day(30)}T10:00:00Z` });
    await world.crash();
    await world.settle(BEN);
    for (let number = 1; number <= 5; number += 1) expect(await rows(`Kill ${number}`)).toHaveLength(1);
    expect(await entries("Kill from above")).toHaveLength(1);
  });

  it("S1: a marked event goes up, and one of Salesforce comes down, though nobody asks for a cycle", async () => {
    await add({ subject: "Told by Exchange", ...at(31, "10:00", "11:00"), ...MARK });
    await expect.poll(() => rows("Told by Exchange"), { timeout: 20_000, interval: 200 }).toHaveLength(1);
    await create({ Subject: "Found in Salesforce", StartDateTime: `${day(32)}T09:00:00Z`, EndDateTime: `${day(32)}T10:00:00Z` });
    await expect.poll(() => entries("Found in Salesforce"), { timeout: 20_000, interval: 200 }).toHaveLength(1);
  });

  it("P5: nothing of all this mailed anybody", () => {
    expect(world.standIns.graph.mailed.list()).toEqual([]);
  });

  it("E1, E3: what a colleague invites the user to in Salesforce comes down, unless he is invited to the meeting itself", async () => {
    const [ben] = await salesforce().query<{ Id: string }>(`SELECT Id FROM User WHERE Username = '${BEN}.sandbox'`);
    const { StartDateTime, EndDateTime } = { StartDateTime: `${day(9)}T09:00:00Z`, EndDateTime: `${day(9)}T10:00:00Z` };
    const event = await post("Event", { Subject: "Tasting", StartDateTime, EndDateTime });
    await post("EventRelation", { EventId: event, RelationId: ben?.Id, IsInvitee: true });
    await world.settle(BEN);
    expect(await entries("Tasting")).toMatchObject([{ attendees: [], categories: ["Salesforce"] }]);
    // The meeting itself, which its organizer has filed, with the user as an invitee.
    const attendees = [{ type: "required", emailAddress: { address: BEN, name: "Ben" } }];
    await world.mailbox(CARLA).send("POST", "/events", { subject: "Barrel count", ...at(9, "14:00", "15:00"), ...MARK, attendees });
    await world.settle(CARLA);
    await world.settle(BEN);
    expect(await rows("Barrel count")).toHaveLength(1);
    expect(await entries("Barrel count")).toMatchObject([{ categories: [] }]);
    await change((await entries("Tasting"))[0], { location: { displayName: "My desk" } });
    await drop((await entries("Tasting"))[0]);
    await world.settle(BEN);
    expect(await rows("Tasting")).toHaveLength(1);
  });

  it("E1, E5, O5: settings of the preset are obeyed at once: other times, all meetings with someone outside, private events by their time", async () => {
    const publish = async (events: Readonly<Record<string, unknown>>): Promise<number> => {
      const reply = await fetch(`${world.serviceUrl()}/api/admin/presets/default`, {
        method: "PUT",
        headers: { authorization: `Bearer ${world.standIns.adminToken()}`, "content-type": "application/json" },
        body: JSON.stringify({ events }),
      });
      return reply.status;
    };
    const visitor = { type: "required", emailAddress: { address: "quill@outside.example", name: "Quill" } };
    await add({ subject: "Review of the mill", ...at(8, "10:00", "11:00"), attendees: [visitor] });
    await add({ subject: "Next to the far end", ...at(700, "10:00", "11:00"), ...MARK });
    await add({ subject: "Surgery", ...at(9, "10:00", "11:00"), ...MARK, sensitivity: "private" });
    await world.settle(BEN);
    expect([await starts("Review of the mill"), await starts("Next to the far end")]).toEqual([[], []]);
    expect(await starts("Surgery")).toEqual([`${day(9)}T10:00`]);

    expect(await publish({ monthsAhead: 37 })).toBe(400);
    expect(await publish({ takeUp: "outside", monthsAhead: 24, privateEvents: "time-only" })).toBe(200);
    await world.settle(BEN);
    expect(await starts("Review of the mill")).toEqual([`${day(8)}T10:00`]);
    expect(await starts("Next to the far end")).toEqual([`${day(700)}T10:00`]);
    expect([await starts("Surgery"), await starts("Busy")]).toEqual([[], [`${day(9)}T10:00`]]);
    expect(await entries("Surgery")).toHaveLength(1);
    await publish({});
  });
});
