import { textOf } from "../draft.ts";
import { notFound } from "../errors.ts";
import { canonicalId } from "../ids.ts";
import { listViewsOf } from "../list-views.ts";
import type { Row } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";
import { parseSoql } from "../soql/parse.ts";
import { runQuery } from "../soql/run.ts";
import { QueryScope } from "../soql/scope.ts";
import { readTime } from "../wire-time.ts";
import { objectOf, type ApiReply, type ApiRequest, type Json } from "./request.ts";

const ROWS_BY_DEFAULT = 25;
const MOST_ROWS = 2000;

/** `/sobjects/X/listviews`, and below it one view, its `describe` and its `results`. */
export function listViews(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  const [, , , given, part] = request.segments;
  if (given === undefined) {
    const views = listViewsOf(request.org, object.name).map((row) => summary(request, object, row));
    return { status: 200, body: { done: true, listviews: views, nextRecordsUrl: null, size: views.length, sobjectType: object.name } };
  }
  const id = canonicalId(given);
  const row = listViewsOf(request.org, object.name).find((one) => one.id === id);
  if (!row) throw notFound();
  switch (part?.toLowerCase()) {
    case undefined:
      return { status: 200, body: summary(request, object, row) };
    case "describe":
      return { status: 200, body: description(request, object, row) };
    case "results":
      return { status: 200, body: results(request, object, row) };
    default:
      throw notFound();
  }
}

function summary(request: ApiRequest, object: ObjectType, row: Row): Json {
  const url = `/services/data/${request.version}/sobjects/${object.name}/listviews/${row.id}`;
  return {
    describeUrl: `${url}/describe`,
    developerName: row.values["DeveloperName"],
    id: row.id,
    label: row.values["Name"],
    resultsUrl: `${url}/results`,
    soqlCompatible: row.values["IsSoqlCompatible"] === true,
    url,
  };
}

function queryOf(row: Row): string {
  return textOf(row, "Query") ?? "";
}

function description(request: ApiRequest, object: ObjectType, row: Row): Json {
  return {
    columns: columnsOf(request, object, row),
    id: row.id,
    orderBy: [],
    query: queryOf(row),
    relatedEntityId: null,
    scope: row.values["ViewScope"],
    scopeEntityId: null,
    sobjectType: object.name,
    whereCondition: null,
  };
}

function columnsOf(request: ApiRequest, object: ObjectType, row: Row): readonly Json[] {
  const shown = new Set((textOf(row, "Shown") ?? "").split(","));
  const scope = new QueryScope(request.org, request.access, request.version, queryOf(row));
  const orderBy = /ORDER BY (\S+)(?: (DESC))?/iu.exec(queryOf(row));
  return pathsOf(row).flatMap((path): readonly Json[] => {
    const [head = ""] = path.split(".");
    if (!request.access.field(object, head) && !object.relationship(head)) return [];
    const { field } = scope.column(object, path.split("."));
    const isSortable = shown.has(path) && field?.sortable !== false;
    const isSorted = orderBy?.[1]?.toLowerCase() === path.toLowerCase();
    return [
      {
        ascendingLabel: isSortable ? "Z-A" : null,
        descendingLabel: isSortable ? "A-Z" : null,
        fieldNameOrPath: path,
        hidden: !shown.has(path),
        label: field?.label ?? path,
        selectListItem: path,
        sortDirection: isSorted ? (orderBy[2] === undefined ? "ascending" : "descending") : null,
        sortIndex: isSorted ? 0 : null,
        sortable: isSortable,
        type: field?.type ?? "string",
      },
    ];
  });
}

function pathsOf(row: Row): readonly string[] {
  return (/^SELECT (.*?) FROM /u.exec(queryOf(row))?.[1] ?? "").split(", ");
}

/** What the caller sees of it: his own sharing and field security decide. */
function results(request: ApiRequest, object: ObjectType, row: Row): Json {
  const text = queryOf(row);
  const scope = new QueryScope(request.org, request.access, request.version, text);
  const found = runQuery(scope, parseSoql(text), false);
  const [limit, offset] = [numberOf(request, "limit", ROWS_BY_DEFAULT), numberOf(request, "offset", 0)];
  const rows = found.rows.slice(offset, offset + Math.min(limit, MOST_ROWS)) as readonly Row[];
  const columns = columnsOf(request, object, row);
  const readers = columns.map((column) => scope.column(object, String(column["fieldNameOrPath"]).split(".")));
  return {
    columns,
    developerName: row.values["DeveloperName"],
    done: offset + rows.length >= found.rows.length,
    id: row.id,
    label: row.values["Name"],
    records: rows.map((one) => ({
      columns: columns.map((column, index) => ({
        fieldNameOrPath: column["fieldNameOrPath"],
        value: shownValue(readers[index]?.read(one), column),
      })),
    })),
    size: rows.length,
  };
}

/** Everything is text here, times as Java writes them. */
function shownValue(value: unknown, column: Json): string | null {
  if (value === null || value === undefined) return null;
  const moment = column["type"] === "datetime" ? readTime(String(value)) : null;
  if (moment === null) return String(value);
  const [, day = "", month = "", year = "", time = ""] = /^\w+, (\d+) (\w+) (\d+) (\S+)/u.exec(moment.toUTCString()) ?? [];
  return `${moment.toUTCString().slice(0, 3)} ${month} ${day} ${time} GMT ${year}`;
}

function numberOf(request: ApiRequest, name: string, otherwise: number): number {
  const value = Number(request.query.get(name) ?? otherwise);
  return Number.isInteger(value) && value >= 0 ? value : otherwise;
}
