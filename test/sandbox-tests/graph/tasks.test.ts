import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assertConforms } from "./conformance.ts";
import { round, Tenant } from "./tenant.ts";

const list = (body: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] =>
  body["value"] as readonly Record<string, unknown>[];

describe("To Do", () => {
  let tenant: Tenant;
  let listId: string;
  beforeEach(async () => {
    tenant = new Tenant();
    listId = String((await tenant.ask("POST", "todo/lists", { body: { displayName: "Salesforce Tasks" } })).body["id"]);
  });
  afterEach(() => tenant.close());

  const create = async (body: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> => {
    const reply = await tenant.ask("POST", `todo/lists/${listId}/tasks`, { body });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 201 });
    assertConforms("/users/{user-id}/todo/lists/{todoTaskList-id}/tasks", "POST", 201, reply.body);
    return reply.body;
  };

  it("lists: a default one and flagged mails, which stay; others come, are renamed and go", async () => {
    const reply = await tenant.ask("GET", "todo/lists");
    assertConforms("/users/{user-id}/todo/lists", "GET", 200, reply.body);
    expect(list(reply.body).map((one) => one["wellknownListName"])).toEqual(["defaultList", "flaggedEmails", "none"]);
    expect((await tenant.ask("DELETE", `todo/lists/${String(list(reply.body)[0]?.["id"])}`)).status).toBe(400);
    expect((await tenant.ask("PATCH", `todo/lists/${listId}`, { body: { displayName: "Renamed" } })).body["displayName"]).toBe("Renamed");
    const { deltaLink } = await round(tenant, "todo/lists/delta");
    expect((await tenant.ask("DELETE", `todo/lists/${listId}`)).status).toBe(204);
    expect((await round(tenant, deltaLink)).items).toEqual([{ "@removed": { reason: "deleted" }, id: listId }]);
  });

  it("MG2: ids of tasks are the same whatever the Prefer header says", async () => {
    const { id } = await create({ title: "Call" });
    const reply = await tenant.ask("GET", `todo/lists/${listId}/tasks`, { headers: { prefer: 'IdType="ImmutableId"' } });
    expect(list(reply.body).map((one) => one["id"])).toEqual([id]);
  });

  it("MG18: a due day shifts to UTC and is cut to midnight, or shifted only, as switched", async () => {
    const dueDateTime = { dateTime: "2026-11-05T00:00:00", timeZone: "W. Europe Standard Time" };
    expect((await create({ title: "a", dueDateTime }))["dueDateTime"]).toEqual({
      dateTime: "2026-11-04T00:00:00.0000000",
      timeZone: "UTC",
    });
    tenant.graph.switches.taskDays = "shifted";
    expect((await create({ title: "b", dueDateTime }))["dueDateTime"]).toEqual({
      dateTime: "2026-11-04T23:00:00.0000000",
      timeZone: "UTC",
    });
  });

  it("completing fills the completion day, reopening clears it; enums in any case (MG1)", async () => {
    const path = `todo/lists/${listId}/tasks/${String((await create({ title: "a" }))["id"])}`;
    expect((await tenant.ask("PATCH", path, { body: { status: "Completed" } })).body).toMatchObject({
      status: "completed",
      completedDateTime: { dateTime: "2026-11-02T00:00:00.0000000" },
    });
    expect((await tenant.ask("PATCH", path, { body: { status: "notStarted" } })).body["completedDateTime"]).toBeUndefined();
  });

  it("linked resources are shown when expanded only, and travel with delta so", async () => {
    const { id } = await create({
      title: "a",
      linkedResources: [{ webUrl: "https://x.example/1", externalId: "00T1", applicationName: "Tandem" }],
    });
    expect((await tenant.ask("GET", `todo/lists/${listId}/tasks/${String(id)}`)).body["linkedResources"]).toBeUndefined();
    const { items } = await round(tenant, `todo/lists/${listId}/tasks/delta?$expand=linkedResources`);
    expect(items[0]?.["linkedResources"]).toMatchObject([{ externalId: "00T1" }]);
    const made = await tenant.ask("POST", `todo/lists/${listId}/tasks/${String(id)}/linkedResources`, { body: { externalId: "00T2" } });
    expect(made.status).toBe(201);
    expect(list((await tenant.ask("GET", `todo/lists/${listId}/tasks/${String(id)}/linkedResources`)).body)).toHaveLength(2);
  });

  it("MG10: tasks take no extended properties; a recurring one is not covered, and says so", async () => {
    const path = `todo/lists/${listId}/tasks`;
    expect((await tenant.ask("POST", path, { body: { title: "a", singleValueExtendedProperties: [] } })).status).toBe(400);
    expect((await tenant.ask("POST", path, { body: { title: "a", recurrence: { pattern: { type: "daily", interval: 1 } } } })).status).toBe(
      501,
    );
  });
});
