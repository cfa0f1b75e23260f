import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import { isMbox, messagesOf } from "./mbox.ts";
import { cardsOf, decoded } from "./vcard-text.ts";

/** A file of the corpus, by what it holds. */
export type CorpusFile =
  | { readonly is: "mails"; readonly file: string; readonly messages: readonly Buffer[] }
  | { readonly is: "cards"; readonly file: string; readonly cards: readonly string[] }
  | { readonly is: "calendar"; readonly file: string; readonly text: string }
  | { readonly is: "other"; readonly file: string; readonly reason: string };

const CARD_NAMES = new Set([".vcf", ".vcard"]);
const CALENDAR_NAMES = new Set([".ics", ".vcs", ".ical", ".ifb"]);
const MAIL_NAMES = new Set([".eml", ".mime", ".mht", ".mhtml", ".msg", ".txt", ""]);

/** All files of a folder, or one file, in the order of their names. */
export function* corpusFiles(place: string): Generator<CorpusFile> {
  const names = statSync(place).isDirectory() ? readdirSync(place, { recursive: true, encoding: "utf8" }).toSorted() : [""];
  for (const name of names) {
    const path = join(place, name);
    if (statSync(path).isFile()) yield readOne(path, name === "" ? basename(path) : relative(place, path));
  }
}

function readOne(path: string, file: string): CorpusFile {
  const bytes = readFileSync(path);
  const kind = extname(path).toLowerCase();
  const looks = looksLike(bytes, kind);
  if (looks !== null) return { is: "other", file, reason: looks };
  if (CALENDAR_NAMES.has(kind)) return { is: "calendar", file, text: decoded(bytes) };
  if (CARD_NAMES.has(kind) || /^BEGIN\s*:\s*VCARD/imu.test(bytes.subarray(0, 2_000).toString("latin1"))) {
    const cards = cardsOf(bytes);
    return cards.length > 0 ? { is: "cards", file, cards } : { is: "other", file, reason: "It holds no card." };
  }
  if (kind === ".mbox" || (kind !== ".eml" && isMbox(bytes))) {
    const messages = messagesOf(bytes);
    return messages.length > 0 ? { is: "mails", file, messages } : { is: "other", file, reason: "It is an mbox without a message." };
  }
  if (!MAIL_NAMES.has(kind)) return { is: "other", file, reason: `A ${kind} file is no mail, no card and no calendar.` };
  if (kind !== ".eml" && !hasMailHead(bytes)) return { is: "other", file, reason: "It does not begin as a mail does." };
  return { is: "mails", file, messages: [bytes] };
}

/** Forms of mail that are no MIME, and what is no mail at all. */
function looksLike(bytes: Buffer, kind: string): string | null {
  if (bytes.length === 0) return "The file is empty.";
  if (bytes.subarray(0, 8).equals(Buffer.from("d0cf11e0a1b11ae1", "hex"))) return "It is an Outlook .msg file (OLE), not MIME.";
  if (bytes.subarray(0, 4).equals(Buffer.from("789f3e22", "hex"))) return "It is a bare winmail.dat (TNEF), not MIME.";
  if (kind === ".md") return "It is a description, not a mail.";
  return null;
}

/** Two header lines of mail within the first lines. */
function hasMailHead(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 4_000).toString("latin1");
  return (head.match(/^(?:from|to|subject|date|received|message-id|return-path|mime-version|content-type):/gimu) ?? []).length >= 2;
}
