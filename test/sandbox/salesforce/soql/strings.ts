const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", "'": "'", '"': '"', "\\": "\\" };

/** The text of a quoted literal. `\_` and `\%` stay as they are, for LIKE. */
export function unescaped(quoted: string): string {
  const inner = quoted.startsWith("'") && quoted.endsWith("'") ? quoted.slice(1, -1) : quoted;
  return inner.replaceAll(/\\(u[0-9A-Fa-f]{4}|.)/gu, (whole, escape: string) => {
    if (escape.length === 5) return String.fromCodePoint(Number.parseInt(escape.slice(1), 16));
    return ESCAPES[escape] ?? whole;
  });
}

/**
 * A LIKE literal, as quoted in the query. It compares without case; `%` stands for anything, `_` for one character. Escapes are read
 * once, together with the wildcards: `\\%` is a backslash and then anything.
 */
export function likePattern(quoted: string): RegExp {
  const inner = quoted.startsWith("'") && quoted.endsWith("'") ? quoted.slice(1, -1) : quoted;
  let source = "";
  for (const [token] of inner.matchAll(/\\u[0-9A-Fa-f]{4}|\\.|[^\\]|\\$/gsu)) {
    if (token === "%") source += ".*";
    else if (token === "_") source += ".";
    else source += literally(token === "\\%" || token === "\\_" ? token.slice(1) : unescaped(token));
  }
  return new RegExp(`^${source}$`, "isu");
}

function literally(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, "\\$&");
}
