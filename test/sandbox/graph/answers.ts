import type { MailboxCall } from "./call.ts";
import { asHtml, asText, type Body } from "./body-text.ts";
import { conversationIndex } from "./message-content.ts";
import type { Fields, StoredItem } from "./stored.ts";

/** What can be answered to a message. */
export type AnswerKind = "reply" | "replyAll" | "forward";

interface Recipient {
  readonly emailAddress?: { readonly name?: string | null; readonly address?: string | null } | null;
}

/** What the caller gives beside the message answered. */
export interface AnswerWish {
  readonly comment: string;
  readonly toRecipients: readonly unknown[];
  /** Properties of the answer that replace those made here. */
  readonly message: Fields;
}

/** The properties of a draft that answers a message: addressed, in its thread, the message below a comment. */
export function answerFields(call: MailboxCall, original: StoredItem, kind: AnswerKind, wish: AnswerWish): Fields {
  const { fields } = original;
  return {
    subject: `${kind === "forward" ? "FW" : "RE"}: ${bareSubject(String(fields["subject"] ?? ""))}`,
    importance: fields["importance"] ?? "normal",
    body: quoted(fields, wish.comment),
    ...addressed(call, fields, kind, wish),
    conversationId: fields["conversationId"],
    conversationIndex: longerIndex(fields, call.mailbox.seq),
    internetMessageHeaders: threadHeaders(fields),
    ...wish.message,
  };
}

function addressed(call: MailboxCall, original: Fields, kind: AnswerKind, wish: AnswerWish): Fields {
  if (kind === "forward") return { toRecipients: wish.toRecipients };
  const people = (name: string): readonly Recipient[] => (original[name] ?? []) as readonly Recipient[];
  const self = new Set([call.user.mail, call.user.userPrincipalName].map((one) => one?.toLowerCase()));
  const askedFor = people("replyTo");
  const from = original["from"] as Recipient | undefined;
  const to = askedFor.length > 0 ? askedFor : from ? [from] : [];
  if (kind === "reply") return { toRecipients: to };
  const seen = new Set<string>();
  const others = (list: readonly Recipient[]): readonly Recipient[] =>
    list.filter((one) => {
      const address = one.emailAddress?.address?.toLowerCase() ?? "";
      if (self.has(address) || seen.has(address)) return false;
      seen.add(address);
      return true;
    });
  const answered = others([...to, ...people("toRecipients")]);
  return { toRecipients: answered, ccRecipients: others(people("ccRecipients")) };
}

const bareSubject = (subject: string): string => subject.replace(/^(?:(?:re|fw|fwd):\s*)+/iu, "");

function quoted(original: Fields, comment: string): Body {
  const body = (original["body"] ?? { contentType: "text", content: "" }) as Body;
  const people = (list: unknown): string =>
    ((list ?? []) as readonly Recipient[])
      .map(({ emailAddress }) => `${emailAddress?.name ?? ""} <${emailAddress?.address ?? ""}>`.trim())
      .join("; ");
  const lines: readonly (readonly [string, string])[] = [
    ["From", people(original["from"] ? [original["from"]] : [])],
    ["Sent", String(original["sentDateTime"] ?? "")],
    ["To", people(original["toRecipients"])],
    ["Cc", people(original["ccRecipients"])],
    ["Subject", String(original["subject"] ?? "")],
  ];
  const head = lines.filter(([, value]) => value !== "");
  if (body.contentType === "text") {
    const text = [comment, "________________________________", ...head.map(([name, value]) => `${name}: ${value}`), "", asText(body)];
    return { contentType: "text", content: text.join("\r\n") };
  }
  const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const rows = head.map(([name, value]) => `<b>${name}:</b> ${escaped(value)}<br>`).join("\r\n");
  const whole = asHtml(body, false);
  const opening = `<div>${escaped(comment)}</div><hr tabindex="-1" style="display:inline-block; width:98%"><div dir="ltr">${rows}</div>`;
  return { contentType: "html", content: whole.replace(/<body[^>]*>/iu, (tag) => `${tag}${opening}`) };
}

/** The index of the answered message, and five bytes more: so Exchange orders a thread. */
function longerIndex(original: Fields, seq: number): string {
  const parent = Buffer.from(String(original["conversationIndex"] ?? conversationIndex("")), "base64");
  const child = Buffer.alloc(5);
  child.writeUInt32BE(seq % 0xffffffff, 1);
  return Buffer.concat([parent, child]).toString("base64");
}

function threadHeaders(original: Fields): readonly { readonly name: string; readonly value: string }[] {
  const id = String(original["internetMessageId"] ?? "");
  const headers = (original["internetMessageHeaders"] ?? []) as readonly { readonly name: string; readonly value: string }[];
  const earlier = headers.find((one) => one.name.toLowerCase() === "references")?.value ?? "";
  return [
    { name: "In-Reply-To", value: id },
    { name: "References", value: `${earlier} ${id}`.trim() },
  ];
}
