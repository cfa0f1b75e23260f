const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  hellip: "…",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  bull: "•",
  euro: "€",
  copy: "©",
  reg: "®",
  trade: "™",
  auml: "ä",
  ouml: "ö",
  uuml: "ü",
  Auml: "Ä",
  Ouml: "Ö",
  Uuml: "Ü",
  szlig: "ß",
  eacute: "é",
  egrave: "è",
};

/** What of a page is never read. */
const UNREAD = /<!--[\s\S]*?(?:-->|$)|<(script|style|head|title|template)\b[\s\S]*?(?:<\/\1\s*>|$)/giu;
const BREAKS = /<(?:br|hr)\b[^>]*>|<\/(?:p|div|h[1-6]|li|tr|ul|ol|table|blockquote|pre)\s*>/giu;
const ITEMS = /<li\b[^>]*>/giu;
const TAGS = /<\/?[a-z!?][^>]*(?:>|$)/giu;

/** The text of an HTML body as a person reads it: its lines, without tags; never anything that a browser would carry out. */
export function textOfHtml(html: string): string {
  const flowing = html.replaceAll(UNREAD, "").replaceAll(/\s+/gu, " ");
  const lines = flowing.replaceAll(BREAKS, "\n").replaceAll(ITEMS, "- ").replaceAll(TAGS, "");
  return decoded(lines)
    .split("\n")
    .map((line) => line.replaceAll(/[^\S\n]+/gu, " ").trim())
    .join("\n")
    .replaceAll(/\n{3,}/gu, "\n\n")
    .trim();
}

function decoded(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/giu, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? NAMED[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code > 0 && code <= 0x10_ff_ff && !(code >= 0xd8_00 && code <= 0xdf_ff) ? String.fromCodePoint(code) : "";
  });
}
