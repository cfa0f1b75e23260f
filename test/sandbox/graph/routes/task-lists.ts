import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { answerDelta, termsOf } from "../delta.ts";
import { folderNamed } from "../folders.ts";
import { GraphError } from "../graph-error.ts";
import { answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { readBody } from "../shapes/shape.ts";
import { taskListShape } from "../shapes/task-shapes.ts";
import type { StoredFolder } from "../stored.ts";

export const taskListRoutes: readonly Route[] = [
  inMailbox("GET", "todo/lists", "Tasks.Read", (call) =>
    answerPage(
      call,
      [...call.mailbox.folders].filter((folder) => folder.kind === "tasks"),
      `users('${call.user.id}')/todo/lists`,
      view,
      100,
    ),
  ),
  inMailbox("POST", "todo/lists", "Tasks.ReadWrite", (call) => {
    const { displayName } = readBody(taskListShape, json(call), { creating: true, draft: false });
    return created(shown(call, call.mailbox.addFolder("tasks", named(displayName), null)));
  }),
  inMailbox("GET", "todo/lists/delta", "Tasks.Read", delta),
  inMailbox("GET", "todo/lists/{list}", "Tasks.Read", (call) => ok(shown(call, taskList(call)))),
  inMailbox("PATCH", "todo/lists/{list}", "Tasks.ReadWrite", (call) => {
    const list = own(taskList(call));
    const { displayName } = readBody(taskListShape, json(call), { creating: false, draft: false });
    return ok(shown(call, displayName === undefined ? list : call.mailbox.changeFolder(list, { displayName: named(displayName) })));
  }),
  inMailbox("DELETE", "todo/lists/{list}", "Tasks.ReadWrite", (call) => {
    call.mailbox.removeFolder(own(taskList(call)));
    return noContent;
  }),
];

export const taskList = (call: MailboxCall): StoredFolder => folderNamed(call, call.params["list"] ?? "", "tasks");

/** The default list and that of flagged mails stay as they are. @throws GraphError 400 */
function own(list: StoredFolder): StoredFolder {
  if (list.wellKnown !== null)
    throw new GraphError(400, "invalidRequest", "Invalid request: a well-known list cannot be renamed or deleted.");
  return list;
}

/** Names of lists need not be unique. */
function named(name: unknown): string {
  if (typeof name !== "string" || name === "") throw new GraphError(400, "invalidRequest", "The list needs a displayName.");
  return name;
}

function view(list: StoredFolder): Record<string, unknown> {
  return {
    "@odata.type": "#microsoft.graph.todoTaskList",
    "@odata.etag": `W/"${Buffer.from(`${list.id}/${list.version}`).toString("base64").slice(-24)}"`,
    id: list.id,
    displayName: list.displayName,
    isOwner: true,
    isShared: false,
    wellknownListName: list.wellKnown ?? "none",
  };
}

const shown = (call: MailboxCall, list: StoredFolder): Record<string, unknown> => ({
  "@odata.context": context(call, `users('${call.user.id}')/todo/lists/$entity`),
  ...view(list),
});

function delta(call: MailboxCall): GraphReply {
  return answerDelta(
    call,
    {
      log: "#tasks",
      contextPath: "Collection(todoTaskList)",
      linkPath: "todo/lists/delta",
      current: (key) => call.mailbox.folderByKey("tasks", key),
      seqs: (list: StoredFolder) => list,
      show: view,
    },
    termsOf(call),
  );
}
