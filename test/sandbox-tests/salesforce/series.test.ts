import { afterEach, describe, expect, it } from "vitest";
import { find, make, MONDAY, WEEKLY } from "./events.ts";
import { ANNA, openWorld, READER, type World, type WorldSettings } from "./world.ts";

let world: World;
async function open(settings: WorldSettings = {}): Promise<void> {
  world = await openWorld(settings);
}
afterEach(() => world.close());

const starts = async () =>
  (await find(world, "SELECT StartDateTime FROM Event WHERE IsRecurrence2 = true ORDER BY StartDateTime")).map((one) =>
    String(one["StartDateTime"]).slice(0, 16),
  );

describe("an event series", () => {
  it("SF14: is made by Recurrence2PatternText on create, in the creator's zone, as one row for each occurrence", async () => {
    await open();
    const made = await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    expect(made.status).toBe(201);
    expect(await starts()).toEqual(["2026-03-02T17:00", "2026-03-09T16:00", "2026-03-16T16:00", "2026-03-23T16:00"]);
    expect((await world.call(ANNA, "GET", `/sobjects/Event/${made.body.id}`)).body).toMatchObject({
      IsRecurrence: false,
      IsRecurrence2: true,
      IsRecurrence2Exception: false,
      IsRecurrence2Exclusion: false,
      Recurrence2PatternText: WEEKLY,
      Recurrence2PatternStartDate: "2026-03-02T17:00:00.000+0000",
      Recurrence2PatternTimeZone: "America/Los_Angeles",
      Recurrence2PatternVersion: "1",
      RecurrenceActivityId: null,
      GroupEventType: "0",
    });
  });

  it("SF14: its flags are read-only and its pattern is not updateable", async () => {
    await open();
    const fields = (await world.call(ANNA, "GET", "/sobjects/Event/describe")).body.fields as Record<string, unknown>[];
    const flags = (name: string) =>
      fields.filter((field) => field["name"] === name).map((field) => [field["createable"], field["updateable"]]);
    expect(flags("Recurrence2PatternText")).toEqual([[true, false]]);
    for (const name of ["IsRecurrence2", "Recurrence2PatternStartDate", "Recurrence2PatternTimeZone", "IsRecurrence2Exclusion"]) {
      expect(flags(name)).toEqual([[false, false]]);
    }
    const made = await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    const refused = await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { Recurrence2PatternText: `${WEEKLY};WKST=SU` });
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, "INVALID_FIELD_FOR_INSERT_UPDATE"]);
    expect((await make(world, { ...MONDAY, IsRecurrence2: true })).body[0].errorCode).toBe("INVALID_FIELD_FOR_INSERT_UPDATE");
  });

  it.each([
    ["no RRULE", "FREQ=DAILY;COUNT=2"],
    ["end and count", "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260401"],
    ["no frequency", "RRULE:COUNT=2"],
    ["hours", "RRULE:FREQ=HOURLY;COUNT=2"],
    ["an unknown part", "RRULE:FREQ=DAILY;BYHOUR=3"],
    ["exceptions", "RRULE:FREQ=DAILY;COUNT=2\nEXDATE:20260303"],
    ["a fifth weekday", "RRULE:FREQ=MONTHLY;BYDAY=5MO;COUNT=2"],
    ["mixed ordinals", "RRULE:FREQ=MONTHLY;BYDAY=1MO,2TU;COUNT=2"],
    ["an ordinal beside BYSETPOS", "RRULE:FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1;COUNT=2"],
    ["a week of the year in a month", "RRULE:FREQ=MONTHLY;BYWEEKNO=3;COUNT=2"],
    ["a part twice", "RRULE:FREQ=DAILY;FREQ=WEEKLY;COUNT=2"],
    ["an end that is no date", "RRULE:FREQ=DAILY;UNTIL=20261301"],
    ["no occurrence", "RRULE:FREQ=DAILY;UNTIL=20200101"],
    ["a day that never comes", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"],
    ["a weekday that it never is", "RRULE:FREQ=DAILY;INTERVAL=14;BYDAY=TU"],
    ["a position within a week", "RRULE:FREQ=WEEKLY;BYDAY=MO;BYSETPOS=4"],
  ])("SF14: refuses a pattern with %s", async (_what, pattern) => {
    await open();
    const refused = await make(world, { ...MONDAY, Recurrence2PatternText: pattern });
    expect([refused.status, refused.body[0].errorCode, refused.body[0].fields]).toEqual([
      400,
      "FIELD_INTEGRITY_EXCEPTION",
      ["Recurrence2PatternText"],
    ]);
    expect(await find(world, "SELECT Id FROM Event")).toEqual([]);
  });

  it.each([
    ["RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2026-03-27T16:00", "2026-04-24T16:00"]],
    ["RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=2", ["2026-03-02T17:00", "2026-04-01T16:00"]],
    ["RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2;UNTIL=20270302T235959Z", ["2026-03-02T17:00", "2027-03-02T17:00"]],
    ["RRULE:FREQ=DAILY;INTERVAL=5;UNTIL=20260312", ["2026-03-02T17:00", "2026-03-07T17:00", "2026-03-12T16:00"]],
  ])("follows %s", async (pattern, expected) => {
    await open();
    await make(world, { ...MONDAY, Recurrence2PatternText: pattern });
    expect(await starts()).toEqual(expected);
  });

  it("of whole days repeats dates, whatever the zone", async () => {
    await open();
    await make(world, {
      Subject: "Fair",
      IsAllDayEvent: true,
      ActivityDate: "2026-03-07",
      Recurrence2PatternText: "RRULE:FREQ=DAILY;COUNT=3",
    });
    expect(await find(world, "SELECT ActivityDate, EndDateTime, DurationInMinutes FROM Event ORDER BY ActivityDate")).toMatchObject(
      ["2026-03-07", "2026-03-08", "2026-03-09"].map((day) => ({
        ActivityDate: day,
        EndDateTime: `${day}T00:00:00.000+0000`,
        DurationInMinutes: 1440,
      })),
    );
  });

  it("without end, or very long, makes so many occurrences as the org allows", async () => {
    await open({ switches: { seriesMost: 5 } });
    await make(world, { ...MONDAY, Recurrence2PatternText: "RRULE:FREQ=DAILY" });
    expect((await starts()).length).toBe(5);
  });

  it("keeps the lead of its reminder, and its people", async () => {
    await open();
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    const reminder = { IsReminderSet: true, ReminderDateTime: "2026-03-02T16:45:00Z" };
    await make(world, { ...MONDAY, ...reminder, WhoId: contact, Recurrence2PatternText: WEEKLY });
    const rows = await find(world, "SELECT StartDateTime, ReminderDateTime, WhoId FROM Event ORDER BY StartDateTime");
    expect(rows.at(-1)).toMatchObject({ ReminderDateTime: "2026-03-23T15:45:00.000+0000", WhoId: contact });
  });

  it("hides the record of its pattern, or shows it and answers its id, as the org does", async () => {
    await open({ switches: { seriesPattern: "hidden" } });
    await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    expect(await find(world, "SELECT Id FROM Event WHERE GroupEventType = '3'", READER)).toEqual([]);
    await world.close();
    await open({ switches: { seriesPattern: "seen" } });
    const made = await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    expect(await find(world, "SELECT Id FROM Event WHERE GroupEventType = '3'")).toMatchObject([{ Id: made.body.id }]);
    expect(await find(world, "SELECT Id FROM Event WHERE GroupEventType = '0'")).toHaveLength(4);
    for (const method of ["PATCH", "DELETE"]) {
      const refused = await world.call(ANNA, method, `/sobjects/Event/${made.body.id}`, method === "PATCH" ? { Subject: "No" } : undefined);
      expect([refused.status, refused.body[0].errorCode]).toEqual([403, "INSUFFICIENT_ACCESS_OR_READONLY"]);
    }
  });

  it("has an occurrence changed as an exception, the others as they were", async () => {
    await open();
    await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    const [, second] = await find(world, "SELECT Id FROM Event ORDER BY StartDateTime");
    const moved = { StartDateTime: "2026-03-10T16:00:00Z", EndDateTime: "2026-03-10T17:00:00Z" };
    expect((await world.call(ANNA, "PATCH", `/sobjects/Event/${String(second?.["Id"])}`, moved)).status).toBe(204);
    expect(
      await find(world, "SELECT IsRecurrence2, IsRecurrence2Exception, StartDateTime FROM Event ORDER BY StartDateTime"),
    ).toMatchObject([
      { IsRecurrence2Exception: false },
      { IsRecurrence2: true, IsRecurrence2Exception: true, StartDateTime: "2026-03-10T16:00:00.000+0000" },
      { IsRecurrence2Exception: false },
      { IsRecurrence2Exception: false },
    ]);
  });

  it("loses one event by DELETE, even by that of its first", async () => {
    await open();
    const made = await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    expect((await world.call(ANNA, "DELETE", `/sobjects/Event/${made.body.id}`)).status).toBe(204);
    expect(await starts()).toEqual(["2026-03-09T16:00", "2026-03-16T16:00", "2026-03-23T16:00"]);
  });

  it("loses an event and all after it from this event onwards, all of it from its first", async () => {
    await open();
    const made = await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    const [, , third] = await find(world, "SELECT Id FROM Event ORDER BY StartDateTime");
    const reply = await world.call(ANNA, "DELETE", `/sobjects/Event/${String(third?.["Id"])}/fromThisEventOnwards`);
    expect([reply.status, Object.keys(reply.body)]).toEqual([200, ["success"]]);
    expect(await starts()).toEqual(["2026-03-02T17:00", "2026-03-09T16:00"]);
    await world.call(ANNA, "DELETE", `/sobjects/Event/${made.body.id}/fromThisEventOnwards`);
    expect(await starts()).toEqual([]);
  });

  it("refuses from this event onwards to an event of no series", async () => {
    await open();
    const single = await make(world, MONDAY);
    const reply = await world.call(ANNA, "DELETE", `/sobjects/Event/${single.body.id}/fromThisEventOnwards`);
    expect([reply.status, reply.body[0].errorCode]).toEqual([400, "FIELD_INTEGRITY_EXCEPTION"]);
  });

  it("given another pattern by a person: past events stay outside it, those to come are made anew", async () => {
    await open();
    const made = await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    world.clock.move(10 * 86_400_000);
    world.salesforce.seed.changePattern(made.body.id, "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4");
    const rows = await find(
      world,
      "SELECT StartDateTime, IsRecurrence2Exclusion, Recurrence2PatternText FROM Event ORDER BY StartDateTime",
    );
    expect(rows.map((row) => [String(row["StartDateTime"]).slice(0, 10), row["IsRecurrence2Exclusion"]])).toEqual([
      ["2026-03-02", true],
      ["2026-03-09", true],
      ["2026-03-17", false],
      ["2026-03-24", false],
    ]);
    expect(rows.at(-1)).toMatchObject({ Recurrence2PatternText: "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4" });
  });

  it("changed as a whole by a person: those changed by themselves stay as they are", async () => {
    await open();
    const made = await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    const [, second] = await find(world, "SELECT Id FROM Event ORDER BY StartDateTime");
    await world.call(ANNA, "PATCH", `/sobjects/Event/${String(second?.["Id"])}`, { Subject: "Special" });
    world.salesforce.seed.changeSeries(made.body.id, { Subject: "Review" });
    const subjects = (await find(world, "SELECT Subject FROM Event ORDER BY StartDateTime")).map((row) => row["Subject"]);
    expect(subjects).toEqual(["Review", "Special", "Review", "Review"]);
  });

  it("cannot be made where Lightning's series are off", async () => {
    await open({ switches: { lightningSeries: false } });
    const refused = await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY });
    expect(refused.body[0]).toMatchObject({ errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["Recurrence2PatternText"] });
  });
});

describe("events of long ago", () => {
  it("SF18: leave query a year after their end, not queryAll, and can still be changed", async () => {
    await open();
    const old = { Subject: "Old", StartDateTime: "2025-03-01T09:00:00Z", DurationInMinutes: 60, OwnerId: world.anna };
    const id = world.salesforce.seed.event(old);
    world.salesforce.seed.event({ ...old, Subject: "Younger", StartDateTime: "2025-03-03T09:00:00Z" });
    const subjects = async (resource: string) =>
      (await world.call(ANNA, "GET", `/${resource}?q=SELECT+Subject,IsArchived+FROM+Event+ORDER+BY+Subject`)).body.records;
    expect(await subjects("query")).toMatchObject([{ Subject: "Younger", IsArchived: false }]);
    expect(await subjects("queryAll")).toMatchObject([{ Subject: "Old", IsArchived: true }, { Subject: "Younger" }]);
    expect((await world.call(ANNA, "PATCH", `/sobjects/Event/${id}`, { Location: "Attic" })).status).toBe(204);
  });
});
