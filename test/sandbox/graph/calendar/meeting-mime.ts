import type { Fields, StoredItem } from "../stored.ts";
import { asText, type Body } from "../body-text.ts";

/** What a meeting mail says, and as which iTIP method (RFC 5546). */
export interface MeetingMail {
  readonly method: "REQUEST" | "CANCEL" | "REPLY";
  readonly from: Fields;
  readonly to: Fields;
  readonly subject: string;
  readonly text: string;
  readonly now: Date;
  readonly id: string;
}

/** The mail as it arrives: text, and the calendar part by which Outlook knows it for what it is. */
export function meetingMime(mail: MeetingMail, event: StoredItem): Buffer {
  const boundary = `meeting_${mail.id}`;
  return Buffer.from(
    [
      `From: ${mailbox(mail.from)}`,
      `To: ${mailbox(mail.to)}`,
      `Subject: ${encoded(mail.subject).replaceAll('"', "")}`,
      `Date: ${mail.now.toUTCString().replace("GMT", "+0000")}`,
      `Message-ID: <${mail.id}@sandbox.prod.outlook.example>`,
      "MIME-Version: 1.0",
      `Content-Type: multipart/alternative; boundary="${boundary}"`,
      "",
      `--${boundary}`,
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
      "",
      lines(mail.text),
      `--${boundary}`,
      `Content-Type: text/calendar; charset=utf-8; method=${mail.method}`,
      "Content-Transfer-Encoding: base64",
      "",
      lines(calendarPart(mail, event)),
      `--${boundary}--`,
      "",
    ].join("\r\n"),
  );
}

function calendarPart(mail: MeetingMail, { fields, version }: StoredItem): string {
  const instant = (value: unknown): string => String(value).replaceAll(/[-:]|\.\d+/gu, "");
  const times =
    fields["isAllDay"] === true
      ? [`DTSTART;VALUE=DATE:${instant(fields["startsAt"]).slice(0, 8)}`, `DTEND;VALUE=DATE:${instant(fields["endsAt"]).slice(0, 8)}`]
      : [`DTSTART:${instant(fields["startsAt"])}`, `DTEND:${instant(fields["endsAt"])}`];
  return [
    "BEGIN:VCALENDAR",
    "PRODID:-//Sandbox//Calendar//EN",
    "VERSION:2.0",
    `METHOD:${mail.method}`,
    "BEGIN:VEVENT",
    `UID:${String(fields["iCalUId"])}`,
    `SEQUENCE:${version}`,
    `DTSTAMP:${instant(mail.now.toISOString())}`,
    ...times,
    `SUMMARY:${escaped(String(fields["subject"] ?? ""))}`,
    `DESCRIPTION:${escaped(asText(fields["body"] as Body).slice(0, 1000))}`,
    `ORGANIZER:mailto:${address(fields["organizer"] as Fields)}`,
    `ATTENDEE:mailto:${address(mail.method === "REPLY" ? mail.from : mail.to)}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");
}

const person = (who: Fields): Fields => (who["emailAddress"] ?? {}) as Fields;
const address = (who: Fields): string => String(person(who)["address"] ?? "");
const mailbox = (who: Fields): string => `${encoded(String(person(who)["name"] ?? ""))} <${address(who)}>`;
const escaped = (text: string): string => text.replaceAll(/[\\;,]/gu, String.raw`\$&`).replaceAll(/\r?\n/gu, String.raw`\n`);
const lines = (text: string): string => Buffer.from(text).toString("base64").replaceAll(/.{76}/gu, "$&\r\n");

/** RFC 2047, in pieces that fit into a line. */
function encoded(text: string): string {
  if (/^[ -~]*$/u.test(text)) return text.length === 0 ? "" : `"${text.replaceAll(/["\\]/gu, "")}"`.slice(0, 900);
  return [...text.matchAll(/.{1,14}/gsu)].map(([part]) => `=?utf-8?B?${Buffer.from(part).toString("base64")}?=`).join("\r\n ");
}
