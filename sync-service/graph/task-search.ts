import type { Task } from "../../shared/records/task.ts";
import { byAnyClock, earliest } from "../cycle/clocks.ts";
import type { LostItem, Sought } from "../cycle/side.ts";
import type { BatchRequest } from "./batch.ts";
import type { Graph } from "./client.ts";
import { graphPath, odataText, type ODataText } from "./path.ts";
import { ownLink, recordIn, type TaskItem } from "./task-items.ts";

interface ItemList {
  readonly value: readonly Omit<TaskItem, "listId">[];
  readonly "@odata.nextLink"?: string;
}

/** Exchange finds long conditions too complex. */
const TITLES_A_FILTER = 10;

/** What was created under these stamps, whichever list it lies in now: links cannot be asked for, so everything new is looked at. */
export async function findStamped(
  sought: readonly Sought<Task>[],
  lists: readonly string[],
  graph: Graph,
): Promise<ReadonlyMap<string, TaskItem>> {
  if (sought.length === 0) return new Map();
  const since = byAnyClock(earliest(sought.map((one) => one.since)));
  const stamps = new Set(sought.map(({ stamp }) => stamp));
  const found = new Map<string, TaskItem>();
  for (const item of await findChanged(since, lists, graph)) {
    const stamp = ownLink(item)?.externalId;
    if (stamp && stamps.has(stamp)) found.set(stamp, item);
  }
  return found;
}

/** What was made in these lists since without a link of ours, or has lost it: by which it would be told again. */
export async function findUnlinkedSince(since: Date, lists: readonly string[], graph: Graph): Promise<readonly TaskItem[]> {
  const from = byAnyClock(since);
  const isNew = (item: TaskItem) => ownLink(item) === undefined && Date.parse(item.createdDateTime) >= from.getTime();
  return (await findChanged(from, lists, graph)).filter(isNew);
}

/** What was changed in these lists since, by Exchange's clock. */
export function findChanged(since: Date, lists: readonly string[], graph: Graph): Promise<readonly TaskItem[]> {
  return listed([changedSince(since)], lists, graph);
}

/**
 * By the record's id, the tasks that show the way to these records: links cannot be asked for, so it is looked for by the subject, and among what
 * was changed since, as it may have got another one.
 */
export async function findPointing(
  lost: readonly LostItem<Task>[],
  since: Date,
  lists: readonly string[],
  graph: Graph,
): Promise<ReadonlyMap<string, TaskItem>> {
  const wanted = new Set(lost.map(({ recordId }) => recordId));
  const filters = [changedSince(since), ...titled(lost.flatMap(({ record }) => record ?? []))];
  const pointing = (await listed(filters, lists, graph)).map((item) => [recordIn(ownLink(item)) ?? "", item] as const);
  return new Map(pointing.filter(([recordId]) => wanted.has(recordId)));
}

/** Tasks with one of the records' subjects. */
export function findTitled(records: readonly Task[], lists: readonly string[], graph: Graph): Promise<readonly TaskItem[]> {
  return listed(titled(records), lists, graph);
}

const changedSince = (since: Date): string => `lastModifiedDateTime ge ${since.toISOString()}`;

function titled(records: readonly Task[]): readonly string[] {
  const titles = [...new Set(records.flatMap(({ subject }) => subject ?? []))].map((title) => `title eq ${odataText(title).odata}`);
  const filters: string[] = [];
  for (let start = 0; start < titles.length; start += TITLES_A_FILTER)
    filters.push(titles.slice(start, start + TITLES_A_FILTER).join(" or "));
  return filters;
}

/** What the filters leave of the lists, all pages. */
async function listed(filters: readonly string[], lists: readonly string[], graph: Graph): Promise<readonly TaskItem[]> {
  const asked = lists.flatMap((listId) => filters.map((odata) => ({ listId, filter: { odata } satisfies ODataText })));
  const replies = await graph.batch(
    asked.map(({ listId, filter }): BatchRequest => ({
      method: "GET",
      path: graphPath`/todo/lists/${listId}/tasks?$filter=${filter}&$expand=linkedResources&$top=200`,
    })),
  );
  const items: TaskItem[] = [];
  for (const [index, { body, error }] of replies.entries()) {
    if (error) throw error;
    const { listId } = asked[index] ?? { listId: "" };
    for (let page = body as ItemList | null; page !== null;) {
      items.push(...page.value.map((item) => ({ ...item, listId })));
      const next: string | undefined = page["@odata.nextLink"];
      page = next === undefined ? null : await graph.follow<ItemList>(next);
    }
  }
  return items;
}
