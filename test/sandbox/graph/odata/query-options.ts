import { badRequest } from "../graph-error.ts";
import { parseFilter, type Filter } from "./filter-syntax.ts";

export interface Expansion {
  readonly name: string;
  readonly select: readonly string[] | null;
  readonly filter: Filter | null;
}

export interface Ordering {
  readonly path: readonly string[];
  readonly descending: boolean;
}

/** The OData options of a request. Names come with or without `$`, in any letter case. */
export interface QueryOptions {
  readonly select: readonly string[] | null;
  readonly filter: Filter | null;
  readonly filterText: string | null;
  readonly orderBy: readonly Ordering[];
  readonly expand: readonly Expansion[];
  readonly expandText: string | null;
  readonly top: number | null;
  readonly skip: number;
  readonly count: boolean;
  readonly search: string | null;
  readonly skipToken: string | null;
  readonly deltaToken: string | null;
  /** Everything else: `startDateTime`, `includeHiddenFolders`, `changeType`, …, under lower-case names. */
  readonly other: ReadonlyMap<string, string>;
}

const KNOWN: ReadonlySet<string> = new Set([
  "select",
  "filter",
  "orderby",
  "expand",
  "top",
  "skip",
  "count",
  "search",
  "skiptoken",
  "deltatoken",
]);

/** @throws GraphError 400 on an option that Graph does not know or cannot read. */
export function queryOptions(query: URLSearchParams): QueryOptions {
  const known = new Map<string, string>();
  const other = new Map<string, string>();
  for (const [name, value] of query) {
    const bare = name.replace(/^\$/u, "").toLowerCase();
    if (KNOWN.has(bare)) known.set(bare, value);
    else if (name.startsWith("$")) throw badRequest(`The query parameter '${name}' is not supported.`);
    else other.set(bare, value);
  }
  const filterText = known.get("filter") ?? null;
  return {
    select: known.has("select") ? names(known.get("select") ?? "") : null,
    filter: filterText === null ? null : parseFilter(filterText),
    filterText,
    orderBy: known.has("orderby") ? orderings(known.get("orderby") ?? "") : [],
    expand: expansions(known.get("expand") ?? ""),
    expandText: known.get("expand") ?? null,
    top: number(known.get("top"), "$top", 1),
    skip: number(known.get("skip"), "$skip", 0) ?? 0,
    count: known.get("count")?.toLowerCase() === "true",
    search: known.get("search") ?? null,
    skipToken: known.get("skiptoken") ?? null,
    deltaToken: known.get("deltatoken") ?? null,
    other,
  };
}

function names(text: string): readonly string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function number(text: string | undefined, name: string, least: number): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/u.test(text) || value < least)
    throw badRequest(
      `Invalid value '${text}' for ${name} query option found. The ${name} query option requires a ${least === 0 ? "non-negative" : "positive"} integer value.`,
    );
  return value;
}

function orderings(text: string): readonly Ordering[] {
  return names(text).map((one) => {
    const match = /^(?<path>[\w/]+)(?:\s+(?<direction>asc|desc))?$/iu.exec(one)?.groups;
    if (!match) throw badRequest(`Syntax error at position 0 in '${one}'.`);
    return { path: (match["path"] ?? "").split("/"), descending: match["direction"]?.toLowerCase() === "desc" };
  });
}

/** `attachments($select=id,name),singleValueExtendedProperties($filter=id eq '…')` */
export function expansions(text: string): readonly Expansion[] {
  return split(text, ",").map((one) => {
    const match = /^(?<name>[\w./]+)(?:\((?<inner>.*)\))?$/su.exec(one.trim())?.groups;
    if (!match) throw badRequest(`Syntax error in $expand: '${one}'.`);
    const inner = new Map<string, string>();
    for (const option of match["inner"] === undefined ? [] : split(match["inner"], ";")) {
      const equals = option.indexOf("=");
      inner.set(option.slice(0, equals).trim().replace(/^\$/u, "").toLowerCase(), option.slice(equals + 1));
    }
    const filter = inner.get("filter");
    return {
      name: match["name"] ?? "",
      select: inner.has("select") ? names(inner.get("select") ?? "") : null,
      filter: filter === undefined ? null : parseFilter(filter),
    };
  });
}

/** Splits where no parenthesis and no quotation is open. */
function split(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let [depth, quoted, from] = [0, false, 0];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (character === separator && depth === 0) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  parts.push(text.slice(from));
  return parts.filter((part) => part.trim() !== "");
}

/** The ids named by `id eq '…' or id eq '…'` within an expansion of extended properties. */
export function idsNamed(filter: Filter | null): readonly string[] {
  if (filter === null) throw badRequest("The expand of extended properties needs a filter on their id.");
  switch (filter.is) {
    case "or":
      return [...idsNamed(filter.left), ...idsNamed(filter.right)];
    case "compare":
      if (
        filter.operator === "eq" &&
        filter.left.is === "path" &&
        filter.left.path[0]?.toLowerCase() === "id" &&
        filter.right.is === "literal" &&
        typeof filter.right.value === "string"
      ) {
        return [filter.right.value];
      }
      throw badRequest("The expand of extended properties takes only 'id eq' joined by 'or'.");
    default:
      throw badRequest("The expand of extended properties takes only 'id eq' joined by 'or'.");
  }
}
