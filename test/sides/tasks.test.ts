import type { Task } from "../../shared/records/task.ts";
import { describeSide, type SideUnderTest } from "./side-contract.ts";
import type { Settings } from "./stand-ins.ts";
import { taskSamples } from "./task-samples.ts";
import { openTaskWorld } from "./task-world.ts";

describeSide("graph, of To Do", () => openExchange(), taskSamples);
describeSide(
  "graph, of To Do, where days are shifted and the mailbox is in Auckland",
  () => openExchange({ graph: { taskDays: "shifted" }, timeZone: "Pacific/Auckland" }),
  taskSamples,
);
describeSide(
  "graph, of To Do, where delta items hold only what changed",
  () => openExchange({ graph: { partialDelta: "everything" } }),
  taskSamples,
);
describeSide("salesforce, of tasks", () => openOrg(), taskSamples);
describeSide("salesforce, of tasks, with the org fields of O6", () => openOrg({ org: { tandemFields: true } }), taskSamples);

async function openExchange(settings: Settings & { readonly timeZone?: string } = {}): Promise<SideUnderTest<Task>> {
  const world = await openTaskWorld(settings);
  const { graph, faults, clock } = world.standIns;
  const find = (id: string) => world.items().find((item) => graph.seed.id(item) === id);
  return {
    side: () => world.exchange(),
    add: async (record) => graph.seed.id(world.addItem(record)),
    async edit(id, changes) {
      const item = find(id);
      if (!item) throw new Error(`no task ${id}`);
      graph.seed.change(item, { ...world.forms.toGraph(changes) });
    },
    async remove(id) {
      const item = find(id);
      if (item) graph.seed.remove(item);
    },
    async there(id) {
      const item = find(id);
      return item ? world.forms.fromGraph(item.fields) : null;
    },
    count: async () => world.items().length,
    loseNextReply: () => void faults.plant({ kind: "lost-after", on: "graph", times: 1 }),
    tick: () => clock.move(1_000),
    close: () => world.standIns.close(),
  };
}

async function openOrg(settings: Settings = {}): Promise<SideUnderTest<Task>> {
  const world = await openTaskWorld(settings);
  const { salesforce, faults, clock } = world.standIns;
  const find = (id: string) => world.rows().find((values) => values["Id"] === id);
  return {
    side: () => world.salesforce(),
    add: async (record) => world.addRow(record),
    edit: async (id, changes) => {
      salesforce.seed.change("Task", id, { ...world.forms.toSalesforce(changes) });
    },
    remove: async (id) => {
      salesforce.seed.remove("Task", id);
    },
    async there(id) {
      const row = find(id);
      return row ? world.forms.fromSalesforce(row) : null;
    },
    count: async () => world.rows().length,
    loseNextReply: () =>
      void faults.plant({ kind: "lost-after", on: "salesforce", method: "POST", path: "/composite/sobjects$", times: 1 }),
    tick: () => clock.move(2_000),
    close: () => world.standIns.close(),
  };
}
