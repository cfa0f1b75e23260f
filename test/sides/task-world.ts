import type { Preset } from "../../shared/api/preset.ts";
import type { Task } from "../../shared/records/task.ts";
import type { Side } from "../../sync-service/cycle/side.ts";
import { taskRules } from "../../sync-service/cycle/task-kind.ts";
import { textOfHtml } from "../../sync-service/graph/html-text.ts";
import { momentsIn } from "../../sync-service/graph/moments.ts";
import { exchangeTasks } from "../../sync-service/graph/tasks.ts";
import { type TaskForms, taskForms } from "../../sync-service/mappings/task.ts";
import { STANDARD_PICKLISTS } from "../../sync-service/mappings/task-picklists.ts";
import type { GraphTask } from "../../sync-service/mappings/wire/graph-task.ts";
import type { SalesforceTask } from "../../sync-service/mappings/wire/salesforce-task.ts";
import { salesforceTasks } from "../../sync-service/salesforce/tasks.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { settled, sliceOf } from "./kind-cycle.ts";
import { lookAt } from "./noted-changes.ts";
import { ADA, openStandIns, type Settings, type StandIns } from "./stand-ins.ts";

export const LIST = "Salesforce Tasks";
export const TASKS_PRESET: Preset["tasks"] = { on: true, create: "both", update: "both", winner: "exchange", deleteInSalesforce: true };
const ACTIVATED_AT = new Date("2020-01-01T00:00:00Z");

/** Ada's To Do and her tasks in an org, both sides of ours between them, and what people do on each. */
export interface TaskWorld {
  readonly standIns: StandIns;
  readonly listId: string;
  readonly links: MemoryLinkStore<Task>;
  readonly forms: TaskForms;
  preset: Preset["tasks"];
  exchange(now?: () => Date): Side<Task>;
  salesforce(): Side<Task>;
  /** Cycles until nothing more can be done. */
  settle(): Promise<void>;
  slice(): Promise<boolean>;
  /** Time goes by, with the organisation looked at meanwhile. */
  passDays(days: number): Promise<void>;
  /** Tasks of a To Do list, as stored. */
  items(list?: string): readonly StoredItem[];
  item(subject: string, list?: string): StoredItem;
  rows(): readonly Readonly<Record<string, unknown>>[];
  row(subject: string): Readonly<Record<string, unknown>>;
  /** What Outlook does when a task is moved: the same task under a new id. */
  moveTask(item: StoredItem, list: string): StoredItem;
  addItem(task: Partial<Task>, list?: string, more?: Readonly<Record<string, unknown>>): StoredItem;
  addRow(task: Partial<Task>, more?: Readonly<Record<string, unknown>>): string;
}

export async function openTaskWorld(settings: Settings & { readonly timeZone?: string } = {}): Promise<TaskWorld> {
  const standIns = await openStandIns(settings);
  const { clock, graph, salesforce } = standIns;
  const mailbox = graph.seed.mailbox(ADA);
  const listId = mailbox.addFolder("tasks", LIST, null).id;
  const forms = taskForms({ moments: momentsIn(settings.timeZone ?? "UTC"), picklists: STANDARD_PICKLISTS, textOf: textOfHtml });
  const { noted, look } = await lookAt(standIns, ["Task"]);
  const folderOf = (list: string): string =>
    [...mailbox.folders].find((one) => one.kind === "tasks" && (one.displayName === list || one.wellKnown === list))?.id ??
    mailbox.addFolder("tasks", list, null).id;
  const subjectOf = (held: StoredItem): unknown => held.fields["title"];

  const world: TaskWorld = {
    standIns,
    listId,
    links: new MemoryLinkStore<Task>(),
    forms,
    preset: TASKS_PRESET,
    exchange: (now = standIns.now) =>
      exchangeTasks({
        graph: standIns.graphClient.mailbox(standIns.ada),
        listId,
        forms,
        recordUrl: (id) => `${standIns.urls.salesforceUrl}/lightning/r/${id.startsWith("00T") ? "Task/" : ""}${id}/view`,
        now,
      }),
    salesforce: () => salesforceTasks({ api: standIns.salesforceClient.as(ADA), noted, forms, now: standIns.now }),
    slice: () => sliceOf(world, { rules: taskRules(world.preset, STANDARD_PICKLISTS), activatedAt: ACTIVATED_AT }),
    async passDays(days) {
      for (let left = days; left > 0; left -= 10) {
        clock.move(Math.min(10, left) * 24 * 3_600_000);
        await look();
      }
    },
    settle: () => settled(() => world.slice()),
    items: (list = LIST) => [...mailbox.itemsIn(folderOf(list)).values()].sort((one, other) => one.key - other.key),
    item(subject, list) {
      const found = world.items(list).find((held) => subjectOf(held) === subject);
      if (!found) throw new Error(`no task "${subject}" in ${list ?? LIST}: ${world.items(list).map(subjectOf).join(", ")}`);
      return found;
    },
    rows: () => [...salesforce.org.store.rows("Task")].map(({ values }) => values).filter((values) => values["IsDeleted"] !== true),
    row(subject) {
      const found = world.rows().find((values) => values["Subject"] === subject);
      if (!found) throw new Error(`no task "${subject}" in Salesforce`);
      return found;
    },
    moveTask(item, list) {
      const held = mailbox.item(item.key) ?? item;
      mailbox.remove(held);
      const made = mailbox.add("task", folderOf(list), held.fields);
      clock.move(1_000);
      return made;
    },
    addItem: (values, list = LIST, more = {}) => graph.seed.task(ADA, list, { ...(forms.toGraph(values) as GraphTask), ...more }),
    addRow: (values, more = {}) =>
      salesforce.seed.task({ OwnerId: standIns.adaInSalesforce, ...(forms.toSalesforce(values) as SalesforceTask), ...more }),
  };
  return world;
}
