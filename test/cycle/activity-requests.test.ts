import { afterEach, describe, expect, it } from "vitest";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { type EventWorld, openEventWorld } from "../sides/event-world.ts";
import { openTaskWorld, type TaskWorld } from "../sides/task-world.ts";

const MANY = 200;
/** A `$batch` takes no more. */
const A_BATCH = 20;
/** Past the time in which Salesforce is asked again for what was just written. */
const QUIET_MS = 11 * 60_000;
/** Stamps of Salesforce name a second. */
const NEXT_STAMP_MS = 3_000;

const indexes = Array.from({ length: MANY }, (_, index) => index);
/** An hour for each, from the day after the world's first. */
const hour = (index: number) => new Date(Date.parse("2026-03-03T08:00:00Z") + index * 3_600_000).toISOString();

let world: TaskWorld | EventWorld;
afterEach(() => world.standIns.close());

async function settled(): Promise<void> {
  while (await world.slice());
}

/**
 * Requests of slices until nothing is left, by the stand-ins' own log. Token calls and describes, which are asked once an hour, are left
 * out, and so is the look at the organisation, which is one for all mailboxes.
 */
async function cost(): Promise<{ readonly graph: number; readonly salesforce: number }> {
  const { log } = world.standIns;
  const mark = log.count;
  await settled();
  const asked = log.since(mark).filter(({ url }) => !/oauth2|\/describe$|\/services\/data\/?$/u.test(url));
  const own = asked.filter(
    ({ url }) => !decodeURIComponent(url).startsWith("/services/data/v62.0/queryAll?q=SELECT Id, OwnerId, IsDeleted,"),
  );
  return { graph: own.filter(({ on }) => on === "graph").length, salesforce: own.filter(({ on }) => on === "salesforce").length };
}

async function quiet(): Promise<void> {
  await settled();
  world.standIns.clock.move(QUIET_MS);
  await settled();
}

const editItems = (items: readonly StoredItem[], fields: Readonly<Record<string, unknown>>): void => {
  for (const item of items) world.standIns.graph.seed.change(item, fields);
};

const editRows = (object: "Task" | "Event", fields: Readonly<Record<string, unknown>>): void => {
  for (const row of world.rows()) world.standIns.salesforce.seed.change(object, String(row["Id"]), fields);
  world.standIns.clock.move(NEXT_STAMP_MS);
};

describe("S2, S3: what tasks cost in requests", () => {
  const open = async (): Promise<TaskWorld> => {
    const opened = await openTaskWorld();
    world = opened;
    await settled();
    return opened;
  };
  const task = (index: number) => ({ subject: `Task ${index}`, dueDate: "2026-12-01" });

  it("S2: 200 tasks going up are read with 2 requests, and each is written twice, as the category and the way to the record are two writes", async () => {
    const tasks = await open();
    for (const index of indexes) tasks.addItem(task(index));
    // In Salesforce: are they there, the creation, and the reading back.
    expect(await cost()).toEqual({ graph: 2 + (2 * MANY) / A_BATCH, salesforce: 3 });
    expect(tasks.rows()).toHaveLength(MANY);
    await quiet();
    expect(await cost()).toEqual({ graph: 1, salesforce: 0 });
  });

  it("S2: 200 tasks coming down are made with 10 requests after a look", async () => {
    const tasks = await open();
    for (const index of indexes) tasks.addRow(task(index));
    tasks.standIns.clock.move(NEXT_STAMP_MS);
    expect(await cost()).toEqual({ graph: 1 + MANY / A_BATCH, salesforce: 1 });
    expect(tasks.items()).toHaveLength(MANY);
  });

  it("S2: 200 edits cost a look and the writing of them; To Do's versions are read before", async () => {
    const tasks = await open();
    for (const index of indexes) tasks.addItem(task(index));
    await quiet();
    editItems(tasks.items(), { importance: "high" });
    expect(await cost()).toEqual({ graph: 1, salesforce: 2 });
    await quiet();
    editRows("Task", { Status: "In Progress" });
    expect(await cost()).toEqual({ graph: 1 + (2 * MANY) / A_BATCH, salesforce: 1 });
    expect(new Set(tasks.items().map(({ fields }) => fields["status"]))).toEqual(new Set(["inProgress"]));
  });

  it("P9: a task that somebody changes while many are written is not written over", async () => {
    const tasks = await open();
    const items = indexes.map((index) => tasks.addItem({ ...task(index), importance: "low" }));
    const { salesforce } = tasks;
    // The person edits after the mailbox was read and before anything of it is written.
    tasks.salesforce = () => {
      const side = salesforce();
      return {
        ...side,
        apply(actions) {
          editItems(items.slice(7, 8), { importance: "high", categories: ["Mine"] });
          tasks.salesforce = salesforce;
          return side.apply(actions);
        },
      };
    };
    await settled();
    expect(tasks.item("Task 7").fields).toMatchObject({ importance: "high", categories: ["Mine", "Salesforce"] });
    expect(tasks.row("Task 7")["Priority"]).toBe("High");
  });

  it("S2: 20 removals are asked for by their ids, four at a time as each failure ends its row, and removed with 2 requests", async () => {
    const tasks = await open();
    for (const index of indexes) tasks.addItem(task(index));
    await quiet();
    const mailbox = tasks.standIns.graph.seed.mailbox("ada@northwind.example");
    for (const item of tasks.items().slice(0, 20)) mailbox.remove(item);
    // Two looks, as what left one list may have come to another; one batch and five of four for each of the two lists; the lists; one search
    // for what was moved, which the feed may not tell of yet.
    expect(await cost()).toEqual({ graph: 2 + 2 * (1 + 5) + 1 + 1, salesforce: 2 });
    expect(tasks.rows()).toHaveLength(MANY - 20);
  });
});

describe("S2, S3: what events cost in requests", () => {
  const open = async (): Promise<EventWorld> => {
    const opened = await openEventWorld();
    world = opened;
    await settled();
    return opened;
  };
  const at = (index: number) => ({ dateTime: hour(index).slice(0, 19), timeZone: "UTC" });
  const item = (index: number) => ({ subject: `Event ${index}`, start: at(index), end: at(index + 1), categories: ["Salesforce"] });

  it("S2: 200 events going up are read with a request, made with 3, and nothing of them is written in the mailbox", async () => {
    const events = await open();
    for (const index of indexes) events.addItem(item(index));
    expect(await cost()).toEqual({ graph: 1, salesforce: 3 });
    expect(events.rows()).toHaveLength(MANY);
    await quiet();
    expect(await cost()).toEqual({ graph: 1, salesforce: 0 });
  });

  it("S2: 200 events coming down are made with 10 requests after a look", async () => {
    const events = await open();
    for (const index of indexes) events.addRow({ subject: `Event ${index}`, time: `${hour(index)}/${hour(index + 1)}` });
    events.standIns.clock.move(NEXT_STAMP_MS);
    expect(await cost()).toEqual({ graph: 1 + MANY / A_BATCH, salesforce: 1 });
    expect(await events.view("2026-03-03", "2026-03-20")).toHaveLength(MANY);
  });

  it("S2: 200 edits cost a look and the writing of them", async () => {
    const events = await open();
    const items = indexes.map((index) => events.addItem(item(index)));
    await quiet();
    editItems(items, { location: { displayName: "Room 4" } });
    expect(await cost()).toEqual({ graph: 1, salesforce: 2 });
    await quiet();
    editRows("Event", { Location: "Hall" });
    expect(await cost()).toEqual({ graph: 1 + (2 * MANY) / A_BATCH, salesforce: 1 });
  });
});
