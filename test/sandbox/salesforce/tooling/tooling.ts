import { describe, describeGlobal } from "../api/describe.ts";
import { queryColumns } from "../api/query-columns.ts";
import { record } from "../api/records.ts";
import type { ApiReply, ApiRequest } from "../api/request.ts";
import { methodNotAllowed, refusal } from "../errors.ts";
import { parseSoql } from "../soql/parse.ts";
import { runQuery } from "../soql/run.ts";
import type { Condition, Select } from "../soql/tree.ts";
import { ToolingAccess, ToolingScope } from "./tooling-access.ts";

/** `/tooling/query`, and what `/tooling/sobjects` tells of the few objects there are. @throws Refusal */
export function tooling(request: ApiRequest, notCovered: (request: ApiRequest) => never): ApiReply {
  const [, resource, object, part] = request.segments;
  if (request.method !== "GET") throw resource === "query" ? methodNotAllowed() : notCovered(request);
  // The addresses in what is answered begin with /services/data/v62.0/tooling.
  const inner: ApiRequest = {
    ...request,
    access: new ToolingAccess(request.org, request.access.userId),
    segments: request.segments.slice(1),
    version: `${request.version}/tooling`,
  };
  switch (resource?.toLowerCase()) {
    case "query":
      return object === undefined ? query(inner) : notCovered(request);
    case "sobjects":
      if (object === undefined) return describeGlobal(inner);
      if (part?.toLowerCase() === "describe") return describe(inner);
      return part === undefined ? notCovered(request) : record(inner);
    default:
      return notCovered(request);
  }
}

function query(request: ApiRequest): ApiReply {
  const text = request.query.get("q");
  if (text === null) throw refusal(400, "MALFORMED_QUERY", "A query string has to be specified");
  const scope = new ToolingScope(request.org, request.access, request.version, text);
  const select = parseSoql(text);
  const object = scope.object(select.from);
  if (object.name !== "InstalledSubscriberPackage" && !namesId(select)) {
    throw refusal(400, "EXTERNAL_OBJECT_EXCEPTION", `${object.name}: a filter on a reified column is required [Id]`);
  }
  if (request.query.get("columns") === "true") return { status: 200, body: queryColumns(scope, select) };
  const found = runQuery(scope, select, false);
  const records = found.rows.map(found.shape);
  const entityTypeName = records.length === 0 ? null : object.name;
  return { status: 200, body: { size: records.length, totalSize: found.total, done: true, queryLocator: null, entityTypeName, records } };
}

/** Packages of the whole world are found by their ids only. */
function namesId({ where }: Select): boolean {
  const names = (condition: Condition | null): boolean => {
    switch (condition?.is) {
      case "and":
        return condition.parts.some(names);
      case "compare":
        return (condition.operator === "=" || condition.operator === "IN") && condition.expression.path?.join(".").toLowerCase() === "id";
      default:
        return false;
    }
  };
  return names(where);
}
