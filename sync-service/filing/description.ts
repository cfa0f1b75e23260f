import type { Email, EmailAddress } from "./email.ts";
import { cutTo, oneLine, plainText } from "./plain-text.ts";

/** The words of an activity: its subject, its text, and the whole of the text for a file when it did not fit. */
export interface ActivityText {
  readonly subject: string;
  readonly description: string;
  /** Null when the description holds everything. */
  readonly whole: string | null;
  readonly notes: readonly string[];
}

export interface TextLimits {
  /** Characters that Task.Subject takes (255). */
  readonly subject: number;
  /** Characters that Task.Description takes (32,000). */
  readonly description: number;
}

export interface TextExtras {
  /** Known people who could not be related. */
  readonly listed: readonly { readonly name: string; readonly type: string }[];
  /** Files in the cloud that came as links. */
  readonly cloudFiles: readonly string[];
}

export const WHOLE_TEXT_FILE = "Email text.txt";
const NO_SUBJECT = "(no subject)";
const MOST_OF_A_LINE = 2_000;

/** Head lines (without those for which there are fields, `hasFields`), an empty line, the text. A head of thousands of recipients is shortened here and whole in the file. */
export function activityText(email: Email, extras: TextExtras, limits: TextLimits, hasFields = false): ActivityText {
  const wholeSubject = oneLine(email.subject ?? "");
  const subject = wholeSubject === "" ? NO_SUBJECT : shortened(wholeSubject, limits.subject);
  const subjectCut = wholeSubject.length > limits.subject;
  const text = plainText(email.text);
  const wholeHead = headLines(email, extras, subjectCut ? wholeSubject : null, hasFields);
  const whole = [...(wholeHead.length === 0 ? [] : [...wholeHead, ""]), text].join("\r\n");
  const notes = subjectCut ? ["The subject was too long for Salesforce: it was cut, and stands whole in the text."] : [];
  if (whole.length <= limits.description) return { subject, description: whole, whole: null, notes };
  const head = wholeHead.map((line) => shortened(line, MOST_OF_A_LINE)).join("\r\n");
  const note = `\r\n\r\n[Cut here: the whole text is in the file "${WHOLE_TEXT_FILE}".]`;
  const room = Math.max(0, limits.description - head.length - note.length - 4);
  return {
    subject,
    description: cutTo(`${head}\r\n\r\n${cutTo(text, room).trimEnd()}${note}`, limits.description),
    whole,
    notes: [...notes, `The text was too long for Salesforce: it was cut, and is whole in the file "${WHOLE_TEXT_FILE}".`],
  };
}

function headLines(email: Email, extras: TextExtras, wholeSubject: string | null, hasFields: boolean): readonly string[] {
  return [
    ...(wholeSubject === null ? [] : [`Subject: ${wholeSubject}`]),
    ...(hasFields ? [] : envelope(email)),
    ...(extras.listed.length === 0
      ? []
      : [`Known in Salesforce: ${extras.listed.map(({ name, type }) => `${name} (${type})`).join(", ")}`]),
    ...extras.cloudFiles.map((file) => `File in the cloud: ${oneLine(file)}`),
  ];
}

function envelope(email: Email): readonly string[] {
  return [
    ...people("From", email.from === null ? [] : [email.from]),
    ...people("To", email.to),
    ...people("Cc", email.cc),
    ...(email.sentAt === null ? [] : [`Sent: ${email.sentAt.slice(0, 16).replace("T", " ")} UTC`]),
  ];
}

function people(role: string, addresses: readonly EmailAddress[]): readonly string[] {
  if (addresses.length === 0) return [];
  const written = addresses.map(({ name, address }) => oneLine(name === null || name === address ? address : `${name} <${address}>`));
  return [`${role}: ${written.join("; ")}`];
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${cutTo(text, length - 1)}…`;
}
