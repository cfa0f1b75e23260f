import { afterEach, describe, expect, it } from "vitest";
import { task } from "../doubles/blank-task.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { LIST, openTaskWorld, type TaskWorld } from "./task-world.ts";

const byText = (one: unknown, other: unknown): number => String(one).localeCompare(String(other));

let world: TaskWorld;
afterEach(() => world.standIns.close());
const open = async (...settings: Parameters<typeof openTaskWorld>): Promise<void> => {
  world = await openTaskWorld(...settings);
};
/** What the tasks of either side are called, in order of the alphabet. */
const subjects = () =>
  world
    .rows()
    .map((row) => row["Subject"])
    .sort(byText);
const titles = () =>
  world
    .items()
    .map(({ fields }) => fields["title"])
    .sort(byText);
const recordOf = (item: StoredItem) => world.forms.fromGraph(item.fields);
const inOrg = (subject: string) => world.forms.fromSalesforce(world.row(subject));
const linksOf = (item: StoredItem) => (item.fields["linkedResources"] ?? []) as readonly Record<string, string>[];
const edit = (item: StoredItem, fields: Readonly<Record<string, unknown>>) => {
  world.standIns.graph.seed.change(item, fields);
  world.standIns.clock.move(2_000);
};
const editRow = (subject: string, fields: Readonly<Record<string, unknown>>) => {
  world.standIns.clock.move(2_000);
  world.standIns.salesforce.seed.change("Task", String(world.row(subject)["Id"]), fields);
  world.standIns.clock.move(2_000);
};

describe("tasks between To Do and Salesforce", () => {
  it("T1: open tasks of the user come down with the category and the way to the record; filed emails, calls, others' and old ones do not", async () => {
    await open();
    const { salesforce } = world.standIns;
    const id = world.addRow({
      subject: "Call Nora",
      dueDate: "2026-12-01",
      status: "inProgress",
      importance: "high",
      notes: "about\nlamps",
    });
    world.addRow({ subject: "A filed mail", status: "completed" }, { TaskSubtype: "Email" });
    world.addRow({ subject: "A call" }, { TaskSubtype: "Call" });
    world.addRow({ subject: "Ben's" }, { OwnerId: salesforce.seed.user({ Email: "ben@northwind.example" }) });
    world.addRow({ subject: "Long done", status: "completed" });
    await world.passDays(15);
    world.addRow({ subject: "Done lately", status: "completed" });
    await world.settle();
    expect(titles()).toEqual(["Call Nora", "Done lately"]);
    const item = world.item("Call Nora");
    expect(recordOf(item)).toEqual(
      task({ subject: "Call Nora", dueDate: "2026-12-01", status: "inProgress", importance: "high", notes: "about\nlamps" }),
    );
    expect(item.fields["categories"]).toEqual(["Salesforce"]);
    expect(linksOf(item)).toMatchObject([{ applicationName: "Salesforce", webUrl: expect.stringContaining(`/Task/${id}/view`) }]);
    expect(world.rows()).toHaveLength(6);
  });

  it("T2, T3: a task made in the list becomes one of the user's, and shows the way to it", async () => {
    await open();
    await world.settle();
    world.addItem({ subject: "Send the offer", dueDate: "2026-12-24", reminderAt: "2026-12-24T08:00:00Z", importance: "low" });
    await world.settle();
    const row = world.row("Send the offer");
    expect(row).toMatchObject({
      ActivityDate: "2026-12-24",
      Priority: "Low",
      Status: "Not Started",
      TaskSubtype: "Task",
      OwnerId: world.standIns.adaInSalesforce,
    });
    expect(inOrg("Send the offer").reminderAt).toBe("2026-12-24T08:00:00Z");
    const item = world.item("Send the offer");
    expect(item.fields["categories"]).toEqual(["Salesforce"]);
    expect(linksOf(item)).toMatchObject([{ applicationName: "Salesforce", webUrl: expect.stringContaining(String(row["Id"])) }]);
    expect(world.rows()).toHaveLength(1);
  });

  it("T2: a task of another list goes up with the category, and without it stays personal", async () => {
    await open();
    await world.settle();
    world.addItem({ subject: "Buy milk" }, "Home");
    world.addItem({ subject: "Ask Ben" }, "Home", { categories: ["Blue", "Salesforce"] });
    await world.settle();
    expect(subjects()).toEqual(["Ask Ben"]);
    expect(world.items("Home")).toHaveLength(2);
    expect(linksOf(world.item("Buy milk", "Home"))).toEqual([]);
    expect(world.item("Ask Ben", "Home").fields["categories"]).toEqual(["Blue", "Salesforce"]);
  });

  it("T3: edits and completion follow on either side, and touch nothing else (P3)", async () => {
    await open();
    world.addRow({ subject: "Call Nora", dueDate: "2026-12-01" });
    await world.settle();
    edit(world.item("Call Nora"), {
      title: "Call Nora Haugen",
      startDateTime: { dateTime: "2026-11-01T00:00:00.0000000", timeZone: "UTC" },
    });
    await world.settle();
    expect(inOrg("Call Nora Haugen")).toMatchObject({ dueDate: "2026-12-01" });
    editRow("Call Nora Haugen", { ActivityDate: "2026-12-02", Description: "by phone" });
    await world.settle();
    expect(recordOf(world.item("Call Nora Haugen"))).toMatchObject({ dueDate: "2026-12-02", notes: "by phone" });
    expect(world.item("Call Nora Haugen").fields["startDateTime"]).toBeDefined();
    editRow("Call Nora Haugen", { Status: "Completed" });
    await world.settle();
    expect(world.item("Call Nora Haugen").fields).toMatchObject({ status: "completed" });
    edit(world.item("Call Nora Haugen"), { status: "notStarted" });
    await world.settle();
    expect(world.row("Call Nora Haugen")).toMatchObject({ Status: "Not Started", IsClosed: false });
  });

  it("M2: of a field changed on both sides Outlook's value stands, and the other is listed", async () => {
    await open();
    world.addRow({ subject: "Call Nora" });
    await world.settle();
    editRow("Call Nora", { Description: "from Salesforce", Priority: "High" });
    edit(world.item("Call Nora"), { body: { contentType: "text", content: "from Outlook" } });
    await world.settle();
    expect(inOrg("Call Nora")).toMatchObject({ notes: "from Outlook", importance: "high" });
    expect(recordOf(world.item("Call Nora"))).toMatchObject({ notes: "from Outlook", importance: "high" });
    expect(world.links.conflicts.map(({ field, lost }) => [field, lost])).toEqual([["notes", "from Salesforce"]]);
  });

  it("E2's care: an HTML body goes up as text, and is never written over; Salesforce's edit is a conflict", async () => {
    await open();
    await world.settle();
    const html = '<html><body><p>See <a href="https://x.example">this</a></p></body></html>';
    world.addItem({ subject: "Rich" });
    edit(world.item("Rich"), { body: { contentType: "html", content: html } });
    await world.settle();
    expect(inOrg("Rich").notes).toBe("See this");
    editRow("Rich", { Description: "another text", ActivityDate: "2026-12-02" });
    await world.settle();
    expect(world.item("Rich").fields["body"]).toEqual({ contentType: "html", content: html });
    expect(recordOf(world.item("Rich")).dueDate).toBe("2026-12-02");
    expect(world.row("Rich")["Description"]).toBe("another text");
    expect(world.links.conflicts.map(({ field, winner, lost }) => [field, winner, lost])).toEqual([["notes", "exchange", "another text"]]);
    edit(world.item("Rich"), { body: { contentType: "html", content: "<p>Mine</p>" } });
    await world.settle();
    expect(inOrg("Rich").notes).toBe("Mine");
  });

  it("M3: deleted by its owner in the mailbox it is deleted in Salesforce; deleted in Salesforce, a copy of ours goes and an own item stays", async () => {
    await open();
    world.addRow({ subject: "Down" });
    world.addRow({ subject: "Down too" });
    world.addRow({ subject: "A third" });
    world.addRow({ subject: "A fourth" });
    await world.settle();
    world.addItem({ subject: "Up" });
    await world.settle();
    world.standIns.graph.seed.remove(world.item("Down"));
    world.standIns.clock.move(2_000);
    await world.settle();
    expect(subjects()).toEqual(["A fourth", "A third", "Down too", "Up"]);
    for (const subject of ["Down too", "Up"]) world.standIns.salesforce.seed.remove("Task", String(world.row(subject)["Id"]));
    world.standIns.clock.move(2_000);
    await world.settle();
    expect(titles()).toEqual(["A fourth", "A third", "Up"]);
    expect(world.item("Up").fields["categories"]).toEqual([]);
  });

  it("M3's setting: a task deleted in the mailbox stays in Salesforce where the preset says so", async () => {
    await open();
    world.preset = { ...world.preset, deleteInSalesforce: false };
    world.addRow({ subject: "Down" });
    await world.settle();
    world.standIns.graph.seed.remove(world.item("Down"));
    await world.settle();
    expect(world.row("Down")).toBeDefined();
    expect(world.items()).toEqual([]);
  });

  it("MG3, M4, T3: moved to another list it is the same task under a new id: it leaves, and nothing is deleted or doubled", async () => {
    await open();
    world.addRow({ subject: "Call Nora" });
    world.addRow({ subject: "Another" });
    await world.settle();
    world.moveTask(world.item("Call Nora"), "Home");
    await world.settle();
    expect(world.rows()).toHaveLength(2);
    expect(titles()).toEqual(["Another"]);
    expect(world.item("Call Nora", "Home").fields["categories"]).toEqual([]);
    expect(world.links.all.map(({ state }) => state).sort(byText)).toEqual(["left", "linked"]);
    edit(world.item("Call Nora", "Home"), { title: "Call Nora at home" });
    await world.settle();
    expect(world.row("Call Nora")).toBeDefined();
    world.moveTask(world.item("Call Nora at home", "Home"), LIST);
    await world.settle();
    expect(subjects()).toEqual(["Another", "Call Nora at home"]);
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked", "linked"]);
  });

  it("MG3, T3: moved back, and told of under both its ids at once, it is the same task still", async () => {
    await open();
    world.addRow({ subject: "Call Nora" });
    await world.settle();
    world.moveTask(world.item("Call Nora"), "Home");
    await world.settle();
    world.moveTask(world.item("Call Nora", "Home"), LIST);
    // The list that it left tells of it first; what that told waits for a second round, in which the other list tells too.
    const { faults } = world.standIns;
    const path = `${world.listId.replaceAll(/[^\w-].*$/gu, "")}.*/tasks/delta`;
    faults.plant({ kind: "feed-lagging", on: "graph", path, times: 1 });
    await world.settle();
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked"]);
    expect([world.rows().length, world.items().length]).toEqual([1, 1]);
    edit(world.item("Call Nora"), { title: "Call Nora today" });
    await world.settle();
    expect(subjects()).toEqual(["Call Nora today"]);
  });

  it.each([
    ["as it was", null],
    ["and renamed", "Call Nora today"],
  ])("M5, MG3: moved %s to a list that does not tell of it yet, it is not deleted", async (_how, title) => {
    await open();
    world.addItem({ subject: "Call Nora" }, "Home", { categories: ["Salesforce"] });
    world.addItem({ subject: "Another" });
    await world.settle();
    const moved = world.moveTask(world.item("Call Nora", "Home"), LIST);
    if (title) edit(moved, { title });
    const { faults } = world.standIns;
    const path = `${world.listId.replaceAll(/[^\w-].*$/gu, "")}.*/tasks/delta`;
    faults.plant({ kind: "feed-lagging", on: "graph", path, times: 6 });
    await world.settle();
    const expected = ["Another", title ?? "Call Nora"];
    expect(subjects()).toEqual(expected);
    faults.clear();
    await world.settle();
    expect(world.rows()).toHaveLength(2);
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked", "linked"]);
  });

  it("P2: a removal that was answered 503 after its effect is in the journal with what was there", async () => {
    await open();
    world.addRow({ subject: "Call Nora", notes: "about lamps" });
    world.addRow({ subject: "Another" });
    await world.settle();
    world.standIns.salesforce.seed.remove("Task", String(world.row("Call Nora")["Id"]));
    world.standIns.faults.plant({ kind: "unavailable-after", on: "graph", method: "DELETE", path: "/tasks/", times: 1 });
    await world.settle();
    expect(titles()).toEqual(["Another"]);
    expect(world.links.notes).toContainEqual(
      expect.objectContaining({ action: "remove in Outlook", outcome: "done", before: expect.objectContaining({ notes: "about lamps" }) }),
    );
  });

  it("M5, REL10: moved and renamed, it is found although our clock is an hour ahead", async () => {
    await open();
    const recordId = world.addRow({ subject: "Call Nora" });
    await world.settle();
    const moved = world.moveTask(world.item("Call Nora"), "Home");
    edit(moved, { title: "Call Nora today" });
    const ahead = new Date(world.standIns.now().getTime() + 3_600_000);
    const found = await world.exchange(() => ahead).movedTo?.([{ recordId, record: task({ subject: "Call Nora" }) }]);
    expect([...(found ?? [])].map(([id, { record }]) => [id, record.subject])).toEqual([[recordId, "Call Nora today"]]);
  });

  it("T2: one that came by its category alone stays in step wherever it is moved to", async () => {
    await open();
    await world.settle();
    world.addItem({ subject: "Ask Ben" }, "Home", { categories: ["Salesforce"] });
    await world.settle();
    const moved = world.moveTask(world.item("Ask Ben", "Home"), "Work");
    edit(moved, { title: "Ask Ben today" });
    await world.settle();
    expect(subjects()).toEqual(["Ask Ben today"]);
  });

  it("M4: the category taken off is leaving; set anew, it is shared again", async () => {
    await open();
    world.addRow({ subject: "Call Nora" });
    await world.settle();
    edit(world.item("Call Nora"), { categories: [] });
    await world.settle();
    editRow("Call Nora", { Description: "x" });
    await world.settle();
    expect(recordOf(world.item("Call Nora")).notes).toBeNull();
    edit(world.item("Call Nora"), { categories: ["Salesforce"] });
    await world.settle();
    expect(recordOf(world.item("Call Nora")).notes).toBe("x");
  });

  it.each(["Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata", "America/Sao_Paulo"])(
    "MG18: in %s days slip on neither side, whether To Do cuts or shifts them",
    async (timeZone) => {
      for (const taskDays of ["cut", "shifted"] as const) {
        await open({ timeZone, graph: { taskDays } });
        world.addRow({ subject: "Down", dueDate: "2026-12-31" });
        world.addItem({ subject: "Up", dueDate: "2026-03-29" });
        await world.settle();
        expect(recordOf(world.item("Down")).dueDate).toBe("2026-12-31");
        expect(inOrg("Up").dueDate).toBe("2026-03-29");
        editRow("Up", { ActivityDate: "2026-10-25" });
        await world.settle();
        expect(recordOf(world.item("Up")).dueDate).toBe("2026-10-25");
        expect(
          world
            .rows()
            .map((row) => row["ActivityDate"])
            .sort(byText),
        ).toEqual(["2026-10-25", "2026-12-31"]);
        if (taskDays === "cut") await world.standIns.close();
      }
    },
  );

  it("M1: twins by subject and due date are linked, and tasks of one name that have an item each are no question", async () => {
    await open();
    world.addRow({ subject: "Call", dueDate: "2026-12-01" });
    world.addItem({ subject: "call", dueDate: "2026-12-01" });
    world.addItem({ subject: "Call" });
    await world.settle();
    expect(world.rows()).toHaveLength(2);
    expect(world.items()).toHaveLength(2);
    world.addItem({ subject: "Call" });
    await world.settle();
    expect(world.rows()).toHaveLength(3);
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked", "linked", "linked"]);
  });

  it("T1: what was settled stays in step after it aged out, and what is archived is not deleted (SF18)", async () => {
    await open();
    world.addRow({ subject: "Old" });
    await world.settle();
    editRow("Old", { Status: "Completed" });
    await world.settle();
    await world.passDays(20);
    editRow("Old", { Description: "a late note" });
    await world.settle();
    expect(recordOf(world.item("Old"))).toMatchObject({ status: "completed", notes: "a late note" });
    await world.passDays(370);
    await world.settle();
    expect(world.item("Old").fields["categories"]).toEqual(["Salesforce"]);
  });

  it("P4: a lost reply to a creation makes no second task", async () => {
    await open();
    await world.settle();
    world.addRow({ subject: "Down" });
    world.addItem({ subject: "Up" });
    const { faults } = world.standIns;
    faults.plant({ kind: "lost-after", on: "salesforce", method: "POST", path: "/composite/sobjects$", times: 1 });
    for (let slices = 0; slices < 8; slices += 1) await world.slice().catch(() => false);
    await world.settle();
    expect(subjects()).toEqual(["Down", "Up"]);
    expect(titles()).toEqual(["Down", "Up"]);
  });

  it("B2: the list that is gone is a fault, and deletes nothing", async () => {
    await open();
    world.addRow({ subject: "Down" });
    await world.settle();
    const mailbox = world.standIns.graph.seed.mailbox("ada@northwind.example");
    const list = [...mailbox.folders].find(({ id }) => id === world.listId);
    if (!list) throw new Error("no list");
    mailbox.removeFolder(list);
    await expect(world.slice()).rejects.toMatchObject({ code: "FOLDER_MISSING" });
    expect(world.row("Down")).toBeDefined();
  });

  it("S3: an idle look is one request in the mailbox, and none of the user's in Salesforce", async () => {
    await open();
    world.addRow({ subject: "Down" });
    await world.settle();
    const mark = world.standIns.log.count;
    await world.slice();
    const asked = world.standIns.log.since(mark).filter(({ url }) => !url.includes("oauth2"));
    expect(asked.map(({ url }) => new URL(url, "http://x").pathname)).toEqual([
      expect.stringContaining("$batch"),
      expect.stringContaining("query"),
    ]);
  });
});
