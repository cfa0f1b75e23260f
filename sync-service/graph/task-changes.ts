import type { Task } from "../../shared/records/task.ts";
import { categoryName } from "../../shared/records/names.ts";
import type { Change, Cursor, Page } from "../cycle/side.ts";
import { told } from "../cycle/unreadable.ts";
import { CursorExpired, Gone } from "../errors.ts";
import type { TaskForms } from "../mappings/task.ts";
import type { BatchRequest } from "./batch.ts";
import { carries } from "./categories.ts";
import type { Graph } from "./client.ts";
import { graphPath } from "./path.ts";
import { isWholeTask, ownLink, seenTask, type TaskItem } from "./task-items.ts";
import {
  listMissing,
  listsAfter,
  type ListsKnown,
  listsRequest,
  listWentAway,
  requireAdoptedList,
  UNKNOWN_LISTS,
  watchedLists,
} from "./task-lists.ts";

/** How far each list was read. */
interface Position {
  readonly lists: ListsKnown;
  readonly of: Readonly<Record<string, ListPosition>>;
  /** Removed from a list, and perhaps only moved to another: told once all lists were read again without meeting it there. */
  readonly gone: readonly string[];
  /** Of an earlier reading of all lists: told at the end of this one. */
  readonly missed: readonly string[];
}

interface ListPosition {
  /** Null: not begun. */
  readonly link: string | null;
  /** The link is a deltaLink: this round has everything. */
  readonly settled: boolean;
  /** Everything in it was told once, so that what is not marked may be one that lost its mark. */
  readonly known: boolean;
}

interface DeltaItem {
  readonly id: string;
  readonly "@removed"?: unknown;
}

interface DeltaPage {
  readonly value: readonly DeltaItem[];
  readonly "@odata.nextLink"?: string;
  readonly "@odata.deltaLink"?: string;
}

export interface TaskChangesPorts {
  readonly graph: Graph;
  readonly adopted: string;
  readonly forms: TaskForms;
  /** Those of these tasks that lie in that list, whole. */
  readonly readIn: (listId: string, ids: readonly string[]) => Promise<readonly TaskItem[]>;
  /** Told of every task met, and of the lists once they are known. */
  readonly met: (items: readonly TaskItem[], lists: readonly string[]) => void;
}

/** A hint: pages may be smaller. */
const PAGE = { prefer: "odata.maxpagesize=250" };
const BEGUN: Position = { lists: UNKNOWN_LISTS, of: {}, gone: [], missed: [] };

/** The delta of every watched list together: each round is one `$batch`, and an idle round is one request (S3). */
export async function* taskChanges(since: Cursor | null, ports: TaskChangesPorts): AsyncIterable<Page<Task>> {
  let position = since === null ? BEGUN : begunAnew(parsed(since));
  for (let last = false; !last;) {
    const looked = await look(position, ports);
    const { changes, isEnd } = looked;
    const gone = isEnd ? looked.position.missed.map((id): Change<Task> => ({ is: "gone", id })) : [];
    last = isEnd && looked.position.gone.length === 0;
    position = isEnd ? { ...looked.position, missed: looked.position.gone, gone: [] } : looked.position;
    if (isEnd && !last) position = begunAnew(position);
    yield { changes: [...changes, ...gone], cursor: JSON.stringify(position), last };
  }
}

interface Looked {
  readonly position: Position;
  readonly changes: readonly Change<Task>[];
  /** Every list was read to its end. */
  readonly isEnd: boolean;
}

async function look(position: Position, ports: TaskChangesPorts): Promise<Looked> {
  const wanted = Object.entries(position.of).filter(([, list]) => !list.settled);
  const asksLists = !position.lists.settled;
  const replies = await ports.graph.batch([
    ...(asksLists ? [listsRequest(position.lists)] : []),
    ...wanted.map(([id, list]) => listRequest(id, list)),
  ]);
  const [forLists, ...forTasks] = asksLists ? replies : [undefined, ...replies];
  if (forLists?.error) throw forLists.error;
  const lists = forLists ? listsAfter(position.lists, forLists.body) : position.lists;
  if (lists.settled) requireAdoptedList(watchedLists(lists), ports.adopted);

  const of: Record<string, ListPosition> = { ...position.of };
  const told: Told[] = [];
  for (const [index, [id, list]] of wanted.entries()) {
    const reply = forTasks[index];
    if (reply?.error instanceof Gone) throw id === ports.adopted ? listMissing(reply.error) : listWentAway();
    if (reply?.error) throw reply.error;
    const page = reply?.body as DeltaPage;
    const next = page["@odata.nextLink"];
    of[id] = { link: next ?? page["@odata.deltaLink"] ?? null, settled: next === undefined, known: list.known || next === undefined };
    told.push(await toldOf(id, page.value, list.known, ports));
  }
  const items = told.flatMap((each) => each.items);
  const present = new Set(items.map(({ id }) => id));
  ports.met(items, lists.settled ? watchedLists(lists) : []);
  const next: Position = {
    lists,
    of: lists.settled ? watchedNow(lists, of) : of,
    gone: [...new Set([...position.gone, ...told.flatMap(({ gone }) => gone)])].filter((id) => !present.has(id)),
    missed: position.missed.filter((id) => !present.has(id)),
  };
  const isEnd = lists.settled && Object.values(next.of).every(({ settled }) => settled);
  return { position: next, changes: told.flatMap((each) => changesOf(each, ports)), isEnd };
}

/** What one page of a list told. */
interface Told {
  readonly items: readonly TaskItem[];
  readonly gone: readonly string[];
  readonly known: boolean;
}

async function toldOf(listId: string, page: readonly DeltaItem[], known: boolean, { readIn }: TaskChangesPorts): Promise<Told> {
  const there = page.filter((item) => item["@removed"] === undefined);
  const whole = there.filter(isWholeTask).map((item) => ({ ...(item as TaskItem), listId }));
  const partial = there.filter((item) => !isWholeTask(item)).map(({ id }) => id);
  const read = await readIn(listId, partial);
  const found = new Set(read.map(({ id }) => id));
  const gone = page.filter((item) => item["@removed"] !== undefined || (partial.includes(item.id) && !found.has(item.id)));
  return { items: [...whole, ...read], gone: gone.map(({ id }) => id), known };
}

/**
 * Marked tasks are told as they are, and those which show the way to a record, as they may have been moved here. Another one is none
 * of our business: of it only the id is told, as a hint that it may have left, and nothing at all when its list is met for the first time.
 */
function changesOf({ items, known }: Told, { adopted, forms }: TaskChangesPorts): readonly Change<Task>[] {
  return items.flatMap((item): Change<Task>[] => {
    const isOurs = () => item.listId === adopted || carries(item.categories, categoryName) || ownLink(item) !== undefined;
    const change = told(item.id, () => (isOurs() ? seenTask(item, adopted, forms) : null));
    if (change) return [change];
    return known ? [{ is: "gone", id: item.id }] : [];
  });
}

/** New lists are begun; one that went away ends this history. */
function watchedNow(lists: ListsKnown, of: Readonly<Record<string, ListPosition>>): Readonly<Record<string, ListPosition>> {
  const watched = watchedLists(lists);
  if (Object.keys(of).some((id) => !watched.includes(id))) throw listWentAway();
  const begun = watched.filter((id) => !(id in of)).map((id) => [id, { link: null, settled: false, known: false }] as const);
  return { ...of, ...Object.fromEntries(begun) };
}

function listRequest(id: string, { link }: ListPosition): BatchRequest {
  return link === null
    ? { method: "GET", path: graphPath`/todo/lists/${id}/tasks/delta?$expand=linkedResources`, headers: PAGE }
    : { method: "GET", link, headers: PAGE };
}

/** A round begins: what was settled is asked for news. */
function begunAnew(position: Position): Position {
  return {
    ...position,
    lists: { ...position.lists, settled: false },
    of: Object.fromEntries(Object.entries(position.of).map(([id, list]) => [id, { ...list, settled: false }])),
  };
}

function parsed(cursor: Cursor): Position {
  try {
    return JSON.parse(cursor) as Position;
  } catch (cause) {
    throw new CursorExpired("The cursor of the tasks cannot be read.", { cause });
  }
}
