import { createHash } from "node:crypto";
import type { Body } from "./body-text.ts";
import type { Fields, StoredAttachment } from "./stored.ts";

interface Recipient {
  readonly emailAddress?: { readonly name?: string | null; readonly address?: string | null } | null;
}

/** MIME of a message that was made from properties: what `$value` gives, and what a recipient gets. */
export function buildMime(fields: Fields, attachments: readonly StoredAttachment[]): Buffer {
  const people = (name: string): string => ((fields[name] ?? []) as readonly Recipient[]).map(address).join(",\r\n ");
  const one = (name: string): string => (fields[name] ? address(fields[name] as Recipient) : "");
  const body = (fields["body"] ?? { contentType: "text", content: "" }) as Body;
  const sent = typeof fields["sentDateTime"] === "string" ? new Date(fields["sentDateTime"]) : new Date(0);
  const headers: readonly (readonly [string, string])[] = [
    ["From", one("from")],
    ["Sender", one("sender")],
    ["To", people("toRecipients")],
    ["Cc", people("ccRecipients")],
    ["Bcc", people("bccRecipients")],
    ["Reply-To", people("replyTo")],
    ["Subject", encodedWord(String(fields["subject"] ?? ""))],
    ["Date", sent.toUTCString().replace("GMT", "+0000")],
    ["Message-ID", String(fields["internetMessageId"] ?? "")],
    ["Importance", String(fields["importance"] ?? "normal")],
    ["MIME-Version", "1.0"],
    ...ownHeaders(fields),
  ];
  const head = headers.filter(([, value]) => value !== "").map(([name, value]) => `${name}: ${value}`);
  const text = part(
    [`Content-Type: text/${body.contentType === "html" ? "html" : "plain"}; charset="utf-8"`],
    Buffer.from(body.content, "utf8"),
  );
  if (attachments.length === 0) return Buffer.from([...head, text].join("\r\n"), "utf8");
  const boundary = `_000_${createHash("sha256").update(head.join()).digest("hex").slice(0, 32)}_`;
  const parts = [text, ...attachments.filter((attachment) => attachment.is !== "reference").map(attached)];
  return Buffer.from(
    [
      ...head,
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      "",
      ...parts.map((one) => `--${boundary}\r\n${one}`),
      `--${boundary}--`,
      "",
    ].join("\r\n"),
    "utf8",
  );
}

/** Headers that a caller gave (which begin with x-), and those by which an answer stands in its thread. */
function ownHeaders(fields: Fields): readonly (readonly [string, string])[] {
  const headers = (fields["internetMessageHeaders"] ?? []) as readonly { readonly name?: string | null; readonly value?: string | null }[];
  return headers.flatMap(({ name, value }) =>
    /^(?:x-[\w-]+|in-reply-to|references)$/iu.test(name ?? "") ? [[name ?? "", encodedWord(value ?? "")] as const] : [],
  );
}

function attached(attachment: StoredAttachment): string {
  const name = encodedWord(attachment.name ?? "attachment");
  if (attachment.is === "item") {
    return [
      `Content-Type: message/rfc822`,
      `Content-Disposition: attachment; filename="${name}.eml"`,
      "",
      Buffer.from(attachment.content, "base64").toString("utf8"),
    ].join("\r\n");
  }
  return part(
    [
      `Content-Type: ${attachment.contentType ?? "application/octet-stream"}; name="${name}"`,
      `Content-Disposition: ${attachment.isInline ? "inline" : "attachment"}; filename="${name}"`,
      ...(attachment.contentId === null ? [] : [`Content-ID: <${attachment.contentId}>`]),
    ],
    Buffer.from(attachment.content, "base64"),
  );
}

function part(headers: readonly string[], bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,76}/gu) ?? [];
  return [...headers, "Content-Transfer-Encoding: base64", "", ...lines, ""].join("\r\n");
}

function address(recipient: Recipient): string {
  const { name, address: mail } = recipient.emailAddress ?? {};
  if (name === null || name === undefined || name === "" || name === mail) return `<${mail ?? ""}>`;
  const shown = /^[\w .-]+$/u.test(name) && /^[\u0020-\u007e]*$/u.test(name) ? `"${name}"` : encodedWord(name, true);
  return `${shown} <${mail ?? ""}>`;
}

/** Text for a header: as it is when plain ASCII, else RFC 2047 words of at most 45 bytes each. */
function encodedWord(text: string, always = false): string {
  const clean = text.replaceAll(/[\r\n]+/gu, " ");
  if (!always && /^[\u0020-\u007e]*$/u.test(clean) && clean.length < 900 && !clean.includes("=?") && !clean.includes('"')) return clean;
  const words: string[] = [];
  let word = "";
  for (const character of clean) {
    if (Buffer.byteLength(word + character, "utf8") > 45) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  words.push(word);
  return words.map((one) => `=?utf-8?B?${Buffer.from(one, "utf8").toString("base64")}?=`).join("\r\n ");
}
