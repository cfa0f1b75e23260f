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

  it("MG10: tasks take no extended properties", async () => {
    const path = `todo/lists/${listId}/tasks`;
    expect((await tenant.ask("POST", path, { body: { title: "a", singleValueExtendedProperties: [] } })).status).toBe(400);
  });

  describe("repeated tasks", () => {
    const weekly = (
      startDate: string,
      range: Readonly<Record<string, unknown>> = { type: "noEnd" },
    ): Readonly<Record<string, unknown>> => ({
      pattern: { type: "weekly", interval: 1, daysOfWeek: ["thursday"] },
      range: { startDate, ...range },
    });
    const tasks = async (): Promise<readonly Record<string, unknown>[]> => {
      const reply = await tenant.ask("GET", `todo/lists/${listId}/tasks?$expand=checklistItems,linkedResources&$orderby=createdDateTime`);
      assertConforms("/users/{user-id}/todo/lists/{todoTaskList-id}/tasks", "GET", 200, reply.body);
      return list(reply.body);
    };
    const complete = (id: unknown): Promise<unknown> =>
      tenant.ask("PATCH", `todo/lists/${listId}/tasks/${String(id)}`, { body: { status: "completed" } });
    const due = (task: Readonly<Record<string, unknown>> | undefined): string =>
      String((task?.["dueDateTime"] as { readonly dateTime: string } | undefined)?.dateTime).slice(0, 10);

    it("the first is due on the rule's first day; done, the next one comes with a new id", async () => {
      const made = await create({ title: "Report", recurrence: weekly("2026-11-05"), linkedResources: [{ externalId: "00T1" }] });
      expect(due(made)).toBe("2026-11-05");
      await tenant.ask("POST", `todo/lists/${listId}/tasks/${String(made["id"])}/checklistItems`, {
        body: { displayName: "Step", isChecked: true },
      });
      const { deltaLink } = await round(tenant, `todo/lists/${listId}/tasks/delta`);
      await complete(made["id"]);
      const [done, next] = await tasks();
      expect(done).toMatchObject({ id: made["id"], status: "completed" });
      expect(done).not.toHaveProperty("recurrence");
      expect(next).toMatchObject({ title: "Report", status: "notStarted", recurrence: { pattern: { type: "weekly" } } });
      expect(next?.["id"]).not.toBe(made["id"]);
      expect(due(next)).toBe("2026-11-12");
      expect(next?.["checklistItems"]).toMatchObject([{ displayName: "Step", isChecked: false }]);
      expect(next?.["linkedResources"]).toMatchObject([{ externalId: "00T1" }]);
      const told = (await round(tenant, deltaLink)).items.map((one) => one["id"]);
      expect(new Set(told)).toEqual(new Set([done?.["id"], next?.["id"]]));
    });

    it("links may stay with the one that was done, as switched", async () => {
      tenant.graph.switches.nextTaskKeepsLinks = false;
      const made = await create({ title: "Report", recurrence: weekly("2026-11-05"), linkedResources: [{ externalId: "00T1" }] });
      await complete(made["id"]);
      expect((await tasks())[1]?.["linkedResources"]).toEqual([]);
    });

    it("MG18: a due day that was shifted to UTC goes on in its own rhythm", async () => {
      const dueDateTime = { dateTime: "2026-11-05T00:00:00", timeZone: "W. Europe Standard Time" };
      const made = await create({ title: "Report", recurrence: weekly("2026-11-05"), dueDateTime });
      expect(due(made)).toBe("2026-11-04");
      await complete(made["id"]);
      expect(due((await tasks())[1])).toBe("2026-11-11");
    });

    it("after the last none comes; completing twice makes one", async () => {
      const made = await create({ title: "Report", recurrence: weekly("2026-11-05", { type: "numbered", numberOfOccurrences: 2 }) });
      await complete(made["id"]);
      await complete(made["id"]);
      expect(await tasks()).toHaveLength(2);
      await complete((await tasks())[1]?.["id"]);
      expect(await tasks()).toHaveLength(2);
    });

    it("a bad rule is refused", async () => {
      const body = {
        title: "a",
        recurrence: { pattern: { type: "weekly", interval: 1 }, range: { type: "noEnd", startDate: "2026-11-05" } },
      };
      expect((await tenant.ask("POST", `todo/lists/${listId}/tasks`, { body })).status).toBe(400);
    });
  });

  it("steps: made, ticked off with a time, taken away", async () => {
    const path = `todo/lists/${listId}/tasks/${String((await create({ title: "a" }))["id"])}/checklistItems`;
    const schema = "/users/{user-id}/todo/lists/{todoTaskList-id}/tasks/{todoTask-id}/checklistItems";
    const made = await tenant.ask("POST", path, { body: { displayName: "Final sign-off" } });
    expect(made.status).toBe(201);
    assertConforms(schema, "POST", 201, made.body);
    expect(made.body).toMatchObject({ displayName: "Final sign-off", isChecked: false });
    const ticked = await tenant.ask("PATCH", `${path}/${String(made.body["id"])}`, { body: { isChecked: true } });
    assertConforms(`${schema}/{checklistItem-id}`, "PATCH", 200, ticked.body);
    expect(ticked.body).toMatchObject({ isChecked: true, checkedDateTime: "2026-11-02T09:00:00Z" });
    assertConforms(schema, "GET", 200, (await tenant.ask("GET", path)).body);
    expect((await tenant.ask("DELETE", `${path}/${String(made.body["id"])}`)).status).toBe(204);
    expect((await tenant.ask("GET", `${path}/${String(made.body["id"])}`)).status).toBe(404);
    expect((await tenant.ask("POST", path, { body: {} })).status).toBe(400);
  });

  it("files: kept whole, listed without their bytes, gone again", async () => {
    const task = `todo/lists/${listId}/tasks/${String((await create({ title: "a" }))["id"])}`;
    const schema = "/users/{user-id}/todo/lists/{todoTaskList-id}/tasks/{todoTask-id}/attachments";
    const body = {
      "@odata.type": "#microsoft.graph.taskFileAttachment",
      name: "menu.txt",
      contentType: "text/plain",
      contentBytes: "bWVudQ==",
    };
    const made = await tenant.ask("POST", `${task}/attachments`, { body });
    expect(made.status).toBe(201);
    assertConforms(schema, "POST", 201, made.body);
    expect((await tenant.ask("GET", task)).body["hasAttachments"]).toBe(true);
    const listed = await tenant.ask("GET", `${task}/attachments`);
    assertConforms(schema, "GET", 200, listed.body);
    expect(list(listed.body)[0]).not.toHaveProperty("contentBytes");
    const one = `${task}/attachments/${String(made.body["id"])}`;
    const read = await tenant.ask("GET", one);
    assertConforms(`${schema}/{attachmentBase-id}`, "GET", 200, read.body);
    expect(read.body["contentBytes"]).toBe("bWVudQ==");
    expect((await tenant.ask("GET", `${one}/$value`)).text).toBe("menu");
    expect((await tenant.ask("DELETE", one)).status).toBe(204);
    expect((await tenant.ask("GET", task)).body["hasAttachments"]).toBe(false);
    expect((await tenant.ask("POST", `${task}/attachments`, { body: { name: "x" } })).status).toBe(400);
  });
});
