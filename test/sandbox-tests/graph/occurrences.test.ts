import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { at, create, daily, days, list, NOVEMBER, patch, starts, times, type Json, view } from "./calendar.ts";
import { assertConforms } from "./conformance.ts";
import { Tenant } from "./tenant.ts";

describe("series", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  describe("occurrences", () => {
    it("keep the wall clock of the series' zone over a change of seasons", async () => {
      await create(tenant, {
        ...times("2026-10-24", "W. Europe Standard Time"),
        recurrence: daily("2026-10-24", { type: "numbered", numberOfOccurrences: 3 }),
      });
      expect(starts(await view(tenant, "startDateTime=2026-10-20&endDateTime=2026-11-01"))).toEqual([
        "2026-10-24T08:00",
        "2026-10-25T09:00",
        "2026-10-26T09:00",
      ]);
    });

    it("follow recurrenceTimeZone where it differs from the zone of the start", async () => {
      await create(tenant, {
        ...times("2026-10-31"),
        recurrence: daily("2026-10-31", { type: "numbered", numberOfOccurrences: 2, recurrenceTimeZone: "Eastern Standard Time" }),
      });
      expect(starts(await view(tenant, "startDateTime=2026-10-20&endDateTime=2026-11-10"))).toEqual([
        "2026-10-31T10:00",
        "2026-11-01T11:00",
      ]);
    });

    it("all-day ones are dates, exclusive at their end, whatever zone the request names", async () => {
      await create(tenant, {
        isAllDay: true,
        start: at("2026-10-24T00:00:00", "Tokyo Standard Time"),
        end: at("2026-10-25T00:00:00", "Tokyo Standard Time"),
        recurrence: daily("2026-10-24", { type: "numbered", numberOfOccurrences: 3 }),
      });
      const shown = await view(tenant, "startDateTime=2026-10-20&endDateTime=2026-11-10");
      expect(starts(shown)).toEqual(["2026-10-24T00:00", "2026-10-25T00:00", "2026-10-26T00:00"]);
      expect(shown[0]).toMatchObject({ end: at("2026-10-25T00:00:00.0000000"), isAllDay: true });
    });

    it("have ids, a master, an original start and an iCalUId of their own, and the master's ETag", async () => {
      const master = await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 2 }),
      });
      const [one, other] = await view(tenant);
      expect(one).toMatchObject({
        type: "occurrence",
        seriesMasterId: master["id"],
        originalStart: "2026-11-02T10:00:00Z",
        recurrence: null,
        "@odata.etag": master["@odata.etag"],
      });
      expect(new Set([master, one, other].map((event) => event?.["iCalUId"])).size).toBe(3);
      expect(String(one?.["iCalUId"]).slice(32, 40)).toBe("07EA0B02");
      const read = await tenant.ask("GET", `events/${String(other?.["id"])}`);
      assertConforms("/users/{user-id}/events/{event-id}", "GET", 200, read.body);
      expect(read.body).toMatchObject({ id: other?.["id"], start: at("2026-11-03T10:00:00.0000000") });
      const immutable = await tenant.ask("GET", `calendarView?${NOVEMBER}`, { headers: { prefer: 'IdType="ImmutableId"' } });
      expect((await tenant.ask("GET", `events/${String(list(immutable.body)[1]?.["id"])}`)).body["id"]).toBe(other?.["id"]);
    });

    it("a changed one is an exception; it keeps its id, takes what it does not hold from the series, and is expanded with the master", async () => {
      const master = await create(tenant, { ...times("2026-11-02"), recurrence: daily("2026-11-02") });
      const second = (await view(tenant))[1];
      const changed = await patch(tenant, second?.["id"], { subject: "Other", ...times("2026-11-03", "UTC", "15:00", "16:00") });
      expect(changed).toMatchObject({
        id: second?.["id"],
        type: "exception",
        originalStart: "2026-11-03T10:00:00Z",
        iCalUId: second?.["iCalUId"],
      });
      await patch(tenant, master["id"], { subject: "All", location: { displayName: "Room" } });
      expect((await tenant.ask("GET", `events/${String(second?.["id"])}`)).body).toMatchObject({
        subject: "Other",
        location: { displayName: "Room" },
        start: at("2026-11-03T15:00:00.0000000"),
      });
      const expanded = await tenant.ask(
        "GET",
        `events/${String(master["id"])}?$expand=exceptionOccurrences($select=subject)&$select=subject`,
      );
      expect((expanded.body["exceptionOccurrences"] as readonly Json[]).map((one) => [one["id"], one["subject"]])).toEqual([
        [second?.["id"], "Other"],
      ]);
      expect(list((await tenant.ask("GET", "events")).body)).toHaveLength(1);
    });

    it("a cancelled one is gone, and named with the master on request only", async () => {
      const master = await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 3 }),
      });
      const second = (await view(tenant))[1];
      expect((await tenant.ask("DELETE", `events/${String(second?.["id"])}`)).status).toBe(204);
      expect(days(await view(tenant))).toEqual(["2026-11-02", "2026-11-04"]);
      for (const method of ["GET", "DELETE"]) expect((await tenant.ask(method, `events/${String(second?.["id"])}`)).status).toBe(404);
      const read = await tenant.ask("GET", `events/${String(master["id"])}?$select=cancelledOccurrences`);
      expect(read.body["cancelledOccurrences"]).toEqual([`OID.${String(master["id"])}.2026-11-03`]);
      expect((await tenant.ask("GET", `events/${String(master["id"])}`)).body).not.toHaveProperty("cancelledOccurrences");
    });

    it("none passes a neighbour, wherever that is now: ErrorOccurrenceCrossingBoundary", async () => {
      await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 5 }, { type: "daily", interval: 3 }),
      });
      const [first, second, third] = await view(tenant);
      const move = async (id: unknown, day: string): Promise<unknown> =>
        (await tenant.ask("PATCH", `events/${String(id)}`, { body: times(day) })).body["error"];
      for (const day of ["2026-11-02", "2026-11-08", "2026-11-20"])
        expect(await move(second?.["id"], day)).toMatchObject({ code: "ErrorOccurrenceCrossingBoundary" });
      expect(await move(third?.["id"], "2026-11-07")).toBeUndefined();
      expect(await move(second?.["id"], "2026-11-07")).toMatchObject({ code: "ErrorOccurrenceCrossingBoundary" });
      expect(await move(second?.["id"], "2026-11-06")).toBeUndefined();
      expect(await move(first?.["id"], "2026-10-01")).toBeUndefined();
    });

    it("MG17: If-Match holds for an occurrence; a stale one is 412", async () => {
      await create(tenant, { ...times("2026-11-02"), recurrence: daily("2026-11-02") });
      const [one] = await view(tenant);
      const asked = { body: { subject: "x" }, headers: { "if-match": String(one?.["@odata.etag"]) } };
      expect((await tenant.ask("PATCH", `events/${String(one?.["id"])}`, asked)).status).toBe(200);
      expect((await tenant.ask("PATCH", `events/${String(one?.["id"])}`, asked)).status).toBe(412);
    });

    it("MG10: extended properties are inherited, an occurrence may hold its own, and both are found by naming them", async () => {
      const id = "String {66f5a359-4659-4830-9070-00040ec6ac6e} Name Tandem";
      await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 2 }),
        singleValueExtendedProperties: [{ id, value: "series" }],
      });
      const [, second] = await view(tenant);
      await patch(tenant, second?.["id"], { singleValueExtendedProperties: [{ id, value: "own" }] });
      const shown = await view(tenant, `${NOVEMBER}&$expand=singleValueExtendedProperties($filter=id eq '${id}')`);
      expect(shown.map((one) => (one["singleValueExtendedProperties"] as readonly Json[])[0]?.["value"])).toEqual(["series", "own"]);
      expect(
        list(
          (await tenant.ask("GET", `events?$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${id}' and ep/value eq 'series')`)).body,
        ),
      ).toHaveLength(1);
    });
  });
});
