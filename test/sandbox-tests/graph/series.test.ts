import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { at, create, daily, days, list, patch, refused, times, type Json, view } from "./calendar.ts";
import { assertConforms } from "./conformance.ts";
import { Tenant } from "./tenant.ts";

describe("series", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  describe("the rule", () => {
    it("comes back with all its properties, unused ones 0, sunday, first; the list of events holds the master only", async () => {
      const made = await create(tenant, { ...times("2026-11-02", "Pacific Standard Time"), recurrence: daily("2026-11-02") });
      expect(made).toMatchObject({
        type: "seriesMaster",
        seriesMasterId: null,
        recurrence: {
          pattern: { type: "daily", interval: 1, month: 0, dayOfMonth: 0, daysOfWeek: [], firstDayOfWeek: "sunday", index: "first" },
          range: {
            type: "noEnd",
            startDate: "2026-11-02",
            endDate: "0001-01-01",
            recurrenceTimeZone: "Pacific Standard Time",
            numberOfOccurrences: 0,
          },
        },
      });
      expect(made).not.toHaveProperty("originalStart");
      expect(list((await tenant.ask("GET", "events")).body).map((one) => one["id"])).toEqual([made["id"]]);
    });

    const rules: readonly (readonly [string, string, Json, readonly string[]])[] = [
      ["every third day", "2026-11-02", { type: "daily", interval: 3 }, ["2026-11-02", "2026-11-05", "2026-11-08"]],
      [
        "every other week on Monday and Sunday, weeks beginning on Monday",
        "2026-11-02",
        { type: "weekly", interval: 2, daysOfWeek: ["Monday", "sunday"], firstDayOfWeek: "monday" },
        ["2026-11-02", "2026-11-08", "2026-11-16"],
      ],
      [
        "the same, weeks beginning on Sunday",
        "2026-11-02",
        { type: "weekly", interval: 2, daysOfWeek: ["monday", "sunday"] },
        ["2026-11-02", "2026-11-15", "2026-11-16"],
      ],
      [
        "day 31: the last day of shorter months",
        "2026-01-31",
        { type: "absoluteMonthly", interval: 1, dayOfMonth: 31 },
        ["2026-01-31", "2026-02-28", "2026-03-31"],
      ],
      [
        "the second Tuesday of every other month",
        "2026-11-10",
        { type: "relativeMonthly", interval: 2, daysOfWeek: ["tuesday"], index: "second" },
        ["2026-11-10", "2027-01-12", "2027-03-09"],
      ],
      [
        "the last working day of the month",
        "2026-10-30",
        { type: "relativeMonthly", interval: 1, daysOfWeek: ["monday", "tuesday", "wednesday", "thursday", "friday"], index: "last" },
        ["2026-10-30", "2026-11-30", "2026-12-31"],
      ],
      [
        "29 February: the 28th in other years",
        "2024-02-29",
        { type: "absoluteYearly", interval: 1, dayOfMonth: 29, month: 2 },
        ["2024-02-29", "2025-02-28", "2026-02-28"],
      ],
      [
        "the first Sunday of May, every third year",
        "2026-05-03",
        { type: "relativeYearly", interval: 3, daysOfWeek: ["sunday"], index: "first", month: 5 },
        ["2026-05-03", "2029-05-06", "2032-05-02"],
      ],
    ];
    it.each(rules)("%s", async (_title, day, pattern, expected) => {
      const { id } = await create(tenant, { ...times(day), recurrence: daily(day, { type: "numbered", numberOfOccurrences: 3 }, pattern) });
      const reply = await tenant.ask("GET", `events/${String(id)}/instances?startDateTime=2020-01-01&endDateTime=2036-01-01`);
      assertConforms("/users/{user-id}/events/{event-id}/instances", "GET", 200, reply.body);
      expect(days(list(reply.body))).toEqual(expected);
    });

    it("an end date is the last day on which it may fall; a start that does not fit moves to the first day that does", async () => {
      const made = await create(tenant, {
        ...times("2026-11-03"),
        recurrence: daily(
          "2026-11-03",
          { type: "endDate", endDate: "2026-11-16" },
          { type: "weekly", interval: 1, daysOfWeek: ["monday"] },
        ),
      });
      expect(made).toMatchObject({ start: at("2026-11-09T10:00:00.0000000"), recurrence: { range: { startDate: "2026-11-09" } } });
      expect(days(await view(tenant))).toEqual(["2026-11-09", "2026-11-16"]);
    });

    it("a startDate that is not the event's is moved to, or refused, as switched", async () => {
      expect(await create(tenant, { ...times("2026-11-02"), recurrence: daily("2026-11-04") })).toMatchObject({
        start: at("2026-11-04T10:00:00.0000000"),
      });
      tenant.graph.switches.seriesStartMismatch = "refused";
      expect(await refused(tenant, { recurrence: daily("2026-11-04") })).toBe("ErrorPropertyValidationFailure");
    });

    it("bad rules are refused by code, unused properties too", async () => {
      const bad = async (pattern: Json, range: Json = { type: "noEnd" }): Promise<unknown> =>
        refused(tenant, { recurrence: daily("2026-11-02", range, pattern) });
      expect(await bad({ type: "daily" })).toBe("ErrorPropertyValidationFailure");
      expect(await bad({ type: "daily", interval: 1, month: 13 })).toBe("ErrorPropertyValidationFailure");
      expect(await bad({ type: "weekly", interval: 1 })).toBe("ErrorPropertyValidationFailure");
      expect(await bad({ type: "absoluteMonthly", interval: 1, dayOfMonth: 32 })).toBe("ErrorPropertyValidationFailure");
      expect(await bad({ type: "absoluteYearly", interval: 1, dayOfMonth: 30, month: 2 })).toBe("ErrorPropertyValidationFailure");
      expect(await bad({ type: "daily", interval: 1 }, { type: "numbered", numberOfOccurrences: 0 })).toBe(
        "ErrorPropertyValidationFailure",
      );
      expect(await bad({ type: "daily", interval: 1 }, { type: "endDate", endDate: "2026-11-01" })).toBe("ErrorRecurrenceHasNoOccurrence");
      expect(await bad({ type: "daily", interval: 1 }, { type: "endDate", endDate: "2026-12-01T00:00:00Z" })).toBe(
        "UnableToDeserializePostBody",
      );
      expect(await bad({ type: "hourly", interval: 1 })).toBe("RequestBodyRead");
      expect(await refused(tenant, { recurrence: { pattern: { type: "daily", interval: 1 } } })).toBe("ErrorPropertyValidationFailure");
      expect(await refused(tenant, { end: at("2026-11-03T12:00:00"), recurrence: daily("2026-11-02") })).toBe(
        "ErrorOccurrenceTimeSpanTooBig",
      );
    });
  });

  describe("a changed series", () => {
    const withException = async (): Promise<Json> => {
      const master = await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "endDate", endDate: "2026-11-06" }),
      });
      const shown = await view(tenant);
      await patch(tenant, shown[1]?.["id"], { subject: "Other" });
      await tenant.ask("DELETE", `events/${String(shown[2]?.["id"])}`);
      return master;
    };
    const subjects = async (): Promise<readonly unknown[]> =>
      (await view(tenant)).map((one) => `${days([one])[0]?.slice(8) ?? ""} ${String(one["subject"])}`);

    it("keeps its exceptions when only its end is moved, as far as they lie before it", async () => {
      const { id } = await withException();
      await patch(tenant, id, { recurrence: daily("2026-11-02", { type: "endDate", endDate: "2026-11-05" }) });
      expect(await subjects()).toEqual(["02 Stand-up", "03 Other", "05 Stand-up"]);
      await patch(tenant, id, { recurrence: daily("2026-11-02", { type: "endDate", endDate: "2026-11-02" }) });
      await patch(tenant, id, { recurrence: daily("2026-11-02", { type: "endDate", endDate: "2026-11-04" }) });
      expect(await subjects()).toEqual(["02 Stand-up", "03 Stand-up", "04 Stand-up"]);
    });

    it("loses them when its rule or its time changes", async () => {
      const { id } = await withException();
      await patch(tenant, id, times("2026-11-02", "UTC", "12:00", "13:00"));
      expect(await subjects()).toEqual(["02 Stand-up", "03 Stand-up", "04 Stand-up", "05 Stand-up", "06 Stand-up"]);
      await patch(tenant, id, {
        recurrence: daily("2026-11-02", { type: "endDate", endDate: "2026-11-06" }, { type: "daily", interval: 2 }),
      });
      expect(await subjects()).toEqual(["02 Stand-up", "04 Stand-up", "06 Stand-up"]);
    });

    it("becomes a single event, and a single event a series", async () => {
      const { id } = await withException();
      expect(await patch(tenant, id, { recurrence: null })).toMatchObject({ type: "singleInstance", recurrence: null, id });
      expect(await subjects()).toEqual(["02 Stand-up"]);
      expect(await patch(tenant, id, { recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 2 }) })).toMatchObject({
        type: "seriesMaster",
        id,
      });
      expect(await subjects()).toEqual(["02 Stand-up", "03 Stand-up"]);
    });

    it("moves with its start: the rule begins on the new day", async () => {
      const { id } = await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 2 }),
      });
      expect(await patch(tenant, id, times("2026-11-04"))).toMatchObject({ recurrence: { range: { startDate: "2026-11-04" } } });
      expect(days(await view(tenant))).toEqual(["2026-11-04", "2026-11-05"]);
    });

    it("deleted, takes all its occurrences along", async () => {
      const { id } = await withException();
      expect((await tenant.ask("DELETE", `events/${String(id)}`)).status).toBe(204);
      expect(await view(tenant)).toEqual([]);
    });
  });
});
