import { afterEach, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, READER, type World, type WorldSettings } from "./world.ts";

let world: World;
async function open(settings: WorldSettings = {}): Promise<World> {
  world = await openWorld(settings);
  return world;
}
afterEach(() => world.close());

const WEEKLY = "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;COUNT=4";
// A Monday before daylight saving begins in Los Angeles, nine o'clock there.
const MONDAY = { Subject: "Planning", StartDateTime: "2026-03-02T17:00:00Z", DurationInMinutes: 60 };

async function find(soql: string, who = ANNA) {
  const reply = await world.call(who, "GET", `/query?q=${encodeURIComponent(soql)}`);
  return reply.body.records as Record<string, unknown>[];
}
const starts = async (who = ANNA) =>
  (await find("SELECT StartDateTime FROM Event WHERE IsRecurrence2 = true ORDER BY StartDateTime", who)).map((one) =>
    String(one["StartDateTime"]).slice(0, 16),
  );
const make = (values: object) => world.call(ANNA, "POST", "/sobjects/Event", values);

describe("an event series", () => {
  it("SF14: is made by Recurrence2PatternText on create, in the creator's zone, as one row for each occurrence", async () => {
    await open();
    const made = await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
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
    const made = await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
    const refused = await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { Recurrence2PatternText: `${WEEKLY};WKST=SU` });
    expect([refused.status, refused.body[0].errorCode]).toEqual([400, "INVALID_FIELD_FOR_INSERT_UPDATE"]);
    expect((await make({ ...MONDAY, IsRecurrence2: true })).body[0].errorCode).toBe("INVALID_FIELD_FOR_INSERT_UPDATE");
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
    const refused = await make({ ...MONDAY, Recurrence2PatternText: pattern });
    expect([refused.status, refused.body[0].errorCode, refused.body[0].fields]).toEqual([
      400,
      "FIELD_INTEGRITY_EXCEPTION",
      ["Recurrence2PatternText"],
    ]);
    expect(await find("SELECT Id FROM Event")).toEqual([]);
  });

  it.each([
    ["RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", ["2026-03-27T16:00", "2026-04-24T16:00"]],
    ["RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=2", ["2026-03-02T17:00", "2026-04-01T16:00"]],
    ["RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=2;UNTIL=20270302T235959Z", ["2026-03-02T17:00", "2027-03-02T17:00"]],
    ["RRULE:FREQ=DAILY;INTERVAL=5;UNTIL=20260312", ["2026-03-02T17:00", "2026-03-07T17:00", "2026-03-12T16:00"]],
  ])("follows %s", async (pattern, expected) => {
    await open();
    await make({ ...MONDAY, Recurrence2PatternText: pattern });
    expect(await starts()).toEqual(expected);
  });

  it("of whole days repeats dates, whatever the zone", async () => {
    await open();
    await make({ Subject: "Fair", IsAllDayEvent: true, ActivityDate: "2026-03-07", Recurrence2PatternText: "RRULE:FREQ=DAILY;COUNT=3" });
    expect(await find("SELECT ActivityDate, EndDateTime, DurationInMinutes FROM Event ORDER BY ActivityDate")).toMatchObject(
      ["2026-03-07", "2026-03-08", "2026-03-09"].map((day) => ({
        ActivityDate: day,
        EndDateTime: `${day}T00:00:00.000+0000`,
        DurationInMinutes: 1440,
      })),
    );
  });

  it("without end, or very long, makes so many occurrences as the org allows", async () => {
    await open({ switches: { seriesMost: 5 } });
    await make({ ...MONDAY, Recurrence2PatternText: "RRULE:FREQ=DAILY" });
    expect((await starts()).length).toBe(5);
  });

  it("keeps the lead of its reminder, and its people", async () => {
    await open();
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    const reminder = { IsReminderSet: true, ReminderDateTime: "2026-03-02T16:45:00Z" };
    await make({ ...MONDAY, ...reminder, WhoId: contact, Recurrence2PatternText: WEEKLY });
    const rows = await find("SELECT StartDateTime, ReminderDateTime, WhoId FROM Event ORDER BY StartDateTime");
    expect(rows.at(-1)).toMatchObject({ ReminderDateTime: "2026-03-23T15:45:00.000+0000", WhoId: contact });
  });

  it("hides the record of its pattern, or shows it and answers its id, as the org does", async () => {
    await open({ switches: { seriesPattern: "hidden" } });
    await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
    expect(await find("SELECT Id FROM Event WHERE GroupEventType = '3'", READER)).toEqual([]);
    await world.close();
    await open({ switches: { seriesPattern: "seen" } });
    const made = await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
    expect(await find("SELECT Id FROM Event WHERE GroupEventType = '3'")).toMatchObject([{ Id: made.body.id }]);
    expect(await find("SELECT Id FROM Event WHERE GroupEventType = '0'")).toHaveLength(4);
    for (const method of ["PATCH", "DELETE"]) {
      const refused = await world.call(ANNA, method, `/sobjects/Event/${made.body.id}`, method === "PATCH" ? { Subject: "No" } : undefined);
      expect([refused.status, refused.body[0].errorCode]).toEqual([403, "INSUFFICIENT_ACCESS_OR_READONLY"]);
    }
  });

  it("has an occurrence changed as an exception, the others as they were", async () => {
    await open();
    await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
    const [, second] = await find("SELECT Id FROM Event ORDER BY StartDateTime");
    const moved = { StartDateTime: "2026-03-10T16:00:00Z", EndDateTime: "2026-03-10T17:00:00Z" };
    expect((await world.call(ANNA, "PATCH", `/sobjects/Event/${String(second?.["Id"])}`, moved)).status).toBe(204);
    expect(await find("SELECT IsRecurrence2, IsRecurrence2Exception, StartDateTime FROM Event ORDER BY StartDateTime")).toMatchObject([
      { IsRecurrence2Exception: false },
      { IsRecurrence2: true, IsRecurrence2Exception: true, StartDateTime: "2026-03-10T16:00:00.000+0000" },
      { IsRecurrence2Exception: false },
      { IsRecurrence2Exception: false },
    ]);
  });

  it("loses one event by DELETE, even by that of its first", async () => {
    await open();
    const made = await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
    expect((await world.call(ANNA, "DELETE", `/sobjects/Event/${made.body.id}`)).status).toBe(204);
    expect(await starts()).toEqual(["2026-03-09T16:00", "2026-03-16T16:00", "2026-03-23T16:00"]);
  });

  it("loses an event and all after it from this event onwards, all of it from its first", async () => {
    await open();
    const made = await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
    const [, , third] = await find("SELECT Id FROM Event ORDER BY StartDateTime");
    const reply = await world.call(ANNA, "DELETE", `/sobjects/Event/${String(third?.["Id"])}/fromThisEventOnwards`);
    expect([reply.status, Object.keys(reply.body)]).toEqual([200, ["success"]]);
    expect(await starts()).toEqual(["2026-03-02T17:00", "2026-03-09T16:00"]);
    await world.call(ANNA, "DELETE", `/sobjects/Event/${made.body.id}/fromThisEventOnwards`);
    expect(await starts()).toEqual([]);
  });

  it("refuses from this event onwards to an event of no series", async () => {
    await open();
    const single = await make(MONDAY);
    const reply = await world.call(ANNA, "DELETE", `/sobjects/Event/${single.body.id}/fromThisEventOnwards`);
    expect([reply.status, reply.body[0].errorCode]).toEqual([400, "FIELD_INTEGRITY_EXCEPTION"]);
  });

  it("given another pattern by a person: past events stay outside it, those to come are made anew", async () => {
    await open();
    const made = await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
    world.clock.move(10 * 86_400_000);
    world.salesforce.seed.changePattern(made.body.id, "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4");
    const rows = await find("SELECT StartDateTime, IsRecurrence2Exclusion, Recurrence2PatternText FROM Event ORDER BY StartDateTime");
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
    const made = await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
    const [, second] = await find("SELECT Id FROM Event ORDER BY StartDateTime");
    await world.call(ANNA, "PATCH", `/sobjects/Event/${String(second?.["Id"])}`, { Subject: "Special" });
    world.salesforce.seed.changeSeries(made.body.id, { Subject: "Review" });
    const subjects = (await find("SELECT Subject FROM Event ORDER BY StartDateTime")).map((row) => row["Subject"]);
    expect(subjects).toEqual(["Review", "Special", "Review", "Review"]);
  });

  it("cannot be made where Lightning's series are off", async () => {
    await open({ switches: { lightningSeries: false } });
    const refused = await make({ ...MONDAY, Recurrence2PatternText: WEEKLY });
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

describe("a classic recurrence", () => {
  const classic = {
    Subject: "Planning",
    DurationInMinutes: 60,
    IsRecurrence: true,
    RecurrenceStartDateTime: "2026-03-02T17:00:00Z",
    RecurrenceEndDateOnly: "2026-03-20",
    RecurrenceTimeZoneSidKey: "America/Los_Angeles",
  };
  const weekly = { ...classic, RecurrenceType: "RecursWeekly", RecurrenceInterval: 1, RecurrenceDayOfWeekMask: 2 + 8 };

  it("is a main record and occurrences that name it; the two sorts never meet", async () => {
    await open();
    const made = await make(weekly);
    expect(made.status).toBe(201);
    const rows = await find(
      `SELECT StartDateTime, IsRecurrence, IsRecurrence2 FROM Event WHERE RecurrenceActivityId = '${made.body.id}' AND IsRecurrence = false ORDER BY StartDateTime`,
    );
    expect(rows.map((row) => String(row["StartDateTime"]).slice(0, 16))).toEqual([
      "2026-03-02T17:00",
      "2026-03-04T17:00",
      "2026-03-09T16:00",
      "2026-03-11T16:00",
      "2026-03-16T16:00",
      "2026-03-18T16:00",
    ]);
    expect(rows.every((row) => row["IsRecurrence2"] === false)).toBe(true);
    expect((await make({ ...weekly, Recurrence2PatternText: WEEKLY })).body[0].errorCode).toBe("FIELD_INTEGRITY_EXCEPTION");
  });

  it.each([
    ["RecursDaily", { RecurrenceInterval: 7 }, ["2026-03-02", "2026-03-09", "2026-03-16"]],
    [
      "RecursEveryWeekday",
      { RecurrenceDayOfWeekMask: 62, RecurrenceEndDateOnly: "2026-03-04" },
      ["2026-03-02", "2026-03-03", "2026-03-04"],
    ],
    [
      "RecursMonthly",
      { RecurrenceInterval: 1, RecurrenceDayOfMonth: 15, RecurrenceEndDateOnly: "2026-05-01" },
      ["2026-03-15", "2026-04-15"],
    ],
    [
      "RecursMonthlyNth",
      { RecurrenceInterval: 1, RecurrenceInstance: "Last", RecurrenceDayOfWeekMask: 32, RecurrenceEndDateOnly: "2026-05-01" },
      ["2026-03-27", "2026-04-24"],
    ],
    [
      "RecursYearly",
      { RecurrenceDayOfMonth: 2, RecurrenceMonthOfYear: "March", RecurrenceEndDateOnly: "2027-12-31" },
      ["2026-03-02", "2027-03-02"],
    ],
    [
      "RecursYearlyNth",
      { RecurrenceInstance: "First", RecurrenceDayOfWeekMask: 2, RecurrenceMonthOfYear: "March", RecurrenceEndDateOnly: "2027-12-31" },
      ["2026-03-02", "2027-03-01"],
    ],
  ])("follows %s", async (RecurrenceType, details, days) => {
    await open();
    expect((await make({ ...classic, RecurrenceType, ...details })).status).toBe(201);
    const rows = await find("SELECT StartDateTime FROM Event WHERE IsRecurrence = false ORDER BY StartDateTime");
    expect(rows.map((row) => String(row["StartDateTime"]).slice(0, 10))).toEqual(days);
  });

  it.each([
    ["lacks a field", { RecurrenceType: "RecursWeekly", RecurrenceInterval: 1 }, "RecurrenceDayOfWeekMask"],
    ["has one too many", { ...weekly, RecurrenceDayOfMonth: 3 }, "RecurrenceDayOfMonth"],
    ["has no end", { ...weekly, RecurrenceEndDateOnly: null }, "RecurrenceEndDateOnly"],
    ["is in a zone that is none", { ...weekly, RecurrenceTimeZoneSidKey: "Mars/Olympus" }, "RecurrenceTimeZoneSidKey"],
    ["is too long", { ...weekly, RecurrenceEndDateOnly: "2030-01-01" }, "RecurrenceEndDateOnly"],
  ])("is refused when it %s", async (_what, values, field) => {
    await open();
    const refused = await make({ ...classic, ...values });
    const errorCode = field === "RecurrenceTimeZoneSidKey" ? "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" : "FIELD_INTEGRITY_EXCEPTION";
    expect([refused.status, refused.body[0].errorCode, refused.body[0].fields]).toEqual([400, errorCode, [field]]);
  });

  it("changed at its main record makes what is to come anew; deleted, it takes that along", async () => {
    await open();
    const made = await make(weekly);
    world.clock.move(5 * 86_400_000);
    await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { RecurrenceDayOfWeekMask: 4 });
    const days = async () =>
      (await find("SELECT StartDateTime FROM Event WHERE IsRecurrence = false ORDER BY StartDateTime")).map((row) =>
        String(row["StartDateTime"]).slice(0, 10),
      );
    expect(await days()).toEqual(["2026-03-02", "2026-03-04", "2026-03-10", "2026-03-17"]);
    await world.call(ANNA, "DELETE", `/sobjects/Event/${made.body.id}`);
    expect(await days()).toEqual(["2026-03-02", "2026-03-04"]);
  });

  it("cannot be made where it is switched off, of events and of tasks apart", async () => {
    await open({ switches: { recurringEvents: false, recurringTasks: false } });
    for (const [object, values] of [
      ["Event", weekly],
      ["Task", { Subject: "Report", IsRecurrence: true, RecurrenceType: "RecursDaily" }],
    ] as const) {
      const refused = await world.call(ANNA, "POST", `/sobjects/${object}`, values);
      expect(refused.body[0]).toMatchObject({ errorCode: "INVALID_FIELD_FOR_INSERT_UPDATE", fields: ["IsRecurrence"] });
    }
    expect((await make({ ...MONDAY, Recurrence2PatternText: WEEKLY })).status).toBe(201);
  });

  it("of tasks has a main record that is no to-do, and dated occurrences", async () => {
    await open();
    const task = {
      Subject: "Report",
      IsRecurrence: true,
      RecurrenceStartDateOnly: "2026-03-02",
      RecurrenceEndDateOnly: "2026-03-16",
      RecurrenceType: "RecursWeekly",
      RecurrenceInterval: 1,
      RecurrenceDayOfWeekMask: 2,
    };
    const made = await world.call(ANNA, "POST", "/sobjects/Task", task);
    expect(
      await find(
        `SELECT ActivityDate FROM Task WHERE RecurrenceActivityId = '${made.body.id}' AND IsRecurrence = false ORDER BY ActivityDate`,
      ),
    ).toMatchObject(["2026-03-02", "2026-03-09", "2026-03-16"].map((ActivityDate) => ({ ActivityDate })));
    expect((await world.call(ANNA, "PATCH", `/sobjects/Task/${made.body.id}`, { Status: "Completed" })).body[0].errorCode).toBe(
      "FIELD_INTEGRITY_EXCEPTION",
    );
    expect((await world.call(ANNA, "POST", "/sobjects/Task", { ...task, ActivityDate: "2026-03-02" })).body[0].fields).toEqual([
      "ActivityDate",
    ]);
    await world.call(ANNA, "DELETE", `/sobjects/Task/${made.body.id}`);
    expect(await find("SELECT Id FROM Task")).toEqual([]);
  });

  it("of a task that comes back when it is closed makes the next one", async () => {
    await open();
    const again = { RecurrenceRegeneratedType: "RecurrenceRegenerateAfterDueDate", RecurrenceInterval: 7 };
    const made = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Water", ActivityDate: "2026-03-05", ...again });
    await world.call(ANNA, "PATCH", `/sobjects/Task/${made.body.id}`, { Status: "Completed" });
    expect(await find("SELECT ActivityDate, IsClosed FROM Task ORDER BY ActivityDate")).toMatchObject([
      { ActivityDate: "2026-03-05", IsClosed: true },
      { ActivityDate: "2026-03-12", IsClosed: false },
    ]);
  });
});

describe("the people of an event", () => {
  it("SF16: invited by lists: users get a copy, and the relations by answer show them", async () => {
    await open();
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    const made = await make({ ...MONDAY, UndecidedEventInviteeIds: [world.ben], AcceptedEventInviteeIds: [contact] });
    expect(made.status).toBe(201);
    expect(await find("SELECT RelationId, Type FROM AcceptedEventRelation")).toMatchObject([{ RelationId: contact, Type: "Contact" }]);
    expect(await find(`SELECT IsChild FROM Event WHERE OwnerId = '${world.ben}'`, BEN)).toMatchObject([{ IsChild: true }]);
    const [relation] = await find(`SELECT Id, Status FROM EventRelation WHERE RelationId = '${world.ben}'`);
    expect(relation).toMatchObject({ Status: "New" });
    const answer = { Status: "Accepted", Response: "Gladly" };
    expect((await world.call(ANNA, "PATCH", `/sobjects/EventRelation/${String(relation?.["Id"])}`, answer)).status).toBe(204);
    expect(await find("SELECT RelationId FROM UndecidedEventRelation")).toEqual([]);
    expect(await find("SELECT (SELECT RelationId, Response FROM AcceptedEventRelations) FROM Event WHERE IsChild = false")).toMatchObject([
      { AcceptedEventRelations: { totalSize: 2 } },
    ]);
    await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { Location: "Elsewhere" });
    expect(await find("SELECT Status FROM EventRelation")).toMatchObject([{ Status: "New" }, { Status: "New" }]);
    await world.call(ANNA, "PATCH", `/sobjects/EventRelation/${String(relation?.["Id"])}`, { Status: "Declined" });
    expect(await find(`SELECT Id FROM Event WHERE OwnerId = '${world.ben}'`, BEN)).toEqual([]);
    expect((await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { UndecidedEventInviteeIds: [] })).status).toBe(204);
    expect(await find("SELECT RelationId FROM EventRelation")).toMatchObject([{ RelationId: world.ben }]);
  });

  it("SF16: the same person is invited once, and an invitee's copy has no relations", async () => {
    await open();
    const made = await make(MONDAY);
    const relation = { EventId: made.body.id, RelationId: world.ben };
    await world.call(ANNA, "POST", "/sobjects/EventRelation", relation);
    expect((await world.call(ANNA, "POST", "/sobjects/EventRelation", relation)).body[0].errorCode).toBe("DUPLICATE_VALUE");
    const [copy] = await find("SELECT Id FROM Event WHERE IsChild = true", READER);
    const onCopy = { EventId: copy?.["Id"], RelationId: world.anna };
    expect((await world.call(BEN, "POST", "/sobjects/EventRelation", onCopy)).body[0].errorCode).toBe("FIELD_INTEGRITY_EXCEPTION");
  });

  it("under Shared Activities are named by EventWhoIds, the primary one being WhoId", async () => {
    await open({ switches: { sharedActivities: true } });
    const [first, second] = ["One", "Two"].map((LastName) => world.salesforce.seed.contact({ LastName, OwnerId: world.anna }));
    const made = await make({ ...MONDAY, EventWhoIds: [first, second] });
    const read = async () => (await world.call(ANNA, "GET", `/sobjects/Event/${made.body.id}?fields=WhoId,WhoCount`)).body;
    expect(await read()).toMatchObject({ WhoId: first, WhoCount: 2 });
    expect(await find("SELECT RelationId FROM EventWhoRelation ORDER BY RelationId")).toMatchObject([
      { RelationId: first },
      { RelationId: second },
    ]);
    await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { WhoId: null });
    expect(await read()).toMatchObject({ WhoId: second, WhoCount: 1 });
    expect(await find("SELECT IsParent, IsInvitee FROM EventRelation")).toMatchObject([{ IsParent: true, IsInvitee: false }]);
  });

  it("SF17: under Shared Activities stay on a task whose other fields change", async () => {
    await open({ switches: { sharedActivities: true } });
    const ids = ["One", "Two", "Three"].map((LastName) => world.salesforce.seed.contact({ LastName, OwnerId: world.anna }));
    const made = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", TaskWhoIds: ids });
    await world.call(ANNA, "PATCH", `/sobjects/Task/${made.body.id}`, { Subject: "Call again" });
    expect(await find("SELECT RelationId FROM TaskRelation ORDER BY RelationId")).toMatchObject(ids.map((RelationId) => ({ RelationId })));
  });

  it("cannot be named by EventWhoIds without Shared Activities", async () => {
    await open();
    const contact = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    const refused = await make({ ...MONDAY, EventWhoIds: [contact] });
    expect(refused.body[0]).toMatchObject({ errorCode: "INVALID_FIELD" });
  });
});
