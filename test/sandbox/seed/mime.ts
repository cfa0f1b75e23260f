import { Buffer } from "node:buffer";

export interface MimeFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
}

export interface MimeMessage {
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc?: readonly string[];
  readonly subject: string;
  readonly sent: Date;
  readonly text: string;
  readonly html?: string;
  readonly files?: readonly MimeFile[];
  readonly inReplyTo?: string;
}

/** A message as it would have come by SMTP: UTF-8, base64 throughout, so that no line is ever too long. */
export function mime(message: MimeMessage): Buffer {
  const head = [
    `Message-ID: ${message.messageId}`,
    `Date: ${message.sent.toUTCString().replace("GMT", "+0000")}`,
    `From: ${person(message.from)}`,
    `To: ${message.to.map(person).join(",\r\n ")}`,
    ...(message.cc?.length ? [`Cc: ${message.cc.map(person).join(",\r\n ")}`] : []),
    `Subject: ${words(message.subject)}`,
    ...(message.inReplyTo === undefined ? [] : [`In-Reply-To: ${message.inReplyTo}`, `References: ${message.inReplyTo}`]),
    "MIME-Version: 1.0",
  ];
  const texts =
    message.html === undefined
      ? text("plain", message.text)
      : several("alternative", [text("plain", message.text), text("html", message.html)]);
  const whole = message.files?.length ? several("mixed", [texts, ...message.files.map(file)]) : texts;
  return Buffer.from(`${head.join("\r\n")}\r\n${whole}`, "utf8");
}

function text(subtype: string, content: string): string {
  return `Content-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(Buffer.from(content.replaceAll(/\r?\n/gu, "\r\n"), "utf8"))}`;
}

function file({ name, type, bytes }: MimeFile): string {
  const quoted = `filename*=UTF-8''${encodeURIComponent(name)}`;
  return `Content-Type: ${type}\r\nContent-Disposition: attachment; ${quoted}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(bytes)}`;
}

let boundaries = 0;

function several(subtype: string, parts: readonly string[]): string {
  const boundary = `=_lumen_pine_${(boundaries += 1)}`;
  const body = parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("");
  return `Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`;
}

function lines(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll(/.{76}/gu, "$&\r\n");
}

/** `Name <address>`, the name as an encoded word where it has to be. */
function person(written: string): string {
  const [, name, address] = /^(.*)<(.*)>$/u.exec(written) ?? [];
  return name === undefined ? written : `${words(name.trim())} <${address}>`;
}

function words(content: string): string {
  if (/^[\u0020-\u007E]*$/u.test(content)) return content;
  const chunks: string[] = [];
  let chunk = "";
  for (const letter of content) {
    if (Buffer.byteLength(chunk + letter) > 42) {
      chunks.push(chunk);
      chunk = "";
    }
    chunk += letter;
  }
  return [...chunks, chunk].map((one) => `=?utf-8?B?${Buffer.from(one, "utf8").toString("base64")}?=`).join("\r\n ");
}
