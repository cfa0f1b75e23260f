const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "'": "'", '"': '"', "\\": "\\" };

/** The text of a quoted literal. `\_` and `\%` stay as they are, for LIKE. */
export function unescaped(quoted: string): string {
  const inner = quoted.startsWith("'") && quoted.endsWith("'") ? quoted.slice(1, -1) : quoted;
  return inner.replaceAll(/\\(u[0-9A-Fa-f]{4}|.)/gu, (whole, escape: string) => {
    if (escape.length === 5) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
    return ESCAPES[escape] ?? whole;
  });
}

/** LIKE compares without case; `%` stands for anything, `_` for one character. */
export function likePattern(pattern: string): RegExp {
  let source = "";
  for (let index = 0; index < pattern.length; index += 1) {
    const letter = pattern.charAt(index);
    const next = pattern.charAt(index + 1);
    if (letter === "\\" && (next === "%" || next === "_")) {
      source += next;
      index += 1;
    } else if (letter === "%") source += ".*";
    else if (letter === "_") source += ".";
    else source += letter.replaceAll(/[.*+?^${}()|[\]\\/]/gu, "\\$&");
  }
  return new RegExp(`^${source}$`, "isu");
}
