import { randomUUID } from "node:crypto";
import { attachmentBytes, attachmentId, findAttachment } from "../attachment-view.ts";
import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { GraphError, itemNotFound } from "../graph-error.ts";
import { answerPage } from "../paging.ts";
import { LARGEST_POST } from "../posted-attachment.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { parameter, readBody, record } from "../shapes/shape.ts";
import { checklistItemShape } from "../shapes/task-shapes.ts";
import type { Fields, StoredAttachment, StoredItem } from "../stored.ts";
import { task } from "./tasks.ts";

const TASK = "todo/lists/{list}/tasks/{task}";

/** What hangs on a task: its steps and its files. Links stand with the tasks themselves. */
export const taskPartRoutes: readonly Route[] = [
  inMailbox("GET", `${TASK}/checklistItems`, "Tasks.Read", (call) =>
    answerPage(call, stepsOf(task(call)), `${path(call)}/checklistItems`, (one) => ({ ...one }), 100),
  ),
  inMailbox("POST", `${TASK}/checklistItems`, "Tasks.ReadWrite", (call) => {
    const sent = readBody(checklistItemShape, json(call), { creating: true, draft: false });
    if (typeof sent["displayName"] !== "string") throw new GraphError(400, "invalidRequest", "Invalid request: displayName is required.");
    const step = checked({ id: randomUUID(), createdDateTime: stamp(call), isChecked: false, ...sent }, sent, call);
    keepSteps(call, [...stepsOf(task(call)), step]);
    return created(shownStep(call, step));
  }),
  inMailbox("GET", `${TASK}/checklistItems/{step}`, "Tasks.Read", (call) => ok(shownStep(call, stepNamed(call)))),
  inMailbox("PATCH", `${TASK}/checklistItems/{step}`, "Tasks.ReadWrite", (call) => {
    const sent = readBody(checklistItemShape, json(call), { creating: false, draft: false });
    const step = checked({ ...stepNamed(call), ...sent }, sent, call);
    keepSteps(
      call,
      stepsOf(task(call)).map((one) => (one["id"] === step["id"] ? step : one)),
    );
    return ok(shownStep(call, step));
  }),
  inMailbox("DELETE", `${TASK}/checklistItems/{step}`, "Tasks.ReadWrite", (call) => {
    const step = stepNamed(call);
    keepSteps(
      call,
      stepsOf(task(call)).filter((one) => one["id"] !== step["id"]),
    );
    return noContent;
  }),
  inMailbox("GET", `${TASK}/attachments`, "Tasks.Read", (call) => {
    const item = task(call);
    return answerPage(call, call.mailbox.attachments(item.key), `${path(call)}/attachments`, (one) => fileView(item, one), 100);
  }),
  inMailbox("POST", `${TASK}/attachments`, "Tasks.ReadWrite", attach),
  inMailbox("GET", `${TASK}/attachments/{attachment}`, "Tasks.Read", (call) => {
    const [item, file] = [task(call), fileNamed(call)];
    return ok({
      "@odata.context": context(call, `${path(call)}/attachments/$entity`),
      ...fileView(item, file),
      contentBytes: file.content,
    });
  }),
  inMailbox("GET", `${TASK}/attachments/{attachment}/$value`, "Tasks.Read", (call) => ({
    status: 200,
    headers: { "content-type": "application/octet-stream" },
    body: attachmentBytes(fileNamed(call)),
  })),
  inMailbox("DELETE", `${TASK}/attachments/{attachment}`, "Tasks.ReadWrite", (call) => {
    call.mailbox.detach(fileNamed(call));
    noteFiles(call);
    return noContent;
  }),
];

const path = (call: MailboxCall): string =>
  `users('${call.user.id}')/todo/lists('${encodeURIComponent(call.params["list"] ?? "")}')/tasks('${encodeURIComponent(call.params["task"] ?? "")}')`;

const stamp = (call: MailboxCall): string => `${call.world.clock.now().toISOString().slice(0, 19)}Z`;

const stepsOf = (item: StoredItem): readonly Fields[] => (item.fields["checklistItems"] ?? []) as readonly Fields[];

function keepSteps(call: MailboxCall, steps: readonly Fields[]): void {
  const item = task(call);
  call.mailbox.change(item, { ...item.fields, checklistItems: steps }, ["checklistItems"]);
}

function stepNamed(call: MailboxCall): Fields {
  const found = stepsOf(task(call)).find((one) => one["id"] === call.params["step"]);
  if (!found) throw itemNotFound();
  return found;
}

/** A step that is ticked off has the time of it; one that is open has none. */
function checked(step: Fields, sent: Fields, call: MailboxCall): Fields {
  const { checkedDateTime, ...open } = step;
  if (step["isChecked"] !== true) return open;
  return { ...open, checkedDateTime: sent["checkedDateTime"] ?? checkedDateTime ?? stamp(call) };
}

const shownStep = (call: MailboxCall, step: Fields): Fields => ({
  "@odata.context": context(call, `${path(call)}/checklistItems/$entity`),
  ...step,
});

function attach(call: MailboxCall): GraphReply {
  const item = task(call);
  const body = record(json(call), "attachmentBase");
  const [name, content] = [parameter(body, "name"), parameter(body, "contentBytes")];
  if (!/taskFileAttachment$/iu.test(String(body["@odata.type"] ?? "")))
    throw new GraphError(400, "invalidRequest", "The attachment needs an '@odata.type' of #microsoft.graph.taskFileAttachment.");
  if (typeof name !== "string" || name === "") throw new GraphError(400, "invalidRequest", "Invalid request: the attachment needs a name.");
  if (typeof content !== "string" || !/^[A-Za-z0-9+/\s]*={0,2}$/u.test(content))
    throw new GraphError(400, "RequestBodyRead", "Cannot convert a value to target type 'Edm.Binary'.");
  const bytes = Buffer.from(content, "base64");
  if (bytes.length > LARGEST_POST)
    throw new GraphError(413, "RequestEntityTooLarge", "The attachment is larger than 3 MB: use an upload session.");
  const type = parameter(body, "contentType");
  const file = call.mailbox.attach(item.key, {
    is: "file",
    name,
    contentType: typeof type === "string" ? type : "application/octet-stream",
    isInline: false,
    contentId: null,
    contentLocation: null,
    size: bytes.length,
    modified: stamp(call),
    content: bytes.toString("base64"),
    item: null,
  });
  noteFiles(call);
  return created({
    "@odata.context": context(call, `${path(call)}/attachments/$entity`),
    ...fileView(item, file),
    contentBytes: file.content,
  });
}

function noteFiles(call: MailboxCall): void {
  const item = task(call);
  call.mailbox.change(item, { ...item.fields, hasAttachments: call.mailbox.attachments(item.key).length > 0 }, ["hasAttachments"]);
}

const fileNamed = (call: MailboxCall): StoredAttachment => findAttachment(call, task(call), call.params["attachment"] ?? "");

const fileView = (item: StoredItem, file: StoredAttachment): Fields => ({
  "@odata.type": "#microsoft.graph.taskFileAttachment",
  id: attachmentId(item, file, "default"),
  name: file.name,
  contentType: file.contentType,
  size: file.size,
  lastModifiedDateTime: file.modified,
});
