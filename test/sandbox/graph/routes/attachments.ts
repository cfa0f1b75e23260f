import { attachmentBytes, attachmentSelection, attachmentView, findAttachment, type AttachmentManner } from "../attachment-view.ts";
import { context, created, json, noContent, ok, type GraphReply, type MailboxCall } from "../call.ts";
import { GraphError } from "../graph-error.ts";
import { hasAttachments } from "../message-content.ts";
import { answerPage } from "../paging.ts";
import { inMailbox, type Route } from "../route-table.ts";
import { LARGEST_POST, postedAttachment } from "../posted-attachment.ts";
import { parameter, record } from "../shapes/shape.ts";
import type { StoredItem } from "../stored.ts";
import { message } from "./messages.ts";

const LARGEST_UPLOAD = 150 * 1024 * 1024;

export const attachmentRoutes: readonly Route[] = [
  inMailbox("GET", "messages/{message}/attachments", "Mail.Read", list),
  inMailbox("POST", "messages/{message}/attachments", "Mail.ReadWrite", add),
  inMailbox("POST", "messages/{message}/attachments/createUploadSession", "Mail.ReadWrite", openUpload),
  inMailbox("GET", "messages/{message}/attachments/{attachment}", "Mail.Read", get),
  inMailbox("DELETE", "messages/{message}/attachments/{attachment}", "Mail.ReadWrite", remove),
  inMailbox("GET", "messages/{message}/attachments/{attachment}/$value", "Mail.Read", value),
];

function manner(call: MailboxCall, inside: boolean): AttachmentManner {
  return { inside, withItem: call.options.expand.some((one) => /^microsoft\.graph\.itemattachment\/item$/iu.test(one.name)) };
}

function list(call: MailboxCall): GraphReply {
  const item = message(call);
  const chosen = attachmentSelection(call.options.select);
  const attachments = call.mailbox.attachments(item.key);
  return answerPage(
    call,
    attachments,
    `users('${call.user.id}')/messages('${encodeURIComponent(call.params["message"] ?? "")}')/attachments`,
    (one) => attachmentView(call, item, one, chosen, manner(call, true)),
    Math.max(attachments.length, 1),
  );
}

function get(call: MailboxCall): GraphReply {
  const item = message(call);
  const attachment = findAttachment(call, item, call.params["attachment"] ?? "");
  return ok(attachmentView(call, item, attachment, attachmentSelection(call.options.select), manner(call, false)));
}

function value(call: MailboxCall): GraphReply {
  const attachment = findAttachment(call, message(call), call.params["attachment"] ?? "");
  const bytes = attachmentBytes(attachment);
  return {
    status: 200,
    headers: { "content-type": attachment.is === "item" ? "text/plain" : mediaType(attachment.contentType) },
    body: bytes,
  };
}

/** What a mail calls its part may be no media type at all, and then cannot stand in a header. */
const mediaType = (told: string | null): string =>
  told !== null && /^[\w.+-]+\/[\w.+-]+$/u.test(told) ? told : "application/octet-stream";

function add(call: MailboxCall): GraphReply {
  const item = message(call);
  const attachment = call.mailbox.attach(item.key, postedAttachment(call, json(call)));
  const kept = settle(call, item);
  return created(attachmentView(call, kept, attachment, null, { inside: false, withItem: false }));
}

function remove(call: MailboxCall): GraphReply {
  const item = message(call);
  call.mailbox.detach(findAttachment(call, item, call.params["attachment"] ?? ""));
  settle(call, item);
  return noContent;
}

/** The message knows whether it has attachments, and its MIME is no longer the one it came with. */
function settle(call: MailboxCall, item: StoredItem): StoredItem {
  call.mailbox.dropMime(item.key);
  return call.mailbox.change(item, { ...item.fields, hasAttachments: hasAttachments(call.mailbox, item) }, ["hasAttachments"]);
}

function openUpload(call: MailboxCall): GraphReply {
  const item = message(call);
  const asked = record(parameter(json(call), "attachmentItem"), "attachmentItem");
  const [name, size] = [parameter(asked, "name"), parameter(asked, "size")];
  if (String(parameter(asked, "attachmentType")).toLowerCase() !== "file" || typeof name !== "string" || typeof size !== "number") {
    throw new GraphError(400, "ErrorInvalidRequest", "AttachmentItem needs attachmentType 'file', name and size.");
  }
  if (size < LARGEST_POST)
    throw new GraphError(400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize", "The attachment is smaller than 3 MB: post it instead.");
  if (size > LARGEST_UPLOAD) throw new GraphError(400, "ErrorAttachmentSizeLimitExceeded", "The attachment is larger than 150 MB.");
  const [contentType, contentId] = [parameter(asked, "contentType"), parameter(asked, "contentId")];
  const { token, expirationDateTime } = call.world.uploads.open({
    user: call.mailbox.user,
    itemKey: item.key,
    name,
    size,
    contentType: typeof contentType === "string" ? contentType : null,
    isInline: parameter(asked, "isInline") === true,
    contentId: typeof contentId === "string" ? contentId : null,
  });
  return created({
    "@odata.context": context(call, "microsoft.graph.uploadSession"),
    uploadUrl: `${call.world.uploadUrl()}/api/v2.0/AttachmentSessions/${token}?authtoken=${token}`,
    expirationDateTime,
    nextExpectedRanges: ["0-"],
  });
}
