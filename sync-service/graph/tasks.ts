import type { Task } from "../../shared/records/task.ts";
import { categoryName } from "../../shared/records/names.ts";
import { byAnyClock } from "../cycle/clocks.ts";
import { maybeSameTask } from "../cycle/maybe-the-same.ts";
import type { Side } from "../cycle/side.ts";
import { taskFields, type TaskForms } from "../mappings/task.ts";
import { carries } from "./categories.ts";
import type { Graph } from "./client.ts";
import { ItemMemory, readEach } from "./item-reads.ts";
import { graphPath } from "./path.ts";
import { RecentlyMet } from "./recently-met.ts";
import { taskChanges } from "./task-changes.ts";
import { seenTask, type TaskItem } from "./task-items.ts";
import { readLists, requireAdoptedList } from "./task-lists.ts";
import { findChanged, findPointing, findStamped, findTitled, findUnlinkedSince } from "./task-search.ts";
import { writeTasks } from "./task-writes.ts";

export interface ExchangeTasksOptions {
  /** The user's mailbox. */
  readonly graph: Graph;
  /** The id of "Salesforce Tasks". */
  readonly listId: string;
  readonly forms: TaskForms;
  /** Where a record of Salesforce opens. */
  readonly recordUrl: (id: string) => string;
  readonly now: () => Date;
}

/** A reading of what changed lately takes the place of more than so many single ones. */
const READ_ONE_BY_ONE = 20;
/** To Do tells of changes within 15 minutes (facts, section 6). */
const TOLD_WITHIN_MS = 15 * 60_000;
/** So many tasks' lists are remembered. */
const REMEMBERED = 5_000;

/** The To Do tasks of one mailbox (T2). Made for one cycle: it remembers in which lists it met them. */
export function exchangeTasks({ graph, listId: adopted, forms, recordUrl, now }: ExchangeTasksOptions): Side<Task> {
  /** What was changed before was told by now. */
  const toldUntil = byAnyClock(new Date(now().getTime() - TOLD_WITHIN_MS));
  const memory = new ItemMemory<TaskItem>();
  /** By task: an address names the list too, and an id does not tell it. */
  const places = new RecentlyMet<string>(REMEMBERED);
  let lists: readonly string[] | null = null;
  const seen = (item: TaskItem) => seenTask(item, adopted, forms);
  const isMarked = (item: TaskItem) => item.listId === adopted || carries(item.categories, categoryName);
  return {
    name: "exchange",
    fields: async () => new Set(taskFields),
    changes: (since) => taskChanges(since, { graph, adopted, forms, readIn, met }),
    async read(ids) {
      return new Map((await readItems(ids)).map((item) => [item.id, seen(item)]));
    },
    async movedTo(lost) {
      const items = await findPointing(lost, toldUntil, await watched(), graph);
      remember([...items.values()]);
      return new Map([...items].map(([recordId, item]) => [recordId, seen(item)]));
    },
    async find(sought) {
      const found = await findStamped(sought, await watched(), graph);
      remember([...found.values()]);
      return new Map([...found].map(([stamp, item]) => [stamp, seen(item)]));
    },
    async madeSince(since) {
      const items = (await findUnlinkedSince(since, await watched(), graph)).filter(isMarked);
      remember(items);
      return items.map(seen);
    },
    async candidates(records) {
      const items = await findTitled(records, await watched(), graph);
      remember(items);
      const marked = items.filter(isMarked).map(seen);
      return records.map((record) => marked.filter((one) => maybeSameTask(one.record, record)));
    },
    async apply(actions) {
      if (actions.length === 0) return [];
      const outcomes = await writeTasks(actions, { graph, adopted, forms, recordUrl, readItems, readCurrent });
      memory.forget(actions);
      return outcomes;
    },
  };

  /**
   * P9: those that writes rest on, as they are now. Of many that were met in this cycle, what changed since is asked for at once, and what
   * is not among it stands as it was met; one that was removed or moved meanwhile answers the write with 404.
   */
  async function readCurrent(actions: readonly { readonly id: string; readonly version: string }[]): Promise<readonly TaskItem[]> {
    const known = actions.flatMap(({ id, version }) => memory.inVersion(id, version) ?? []);
    if (known.length <= READ_ONE_BY_ONE) return readItems(actions.map(({ id }) => id));
    const changed = await findChanged(toldUntil, [...new Set(known.map(({ listId }) => listId))], graph);
    remember(changed);
    const current = new Map([...known, ...changed].map((item) => [item.id, item]));
    const left = actions.filter(({ id }) => !current.has(id)).map(({ id }) => id);
    return [...current.values(), ...(await readItems(left))];
  }

  /** Where they were met, else in our list; what is not there is looked for in all the others. */
  async function readItems(ids: readonly string[]): Promise<readonly TaskItem[]> {
    if (ids.length === 0) return [];
    const first = await readAt(ids.map((id) => ({ id, listId: places.get(id) ?? adopted })));
    const found = new Set(first.map(({ id }) => id));
    const left = ids.filter((id) => !found.has(id));
    if (left.length === 0) return first;
    // Asked anew: a task is not gone because its list is.
    lists = await readLists(graph);
    requireAdoptedList(lists, adopted);
    const others = lists;
    const more = await readAt(
      left.flatMap((id) => others.filter((listId) => listId !== (places.get(id) ?? adopted)).map((listId) => ({ id, listId }))),
    );
    return [...first, ...more];
  }

  function readIn(listId: string, ids: readonly string[]): Promise<readonly TaskItem[]> {
    return readAt(ids.map((id) => ({ id, listId })));
  }

  async function readAt(asked: readonly { readonly id: string; readonly listId: string }[]): Promise<readonly TaskItem[]> {
    const paths = asked.map(({ id, listId }) => graphPath`/todo/lists/${listId}/tasks/${id}?$expand=linkedResources`);
    const found = await readEach<Omit<TaskItem, "listId">>(paths, graph);
    const items = asked.flatMap(({ listId }, index) => {
      const item = found[index];
      return item ? [{ ...item, listId }] : [];
    });
    remember(items);
    return items;
  }

  function met(items: readonly TaskItem[], known: readonly string[]): void {
    if (known.length > 0) lists = known;
    remember(items);
  }

  function remember(items: readonly TaskItem[]): void {
    for (const { id, listId } of items) places.meet(id, listId);
    memory.meet(items);
  }

  async function watched(): Promise<readonly string[]> {
    lists ??= await readLists(graph);
    requireAdoptedList(lists, adopted);
    return lists;
  }
}
