import { randomUUID } from "node:crypto";
import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { answerDelta, termsOf } from "../delta.ts";
import { trackedFolder } from "../folders.ts";
import { GraphError, itemNotFound } from "../graph-error.ts";
import { checkExpand, checkMatch, etag, findItem, itemId, picked, selection } from "../item-view.ts";
import { answerItems, answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { parameter, readBody } from "../shapes/shape.ts";
import { linkedResourceShape, taskShape } from "../shapes/task-shapes.ts";
import type { Fields, StoredItem } from "../stored.ts";
import { nextTask, writtenTask } from "../task-content.ts";
import { taskList } from "./task-lists.ts";

const TASKS = "todo/lists/{list}/tasks";
const TASK = `${TASKS}/{task}`;

export const taskRoutes: readonly Route[] = [
  inMailbox("GET", TASKS, "Tasks.Read", list),
  inMailbox("POST", TASKS, "Tasks.ReadWrite", create),
  inMailbox("GET", `${TASKS}/delta`, "Tasks.Read", delta),
  inMailbox("GET", TASK, "Tasks.Read", (call) => ok(shown(call, task(call)))),
  inMailbox("PATCH", TASK, "Tasks.ReadWrite", change),
  inMailbox("DELETE", TASK, "Tasks.ReadWrite", (call) => {
    const item = task(call);
    checkMatch(call, item);
    call.mailbox.remove(item);
    return noContent;
  }),
  inMailbox("GET", `${TASK}/linkedResources`, "Tasks.Read", (call) =>
    answerPage(call, linksOf(task(call)), `users('${call.user.id}')/todo/lists/tasks/linkedResources`, (one) => ({ ...one }), 100),
  ),
  inMailbox("POST", `${TASK}/linkedResources`, "Tasks.ReadWrite", (call) => {
    const item = task(call);
    const link = newLink(json(call));
    keepLinks(call, item, [...linksOf(item), link]);
    return created({ "@odata.context": context(call, "linkedResources/$entity"), ...link });
  }),
  inMailbox("GET", `${TASK}/linkedResources/{link}`, "Tasks.Read", (call) => ok({ ...linkNamed(call) })),
  inMailbox("PATCH", `${TASK}/linkedResources/{link}`, "Tasks.ReadWrite", (call) => {
    const link: Fields = { ...linkNamed(call), ...readBody(linkedResourceShape, json(call), { creating: false, draft: false }) };
    const item = task(call);
    keepLinks(
      call,
      item,
      linksOf(item).map((one) => (one["id"] === link["id"] ? link : one)),
    );
    return ok({ ...link });
  }),
  inMailbox("DELETE", `${TASK}/linkedResources/{link}`, "Tasks.ReadWrite", (call) => {
    const link = linkNamed(call);
    const item = task(call);
    keepLinks(
      call,
      item,
      linksOf(item).filter((one) => one["id"] !== link["id"]),
    );
    return noContent;
  }),
];

export function task(call: MailboxCall): StoredItem {
  const item = findItem(call.mailbox, call.params["task"] ?? "", "task");
  if (item.folderId !== taskList(call).id) throw itemNotFound();
  return item;
}

const linksOf = (item: StoredItem): readonly Fields[] => (item.fields["linkedResources"] ?? []) as readonly Fields[];

/** A change of links may or may not show in the tasks' delta: here it does. */
const keepLinks = (call: MailboxCall, item: StoredItem, links: readonly Fields[]): StoredItem =>
  call.mailbox.change(item, { ...item.fields, linkedResources: links }, ["linkedResources"]);

const newLink = (body: unknown): Fields => ({ id: randomUUID(), ...readBody(linkedResourceShape, body, { creating: true, draft: false }) });

function linkNamed(call: MailboxCall): Fields {
  const found = linksOf(task(call)).find((one) => one["id"] === call.params["link"]);
  if (!found) throw itemNotFound();
  return found;
}

/** @param expanded what an earlier query asked for, where a token stands for it */
function shower(call: MailboxCall, expanded: readonly string[] = []): (item: StoredItem) => Record<string, unknown> {
  const { options } = call;
  const chosen = selection(taskShape, options.select);
  checkExpand(options.expand, taskShape, ["linkedresources", "checklistitems"]);
  const asked = new Set([...options.expand.map(({ name }) => name), ...expanded].map((name) => name.toLowerCase()));
  return (item) => {
    const { linkedResources: _shownWhenExpanded, checklistItems: _likewise, ...fields } = item.fields;
    const whole = {
      "@odata.etag": etag(item),
      ...fields,
      createdDateTime: item.created,
      lastModifiedDateTime: item.modified,
      id: itemId(item, "default"),
    };
    return {
      ...picked(whole, chosen, taskShape),
      ...(asked.has("linkedresources") ? { linkedResources: linksOf(item) } : {}),
      ...(asked.has("checklistitems") ? { checklistItems: item.fields["checklistItems"] ?? [] } : {}),
    };
  };
}

const shown = (call: MailboxCall, item: StoredItem): Record<string, unknown> => ({
  "@odata.context": context(call, `users('${call.user.id}')/todo/lists('${encodeURIComponent(item.folderId)}')/tasks/$entity`),
  ...shower(call)(item),
});

function list(call: MailboxCall): GraphReply {
  return answerItems(
    call,
    call.mailbox.itemsIn(taskList(call).id).values(),
    {
      typeName: "todoTask",
      has: (name) => name in taskShape.properties,
      collections: ["categories"],
      order: { path: ["createdDateTime"], descending: true },
      contextPath: `users('${call.user.id}')/todo/lists/tasks`,
    },
    shower(call),
  );
}

function create(call: MailboxCall): GraphReply {
  const body = json(call);
  const sent = readBody(taskShape, body, { creating: true, draft: false });
  const links = parameter(body, "linkedResources") ?? [];
  if (!Array.isArray(links)) throw new GraphError(400, "invalidRequest", "linkedResources must be a collection.");
  const linkedResources = links.map(newLink);
  const made = call.mailbox.add("task", taskList(call).id, { ...writtenTask(call.world, null, sent), linkedResources });
  // What was made along with the task is shown along with it, and later only when expanded.
  return created({ ...shown(call, made), ...(linkedResources.length === 0 ? {} : { linkedResources }) });
}

function change(call: MailboxCall): GraphReply {
  const item = task(call);
  checkMatch(call, item);
  const sent = readBody(taskShape, json(call), { creating: false, draft: false });
  const fields = writtenTask(call.world, item.fields, sent);
  const done = item.fields["status"] !== "completed" && fields["status"] === "completed";
  const following = done ? nextTask(fields, call.world.switches.nextTaskKeepsLinks) : null;
  // The rule goes on with the task that follows; the one that was done stays done.
  const { recurrence: _handedOn, ...alone } = fields;
  const kept = following ? alone : fields;
  const names = Object.keys({ ...item.fields, ...kept }).filter((name) => JSON.stringify(kept[name]) !== JSON.stringify(item.fields[name]));
  const changed = call.mailbox.change(item, kept, names);
  if (following) call.mailbox.add("task", item.folderId, following);
  return ok(shown(call, changed));
}

function delta(call: MailboxCall): GraphReply {
  const found = trackedFolder({ ...call, params: { ...call.params, folder: call.params["list"] ?? "" } }, "tasks");
  return answerDelta(
    call,
    {
      log: found.id,
      contextPath: "Collection(todoTask)",
      linkPath: `todo/lists/${encodeURIComponent(found.id)}/tasks/delta`,
      current: (key) => call.mailbox.itemsIn(found.id).get(key),
      seqs: (item: StoredItem) => item,
      show(item, _since, terms) {
        const shown = shower(
          call,
          terms.expand?.split(",").map((name) => name.trim()),
        )(item);
        return terms.select === null ? shown : picked(shown, selection(taskShape, terms.select), taskShape);
      },
    },
    termsOf(call),
  );
}
