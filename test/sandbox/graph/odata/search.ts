import { asText, type Body } from "../body-text.ts";
import { badRequest } from "../graph-error.ts";
import type { Fields } from "../stored.ts";

/** A `$search` on messages: the part of the Keyword Query Language that the documentation of `$search` names. */
export type Search =
  | { readonly is: "and" | "or"; readonly left: Search; readonly right: Search }
  | { readonly is: "not"; readonly of: Search }
  | { readonly is: "term"; readonly property: string | null; readonly text: string; readonly pattern: RegExp };

interface Recipient {
  readonly emailAddress?: { readonly name?: string | null; readonly address?: string | null } | null;
}

const TOKEN = /\s*(?:(?<sign>[()])|(?:(?<property>[A-Za-z]+)(?<operator>:|<=|>=|<|>|=))?(?:"(?<quoted>[^"]*)"|(?<word>[^\s()":]+)))/uy;

interface Token {
  readonly sign: string | null;
  readonly property: string | null;
  readonly operator: string;
  readonly text: string;
  readonly bare: boolean;
}

/** Reads what stands in `$search`, in its quotation marks. @throws GraphError 400 on a syntax error. */
export function parseSearch(source: string): Search {
  const trimmed = source.trim();
  const quoted = /^"(?<inner>.*)"$/su.exec(trimmed)?.groups?.["inner"];
  if (quoted === undefined && !/^[\w-]+$/u.test(trimmed)) {
    const at = Math.max(trimmed.search(/[^\w\s-]/u), 0);
    throw badRequest(`Syntax error: character '${trimmed.charAt(at)}' is not valid at position ${at} in '${trimmed}'.`);
  }
  const text = (quoted ?? trimmed).replaceAll('\\"', '"');
  const tokens = tokensOf(text);
  if (tokens.length === 0) throw badRequest("The $search query option is empty.");
  let at = 0;
  const peek = (): Token | undefined => tokens[at];
  const takes = (word: string): boolean => {
    const token = peek();
    if (token?.bare !== true || token.property !== null || token.text !== word) return false;
    at += 1;
    return true;
  };
  const found = or();
  if (at < tokens.length) throw syntax(text);
  return found;

  function or(): Search {
    let left = and();
    while (takes("OR")) left = { is: "or", left, right: and() };
    return left;
  }

  /** Words side by side are joined by AND. */
  function and(): Search {
    let left = unary();
    for (;;) {
      const joined = takes("AND");
      const next = peek();
      if (next === undefined || next.sign === ")" || (next.bare && next.text === "OR")) {
        if (joined) throw syntax(text);
        return left;
      }
      left = { is: "and", left, right: unary() };
    }
  }

  function unary(): Search {
    if (takes("NOT")) return { is: "not", of: unary() };
    const token = peek();
    if (token === undefined) throw syntax(text);
    at += 1;
    if (token.sign === "(") {
      const inner = or();
      if (peek()?.sign !== ")") throw syntax(text);
      at += 1;
      return inner;
    }
    if (token.sign !== null) throw syntax(text);
    if (token.property !== null && !(token.property in PROPERTIES)) throw syntax(text);
    const wanted = `${token.operator === ":" ? "" : token.operator}${token.text}`;
    return { is: "term", property: token.property, text: wanted, pattern: words(wanted) };
  }
}

const syntax = (source: string) => badRequest(`Syntax error in the $search query option '${source}'.`);

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.trimEnd().length) {
    const groups = TOKEN.exec(source)?.groups;
    if (!groups) throw syntax(source);
    tokens.push({
      sign: groups["sign"] ?? null,
      property: groups["property"]?.toLowerCase() ?? null,
      operator: groups["operator"] ?? ":",
      text: groups["quoted"] ?? groups["word"] ?? "",
      bare: groups["word"] !== undefined,
    });
  }
  return tokens;
}

/** The properties of a message that can be searched, and the text of each (con/search-query-parameter). */
const PROPERTIES: Readonly<Record<string, (fields: Fields, attachments: () => readonly string[]) => string>> = {
  from: (fields) => people(fields["from"] ? [fields["from"]] : []),
  to: (fields) => people(fields["toRecipients"]),
  cc: (fields) => people(fields["ccRecipients"]),
  bcc: (fields) => people(fields["bccRecipients"]),
  recipients: (fields) => ["toRecipients", "ccRecipients", "bccRecipients"].map((name) => people(fields[name])).join(" "),
  participants: (fields) =>
    [
      people(fields["from"] ? [fields["from"]] : []),
      ...["toRecipients", "ccRecipients", "bccRecipients"].map((name) => people(fields[name])),
    ].join(" "),
  subject: (fields) => String(fields["subject"] ?? ""),
  body: (fields) => asText((fields["body"] ?? { contentType: "text", content: "" }) as Body),
  attachment: (_fields, attachments) => attachments().join(" "),
  hasattachment: (fields) => String(fields["hasAttachments"] === true),
  hasattachments: (fields) => String(fields["hasAttachments"] === true),
  importance: (fields) => ({ low: "low", normal: "medium normal", high: "high" })[String(fields["importance"])] ?? "",
  kind: () => "email",
  received: (fields) => String(fields["receivedDateTime"] ?? ""),
  sent: (fields) => String(fields["sentDateTime"] ?? ""),
};

/** What a word without property is looked for in. */
const EVERYWHERE = ["from", "subject", "body"] as const;

function people(list: unknown): string {
  return ((list ?? []) as readonly Recipient[])
    .map(({ emailAddress }) => `${emailAddress?.name ?? ""} ${emailAddress?.address ?? ""}`)
    .join(" ");
}

/** Whether a message is found; `attachments` are the names of its files, asked for only when searched. */
export function isFound(search: Search, fields: Fields, attachments: () => readonly string[]): boolean {
  switch (search.is) {
    case "and":
      return isFound(search.left, fields, attachments) && isFound(search.right, fields, attachments);
    case "or":
      return isFound(search.left, fields, attachments) || isFound(search.right, fields, attachments);
    case "not":
      return !isFound(search.of, fields, attachments);
    case "term": {
      const { property, text, pattern } = search;
      if (property === "received" || property === "sent") return onDay(String(PROPERTIES[property]?.(fields, attachments) ?? ""), text);
      return (property === null ? EVERYWHERE : [property]).some((name) => pattern.test(PROPERTIES[name]?.(fields, attachments) ?? ""));
    }
  }
}

/** Exchange matches whole words, the last one from its beginning on with an asterisk. */
function words(wanted: string): RegExp {
  const escaped = wanted.replaceAll(/[.*+?^${}()|[\]\\]/gu, (character) => (character === "*" ? "[^\\s]*" : `\\${character}`));
  return new RegExp(`(?:^|[^\\p{L}\\p{N}])${escaped}(?:$|[^\\p{L}\\p{N}])`, "iu");
}

/** `2026-11-02`, `>=2026-11-02` and the like; also month/day/year, as the documentation writes it. */
function onDay(instant: string, wanted: string): boolean {
  const parts = /^(?<operator><=|>=|<|>|=)?(?<date>.+)$/u.exec(wanted)?.groups;
  const american = /^(?<month>\d\d?)\/(?<day>\d\d?)\/(?<year>\d{4})$/u.exec(parts?.["date"] ?? "")?.groups;
  const date = american
    ? `${american["year"] ?? ""}-${(american["month"] ?? "").padStart(2, "0")}-${(american["day"] ?? "").padStart(2, "0")}`
    : (parts?.["date"] ?? "").slice(0, 10);
  const day = instant.slice(0, 10);
  switch (parts?.["operator"]) {
    case "<":
      return day < date;
    case "<=":
      return day <= date;
    case ">":
      return day > date;
    case ">=":
      return day >= date;
    default:
      return day === date;
  }
}
