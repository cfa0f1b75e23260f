import { refusal } from "../errors.ts";
import { parseSoql } from "../soql/parse.ts";
import { runQuery } from "../soql/run.ts";
import { QueryScope } from "../soql/scope.ts";
import { queryColumns } from "./query-columns.ts";
import type { ApiReply, ApiRequest } from "./request.ts";

const LONGEST_QUERY = 100_000;
const SMALLEST_BATCH = 200;
const LARGEST_BATCH = 2000;

/** `/query` and `/queryAll`, first and further pages. */
export function query(request: ApiRequest): ApiReply {
  const [resource, cursor] = request.segments;
  const size = batchSize(request);
  if (cursor !== undefined) return { status: 200, body: request.pages.next(request.access.userId, cursor, size, request.version) };
  const text = request.query.get("q");
  if (text === null) throw refusal(400, "MALFORMED_QUERY", "A query string has to be specified");
  if (text.length > LONGEST_QUERY) throw refusal(400, "MALFORMED_QUERY", "SOQL statements can not be longer than 100,000 characters.");
  const scope = new QueryScope(request.org, request.access, request.version, text);
  if (request.query.get("columns") === "true") return { status: 200, body: queryColumns(scope, parseSoql(text)) };
  const found = runQuery(scope, parseSoql(text), resource?.toLowerCase() === "queryall");
  return { status: 200, body: request.pages.open(request.access.userId, found, size, request.version) };
}

function batchSize(request: ApiRequest): number {
  const asked = /batchSize\s*=\s*(\d+)/iu.exec(request.headers["sforce-query-options"] ?? "")?.[1];
  if (asked === undefined) return request.org.switches.queryBatch;
  return Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, Number(asked)));
}
