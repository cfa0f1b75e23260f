import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderNames } from "../../shared/records/names.ts";
import { BEN, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface TodoTask {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly categories: readonly string[];
  readonly dueDateTime?: { readonly dateTime: string; readonly timeZone: string };
  readonly body: { readonly content: string; readonly contentType: string };
  readonly linkedResources?: readonly { readonly webUrl?: string; readonly externalId?: string; readonly applicationName?: string }[];
}

interface Row {
  readonly Id: string;
  readonly Subject: string;
  readonly Status: string;
  readonly ActivityDate: string | null;
  readonly IsClosed: boolean;
  readonly Description: string | null;
}

describe("tasks, through the real service", () => {
  let world: SampleWorld;
  let list = "";

  beforeAll(async () => {
    world = await openSampleWorld({ notifications: true });
    await world.admin.activateAll();
    await world.settle(BEN);
    list = await listOf(folderNames.tasks);
  });
  afterAll(() => world.close());

  const mailbox = () => world.mailbox(BEN);
  const salesforce = () => world.salesforce(BEN);
  async function listOf(name: string): Promise<string> {
    const lists = await mailbox().all<{ id: string; displayName: string }>("/todo/lists");
    const found = lists.find(({ displayName }) => displayName === name);
    return found?.id ?? (await mailbox().send<{ id: string }>("POST", "/todo/lists", { displayName: name })).id;
  }
  const tasks = (listId = list) =>
    mailbox().all<TodoTask>(`/todo/lists/${encodeURIComponent(listId)}/tasks?$expand=linkedResources&$top=100`);
  const named = async (title: string, listId = list): Promise<TodoTask> => {
    const found = (await tasks(listId)).find((task) => task.title === title);
    if (!found) throw new Error(`no task "${title}"`);
    return found;
  };
  const pathOf = (task: TodoTask, listId = list) => `/todo/lists/${encodeURIComponent(listId)}/tasks/${encodeURIComponent(task.id)}`;
  const rows = (subject: string) =>
    salesforce().query<Row>(
      `SELECT Id, Subject, Status, ActivityDate, IsClosed, Description FROM Task WHERE Subject = '${subject}' AND TaskSubtype = 'Task'`,
    );
  const row = async (subject: string): Promise<Row> => {
    const [found, ...others] = await rows(subject);
    if (!found || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} rows "${subject}"`);
    return found;
  };
  const add = (task: Readonly<Record<string, unknown>>, listId = list) =>
    mailbox().send<TodoTask>("POST", `/todo/lists/${encodeURIComponent(listId)}/tasks`, task);

  it("T1: the user's open tasks are in the list, each with the category and the way to its record; filed emails and calls are not", async () => {
    await create({ Subject: "Lamps for the lighthouse", ActivityDate: "2026-12-20" });
    await create({ Subject: "A call", TaskSubtype: "Call" });
    await create({ Subject: "A filed mail", TaskSubtype: "Email" });
    await world.settle(BEN);
    const there = await salesforce().query<{ Id: string; Subject: string; TaskSubtype: string }>(
      "SELECT Id, Subject, TaskSubtype FROM Task WHERE IsClosed = false AND Owner.Username = 'ben.okafor@example.com.sandbox'",
    );
    const open = there.filter(({ TaskSubtype }) => TaskSubtype === "Task");
    expect(open.map(({ Subject }) => Subject)).toContain("Lamps for the lighthouse");
    const items = await tasks();
    for (const { Id, Subject } of open) {
      const item = items.find(({ title }) => title === Subject);
      expect(item?.categories).toContain("Salesforce");
      expect(item?.linkedResources?.[0]?.webUrl).toContain(Id);
    }
    expect(items.filter(({ title }) => there.some(({ Subject, TaskSubtype }) => Subject === title && TaskSubtype !== "Task"))).toEqual([]);
  });

  it("T2, T3: a task made in the list becomes one in Salesforce, is edited and completed on either side, and deleted", async () => {
    await add({ title: "Write to the museum", dueDateTime: { dateTime: "2026-12-03T00:00:00", timeZone: "UTC" }, importance: "high" });
    await world.settle(BEN);
    expect(await row("Write to the museum")).toMatchObject({ ActivityDate: "2026-12-03", Status: "Not Started" });
    const item = await named("Write to the museum");
    expect(item.linkedResources?.[0]?.webUrl).toContain((await row("Write to the museum")).Id);

    await mailbox().send("PATCH", pathOf(item), { body: { content: "by letter", contentType: "text" }, status: "inProgress" });
    await world.settle(BEN);
    expect(await row("Write to the museum")).toMatchObject({ Description: "by letter", Status: "In Progress" });

    await salesforce().change("Task", (await row("Write to the museum")).Id, { ActivityDate: "2026-12-24", Status: "Completed" });
    await world.settle(BEN);
    const completed = await named("Write to the museum");
    expect(completed.status).toBe("completed");
    expect(completed.dueDateTime?.dateTime).toContain("2026-12-24T00:00:00");

    await mailbox().send("DELETE", pathOf(completed));
    await world.settle(BEN);
    expect(await rows("Write to the museum")).toEqual([]);
  });

  it("T1: a task made in Salesforce comes down, is completed in To Do, and goes when it is deleted there", async () => {
    const id = await create({ Subject: "Call the harbour", ActivityDate: "2026-12-31" });
    await world.settle(BEN);
    const item = await named("Call the harbour");
    await mailbox().send("PATCH", pathOf(item), { status: "completed" });
    await world.settle(BEN);
    expect(await row("Call the harbour")).toMatchObject({ IsClosed: true, ActivityDate: "2026-12-31" });
    world.standIns.salesforce.seed.remove("Task", id);
    await world.settle(BEN);
    expect((await tasks()).map(({ title }) => title)).not.toContain("Call the harbour");
  });

  it("T2: a task of another list with the category goes up; a personal one is never read into Salesforce", async () => {
    const home = await listOf("Home");
    await add({ title: "Ask Nora for drawings", categories: ["Salesforce"] }, home);
    await add({ title: "Buy a birthday present" }, home);
    await world.settle(BEN);
    expect(await rows("Ask Nora for drawings")).toHaveLength(1);
    expect(await rows("Buy a birthday present")).toEqual([]);
  });

  it("MG3: a task moved to another list, where it has a new id, is deleted nowhere", async () => {
    await create({ Subject: "Move me" });
    await world.settle(BEN);
    const home = await listOf("Home");
    // In one step, as To Do does it: no look of the service falls in between.
    const held = world.standIns.graph.seed.mailbox(BEN);
    const item = [...held.itemsIn(list).values()].find(({ fields }) => fields["title"] === "Move me");
    if (!item) throw new Error("It did not come down.");
    held.remove(item);
    held.add("task", home, item.fields);
    await world.settle(BEN);
    expect(await rows("Move me")).toHaveLength(1);
    expect((await named("Move me", home)).categories).toEqual([]);
  });

  it("E2: an HTML body is not written over; the conflict is counted", async () => {
    const added = await add({ title: "With a picture" });
    const html = '<p>Plan: <img src="https://pictures.example/plan.png"></p>';
    await mailbox().send("PATCH", pathOf(added), { body: { content: html, contentType: "html" } });
    await world.settle(BEN);
    await salesforce().change("Task", (await row("With a picture")).Id, { Description: "no plan" });
    await world.settle(BEN);
    expect((await named("With a picture")).body.contentType).toBe("html");
    expect((await world.admin.cycle(BEN, 10)).conflicts).toBe(1);
  });

  it("P4: a service killed right after a task was made sends it once when it is back", async () => {
    for (let number = 1; number <= 5; number += 1) await add({ title: `Kill ${number}` });
    await create({ Subject: "Kill from above" });
    await world.crash();
    await world.settle(BEN);
    for (let number = 1; number <= 5; number += 1) expect(await rows(`Kill ${number}`)).toHaveLength(1);
    expect((await tasks()).filter(({ title }) => title.startsWith("Kill"))).toHaveLength(6);
  });

  it("S1, MG14: a task made in To Do goes up by polling, though nothing wakes the mailbox", async () => {
    await add({ title: "Nobody tells" });
    await expect.poll(() => rows("Nobody tells"), { timeout: 20_000, interval: 200 }).toHaveLength(1);
  });

  async function create(values: Readonly<Record<string, unknown>>): Promise<string> {
    const [ben] = await salesforce().query<{ Id: string }>("SELECT Id FROM User WHERE Username = 'ben.okafor@example.com.sandbox'");
    return world.standIns.salesforce.seed.task({ OwnerId: ben?.Id ?? "", ...values });
  }
});
