declare const checked: unique symbol;

/** A statement, or a part of one, whose every value is data. Made by `soql` and the builders below alone. */
export interface Soql {
  readonly text: string;
  readonly [checked]?: true;
}

/** What can be put into a statement. A list stands for `('a','b')` after IN; a part stands as it is. */
export type SoqlValue = string | number | boolean | null | Date | readonly string[] | Soql;

/** Relationship paths of plain and custom names: `Account.Name`, `Tandem_Id__c`. */
const NAME = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/u;
const RECORD_ID = /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/u;
const DAY = /^\d{4}-\d{2}-\d{2}$/u;

/**
 * soql`SELECT Id FROM Contact WHERE Email IN ${addresses}`: what is written is the statement, what is put in is data (SEC14).
 * @throws RangeError for an empty list, which SOQL does not know.
 */
export function soql(literals: TemplateStringsArray, ...values: readonly SoqlValue[]): Soql {
  let text = "";
  literals.forEach((literal, index) => {
    text += literal;
    const value = values[index];
    if (value !== undefined) text += literalOf(value);
  });
  return { text: text.trim() };
}

/** Names of fields, checked, with commas between them. Give names from describe or from our own tables only. */
export function fieldNames(names: Iterable<string>): Soql {
  const list = [...new Set(names)];
  for (const name of list) checkName(name);
  if (list.length === 0) throw new RangeError("A statement selects at least one field.");
  return { text: list.join(", ") };
}

/** The name of an object or of one field. */
export function objectName(name: string): Soql {
  checkName(name);
  return { text: name };
}

/** @throws RangeError unless the text has the form of an id. */
export function recordId(id: string): Soql {
  if (!RECORD_ID.test(id)) throw new RangeError("That is no Salesforce id.");
  return { text: `'${id}'` };
}

/** A list of ids after IN. @throws RangeError */
export function recordIds(ids: readonly string[]): Soql {
  if (ids.length === 0) throw new RangeError("IN needs at least one id.");
  return { text: `(${ids.map((id) => recordId(id).text).join(",")})` };
}

/** `YYYY-MM-DD`, for fields that are dates without a time. */
export function day(date: string): Soql {
  if (!DAY.test(date)) throw new RangeError("That is no date.");
  return { text: date };
}

/** A pattern for LIKE that finds texts beginning so; its own `%` and `_` stand for themselves. */
export function startingWith(text: string): Soql {
  return { text: `'${escapedForLike(text)}%'` };
}

/** The same for texts that end so. */
export function endingWith(text: string): Soql {
  return { text: `'%${escapedForLike(text)}'` };
}

/** Any of the conditions, in brackets; a condition that is never true when there is none. */
export function anyOf(conditions: readonly Soql[]): Soql {
  return { text: conditions.length === 0 ? "Id = null" : `(${conditions.map(({ text }) => text).join(" OR ")})` };
}

const LIST_VIEW = /^SELECT\s.+?\sFROM\s+(\w+)(\s.*)?$/isu;

/**
 * The ids of what a list view shows, by the query that Salesforce itself describes it with: what is filtered there is filtered here.
 * Null where it is no query of that object.
 */
export function idsOfListView(query: string, object: string): Soql | null {
  const [, from, rest = ""] = LIST_VIEW.exec(query.trim()) ?? [];
  return from?.toLowerCase() === object.toLowerCase() ? { text: `SELECT Id FROM ${object}${rest}` } : null;
}

/** A path segment or query of the REST API: every value percent-encoded. `@{ref.id}` may stand in what is written. */
export interface RestPath {
  readonly path: string;
  readonly [checked]?: true;
}

/** restPath`/sobjects/${object}/${id}`. @throws RangeError for an empty or dotted value. */
export function restPath(literals: TemplateStringsArray, ...values: readonly (string | Soql)[]): RestPath {
  let path = "";
  literals.forEach((literal, index) => {
    path += literal;
    const value = values[index];
    if (value === undefined) return;
    const text = typeof value === "string" ? value : value.text;
    if (text === "" || text === "." || text === "..") throw new RangeError("A path cannot hold an empty or dotted value.");
    path += encodeURIComponent(text).replaceAll("'", "%27");
  });
  return { path };
}

function literalOf(value: SoqlValue): string {
  if (value === null) return "null";
  if (typeof value === "string") return `'${escaped(value)}'`;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError("SOQL knows finite numbers only.");
    return String(value);
  }
  if (typeof value === "boolean") return String(value);
  if (value instanceof Date) return value.toISOString();
  if ("text" in value) return value.text;
  if (value.length === 0) throw new RangeError("IN needs at least one value.");
  return `(${value.map((text) => `'${escaped(text)}'`).join(",")})`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "'": "\\'",
  '"': '\\"',
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

function escaped(text: string): string {
  return text
    .replaceAll(/[\\'"\n\r\t\b\f]/gu, (character) => ESCAPES[character] ?? character)
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, unicodeEscape);
}

function escapedForLike(text: string): string {
  return escaped(text).replaceAll(/[%_]/gu, String.raw`\$&`);
}

function unicodeEscape(character: string): string {
  return String.raw`\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

function checkName(name: string): void {
  if (!NAME.test(name) || name.length > 255) throw new RangeError("That is no name of a Salesforce object or field.");
}
