import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import type { Body } from "./body-text.ts";
import { preview } from "./body-text.ts";
import type { Mailbox } from "./mailbox.ts";
import { exactBytes } from "./part-bytes.ts";
import { attachmentSize, conversationId, conversationIndex, generatedMessageId } from "./message-content.ts";
import { extendedPropertyKey } from "./extended-properties.ts";
import type { Extended, Fields, NewAttachment, StoredItem } from "./stored.ts";

/** The bytes are no mail; `message` says what they look like. */
export class NoMail extends Error {}

export interface Placement {
  readonly mailbox: Mailbox;
  readonly folderId: string;
  readonly now: Date;
  /** When it arrived; by default what the newest `Received` line says, else the `Date`, else now. */
  readonly receivedAt?: Date;
  readonly isRead?: boolean;
  readonly isDraft?: boolean;
  readonly categories?: readonly string[];
}

const MAIL_HEADERS: ReadonlySet<string> = new Set(
  "from to cc bcc sender reply-to subject date message-id received return-path mime-version content-type delivered-to in-reply-to references x-mailer resent-from x-from apparently-to newsgroups".split(
    " ",
  ),
);

/**
 * Places a message as Exchange holds one that came by SMTP: broken mails are taken as they can be read.
 * @throws NoMail when there is no mail header in it at all.
 */
export async function placeMime(mime: Buffer, placement: Placement): Promise<StoredItem> {
  const email = await parsed(mime);
  const { mailbox } = placement;
  const fields = messageFields(email, mailbox.user, placement);
  const attachments = await storedAttachments(mime, email, placement);
  const hasAttachments = attachments.some((attachment) => !attachment.isInline);
  const item = mailbox.add("message", placement.folderId, { ...fields, hasAttachments }, propertiesOfHeaders(email));
  for (const attachment of attachments) mailbox.attach(item.key, attachment);
  mailbox.keepMime(item.key, mime);
  return item;
}

/** The draft's properties replaced by what the MIME says: used when a draft is made from MIME. */
export async function parsed(mime: Buffer): Promise<Email> {
  const looks = notMail(mime);
  if (looks !== null) throw new NoMail(looks);
  // Exchange reads past an mbox separator line and leading blank lines.
  const text = withKnownDispositions(mime.subarray(leading(mime)).toString("latin1"));
  const email = await PostalMime.parse(Buffer.from(text, "latin1"), { forceRfc822Attachments: true, maxHeadersSize: 32 * 1024 * 1024 });
  if (!email.headers.some((header) => MAIL_HEADERS.has(header.key)))
    throw new NoMail("It has no header of a mail (From, To, Subject, Date, …).");
  return email;
}

/** A disposition that nobody knows counts as an attachment (RFC 2183, 2.8); the reader would take such a part for text. */
function withKnownDispositions(text: string): string {
  return text.replaceAll(/^(?<name>content-disposition:[ \t]*)(?!attachment|inline)[^\s;]+/gimu, "$<name>attachment");
}

function notMail(mime: Buffer): string | null {
  if (mime.length === 0) return "The file is empty.";
  if (mime.subarray(0, 8).equals(Buffer.from("d0cf11e0a1b11ae1", "hex"))) return "It is an Outlook .msg file (OLE), not MIME.";
  if (mime.subarray(0, 4).equals(Buffer.from("789f3e22", "hex"))) return "It is a bare winmail.dat (TNEF), not MIME.";
  if (mime.subarray(0, 2).toString("latin1") === "PK") return "It is a ZIP archive.";
  if (mime.subarray(0, 4).toString("latin1") === "%PDF") return "It is a PDF file.";
  return null;
}

function leading(mime: Buffer): number {
  const head = mime.subarray(0, 2000).toString("latin1");
  return /^(?:\uFEFF|\u00EF\u00BB\u00BF)?(?:[ \t]*\r?\n)*(?:>?From [^\r\n]*\r?\n)?/u.exec(head)?.[0].length ?? 0;
}

function messageFields(email: Email, user: string, placement: Placement): Fields {
  const header = (name: string): string | null => email.headers.find((one) => one.key === name)?.value ?? null;
  const messageId = idIn(email.messageId) ?? generatedMessageId(user, placement.mailbox.seq);
  const root = idIn(email.references) ?? idIn(email.inReplyTo) ?? messageId;
  const sent = date(email.date);
  const received = placement.receivedAt ?? receivedDate(header("received")) ?? sent ?? placement.now;
  const body = bodyOf(email);
  const from = person(email.from);
  const sender = person(email.sender) ?? from;
  const calendar = email.attachments.find((one) => one.mimeType === "text/calendar" && one.method !== undefined);
  return {
    ...(calendar === undefined ? {} : meetingMessage(String(calendar.method), bytesOf(calendar).toString())),
    categories: placement.categories ?? [],
    receivedDateTime: stamp(received),
    sentDateTime: stamp(sent ?? received),
    hasAttachments: false,
    internetMessageId: messageId,
    subject: oneLine(email.subject ?? ""),
    bodyPreview: preview(body),
    importance: importance(header("importance") ?? header("x-priority") ?? header("x-msmail-priority")),
    conversationId: conversationId(user, root),
    conversationIndex: conversationIndex(root),
    isDeliveryReceiptRequested: header("return-receipt-to") !== null,
    isReadReceiptRequested: header("disposition-notification-to") !== null,
    isRead: placement.isRead ?? false,
    isDraft: placement.isDraft ?? false,
    inferenceClassification: "focused",
    body,
    ...(sender ? { sender } : {}),
    ...((from ?? sender) ? { from: from ?? sender } : {}),
    toRecipients: people(email.to),
    ccRecipients: people(email.cc),
    bccRecipients: people(email.bcc),
    replyTo: people(email.replyTo),
    flag: { flagStatus: "notFlagged" },
    internetMessageHeaders: email.headers.map((one) => ({ name: one.originalKey, value: one.value.slice(0, 32_000) })),
  };
}

/**
 * What Exchange keeps of headers as properties that Graph has no names for (MS-OXCMAIL 2.1.3): PidTagSensitivity, the references, and
 * other headers among the named ones, of which only that of the sensitivity labels is kept here.
 */
function propertiesOfHeaders(email: Email): Extended {
  const header = (name: string): string => email.headers.find((one) => one.key === name)?.value.trim() ?? "";
  const sensitivity = { personal: "1", private: "2", "company-confidential": "3" }[header("sensitivity").toLowerCase()] ?? "0";
  const held: Readonly<Record<string, string>> = {
    "Integer 0x36": sensitivity,
    "String 0x1039": header("references"),
    "String 0x1042": header("in-reply-to"),
    "String {00020386-0000-0000-c000-000000000046} Name msip_labels": header("msip_labels"),
  };
  return Object.fromEntries(Object.entries(held).flatMap(([id, value]) => (value === "" ? [] : [[extendedPropertyKey(id), value]])));
}

/** What a mail is that carries a calendar entry, by the entry's method (RFC 5546) and, in an answer, by what was answered. */
function meetingMessage(method: string, calendar: string): Fields {
  switch (method.toUpperCase()) {
    case "REQUEST":
      return { odataType: "#microsoft.graph.eventMessageRequest", meetingMessageType: "meetingRequest" };
    case "REPLY": {
      const answers: Readonly<Record<string, string>> = { ACCEPTED: "meetingAccepted", TENTATIVE: "meetingTenativelyAccepted" };
      const answer = /PARTSTAT=(?<answer>[A-Z-]+)/iu.exec(calendar)?.groups?.["answer"]?.toUpperCase() ?? "";
      return { odataType: "#microsoft.graph.eventMessageResponse", meetingMessageType: answers[answer] ?? "meetingDeclined" };
    }
    case "CANCEL":
      return { odataType: "#microsoft.graph.eventMessage", meetingMessageType: "meetingCancelled" };
    default:
      return { odataType: "#microsoft.graph.eventMessage", meetingMessageType: "none" };
  }
}

function bodyOf(email: Email): Body {
  if (email.html !== undefined && email.html.trim() !== "") return { contentType: "html", content: email.html };
  return { contentType: "text", content: email.text ?? "" };
}

async function storedAttachments(mime: Buffer, email: Email, placement: Placement): Promise<readonly NewAttachment[]> {
  const exact = exactBytes(mime, email.attachments.map(bytesOf));
  return Promise.all(
    email.attachments.map((attachment, index) => storedAttachment(attachment, exact[index] ?? bytesOf(attachment), email, placement)),
  );
}

function bytesOf(attachment: Attachment): Buffer {
  if (typeof attachment.content === "string") return Buffer.from(attachment.content, attachment.encoding ?? "utf8");
  return attachment.content instanceof ArrayBuffer ? Buffer.from(attachment.content) : Buffer.from(attachment.content);
}

async function storedAttachment(attachment: Attachment, bytes: Buffer, email: Email, placement: Placement): Promise<NewAttachment> {
  const contentId = attachment.contentId?.replaceAll(/^<|>$/gu, "") ?? null;
  const shared = {
    size: attachmentSize(bytes.length),
    modified: stamp(placement.now),
    content: bytes.toString("base64"),
    contentId,
    contentLocation: null,
  };
  if (attachment.mimeType === "message/rfc822") {
    const inner = await attachedMessage(bytes, placement);
    if (inner)
      return {
        ...shared,
        is: "item",
        name: oneLine(String(inner["subject"] ?? "")) || "Attached message",
        contentType: null,
        isInline: false,
        item: inner,
      };
  }
  const referenced = contentId !== null && (email.html ?? "").includes(`cid:${contentId}`);
  const isInline =
    attachment.disposition === "inline"
      ? contentId !== null
      : attachment.disposition !== "attachment" && (referenced || attachment.related === true);
  return {
    ...shared,
    is: "file",
    name: attachment.filename ?? unnamed(attachment.mimeType),
    contentType: attachment.mimeType,
    isInline: isInline || referenced,
    item: null,
  };
}

async function attachedMessage(bytes: Buffer, placement: Placement): Promise<Fields | null> {
  try {
    const fields = messageFields(await parsed(bytes), placement.mailbox.user, {
      now: placement.now,
      mailbox: placement.mailbox,
      folderId: placement.folderId,
    });
    return { ...fields, internetMessageHeaders: undefined };
  } catch {
    return null;
  }
}

/** A name for a part that has none, as Exchange gives one. */
function unnamed(mimeType: string): string {
  const endings: Readonly<Record<string, string>> = {
    "text/plain": "txt",
    "text/html": "htm",
    "text/calendar": "ics",
    "image/jpeg": "jpg",
    "message/rfc822": "eml",
    "message/delivery-status": "txt",
  };
  return `ATT00001.${
    endings[mimeType] ??
    mimeType
      .split("/")[1]
      ?.replace(/^x-/u, "")
      .replaceAll(/[^\w-]/gu, "") ??
    "bin"
  }`;
}

function people(list: readonly Address[] | undefined): readonly Fields[] {
  return (list ?? [])
    .flatMap((one) => (one.group ? one.group.map((member) => person(member)) : [person(one)]))
    .filter((one): one is Fields => one !== null);
}

function person(address: Address | undefined): Fields | null {
  if (!address) return null;
  if (address.group) return person(address.group[0]);
  const [name, mail] = [oneLine(address.name), oneLine(address.address)];
  return name === "" && mail === "" ? null : { emailAddress: { name: name || mail, address: mail } };
}

function idIn(text: string | undefined): string | null {
  return /<[^<>\s]+>/u.exec(text ?? "")?.[0] ?? (text?.trim() ? `<${text.trim().split(/\s+/u)[0] ?? ""}>` : null);
}

function receivedDate(received: string | null): Date | null {
  return received === null ? null : date(received.slice(received.lastIndexOf(";") + 1));
}

function date(text: string | undefined): Date | null {
  const time = Date.parse((text ?? "").replace(/\([^)]*\)/gu, "").trim());
  const year = new Date(time).getUTCFullYear();
  return Number.isNaN(time) || year < 1970 || year > 9000 ? null : new Date(time);
}

function importance(text: string | null): "low" | "normal" | "high" {
  const value = text?.trim().toLowerCase() ?? "";
  if (value === "high" || /^[12](?:\s|$)/u.test(value)) return "high";
  return value === "low" || /^[45](?:\s|$)/u.test(value) ? "low" : "normal";
}

const oneLine = (text: string): string => text.replaceAll(/[\r\n\t]+/gu, " ").trim();

const stamp = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
