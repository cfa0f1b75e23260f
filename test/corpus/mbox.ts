import { Buffer } from "node:buffer";

/**
 * `From sender weekday month day time year`, or Thunderbird's `From -`. A sentence that begins with "From" has no time in it, so
 * it stays in its message even where nobody quoted it.
 */
const SEPARATOR = /^From (?:-\s*|[^\r\n]*\d{1,2}:\d{2}[^\r\n]*)$/u;
/** Some writers leave no blank line before the next envelope; a mail's first header then tells. */
const HEADER = /^[!-9;-~]+:/u;
const BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

/** Whether these bytes begin as an mbox does. */
export function isMbox(bytes: Buffer): boolean {
  return SEPARATOR.test(firstLine(bytes));
}

/**
 * The messages of an mbox, each as it came by mail: the separator lines taken off, one `>` off each quoted `>From `. Bytes are kept
 * as they are otherwise, whatever their charset.
 */
export function messagesOf(bytes: Buffer): readonly Buffer[] {
  const messages: string[][] = [];
  let afterBlank = true;
  const all = withoutMark(bytes.toString("latin1")).split("\n");
  for (const [index, line] of all.entries()) {
    const bare = line.replace(/\r$/u, "");
    if (SEPARATOR.test(bare) && (afterBlank || HEADER.test(all[index + 1] ?? ""))) messages.push([]);
    else messages.at(-1)?.push(line.replace(/^>(>*From )/u, "$1"));
    afterBlank = bare === "";
  }
  return messages.map((lines) => Buffer.from(withoutLastBlank(lines).join("\n"), "latin1"));
}

/** The blank line before the next separator belongs to the mbox, not to the message. */
function withoutLastBlank(lines: readonly string[]): readonly string[] {
  const blank = (line: string | undefined): boolean => line === "" || line === "\r";
  return blank(lines.at(-1)) && blank(lines.at(-2)) ? lines.slice(0, -1) : lines;
}

function firstLine(bytes: Buffer): string {
  const start = withoutMark(bytes.subarray(0, 1_000).toString("latin1"));
  return (start.split("\n")[0] ?? "").replace(/\r$/u, "");
}

function withoutMark(text: string): string {
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}
