import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { create, daily, days, NOVEMBER, patch, times, type Json, view } from "./calendar.ts";
import { assertConforms } from "./conformance.ts";
import { round, Tenant } from "./tenant.ts";

describe("series", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  describe("calendarView/delta", () => {
    const start = `calendarView/delta?${NOVEMBER.replace("&$top=500", "")}`;
    const kinds = (items: readonly Json[]): readonly string[] =>
      items.map((one) => (one["@removed"] ? "removed" : `${String(one["type"])} ${days([one])[0]?.slice(8) ?? ""}`)).toSorted();

    it("MG8: a series is its master and stubs; exceptions are whole; pages end where they must", async () => {
      const master = await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 25 }),
      });
      await patch(tenant, (await view(tenant))[1]?.["id"], { subject: "Other" });
      const { items, pages } = await round(tenant, start, { prefer: "odata.maxpagesize=7" });
      expect(pages).toBe(4);
      expect(items).toHaveLength(26);
      const reply = await tenant.ask("GET", start);
      assertConforms("/users/{user-id}/calendarView/delta()", "GET", 200, reply.body);
      const stubs = items.filter((one) => one["type"] === "occurrence");
      expect(Object.keys(stubs[0] ?? {}).toSorted()).toEqual(
        ["@odata.etag", "@odata.type", "end", "id", "seriesMasterId", "start", "type"].toSorted(),
      );
      expect(stubs.every((one) => one["seriesMasterId"] === master["id"])).toBe(true);
      const others = items.filter((one) => one["type"] !== "occurrence").map((one) => `${String(one["type"])} ${String(one["subject"])}`);
      expect(others.toSorted()).toEqual(["exception Other", "seriesMaster Stand-up"]);
    });

    it("a series outside of the window shows neither master nor stubs", async () => {
      await create(tenant, { ...times("2026-12-05"), recurrence: daily("2026-12-05") });
      expect((await round(tenant, start)).items).toEqual([]);
    });

    it("MG8: one changed occurrence is told with its master; one cancelled perhaps by the master alone, as switched", async () => {
      const { id } = await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 4 }),
      });
      const shown = await view(tenant);
      let { deltaLink, items } = await round(tenant, start);
      await patch(tenant, shown[1]?.["id"], { subject: "Other" });
      ({ deltaLink, items } = await round(tenant, deltaLink));
      expect(kinds(items)).toEqual(["exception 03", "seriesMaster 02"]);
      await tenant.ask("DELETE", `events/${String(shown[1]?.["id"])}`);
      ({ deltaLink, items } = await round(tenant, deltaLink));
      expect(kinds(items)).toEqual(["seriesMaster 02"]);
      expect(items.map((one) => one["id"])).toEqual([id]);
      tenant.graph.switches.cancelledInDelta = true;
      await tenant.ask("DELETE", `events/${String(shown[2]?.["id"])}`);
      ({ deltaLink, items } = await round(tenant, deltaLink));
      expect(kinds(items)).toEqual(["removed", "seriesMaster 02"]);
      expect(items.find((one) => one["@removed"])?.["id"]).toBe(shown[2]?.["id"]);
      expect((await round(tenant, deltaLink)).items).toEqual([]);
    });

    it("MG6: occurrences that a new rule no longer has, or that were moved out of the window, are removed", async () => {
      const { id } = await create(tenant, {
        ...times("2026-11-27"),
        recurrence: daily("2026-11-27", { type: "numbered", numberOfOccurrences: 4 }),
      });
      const shown = await view(tenant);
      let { deltaLink, items } = await round(tenant, start);
      await patch(tenant, shown[3]?.["id"], times("2026-12-02"));
      ({ deltaLink, items } = await round(tenant, deltaLink));
      expect(items.find((one) => one["@removed"])?.["id"]).toBe(shown[3]?.["id"]);
      await patch(tenant, id, {
        recurrence: daily("2026-11-27", { type: "numbered", numberOfOccurrences: 2 }, { type: "daily", interval: 2 }),
      });
      ({ deltaLink, items } = await round(tenant, deltaLink));
      const gone = new Set(items.filter((one) => one["@removed"]).map((one) => one["id"]));
      expect(kinds(items.filter((one) => !one["@removed"]))).toEqual(["occurrence 27", "occurrence 29", "seriesMaster 27"]);
      expect(gone).toEqual(new Set([shown[1]?.["id"], shown[3]?.["id"]]));
    });

    it("a deleted series is removed with each of its occurrences", async () => {
      const { id } = await create(tenant, {
        ...times("2026-11-02"),
        recurrence: daily("2026-11-02", { type: "numbered", numberOfOccurrences: 2 }),
      });
      const shown = await view(tenant);
      const { deltaLink } = await round(tenant, start);
      await tenant.ask("DELETE", `events/${String(id)}`);
      expect((await round(tenant, deltaLink)).items).toEqual(
        [id, ...shown.map((one) => one["id"])].map((gone) => ({ "@removed": { reason: "deleted" }, id: gone })),
      );
    });

    it("MG10: $expand answers 500, as observed; switched off, it is refused like the other options", async () => {
      expect((await tenant.ask("GET", `${start}&$expand=singleValueExtendedProperties($filter=id eq 'x')`)).status).toBe(500);
      tenant.graph.switches.deltaExpandFails = false;
      expect((await tenant.ask("GET", `${start}&$expand=singleValueExtendedProperties($filter=id eq 'x')`)).status).toBe(400);
    });
  });
});
