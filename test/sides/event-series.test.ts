import { afterEach, describe, expect, it } from "vitest";
import { SyncError } from "../../sync-service/errors.ts";
import { openEventWorld, type EventWorld } from "./event-world.ts";

let world: EventWorld;
afterEach(() => world.standIns.close());

type Body = Readonly<Record<string, unknown>>;

const MARK = { categories: ["Salesforce"] };
const timed = (start: string, end: string, timeZone = "Europe/London") => ({
  start: { dateTime: `${start}:00`, timeZone },
  end: { dateTime: `${end}:00`, timeZone },
});
const weekly = (startDate: string, numberOfOccurrences: number, daysOfWeek = ["tuesday"]) => ({
  pattern: { type: "weekly", interval: 1, daysOfWeek, firstDayOfWeek: "monday" },
  range: { type: "numbered", startDate, numberOfOccurrences },
});
const STANDUP = { subject: "Stand-up", ...timed("2026-03-17T10:00", "2026-03-17T10:30"), ...MARK, recurrence: weekly("2026-03-17", 5) };
/** The clocks of London go forward on the 29th. */
const STARTS = ["2026-03-17T10:00", "2026-03-24T10:00", "2026-03-31T09:00", "2026-04-07T09:00", "2026-04-14T09:00"];

/** Ada is in London, in Exchange and in Salesforce. */
async function open(settings: Parameters<typeof openEventWorld>[0] = {}, salesforceZone = "Europe/London"): Promise<void> {
  world = await openEventWorld({ timeZone: "Europe/London", ...settings });
  world.standIns.salesforce.seed.change("User", world.standIns.adaInSalesforce, { TimeZoneSidKey: salesforceZone });
}

const startOf = (row: Body) => String(row["StartDateTime"]).slice(0, 16);
const starts = () => world.rows().map(startOf);
const seriesMade = () =>
  [...world.standIns.salesforce.org.store.rows("Event")].filter(
    ({ values, deletedAt }) => values["GroupEventType"] === "3" && deletedAt === undefined,
  ).length;
const reasons = () => [...new Set(world.links.all.map(({ reason }) => reason))];
const idOf = (item: Parameters<EventWorld["standIns"]["graph"]["seed"]["id"]>[0]) => world.standIns.graph.seed.id(item, "immutable");
const entries = async () => (await world.view("2026-01-01", "2027-09-01")).filter(({ subject }) => subject !== "Other");

describe("E4: a series of the mailbox in Salesforce", () => {
  it.each(["hidden", "seen"] as const)("is made once, as one, at its own hours (the pattern's record %s)", async (seriesPattern) => {
    await open({ org: { seriesPattern } });
    world.addItem(STANDUP);
    await world.settle();
    expect(starts()).toEqual(STARTS);
    expect(world.rows().every((row) => row["IsRecurrence2"] === true && row["IsRecurrence2Exception"] !== true)).toBe(true);
    expect(world.row("Stand-up")["Recurrence2PatternText"]).toBe("RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;WKST=MO;COUNT=5");
    expect(seriesMade()).toBe(1);
    await world.settle();
    expect([seriesMade(), world.rows().length, world.links.all.length]).toEqual([1, 5, 5]);
  });

  it("has its moved, changed and cancelled occurrences from the beginning", async () => {
    await open();
    const id = idOf(world.addItem({ ...STANDUP, categories: [] }));
    const [first, second, third] = await entries();
    await world.ask("PATCH", `/events/${first?.id}`, timed("2026-03-17T15:00", "2026-03-17T16:00"));
    await world.ask("PATCH", `/events/${second?.id}`, { subject: "Stand-up with Grace" });
    await world.ask("DELETE", `/events/${third?.id}`);
    await world.ask("PATCH", `/events/${id}`, MARK);
    await world.settle();
    expect(starts()).toEqual(["2026-03-17T15:00", "2026-03-24T10:00", "2026-04-07T09:00", "2026-04-14T09:00"]);
    expect(world.rows().map((row) => [row["Subject"], row["IsRecurrence2"], row["IsRecurrence2Exception"]])).toEqual([
      ["Stand-up", true, true],
      ["Stand-up with Grace", true, true],
      ["Stand-up", true, false],
      ["Stand-up", true, false],
    ]);
    expect(seriesMade()).toBe(1);
    expect(await entries()).toHaveLength(4);
  });

  it("of whole days is one of dates, in any zone", async () => {
    await open({ timeZone: "Pacific/Auckland" }, "America/Los_Angeles");
    const days = { isAllDay: true, ...timed("2026-03-17T00:00", "2026-03-18T00:00", "New Zealand Standard Time") };
    world.addItem({ ...STANDUP, ...days });
    await world.settle();
    expect(world.rows().map((row) => row["ActivityDate"])).toEqual(["2026-03-17", "2026-03-24", "2026-03-31", "2026-04-07", "2026-04-14"]);
    expect(seriesMade()).toBe(1);
  });

  it("with more occurrences than a batch holds is one all the same", async () => {
    await open({}, "UTC");
    const daily = {
      pattern: { type: "daily", interval: 1 },
      range: { type: "numbered", startDate: "2026-03-17", numberOfOccurrences: 250 },
    };
    world.addItem({ ...STANDUP, ...timed("2026-03-17T10:00", "2026-03-17T10:30", "UTC"), recurrence: daily });
    await world.settle();
    expect([world.rows().length, seriesMade()]).toEqual([250, 1]);
    expect(world.rows().every((row) => row["IsRecurrence2"] === true)).toBe(true);
  });

  it("without end is made as far as the window goes; what the window reaches later is an event by itself, and nothing is doubled", async () => {
    await open();
    world.addItem({ ...STANDUP, recurrence: { ...weekly("2026-03-17", 0), range: { type: "noEnd", startDate: "2026-03-17" } } });
    await world.settle();
    const made = world.rows().length;
    expect(made).toBeGreaterThan(70);
    expect(seriesMade()).toBe(1);
    world.standIns.clock.move(8 * 86_400_000);
    await world.settle();
    expect(world.rows()).toHaveLength(made + 1);
    expect(world.rows().at(-1)?.["IsRecurrence2"]).not.toBe(true);
    expect(seriesMade()).toBe(1);
    expect(new Set(starts()).size).toBe(made + 1);
  });

  it("two series alike are two", async () => {
    await open();
    world.addItem(STANDUP);
    world.addItem(STANDUP);
    await world.settle();
    expect([seriesMade(), world.rows().length]).toEqual([2, 10]);
    expect(new Set(world.links.all.map(({ salesforce }) => salesforce.is === "present" && salesforce.seen.id)).size).toBe(10);
  });
});

describe("E4: what cannot be one there is single events, and says so", () => {
  it("of a series that follows another clock than the user's in Salesforce", async () => {
    await open({}, "America/Los_Angeles");
    world.addItem(STANDUP);
    await world.settle();
    expect([starts(), seriesMade()]).toEqual([STARTS, 0]);
    expect(reasons()).toEqual([expect.stringContaining("another clock")]);
  });

  it("where the org has no Lightning series", async () => {
    await open({ org: { lightningSeries: false } });
    world.addItem(STANDUP);
    await world.settle();
    expect([starts(), seriesMade()]).toEqual([STARTS, 0]);
    expect(reasons()).toEqual([expect.stringContaining("no Lightning series")]);
  });

  it("where the preset says single events throughout", async () => {
    await open();
    world.preset = { ...world.preset, series: "single" };
    world.addItem(STANDUP);
    await world.settle();
    expect([starts(), seriesMade()]).toEqual([STARTS, 0]);
    expect(reasons()).toEqual([expect.stringContaining("preset")]);
  });

  it("of a series that takes place more often than Salesforce makes at once", async () => {
    await open();
    const daily = {
      pattern: { type: "daily", interval: 1 },
      range: { type: "numbered", startDate: "2026-03-17", numberOfOccurrences: 301 },
    };
    world.addItem({ ...STANDUP, recurrence: daily });
    await world.settle();
    expect([world.rows().length, seriesMade()]).toEqual([301, 0]);
    expect(reasons()).toEqual([expect.stringContaining("more than 300")]);
  });

  it("where the org refuses the series for a rule of its own, each event gets that answer", async () => {
    await open();
    world.standIns.salesforce.org.obstacles.validate("Event", (values) => (values["Location"] ? null : "Say where."));
    world.addItem(STANDUP);
    await world.settle();
    expect(world.rows()).toEqual([]);
    expect(world.links.all.map(({ problem }) => problem?.message ?? "")).toEqual(STARTS.map(() => expect.stringContaining("Say where.")));
  });
});

/** As the schedule does: what a vendor puts off is begun again. */
async function inTheEnd(): Promise<void> {
  try {
    await world.settle();
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    world.standIns.clock.move(60_000);
    await world.settle();
  }
}

describe("P4: a series is never made twice", () => {
  it.each([
    ["lost-before", "/composite$"],
    ["lost-after", "/composite$"],
    ["cut-short", "/composite$"],
    ["unavailable-after", "/composite$"],
    ["lost-before", "/composite/sobjects"],
    ["lost-after", "/composite/sobjects"],
    ["throttled", "/composite/sobjects"],
  ] as const)("when a request of it is met by %s (%s)", async (kind, path) => {
    await open();
    const id = idOf(world.addItem({ ...STANDUP, categories: [] }));
    const [first, , third] = await entries();
    await world.ask("PATCH", `/events/${first?.id}`, timed("2026-03-17T15:00", "2026-03-17T16:00"));
    await world.ask("DELETE", `/events/${third?.id}`);
    await world.ask("PATCH", `/events/${id}`, MARK);
    world.standIns.faults.plant({ kind, on: "salesforce", path, times: 1 });
    await inTheEnd();
    expect(world.standIns.faults.list()[0]?.hits).toBe(1);
    expect(starts()).toEqual(["2026-03-17T15:00", "2026-03-24T10:00", "2026-04-07T09:00", "2026-04-14T09:00"]);
    expect(world.rows().every((row) => row["IsRecurrence2"] === true)).toBe(true);
    expect(seriesMade()).toBe(1);
    expect(await entries()).toHaveLength(4);
    expect(world.links.all).toHaveLength(4);
  });
});

describe("E4: what changes later", () => {
  const DAY_MS = 86_400_000;
  const days = async (many: number) => {
    for (let past = 0; past < many; past += 6) {
      world.standIns.clock.move(6 * DAY_MS);
      await world.settle();
    }
  };

  it("another pattern replaces what is to come; what took place, and what somebody changed there, stays", async () => {
    await open();
    const id = idOf(world.addItem(STANDUP));
    await world.settle();
    const touched = world.rows().at(-1);
    const past = world.rows().slice(0, 2);
    await days(24); // It is the 26th of March.
    world.standIns.salesforce.seed.change("Event", String(touched?.["Id"]), { Location: "Pier 4" });
    await world.ask("PATCH", `/events/${id}`, { recurrence: weekly("2026-03-17", 5, ["thursday"]) });
    await world.settle();
    const after = world.rows();
    expect(after.filter(({ Id }) => past.some((row) => row["Id"] === Id)).map(startOf)).toEqual(STARTS.slice(0, 2));
    expect(after.filter((row) => startOf(row) > "2026-03-26T12").map(startOf)).toEqual([
      "2026-04-02T09:00",
      "2026-04-09T09:00",
      "2026-04-14T09:00",
      "2026-04-16T09:00",
    ]);
    expect(after.find(({ Id }) => Id === touched?.["Id"])).toMatchObject({ Location: "Pier 4" });
    expect(await entries()).toHaveLength(5);
  });

  it("another pattern of a long series is carried out at once: what it replaces is no mass removal (M5)", async () => {
    await open();
    const endless = { ...weekly("2026-03-17", 0), range: { type: "noEnd", startDate: "2026-03-17" } };
    const id = idOf(world.addItem({ ...STANDUP, recurrence: endless }));
    await world.settle();
    await world.ask("PATCH", `/events/${id}`, { recurrence: { ...endless, pattern: { ...endless.pattern, daysOfWeek: ["friday"] } } });
    await world.settle();
    const weekdays = new Set(world.rows().map((row) => new Date(String(row["StartDateTime"])).getUTCDay()));
    expect([...weekdays]).toEqual([5]);
    expect(world.rows().length).toBeGreaterThan(70);
    expect(world.links.all.filter(({ state }) => state === "held")).toEqual([]);
    expect(seriesMade()).toBe(1);
  });

  it("an occurrence of the past that its owner deletes is deleted there, too (M3)", async () => {
    await open();
    world.addItem(STANDUP);
    await world.settle();
    await days(24);
    const [first] = await entries();
    await world.ask("DELETE", `/events/${first?.id}`);
    await world.settle();
    expect(starts()).toEqual(STARTS.slice(1));
  });

  it("an occurrence that is edited on either side is so on the other, and the series goes on", async () => {
    await open();
    world.addItem(STANDUP);
    await world.settle();
    const [, second] = await entries();
    await world.ask("PATCH", `/events/${second?.id}`, timed("2026-03-24T14:00", "2026-03-24T14:30"));
    world.standIns.salesforce.seed.change("Event", String(world.rows()[2]?.["Id"]), { Location: "Pier 4" });
    await world.settle();
    expect(starts()).toEqual(STARTS.with(1, "2026-03-24T14:00"));
    expect((await entries())[2]).toMatchObject({ location: { displayName: "Pier 4" }, type: "exception" });
    expect(seriesMade()).toBe(1);
  });

  it("a value that is put back and forth on one side is no rival's doing because of the series' own words", async () => {
    await open();
    world.addItem(STANDUP);
    await world.settle();
    const row = String(world.rows()[1]?.["Id"]);
    for (const place of ["A", "B", "C", "D", "E"]) {
      world.standIns.salesforce.seed.change("Event", row, { Location: place });
      await world.settle();
      expect((await entries())[1]).toMatchObject({ location: { displayName: place } });
    }
  });

  it("a single event that becomes a series keeps its event there, and the rest is a series; and the reverse", async () => {
    await open();
    const { recurrence, ...single } = STANDUP;
    const id = idOf(world.addItem(single));
    await world.settle();
    const first = world.row("Stand-up")["Id"];
    await world.ask("PATCH", `/events/${id}`, { recurrence });
    await world.settle();
    expect(starts()).toEqual(STARTS);
    expect(world.rows()[0]?.["Id"]).toBe(first);
    expect([seriesMade(), world.rows().filter((row) => row["IsRecurrence2"] === true).length]).toEqual([1, 4]);
    await world.ask("PATCH", `/events/${id}`, { recurrence: null });
    await world.settle();
    expect([starts(), seriesMade()]).toEqual([STARTS.slice(0, 1), 0]);
    expect(world.rows()[0]?.["Id"]).toBe(first);
  });
});
