import { afterEach, describe, expect, it } from "vitest";
import { find, make, MONDAY, WEEKLY } from "./events.ts";
import { ANNA, openWorld, type World, type WorldSettings } from "./world.ts";

let world: World;
async function open(settings: WorldSettings = {}): Promise<void> {
  world = await openWorld(settings);
}
afterEach(() => world.close());

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
    const made = await make(world, weekly);
    expect(made.status).toBe(201);
    const rows = await find(
      world,
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
    expect((await make(world, { ...weekly, Recurrence2PatternText: WEEKLY })).body[0].errorCode).toBe("FIELD_INTEGRITY_EXCEPTION");
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
    expect((await make(world, { ...classic, RecurrenceType, ...details })).status).toBe(201);
    const rows = await find(world, "SELECT StartDateTime FROM Event WHERE IsRecurrence = false ORDER BY StartDateTime");
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
    const refused = await make(world, { ...classic, ...values });
    const errorCode = field === "RecurrenceTimeZoneSidKey" ? "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST" : "FIELD_INTEGRITY_EXCEPTION";
    expect([refused.status, refused.body[0].errorCode, refused.body[0].fields]).toEqual([400, errorCode, [field]]);
  });

  it("changed at its main record makes what is to come anew; deleted, it takes that along", async () => {
    await open();
    const made = await make(world, weekly);
    world.clock.move(5 * 86_400_000);
    await world.call(ANNA, "PATCH", `/sobjects/Event/${made.body.id}`, { RecurrenceDayOfWeekMask: 4 });
    const days = async () =>
      (await find(world, "SELECT StartDateTime FROM Event WHERE IsRecurrence = false ORDER BY StartDateTime")).map((row) =>
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
    expect((await make(world, { ...MONDAY, Recurrence2PatternText: WEEKLY })).status).toBe(201);
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
        world,
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
    expect(await find(world, "SELECT Id FROM Task")).toEqual([]);
  });

  it("of a task that comes back when it is closed makes the next one", async () => {
    await open();
    const again = { RecurrenceRegeneratedType: "RecurrenceRegenerateAfterDueDate", RecurrenceInterval: 7 };
    const made = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Water", ActivityDate: "2026-03-05", ...again });
    await world.call(ANNA, "PATCH", `/sobjects/Task/${made.body.id}`, { Status: "Completed" });
    expect(await find(world, "SELECT ActivityDate, IsClosed FROM Task ORDER BY ActivityDate")).toMatchObject([
      { ActivityDate: "2026-03-05", IsClosed: true },
      { ActivityDate: "2026-03-12", IsClosed: false },
    ]);
  });
});
