/** How a text is brought to the form in which both sides are compared. */
export interface TextForm {
  /** The shorter side's length in UTF-16 units, as Salesforce counts; null: never cut. */
  readonly limit: number | null;
  /** May hold several lines. */
  readonly lines: boolean;
}

/** Trimmed, without control characters and lone surrogates, `\n` between lines, blank as null, and cut where the form says so. */
export function canonicalText(value: string | null | undefined, form: TextForm): string | null {
  if (value === null || value === undefined) return null;
  const clean = cleaned(value, form.lines);
  const cut = form.limit === null ? clean : cutTo(clean, form.limit);
  return cut === "" ? null : cut;
}

function cleaned(value: string, lines: boolean): string {
  const breaks = lines ? "\n" : " ";
  return value
    .toWellFormed()
    .replaceAll(/\r\n|[\n\r\u0085\u2028\u2029]/gu, breaks)
    .replaceAll("\t", " ")
    .replaceAll(/(?!\n)\p{Cc}/gu, "")
    .trim();
}

/** At most `limit` units, never half of a pair, and no blank left at the end. */
function cutTo(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(limit - 1));
  return text.slice(0, splitsPair ? limit - 1 : limit).trimEnd();
}
