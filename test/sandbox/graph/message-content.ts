import { createHash } from "node:crypto";
import { preview, type Body } from "./body-text.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Fields, StoredFolder, StoredItem } from "./stored.ts";

/** What a message made from properties holds beside those that were sent. */
export function newMessageFields(sent: Fields, mailbox: string, now: string, key: number): Fields {
  const body: Body = { contentType: "text", content: "", ...withoutNull((sent["body"] ?? {}) as Fields) } as Body;
  const internetMessageId = typeof sent["internetMessageId"] === "string" ? sent["internetMessageId"] : generatedMessageId(mailbox, key);
  return {
    categories: [],
    receivedDateTime: now,
    sentDateTime: now,
    hasAttachments: false,
    subject: "",
    importance: "normal",
    isDeliveryReceiptRequested: null,
    isReadReceiptRequested: false,
    isRead: true,
    isDraft: true,
    inferenceClassification: "focused",
    toRecipients: [],
    ccRecipients: [],
    bccRecipients: [],
    replyTo: [],
    flag: { flagStatus: "notFlagged" },
    conversationId: conversationId(mailbox, internetMessageId),
    conversationIndex: conversationIndex(internetMessageId),
    ...sent,
    internetMessageId,
    body,
    bodyPreview: preview(body),
  };
}

/** An id as Exchange gives to a message that came without one. */
export function generatedMessageId(mailbox: string, key: number): string {
  const name = createHash("sha256").update(`${mailbox}/${key}`).digest("hex").slice(0, 32).toUpperCase();
  return `<${name}@sandbox.prod.outlook.example>`;
}

/** The same for all messages of a thread within a mailbox, another in the next mailbox. @param root the thread's first message id */
export function conversationId(mailbox: string, root: string): string {
  return `AAQkA${createHash("sha256").update(`${mailbox}:${root}`).digest("base64url").slice(0, 42)}=`;
}

export function conversationIndex(root: string): string {
  return Buffer.concat([Buffer.from([1, 0xd4]), createHash("sha256").update(root).digest().subarray(0, 20)]).toString("base64");
}

/** A copy in that folder, with its MIME and its attachments. */
export function copyMessage(mailbox: Mailbox, item: StoredItem, folder: StoredFolder): StoredItem {
  const copied = mailbox.add("message", folder.id, item.fields, item.extended);
  const mime = mailbox.mime(item.key);
  if (mime) mailbox.keepMime(copied.key, mime);
  for (const attachment of mailbox.attachments(item.key)) mailbox.attach(copied.key, attachment);
  return copied;
}

/** True only when something is attached that is not inline (MG20). */
export function hasAttachments(mailbox: Mailbox, item: StoredItem): boolean {
  return mailbox.attachments(item.key).some((attachment) => !attachment.isInline);
}

/** Exchange's size of an attachment: its bytes and some overhead. */
export const attachmentSize = (bytes: number): number => bytes + 198;

function withoutNull(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
