import "@pnp/graph/attachments/index.js";
import "@pnp/graph/batching.js";
import "@pnp/graph/calendars/index.js";
import "@pnp/graph/contacts/index.js";
import "@pnp/graph/mail/index.js";
import "@pnp/graph/to-do/index.js";
import "@pnp/graph/users/index.js";
import { combine } from "@pnp/core";
import { DefaultHeaders, DefaultInit, graphfi } from "@pnp/graph";
import { BearerToken, BrowserFetchWithRetry, DefaultParse } from "@pnp/queryable";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startGraphWorld, type GraphWorld } from "./graph-world.ts";
import type { Pnp } from "./pnp-graph-types.ts";

describe("PnPjs for Graph, unmodified, over https", () => {
  let world: GraphWorld;
  let graph: Pnp;

  beforeAll(async () => {
    world = await startGraphWorld();
    graph = graphfi().using(
      DefaultInit(combine(world.graphUrl, "v1.0/")),
      DefaultHeaders(),
      BrowserFetchWithRetry(),
      DefaultParse(),
      BearerToken(await world.applicationToken()),
    );
  });
  afterAll(() => world.close());

  const ada = () => graph.users.getById(world.ada);
  const ben = () => graph.users.getById(world.ben);
  const to = (address: string) => [{ emailAddress: { address } }];

  it("users: lists and reads them, and oneself with a person's token", async () => {
    expect((await graph.users.select("displayName")()).map((one) => one.displayName)).toContain("Ada Lovelace");
    expect(await ben()()).toMatchObject({ id: world.ben, displayName: "Ben Franklin" });
    const me = graphfi().using(
      DefaultInit(combine(world.graphUrl, "v1.0/")),
      DefaultHeaders(),
      BrowserFetchWithRetry(),
      DefaultParse(),
      BearerToken(world.userToken(world.ada)),
    );
    expect(await me.me()).toMatchObject({ id: world.ada });
    expect((await me.me.mailFolders()).map((one) => one.displayName)).toContain("Inbox");
  });

  it("mail: sends, drafts, attaches, changes, moves, copies, answers, and deletes", async () => {
    await ada().sendMail({
      subject: "Hello",
      body: { contentType: "text", content: "Hello, Ben" },
      toRecipients: to("ben@northwind.example"),
    });
    const [received] = await ben().mailFolders.getById("inbox").messages.filter("subject eq 'Hello'")();
    expect(received).toMatchObject({ subject: "Hello", isRead: false });
    const message = ben().messages.getById(received?.id ?? "");
    const answer = (await message.createReply({ comment: "Thank you" } as never)) as {
      readonly subject: string;
      readonly isDraft: boolean;
    };
    expect(answer).toMatchObject({ subject: "RE: Hello", isDraft: true });
    await message.forward({ comment: "Look", toRecipients: to("ada@northwind.example") } as never);
    expect(await ada().mailFolders.getById("inbox").messages()).toMatchObject([{ subject: "FW: Hello" }]);
    await message.update({ isRead: true, categories: ["Salesforce"] });
    const copied = await message.copy("archive");
    const moved = await message.move("archive");
    expect(moved.id).not.toBe(received?.id);
    expect(await ben().mailFolders.getById("archive").messages()).toHaveLength(2);
    await ben()
      .messages.getById(copied.id ?? "")
      .delete();

    const draft = await ada().messages.add({ subject: "Draft", toRecipients: to("ben@northwind.example") });
    const open = ada().messages.getById(draft.id ?? "");
    await open.attachments.addFile({ name: "note.txt" } as never, Buffer.from("note").toString("base64") as never);
    expect(await open.attachments()).toMatchObject([{ name: "note.txt", "@odata.type": "#microsoft.graph.fileAttachment" }]);
    await open.send();
    expect(await ada().mailFolders.getById("sentitems").messages()).toHaveLength(2);
  });

  it("mail folders: makes, renames, lists hidden ones, moves, copies, deletes, follows by delta", async () => {
    const made = await ada().mailFolders.add({ displayName: "Deals" });
    const folder = ada().mailFolders.getById(made.id ?? "");
    await folder.update({ displayName: "Sales" });
    await ada().mailFolders.add({ displayName: "Hidden", isHidden: true });
    expect(await ada().mailFolders.includeHidden()).toContainEqual(expect.objectContaining({ displayName: "Hidden" }));
    await folder.childFolders.add({ displayName: "Won" });
    expect(await folder.childFolders()).toMatchObject([{ displayName: "Won" }]);
    await folder.copy("archive");
    expect(await folder.move("archive").catch((error: unknown) => (error as { readonly status: number }).status)).toBe(409);
    const round = await ada().mailFolders.delta()();
    expect((round as { readonly values: readonly unknown[] }).values.length).toBeGreaterThan(3);
    await folder.delete();
  });

  it("mail: pages and searches", async () => {
    for (let index = 0; index < 23; index += 1) world.standIns.graph.seed.message(world.ada, "Pages", { subject: `Page ${index}` });
    const folder = world.standIns.graph.seed.folder(world.ada, "Pages").id;
    const seen: unknown[] = [];
    for await (const page of ada().mailFolders.getById(folder).messages.top(9)) seen.push(...(page as readonly unknown[]));
    expect(seen).toHaveLength(23);
    expect(await ada().messages.search('"subject:page"')()).toHaveLength(10);
  });

  it("settings and categories", async () => {
    await ada().outlook.masterCategories.add({ displayName: "Salesforce", color: "preset7" });
    const [category] = await ada().outlook.masterCategories();
    expect(category).toMatchObject({ displayName: "Salesforce", color: "preset7" });
    await ada()
      .outlook.masterCategories.getById(category?.id ?? "")
      .update({ color: "preset1" });
    await ada().mailboxSettings.update({ timeZone: "Pacific Standard Time" });
    expect(await ada().mailboxSettings()).toMatchObject({ timeZone: "Pacific Standard Time" });
    expect(await ada().mailboxSettings.timeZone()).toBe("Pacific Standard Time");
    expect(await ada().mailboxSettings.workingHours()).toMatchObject({ startTime: "09:00:00.0000000" });
    expect(await ada().mailboxSettings.automaticRepliesSetting()).toMatchObject({ status: "disabled" });
    expect(await ada().mailboxSettings.language()).toMatchObject({ locale: "en-GB" });
  });

  it("contacts and their folders", async () => {
    const folder = await ada().contactFolders.add("Salesforce Contacts");
    const contacts = ada().contactFolders.getById(folder.id ?? "").contacts;
    const made = await contacts.add("Grace", "Hopper", [{ name: "Grace", address: "grace@navy.example" }], ["+1 555 0100"]);
    expect(made).toMatchObject({ displayName: "Grace Hopper", businessPhones: ["+1 555 0100"] });
    const one = ada().contacts.getById(made.id ?? "");
    await one.update({ jobTitle: "Rear admiral" });
    expect(await one()).toMatchObject({ jobTitle: "Rear admiral" });
    expect(await contacts()).toHaveLength(1);
    await ada()
      .contactFolders.getById(folder.id ?? "")
      .childFolders.add("Below");
    await ada()
      .contactFolders.getById(folder.id ?? "")
      .update({ displayName: "Customers" });
    await one.delete();
    expect(await contacts()).toEqual([]);
    await ada()
      .contactFolders.getById(folder.id ?? "")
      .delete();
  });

  it("calendars: events, a view of them, calendars of one's own, answers", async () => {
    const zoned = (dateTime: string) => ({ dateTime, timeZone: "UTC" });
    const made = await ada().calendar.events.add({
      subject: "Kick-off",
      start: zoned("2026-11-10T09:00:00"),
      end: zoned("2026-11-10T10:00:00"),
      attendees: [{ emailAddress: { address: "ben@northwind.example" }, type: "required" }],
    });
    await ada()
      .events.getById(made.id ?? "")
      .update({ subject: "Start" });
    const view = await ada().calendarView("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")();
    expect(view).toMatchObject([{ subject: "Start" }]);
    const own = await ada().calendars.add({ name: "Projects" });
    await ada()
      .calendars.getById(own.id ?? "")
      .events.add({ subject: "Inside", start: zoned("2026-11-11T09:00:00"), end: zoned("2026-11-11T10:00:00") });
    expect(
      await ada()
        .calendars.getById(own.id ?? "")
        .events(),
    ).toHaveLength(1);
    const [invited] = await ben().calendarView("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z")();
    await ben()
      .events.getById((invited as { readonly id: string }).id)
      .accept("Gladly", true);
    await ada()
      .events.getById(made.id ?? "")
      .delete();
    await ada()
      .calendars.getById(own.id ?? "")
      .delete();
  });

  it("to do: lists, tasks, steps, and links", async () => {
    const list = await ada().todo.lists.add({ displayName: "Salesforce Tasks" });
    const tasks = ada().todo.lists.getById(list.id ?? "").tasks;
    const task = await tasks.add({ title: "Call Carla", importance: "high" });
    const one = tasks.getById(task.id ?? "");
    await one.update({ status: "completed" });
    expect(await one()).toMatchObject({ title: "Call Carla", status: "completed" });
    const step = await one.checklistItems.add({ displayName: "Find the number" });
    await one.checklistItems.getById(step.id ?? "").update({ isChecked: true });
    expect(await one.checklistItems()).toMatchObject([{ displayName: "Find the number", isChecked: true }]);
    await one.resources.add({ webUrl: "https://example.com/1", applicationName: "Salesforce", externalId: "00T1" });
    expect(await one.resources()).toMatchObject([{ externalId: "00T1" }]);
    expect(((await tasks.delta()()) as unknown as { readonly values: readonly unknown[] }).values).toHaveLength(1);
    await one.delete();
    await ada()
      .todo.lists.getById(list.id ?? "")
      .delete();
  });

  it("batches: several requests in one, each with its own answer", async () => {
    const [batched, execute] = graph.batched();
    const answers: unknown[] = [];
    const person = batched.users.getById(world.ada);
    void person.mailFolders
      .getById("inbox")()
      .then((one) => answers.push(one.displayName));
    void person.contacts.add("In", "Batch", [], []).then((one) => answers.push(one.displayName));
    const refused = person.messages
      .getById("nonsense")()
      .catch((error: unknown) => answers.push((error as { readonly status: number }).status));
    await execute();
    await refused;
    expect(new Set(answers)).toEqual(new Set([400, "In Batch", "Inbox"]));
  });
});
