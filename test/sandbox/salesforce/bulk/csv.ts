import { parse } from "csv-parse/sync";
import { stringify } from "csv-stringify/sync";

const DELIMITERS = { BACKQUOTE: "`", CARET: "^", COMMA: ",", PIPE: "|", SEMICOLON: ";", TAB: "\t" } as const;
const LINE_ENDINGS = { LF: "\n", CRLF: "\r\n" } as const;

export type ColumnDelimiter = keyof typeof DELIMITERS;
export type LineEnding = keyof typeof LINE_ENDINGS;

/** How a job's text is laid out. */
export interface CsvStyle {
  readonly columnDelimiter: ColumnDelimiter;
  readonly lineEnding: LineEnding;
}

export function isColumnDelimiter(name: unknown): name is ColumnDelimiter {
  return typeof name === "string" && name in DELIMITERS;
}

export function isLineEnding(name: unknown): name is LineEnding {
  return typeof name === "string" && name in LINE_ENDINGS;
}

/** What was uploaded could not be read; its text is the job's `errorMessage`. */
export class InvalidBatch extends Error {}

/** Header and rows. @throws InvalidBatch */
export function readCsv(
  text: string,
  style: CsvStyle,
): { readonly header: readonly string[]; readonly rows: readonly (readonly string[])[] } {
  const firstLine = /^[^\n]*\n?/u.exec(text)?.[0] ?? "";
  if (firstLine.endsWith("\n") && firstLine.endsWith("\r\n") !== (style.lineEnding === "CRLF")) {
    throw new InvalidBatch(`InvalidBatch : LineEnding is invalid on user data. Current LineEnding setting is ${style.lineEnding}`);
  }
  try {
    const lines = parse(text, {
      delimiter: DELIMITERS[style.columnDelimiter],
      record_delimiter: LINE_ENDINGS[style.lineEnding],
      bom: true,
      skip_empty_lines: true,
      relax_column_count: false,
    });
    const [header, ...rows] = lines;
    if (header === undefined) throw new InvalidBatch("InvalidBatch : Unable to find a header line");
    return { header, rows };
  } catch (error) {
    if (error instanceof InvalidBatch) throw error;
    throw new InvalidBatch(`InvalidBatch : Failed to parse CSV. ${error instanceof Error ? error.message : ""}`);
  }
}

/** Every value in quotes, as Salesforce writes them. */
export function writeCsv(header: readonly string[], rows: readonly (readonly string[])[], style: CsvStyle): string {
  return stringify([[...header], ...rows.map((row) => [...row])], {
    delimiter: DELIMITERS[style.columnDelimiter],
    record_delimiter: LINE_ENDINGS[style.lineEnding],
    quoted: true,
    quoted_empty: true,
  });
}
