import { afterEach, describe, expect, it } from "vitest";
import { SyncError } from "../../sync-service/errors.ts";
import { openEventWorld, type CalendarEntry, type EventWorld } from "./event-world.ts";
import { ADA } from "./stand-ins.ts";

let world: EventWorld;
afterEach(() => world.standIns.close());

type Body = Readonly<Record<string, unknown>>;

const WEEKLY = "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=TU;COUNT=5";
/** The clocks of London go forward on the 29th. */
const STARTS = ["2026-03-17T10:00", "2026-03-24T10:00", "2026-03-31T09:00", "2026-04-07T09:00", "2026-04-14T09:00"];

async function open(settings: Parameters<typeof openEventWorld>[0] = {}): Promise<void> {
  world = await openEventWorld({ timeZone: "Europe/London", ...settings });
  world.standIns.salesforce.seed.change("User", world.standIns.adaInSalesforce, { TimeZoneSidKey: "Europe/London" });
}

/** As a person makes it in Lightning. */
async function make(values: Body = {}): Promise<void> {
  const reply = await fetch(`${world.standIns.urls.salesforceUrl}/services/data/v62.0/sobjects/Event`, {
    method: "POST",
    headers: { authorization: `Bearer ${world.standIns.salesforce.signIn(ADA)}`, "content-type": "application/json" },
    body: JSON.stringify({
      ...{ Subject: "Review", StartDateTime: "2026-03-17T10:00:00Z", DurationInMinutes: 30, Recurrence2PatternText: WEEKLY },
      ...{ IsReminderSet: false, ...values },
    }),
  });
  expect(reply.status).toBe(201);
}

const change = (index: number, values: Body) =>
  world.standIns.salesforce.seed.change("Event", String(world.rows()[index]?.["Id"]), { ...values });
const entries = () => world.view("2026-01-01", "2027-09-01");
const startsOf = (all: readonly CalendarEntry[]) => all.map(({ start }) => start.dateTime.slice(0, 16));
const masters = async () => {
  const { value } = await world.ask<{ readonly value: readonly CalendarEntry[] }>("GET", "/events?$top=50");
  return value.filter(({ type }) => type === "seriesMaster").length;
};
const rowStarts = () => world.rows().map((row) => String(row["StartDateTime"]).slice(0, 16));

describe("E4: a series of Salesforce in the mailbox", () => {
  it.each(["hidden", "seen"] as const)(
    "becomes one series there, at its own hours, and nobody is mailed (the pattern's record %s)",
    async (seriesPattern) => {
      await open({ org: { seriesPattern } });
      await make();
      await world.settle();
      const all = await entries();
      expect(startsOf(all)).toEqual(STARTS);
      expect(all.map(({ type }) => type)).toEqual(STARTS.map(() => "occurrence"));
      expect(all.every(({ categories }) => categories.includes("Salesforce"))).toBe(true);
      await world.settle();
      expect([await masters(), (await entries()).length, world.rows().length, world.links.all.length]).toEqual([1, 5, 5, 5]);
      expect(world.standIns.graph.mailed.list()).toEqual([]);
    },
  );

  it("E1: goes on as the days bring its later events near enough, each of them once", async () => {
    await open();
    await make({ StartDateTime: "2027-08-17T09:00:00Z" });
    await world.settle();
    for (let days = 0; days < 40; days += 4) {
      world.standIns.clock.move(4 * 86_400_000);
      await world.settle();
    }
    const all = await world.view("2027-08-01", "2027-12-01");
    expect(startsOf(all)).toEqual(["2027-08-17T09:00", "2027-08-24T09:00", "2027-08-31T09:00", "2027-09-07T09:00", "2027-09-14T09:00"]);
    expect([await masters(), world.rows().length]).toEqual([1, 5]);
    expect(world.links.all.map(({ state }) => state)).toEqual(STARTS.map(() => "linked"));
  });

  it("has its changed, moved and deleted events", async () => {
    await open();
    await make();
    change(0, { Subject: "First review" });
    change(3, { StartDateTime: "2026-04-08T12:00:00Z", EndDateTime: "2026-04-08T12:30:00Z" });
    await world.settle();
    expect(startsOf(await entries())).toEqual([...STARTS.slice(0, 3), "2026-04-08T12:00", STARTS[4]]);
    expect((await entries()).map(({ subject, type }) => [subject, type])).toEqual([
      ["First review", "exception"],
      ["Review", "occurrence"],
      ["Review", "occurrence"],
      ["Review", "exception"],
      ["Review", "occurrence"],
    ]);
    expect([await masters(), world.rows().length]).toEqual([1, 5]);
  });

  it("leaves out the days that were deleted there", async () => {
    await open();
    await make();
    world.standIns.salesforce.seed.remove("Event", String(world.rows()[2]?.["Id"]));
    await world.settle();
    expect(startsOf(await entries())).toEqual(STARTS.toSpliced(2, 1));
    expect([await masters(), rowStarts()]).toEqual([1, STARTS.toSpliced(2, 1)]);
  });

  it("of whole days is one of dates", async () => {
    await open({ timeZone: "Pacific/Auckland" });
    await make({ IsAllDayEvent: true, ActivityDate: "2026-03-17", StartDateTime: undefined, DurationInMinutes: undefined });
    await world.settle();
    const all = await world.view("2026-01-01", "2027-09-01");
    expect(all.map(({ start }) => start.dateTime.slice(0, 10))).toEqual([
      "2026-03-17",
      "2026-03-24",
      "2026-03-31",
      "2026-04-07",
      "2026-04-14",
    ]);
    expect([await masters(), world.rows().length]).toEqual([1, 5]);
  });

  it.each([
    ["RRULE:FREQ=DAILY;INTERVAL=2;COUNT=4"],
    ["RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=7"],
    ["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU;COUNT=6"],
    ["RRULE:FREQ=MONTHLY;BYMONTHDAY=17;COUNT=4"],
    ["RRULE:FREQ=MONTHLY;BYDAY=3TU;UNTIL=20260801"],
    ["RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4"],
    ["RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=17;COUNT=2"],
  ])("follows %s", async (Recurrence2PatternText) => {
    await open();
    await make({ Recurrence2PatternText });
    const wanted = rowStarts();
    await world.settle();
    expect(startsOf(await entries())).toEqual(wanted);
    expect([await masters(), rowStarts()]).toEqual([1, wanted]);
  });

  it.each([["RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=4"], ["RRULE:FREQ=YEARLY;BYYEARDAY=76,90;COUNT=3"]])(
    "that Exchange has no rule for is single events (%s)",
    async (Recurrence2PatternText) => {
      await open();
      await make({ Recurrence2PatternText });
      const wanted = rowStarts();
      await world.settle();
      expect([startsOf(await entries()), await masters(), rowStarts()]).toEqual([wanted, 0, wanted]);
      expect(world.links.all[0]?.reason).toContain("Outlook has no such rule");
    },
  );

  it("is single events where the preset says so", async () => {
    await open();
    world.preset = { ...world.preset, series: "single" };
    await make();
    await world.settle();
    expect([startsOf(await entries()), await masters()]).toEqual([STARTS, 0]);
    expect(world.links.all[0]?.reason).toContain("preset");
  });

  it("two that nobody can tell apart are single events, each once", async () => {
    await open();
    await make();
    await make();
    await world.settle();
    expect([(await entries()).length, await masters(), world.rows().length]).toEqual([10, 0, 10]);
  });

  it("given another pattern there: what is past stays, what is to come is another series", async () => {
    await open();
    await make();
    await world.settle();
    for (let days = 0; days < 24; days += 6) {
      world.standIns.clock.move(6 * 86_400_000); // At last it is the 26th of March.
      await world.settle();
    }
    world.standIns.salesforce.seed.changePattern(String(world.rows()[0]?.["Id"]), WEEKLY.replace("TU", "TH"));
    await world.settle();
    const coming = rowStarts().filter((start) => start > "2026-03-26");
    expect(startsOf(await entries())).toEqual([...STARTS.slice(0, 2), ...coming]);
    expect(await masters()).toBe(2);
  });

  const held = () => world.links.all.filter(({ state }) => state === "held").length;
  const LONG = WEEKLY.replace(/COUNT=\d+/u, "COUNT=30");

  it("M5: another pattern there is no deletion for the brake, however many events it moves", async () => {
    await open();
    await make({ Recurrence2PatternText: LONG });
    await world.settle();
    expect(await entries()).toHaveLength(30);
    world.standIns.clock.move(3_600_000);
    world.standIns.salesforce.seed.changePattern(String(world.rows()[0]?.["Id"]), LONG.replace("TU", "TH"));
    await world.settle();
    expect(held()).toBe(0);
    expect(startsOf(await entries())).toEqual(rowStarts());
    expect(await entries()).toHaveLength(30);
  });

  it("M5: a series that is deleted there is held, though another one is made by and by", async () => {
    await open();
    await make({ Recurrence2PatternText: LONG });
    await world.settle();
    for (const { Id } of world.rows()) world.standIns.salesforce.seed.remove("Event", String(Id));
    world.standIns.clock.move(3_600_000);
    await make({ Recurrence2PatternText: LONG.replace("TU", "TH") });
    await world.settle();
    expect(held()).toBeGreaterThan(0);
  });

  it("an event of it that is edited or deleted on either side is so on the other", async () => {
    await open();
    await make();
    await world.settle();
    change(1, { Location: "Pier 4" });
    const all = await entries();
    await world.ask("PATCH", `/events/${all[2]?.id}`, { subject: "Review with Grace" });
    await world.ask("DELETE", `/events/${all[4]?.id}`);
    world.standIns.salesforce.seed.remove("Event", String(world.rows()[0]?.["Id"]));
    await world.settle();
    expect(startsOf(await entries())).toEqual(STARTS.slice(1, 4));
    expect(rowStarts()).toEqual(STARTS.slice(1, 4));
    expect((await entries())[0]).toMatchObject({ location: { displayName: "Pier 4" } });
    expect(world.rows()[1]).toMatchObject({ Subject: "Review with Grace" });
  });
});

describe("P4: a series that comes down is never made twice", () => {
  /** In each world the next one of the requests to Exchange that the cycle makes is struck. */
  it.each(["lost-before", "lost-after", "cut-short"] as const)(
    "whichever of its requests is met by %s",
    async (kind) => {
      for (let struck = 1, isOver = false; !isOver; struck += 1) {
        await open();
        await make();
        world.standIns.salesforce.seed.remove("Event", String(world.rows()[2]?.["Id"]));
        change(0, { Subject: "First review" });
        const wanted = rowStarts();
        isOver = !(await strikeOne(kind, struck));
        const all = await entries();
        // The number is for whoever reads a failure.
        expect([struck, startsOf(all), await masters(), rowStarts()]).toEqual([struck, wanted, 1, wanted]);
        expect([struck, all[0]?.subject, world.links.all.length]).toEqual([struck, "First review", 4]);
        if (!isOver) await world.standIns.close();
      }
    },
    90_000,
  );

  it.each([
    ["throttled", "DELETE"],
    ["throttled", "PATCH"],
    ["unavailable-after", "POST"],
    ["unavailable-after", "PATCH"],
  ] as const)("when one of its writes is met by %s (%s)", async (kind, method) => {
    await open();
    await make();
    world.standIns.salesforce.seed.remove("Event", String(world.rows()[2]?.["Id"]));
    change(0, { Subject: "First review" });
    const wanted = rowStarts();
    world.standIns.faults.plant({ kind, on: "graph", method, path: "/events", times: 1 });
    await inTheEnd();
    expect(world.standIns.faults.list()[0]?.hits).toBe(1);
    expect([startsOf(await entries()), await masters(), rowStarts()]).toEqual([wanted, 1, wanted]);
    expect(world.links.all).toHaveLength(4);
  });
});

/** As the schedule does: what a vendor puts off is begun again. */
async function inTheEnd(): Promise<void> {
  for (let tries = 0; tries < 4; tries += 1) {
    try {
      return await world.settle();
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      world.standIns.clock.move(60_000);
    }
  }
}

/** Answers whether the cycle made so many requests at all. */
async function strikeOne(kind: "lost-before" | "lost-after" | "cut-short", which: number): Promise<boolean> {
  const { faults } = world.standIns;
  const strike = faults.strike.bind(faults);
  let asked = 0;
  faults.strike = (on, method, path, kinds) => {
    const isStruck = on === "graph" && kinds.includes(kind) && (asked += 1) === which;
    return isStruck ? [{ kind }] : strike(on, method, path, kinds);
  };
  await inTheEnd();
  faults.strike = strike;
  return asked >= which;
}
