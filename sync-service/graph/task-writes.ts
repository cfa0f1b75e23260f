import type { Task } from "../../shared/records/task.ts";
import { categoryName } from "../../shared/records/names.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import type { TaskForms } from "../mappings/task.ts";
import type { GraphTask } from "../mappings/wire/graph-task.ts";
import type { BatchReply, BatchRequest } from "./batch.ts";
import { markedWith } from "./categories.ts";
import type { Graph } from "./client.ts";
import { asDecidedOn, type Prepared, withoutBlanks, writeItems } from "./item-writes.ts";
import { graphPath } from "./path.ts";
import { linkTo, ownLink, seenTask, type LinkedResource, type TaskItem } from "./task-items.ts";
import { listMissing } from "./task-lists.ts";

export interface TaskWritePorts {
  readonly graph: Graph;
  readonly adopted: string;
  readonly forms: TaskForms;
  /** Where a record opens. */
  readonly recordUrl: (id: string) => string;
  readonly readItems: (ids: readonly string[]) => Promise<readonly TaskItem[]>;
  /** The same, for many that are expected to stand in the version given. */
  readonly readCurrent: (actions: readonly { readonly id: string; readonly version: string }[]) => Promise<readonly TaskItem[]>;
}

type Done = Outcome<Task>;
type Update = Extract<Action<Task>, { readonly do: "update" }>;
/** Done, and its reply does not show the task as it stands now. */
const TO_BE_READ = "to be read";

/**
 * P9: To Do does not promise to compare and write in one, so the versions are read in a batch right before, and only what changes is
 * sent, with the version beside it for a service that heeds it. A reply shows the task as it stands then; where the way to the record
 * was set besides, it is read back.
 */
export async function writeTasks(actions: readonly Action<Task>[], ports: TaskWritePorts): Promise<readonly Done[]> {
  const current = new Map((await ports.readCurrent(actions.filter((action) => action.do !== "create"))).map((item) => [item.id, item]));
  const outcomes = await writeItems<Task, typeof TO_BE_READ>(
    actions,
    {
      prepare: (action) => prepare(action, current, ports),
      outcomeOf: (action, replies) => outcomeOf(action, replies, current, ports),
      missing: (cause) => listMissing(cause).problem,
    },
    ports.graph,
  );
  return readBack(actions, outcomes, ports);
}

function prepare(action: Action<Task>, current: ReadonlyMap<string, TaskItem>, ports: TaskWritePorts): Prepared<Task> {
  if (action.do === "create") {
    const path = graphPath`/todo/lists/${ports.adopted}/tasks`;
    return { requests: [{ method: "POST", path, body: newTask(action, ports) }] };
  }
  const there = asDecidedOn<Task, TaskItem>(action, current.get(action.id));
  if ("outcome" in there) return there;
  const { item } = there;
  const path = graphPath`/todo/lists/${item.listId}/tasks/${item.id}`;
  const headers = { "if-match": action.version };
  if (action.do === "remove") return { requests: [{ method: "DELETE", path, headers }] };
  const body = changedTask(action, item, ports);
  const links = pointing(action, item, ports);
  // The link comes first, so that the task's own reply shows it in the version it has then; which is not the one it had before.
  const requests: readonly BatchRequest[] = [
    ...links,
    ...(Object.keys(body).length === 0 ? [] : [{ method: "PATCH", path, headers: links.length === 0 ? headers : {}, body } as const]),
  ];
  return requests.length === 0 ? { outcome: { is: "done", seen: seenTask(item, ports.adopted, ports.forms) } } : { requests };
}

type Create = Extract<Action<Task>, { readonly do: "create" }>;

function newTask(action: Create, ports: TaskWritePorts): Readonly<Record<string, unknown>> {
  return {
    ...withoutBlanks<GraphTask>(ports.forms.toGraph(action.record)),
    categories: [categoryName],
    linkedResources: [newLink(action, ports)],
  };
}

const newLink = ({ pointer, record, stamp }: Create, { recordUrl }: TaskWritePorts): LinkedResource =>
  linkTo(record, stamp, pointer === undefined ? null : recordUrl(pointer));

function changedTask({ changes, marks }: Update, item: TaskItem, { forms }: TaskWritePorts): Readonly<Record<string, unknown>> {
  const categories = marks ? markedWith(item.categories, marks) : null;
  return { ...forms.toGraph(changes), ...(categories ? { categories } : {}) };
}

/** The way to the record: a link of ours that is there already is corrected, others' are left alone (P3). */
function pointing({ marks, was }: Update, item: TaskItem, { recordUrl }: TaskWritePorts): readonly BatchRequest[] {
  if (marks?.pointer === undefined) return [];
  const path = graphPath`/todo/lists/${item.listId}/tasks/${item.id}/linkedResources`;
  const held = ownLink(item);
  const body = linkTo(was, marks.pointer, recordUrl(marks.pointer));
  if (held?.id === undefined) return [{ method: "POST", path, body }];
  const own = graphPath`/todo/lists/${item.listId}/tasks/${item.id}/linkedResources/${held.id}`;
  return [{ method: "PATCH", path: own, body }];
}

function outcomeOf(
  action: Action<Task>,
  replies: readonly BatchReply[],
  current: ReadonlyMap<string, TaskItem>,
  ports: TaskWritePorts,
): Done | typeof TO_BE_READ {
  const wire = replies.at(-1)?.body as Omit<TaskItem, "listId" | "linkedResources">;
  switch (action.do) {
    case "remove":
      return { is: "done", seen: null };
    case "create":
      return done({ ...wire, listId: ports.adopted, linkedResources: [newLink(action, ports)] }, ports);
    case "update": {
      const item = current.get(action.id);
      if (!item || !("title" in wire)) return TO_BE_READ;
      const pointer = action.marks?.pointer;
      const linkedResources = pointer === undefined ? item.linkedResources : [linkTo(action.was, pointer, ports.recordUrl(pointer))];
      return done({ ...wire, listId: item.listId, linkedResources }, ports);
    }
  }
}

const done = (item: TaskItem, { adopted, forms }: TaskWritePorts): Done => ({ is: "done", seen: seenTask(item, adopted, forms) });

/** Setting a link may or may not move the task's version, so it is asked for. */
async function readBack(
  actions: readonly Action<Task>[],
  outcomes: readonly (Done | typeof TO_BE_READ)[],
  ports: TaskWritePorts,
): Promise<readonly Done[]> {
  const ids = actions.flatMap((action, index) => (action.do === "update" && outcomes[index] === TO_BE_READ ? [action.id] : []));
  // Should this fail, it is looked for before anything else happens to it.
  const items = ids.length === 0 ? [] : await ports.readItems(ids).catch(() => []);
  const found = new Map(items.map((item) => [item.id, item]));
  return outcomes.map((outcome, index): Done => {
    if (outcome !== TO_BE_READ) return outcome;
    const action = actions[index];
    const item = action?.do === "update" ? found.get(action.id) : undefined;
    return item ? done(item, ports) : { is: "unknown" };
  });
}
