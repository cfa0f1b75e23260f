import { textOf } from "../draft.ts";
import { methodNotAllowed, refusal } from "../errors.ts";
import { attributes } from "../reading.ts";
import type { Row } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";
import { wireTime } from "../wire-time.ts";
import { parseSoql } from "../soql/parse.ts";
import { runQuery } from "../soql/run.ts";
import { QueryScope } from "../soql/scope.ts";
import { isJson, jsonBody, type ApiReply, type ApiRequest } from "./request.ts";

interface Wanted {
  readonly object: string;
  readonly fields: readonly string[];
  readonly where: string | null;
  readonly limit: number;
}

interface Search {
  readonly term: string;
  readonly within: string;
  readonly returning: readonly Wanted[];
  readonly limit: number;
}

const MOST_RESULTS = 2000;
const SEARCHED_BY_DEFAULT = ["Account", "Contact", "Lead", "Opportunity", "Case", "User"];

/** GET `/search?q=FIND {…}`. */
export function search(request: ApiRequest): ApiReply {
  const text = request.query.get("q");
  if (text === null) throw refusal(400, "MALFORMED_SEARCH", "A search string has to be specified");
  return found(request, parseSosl(text));
}

/** GET or POST `/parameterizedSearch`. */
export function parameterizedSearch(request: ApiRequest): ApiReply {
  if (request.method !== "GET" && request.method !== "POST") throw methodNotAllowed();
  const body = request.method === "POST" ? jsonBody(request) : Object.fromEntries(request.query);
  const { q, fields, sobjects, overallLimit, defaultLimit } = body as Record<string, unknown>;
  const scope = "in" in body ? String(body["in"]) : "ALL";
  if (typeof q !== "string") throw refusal(400, "MALFORMED_SEARCH", "No search term found.");
  const common = fieldList(fields);
  const each = Number(defaultLimit ?? MOST_RESULTS);
  const named = typeof request.query.get("sobject") === "string" ? request.query.getAll("sobject").map((name) => ({ name })) : sobjects;
  const objects: readonly unknown[] = Array.isArray(named) ? named : SEARCHED_BY_DEFAULT.map((name) => ({ name }));
  const returning = objects.filter(isJson).map((one): Wanted => ({
    object: String(one["name"]),
    fields: fieldList(one["fields"]).length > 0 ? fieldList(one["fields"]) : common,
    where: typeof one["where"] === "string" ? one["where"] : null,
    limit: Number(one["limit"] ?? each),
  }));
  return found(request, { term: q, within: scope.toUpperCase(), returning, limit: Number(overallLimit ?? MOST_RESULTS) });
}

function fieldList(given: unknown): readonly string[] {
  if (Array.isArray(given)) return given.map(String);
  return typeof given === "string" && given !== "" ? given.split(",").map((name) => name.trim()) : [];
}

function parseSosl(text: string): Search {
  const find = /^\s*FIND\s*\{((?:[^}\\]|\\.)*)\}\s*(?:IN\s+(\w+)\s+FIELDS)?\s*(?:RETURNING\s+(.*?))?\s*(?:LIMIT\s+(\d+))?\s*$/isu.exec(
    text,
  );
  if (!find) throw refusal(400, "MALFORMED_SEARCH", "No search term found. The search term must be enclosed in braces.");
  const [, term = "", within = "ALL", returning, limit] = find;
  return {
    term: term.replaceAll(/\\(.)/gu, "$1"),
    within: within.toUpperCase(),
    returning:
      returning === undefined
        ? SEARCHED_BY_DEFAULT.map((object) => ({ object, fields: [], where: null, limit: MOST_RESULTS }))
        : readReturning(returning),
    limit: Number(limit ?? MOST_RESULTS),
  };
}

function readReturning(text: string): readonly Wanted[] {
  if (!/^\s*(?:\w+\s*(?:\((?:[^()]|\([^()]*\))*\))?\s*(?:,\s*(?!$)|$))+$/u.test(text)) {
    throw refusal(400, "MALFORMED_SEARCH", `unexpected token: ${text.slice(0, 40)}`);
  }
  return [...text.matchAll(/(\w+)\s*(?:\(((?:[^()]|\([^()]*\))*)\))?\s*(?:,|$)/gu)].map(([, object = "", inner = ""]) => {
    const [, fields = "", where, limit] =
      /^(.*?)(?:\s+WHERE\s+(.*?))?(?:\s+ORDER\s+BY\s+.*?)?(?:\s+LIMIT\s+(\d+))?\s*$/isu.exec(inner) ?? [];
    return { object, fields: fieldList(fields), where: where ?? null, limit: Number(limit ?? MOST_RESULTS) };
  });
}

/** What IN … FIELDS may name. */
const FIELD_GROUPS: ReadonlySet<string> = new Set(["ALL", "EMAIL", "NAME", "PHONE", "SIDEBAR"]);

function found(request: ApiRequest, wanted: Search): ApiReply {
  if (!FIELD_GROUPS.has(wanted.within)) throw refusal(400, "MALFORMED_SEARCH", `unexpected token: ${wanted.within}`);
  const term = wanted.term.trim();
  if (term.replaceAll(/[*?"]/gu, "").length < 2) throw refusal(400, "MALFORMED_SEARCH", "search term must be longer than one character");
  const matches = matcher(term);
  const records = wanted.returning.flatMap((one) => ofObject(request, one, wanted.within, matches)).slice(0, wanted.limit);
  return { status: 200, body: Number(request.version.slice(1)) < 37 ? records : { searchRecords: records } };
}

/** Every word must begin a word of the text; `*` stands for any letters, quotes hold a phrase together. */
function matcher(term: string): (text: string) => boolean {
  const words = [...term.matchAll(/"([^"]+)"|(\S+)/gu)].map(([, phrase, word]) => (phrase ?? word ?? "").toLowerCase());
  const patterns = words.map((word) => {
    const source = word
      .replaceAll(/[.+^${}()|[\]\\/]/gu, "\\$&")
      .replaceAll("*", "\\S*")
      .replaceAll("?", "\\S");
    return new RegExp(`(?:^|[^\\p{L}\\p{N}])${source}(?:$|[^\\p{L}\\p{N}])`, "iu");
  });
  return (text) => patterns.every((pattern) => pattern.test(text));
}

function ofObject(request: ApiRequest, wanted: Wanted, within: string, matches: (text: string) => boolean): readonly unknown[] {
  const { org, access } = request;
  const object = access.object(wanted.object);
  if (!object) throw refusal(400, "INVALID_TYPE", `sObject type '${wanted.object}' is not supported.`);
  const edge = wireTime(new Date(org.clock.now().getTime() - org.switches.searchLagMs));
  const ids: string[] = [];
  for (const row of org.store.rows(object.name)) {
    if (row.deletedAt !== undefined || (org.switches.searchLagMs > 0 && (textOf(row, "SystemModstamp") ?? "") > edge)) continue;
    if (matches(searchedText(object, row, within)) && access.canRead(object.name, row)) ids.push(row.id);
    if (ids.length >= wanted.limit && wanted.where === null) break;
  }
  if (wanted.fields.length === 0 && wanted.where === null)
    return ids.map((id) => ({ attributes: attributes(object.name, id, request.version), Id: id }));
  if (ids.length === 0) return [];
  const fields = wanted.fields.length === 0 ? "Id" : wanted.fields.join(", ");
  const condition = `Id IN ('${ids.join("','")}')${wanted.where === null ? "" : ` AND (${wanted.where})`}`;
  const text = `SELECT ${fields} FROM ${object.name} WHERE ${condition} LIMIT ${wanted.limit}`;
  const result = runQuery(new QueryScope(org, access, request.version, text), parseSoql(text), false);
  return result.rows.map(result.shape);
}

const SCOPES: Readonly<Record<string, ReadonlySet<string>>> = {
  EMAIL: new Set(["email"]),
  PHONE: new Set(["phone"]),
  NAME: new Set(["string"]),
};

function searchedText(object: ObjectType, row: Row, within: string): string {
  const types = SCOPES[within];
  return object.fields
    .filter((field) =>
      types
        ? types.has(field.type) && (within !== "NAME" || field.name.endsWith("Name"))
        : field.type !== "reference" && field.type !== "id",
    )
    .map((field) => row.values[field.name])
    .filter((value) => typeof value === "string")
    .join("\n");
}
