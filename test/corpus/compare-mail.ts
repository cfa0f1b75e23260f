import type { ExpectedFile, ExpectedMail } from "./expected-mail.ts";

/** A completed task and its files, as they stand in Salesforce. */
export interface FiledMail {
  readonly id: string;
  readonly subject: string;
  readonly description: string;
  readonly status: string;
  readonly isClosed: boolean;
  readonly subtype: string | null;
  /** `YYYY-MM-DD`. */
  readonly date: string | null;
  readonly files: readonly FiledFile[];
}

export interface FiledFile {
  readonly name: string;
  readonly hash: string;
  readonly lineHash: string;
  readonly size: number;
  /** Of text files only. */
  readonly text: string | null;
}

export interface Difference {
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

const WHOLE_TEXT = "Email text.txt";
const LONGEST_SUBJECT = 255;
const DAY_MS = 86_400_000;

/** Everything in which the filed mail is not what the mail says (F1, F4). Files that were left out with a reason are named in `leftOut`. */
export function differences(expected: ExpectedMail, filed: FiledMail, leftOut: readonly string[] = []): readonly Difference[] {
  const whole = filed.files.find(({ name, text }) => name === WHOLE_TEXT && text !== null)?.text ?? null;
  const { head, body } = parted(whole ?? filed.description);
  const found: Difference[] = [];
  const check = (what: string, isSo: boolean, wanted: string, was: string): void => {
    if (!isSo) found.push({ what, expected: shown(wanted), found: shown(was) });
  };
  check(
    "completed",
    filed.isClosed && filed.subtype === "Email",
    "a completed task of subtype Email",
    `${filed.status}, ${filed.subtype ?? "no subtype"}`,
  );
  check("subject", sameSubject(expected.subject, filed.subject, head), expected.subject, filed.subject);
  const missing = expected.people.filter((address) => !head.toLowerCase().includes(address));
  check("people", missing.length === 0, missing.join(", "), head);
  check("time", sameTime(expected.sentAt, head, filed.date), expected.sentAt?.toISOString() ?? "none", `${filed.date}; ${head}`);
  check("text", sameText(expected, body), expected.text, body);
  if (whole !== null) check("cut text", beginsAs(filed.description, whole), whole.slice(0, 500), filed.description.slice(0, 500));
  found.push(
    ...fileDifferences(
      expected.files,
      filed.files.filter((file) => whole === null || file.name !== WHOLE_TEXT),
      leftOut,
    ),
  );
  return found;
}

function parted(text: string): { readonly head: string; readonly body: string } {
  const at = text.indexOf("\r\n\r\n");
  return at === -1 ? { head: text, body: "" } : { head: text.slice(0, at), body: text.slice(at + 4) };
}

function sameSubject(expected: string, found: string, head: string): boolean {
  const wanted = oneLine(expected);
  if (wanted === "") return found !== "";
  if (wanted.length <= LONGEST_SUBJECT) return found === wanted;
  return wanted.startsWith(found.replace(/…$/u, "").trimEnd()) && head.includes(wanted.slice(0, 1_000));
}

/** To the minute in the head line; the task's date is that day in the mailbox's zone, so at most a day off UTC's. */
function sameTime(sentAt: Date | null, head: string, date: string | null): boolean {
  if (sentAt === null) return true;
  if (!head.includes(`${sentAt.toISOString().slice(0, 16).replace("T", " ")} UTC`)) return false;
  return date !== null && Math.abs(Date.parse(date) - Date.parse(sentAt.toISOString().slice(0, 10))) <= DAY_MS;
}

/**
 * Up to line ends, trimming and control characters. Two renderings of HTML lay out the same words differently (bullets, rules,
 * how a link is written), so of a mail with HTML the letters and digits are compared, its links aside.
 */
function sameText({ text, htmlText }: ExpectedMail, body: string): boolean {
  if (plain(text) === plain(body)) return true;
  return htmlText !== null && [text, htmlText].some((one) => letters(one) === letters(body));
}

function beginsAs(cut: string, whole: string): boolean {
  const { body } = parted(cut);
  const [start = ""] = body.split(/\r\n\r\n\[Cut here/u);
  return plain(parted(whole).body).startsWith(plain(start));
}

function fileDifferences(
  expected: readonly ExpectedFile[],
  filed: readonly FiledFile[],
  leftOut: readonly string[],
): readonly Difference[] {
  const unclaimed = [...filed];
  const found: Difference[] = [];
  const claim = (file: ExpectedFile): boolean => {
    const same = unclaimed.filter(({ hash, lineHash }) => hash === file.hash || lineHash === file.lineHash);
    const one = same.find(({ name }) => name === file.name) ?? same[0];
    if (one) unclaimed.splice(unclaimed.indexOf(one), 1);
    return one !== undefined;
  };
  for (const file of expected.filter(({ inline }) => !inline)) {
    if (claim(file) || (file.name !== null && leftOut.includes(file.name))) continue;
    found.push({
      what: "attachment missing",
      expected: `${file.name ?? "unnamed"}, ${file.type}, ${file.size} bytes`,
      found: unclaimed.map(({ name, size }) => `${name} (${size})`).join(", "),
    });
  }
  for (const file of expected.filter(({ inline }) => inline)) claim(file);
  for (const { name, size } of unclaimed) found.push({ what: "file too many", expected: "", found: `${name}, ${size} bytes` });
  return found;
}

function oneLine(text: string): string {
  return plain(text).replaceAll(/\s+/gu, " ");
}

function plain(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll(/(?![\t\r\n])\p{Cc}/gu, "")
      .replaceAll(/\r\n|\r|\n/gu, "\n")
      .replaceAll(/[ \t\u00A0]+$/gmu, "")
      // Several text parts are joined by one blank line or by two.
      .replaceAll(/\n{3,}/gu, "\n\n")
      .trim()
  );
}

function letters(text: string): string {
  const withoutLinks = plain(text).replaceAll(/[<[](?:https?|mailto|ftp|cid|tel|#|image)[^\]>]*[\]>]|\b(?:https?|ftp|mailto):\S+/giu, "");
  return withoutLinks.replaceAll(/[^\p{L}\p{N}]+/gu, "").toLowerCase();
}

function shown(text: string): string {
  return text.length <= 400 ? text : `${text.slice(0, 400)}…`;
}
