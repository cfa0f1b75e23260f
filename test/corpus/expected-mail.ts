import { createHash } from "node:crypto";
import { convert } from "html-to-text";
import { type AddressObject, type Attachment, type EmailAddress, simpleParser } from "mailparser";

/** What a mail holds as an independent reader (mailparser) sees it; the stand-in's loader reads with another library. */
export interface ExpectedMail {
  readonly messageId: string | null;
  readonly subject: string;
  /** Addresses of From, To and Cc, in lower case. */
  readonly people: readonly string[];
  readonly sentAt: Date | null;
  /** The text part; of a mail with HTML alone, its text as this reader renders it. */
  readonly text: string;
  /** The text of the HTML part, null without one: Exchange keeps the HTML of a mail that comes in both forms. */
  readonly htmlText: string | null;
  readonly files: readonly ExpectedFile[];
}

export interface ExpectedFile {
  readonly name: string | null;
  readonly hash: string;
  /**
   * Of a part that travelled as text (7bit, 8bit): its hash without regard to how its lines end, which MIME leaves to whoever reads.
   * Null where base64 or quoted-printable carry the very bytes.
   */
  readonly lineHash: string | null;
  readonly size: number;
  readonly type: string;
  /** A picture or part that belongs to the text: not filed unless asked for (F4). */
  readonly inline: boolean;
}

/** @throws when the reader cannot read it either. */
export async function readExpected(mime: Buffer): Promise<ExpectedMail> {
  const mail = await simpleParser(mime, { skipImageLinks: true, keepDeliveryStatus: true, maxHtmlLengthToParse: 20_000_000 });
  const html = typeof mail.html === "string" ? mail.html : "";
  return {
    messageId: mail.messageId ?? null,
    subject: mail.subject ?? "",
    people: [mail.from, mail.to, mail.cc].flatMap(addressesIn),
    sentAt: readableDate(mail.headerLines.find(({ key }) => key === "date")?.line) ? (mail.date ?? null) : null,
    text: mail.text ?? "",
    htmlText: html === "" ? null : textOfHtml(html),
    files: mail.attachments.map((attachment) => fileOf(attachment, html)),
  };
}

/** The reader puts the present moment where a date cannot be read. */
function readableDate(line: string | undefined): boolean {
  return (
    line !== undefined &&
    !Number.isNaN(
      Date.parse(
        line
          .replace(/^[^:]*:/u, "")
          .replaceAll(/\([^)]*\)/gu, "")
          .trim(),
      ),
    )
  );
}

function textOfHtml(html: string): string {
  const skipped = ["img", "style", "script", "title"].map((selector) => ({ selector, format: "skip" }));
  return convert(html, { wordwrap: false, selectors: [...skipped, { selector: "a", options: { ignoreHref: true } }] });
}

function fileOf(attachment: Attachment, html: string): ExpectedFile {
  const { content, contentType, filename, cid, related, contentDisposition } = attachment;
  const referenced = cid !== undefined && html.includes(`cid:${cid}`);
  return {
    name: filename ?? null,
    hash: hashOf(content),
    lineHash: carriesBytes(attachment) ? null : lineHashOf(content),
    size: content.length,
    type: contentType,
    inline: referenced || related || (contentDisposition === "inline" && cid !== undefined),
  };
}

function addressesIn(field: AddressObject | AddressObject[] | undefined): readonly string[] {
  return [field ?? []].flat().flatMap(({ value }) => value.flatMap(membersOf));
}

function membersOf(person: EmailAddress): readonly string[] {
  if (person.group) return person.group.flatMap(membersOf);
  return person.address === undefined || person.address === "" ? [] : [person.address.toLowerCase()];
}

/** Of calendars the loader's library keeps the text, not the bytes: it ends every line alike. */
function carriesBytes({ headers, contentType }: Attachment): boolean {
  if (/^(?:text\/calendar|application\/ics)$/iu.test(contentType)) return false;
  return /^(?:base64|x-uuencode|uuencode)/iu.test(String(headers.get("content-transfer-encoding") ?? "").trim());
}

export function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function lineHashOf(bytes: Buffer): string {
  return hashOf(Buffer.from(bytes.toString("latin1").replaceAll("\r", "").replace(/\n+$/u, ""), "latin1"));
}
