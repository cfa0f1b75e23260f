import { Buffer } from "node:buffer";

const ANY_CHARSET = "windows-1252";

/**
 * The cards of a file, each rewritten as a modern vCard reader takes it: lines unfolded, the bare parameters, quoted-printable and
 * charsets of version 2.1 resolved, grouped names kept, pictures and keys left out. A card's end that is missing is put in.
 */
export function cardsOf(bytes: Buffer): readonly string[] {
  const cards: string[][] = [];
  let depth = 0;
  for (const line of logicalLines(decoded(bytes))) {
    if (/^BEGIN\s*:\s*VCARD\s*$/iu.test(line)) {
      depth += 1;
      if (depth === 1) cards.push(["BEGIN:VCARD"]);
      continue;
    }
    if (depth === 0) continue;
    if (/^END\s*:\s*VCARD\s*$/iu.test(line)) {
      depth -= 1;
      continue;
    }
    if (depth > 1) continue;
    const plain = plainProperty(line);
    if (plain !== null) cards.at(-1)?.push(plain);
  }
  return cards.map((lines) => [...versioned(lines), "END:VCARD", ""].join("\r\n"));
}

/** The text of a file in whatever charset it seems to be. */
export function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString("utf16le").replace(/^\u{FEFF}/u, "");
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes)
      .swap16()
      .toString("utf16le")
      .replace(/^\u{FEFF}/u, "");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder(ANY_CHARSET).decode(bytes);
  }
}

/** Folded lines joined: a blank at the start continues the line before; in quoted-printable a `=` at the end does. */
function logicalLines(text: string): readonly string[] {
  const lines: string[] = [];
  let soft = false;
  for (const raw of text.split(/\r\n|\n|\r/u)) {
    const last = lines.length - 1;
    if (soft && last >= 0) lines[last] = `${(lines[last] ?? "").slice(0, -1)}${raw}`;
    else if (/^[ \t]/u.test(raw) && last >= 0) lines[last] = `${lines[last] ?? ""}${raw.slice(1)}`;
    else lines.push(raw);
    soft = /;(?:ENCODING=)?QUOTED-PRINTABLE/iu.test(lines.at(-1)?.split(":")[0] ?? "") && (lines.at(-1)?.endsWith("=") ?? false);
  }
  return lines.filter((line) => line.trim() !== "");
}

/** Properties whose value is a blob, which no mailbox contact holds as text. */
const BLOBS = /^(?:PHOTO|LOGO|SOUND|KEY|AGENT|X-MS-CARDPICTURE|X-MS-OL-DESIGN)$/iu;

/** One property with named parameters and a decoded value; null when it is to be left out. */
function plainProperty(line: string): string | null {
  const colon = colonOf(line);
  if (colon === -1) return null;
  const [head = "", ...given] = splitOutsideQuotes(line.slice(0, colon), ";");
  const name = head
    .trim()
    .replace(/^[^.]*\./u, "")
    .toUpperCase();
  if (BLOBS.test(name) || !/^[A-Z0-9-]+$/u.test(name)) return null;
  let value = line.slice(colon + 1);
  const types: string[] = [];
  let quotedPrintable = false;
  let charset = "utf-8";
  for (const parameter of given) {
    const [, key, content] = /^\s*(?:([^=]+?)\s*=)?\s*(.*?)\s*$/u.exec(parameter) ?? [];
    const word = (content ?? "").replaceAll('"', "");
    switch ((key ?? "").toUpperCase()) {
      case "ENCODING":
      case "":
        if (/^(?:QUOTED-PRINTABLE|QP)$/iu.test(word)) quotedPrintable = true;
        else if (/^(?:BASE64|B)$/iu.test(word)) return null;
        else if (word !== "" && !/^(?:8BIT|7BIT)$/iu.test(word)) types.push(...word.split(","));
        break;
      case "CHARSET":
        charset = word;
        break;
      case "TYPE":
        types.push(...word.split(","));
        break;
      default:
        break;
    }
  }
  if (quotedPrintable) value = fromQuotedPrintable(value, charset).replaceAll(/\r\n|\n|\r/gu, "\\n");
  const clean = types.map((type) => type.trim().replaceAll(/[^\w-]/gu, "")).filter((type) => type !== "");
  return `${name}${clean.map((type) => `;TYPE=${type}`).join("")}:${value}`;
}

function colonOf(line: string): number {
  let quoted = false;
  for (let index = 0; index < line.length; index += 1) {
    if (line[index] === '"') quoted = !quoted;
    else if (line[index] === ":" && !quoted) return index;
  }
  return line.indexOf(":");
}

function splitOutsideQuotes(text: string, separator: string): readonly string[] {
  return text.split(new RegExp(`${separator}(?=(?:[^"]*"[^"]*")*[^"]*$)`, "u"));
}

function fromQuotedPrintable(value: string, charset: string): string {
  const bytes: number[] = [];
  for (let index = 0; index < value.length;) {
    const code = /^=([0-9A-Fa-f]{2})/u.exec(value.slice(index, index + 3));
    if (code) {
      bytes.push(Number.parseInt(code[1] ?? "0", 16));
      index += 3;
    } else {
      const letter = String.fromCodePoint(value.codePointAt(index) ?? 0);
      bytes.push(...Buffer.from(letter, "utf8"));
      index += letter.length;
    }
  }
  try {
    return new TextDecoder(charset).decode(Uint8Array.from(bytes));
  } catch {
    return Buffer.from(bytes).toString("utf8");
  }
}

/** The reader takes 3.0 for all of them; what 4.0 has more than that is not in a mailbox contact. */
function versioned(lines: readonly string[]): readonly string[] {
  const [begin = "BEGIN:VCARD", ...rest] = lines;
  return [begin, "VERSION:3.0", ...rest.filter((line) => !/^VERSION:/iu.test(line))];
}
