import { methodNotAllowed, refusal, Refusal } from "../errors.ts";
import { canonicalId } from "../ids.ts";
import { ingestJobs } from "../bulk/ingest.ts";
import { queryJobs } from "../bulk/query-jobs.ts";
import { chatter } from "../chatter/chatter.ts";
import { connectBatch } from "../chatter/connect-batch.ts";
import { pushEvent } from "../streaming/push-event.ts";
import { tooling } from "../tooling/tooling.ts";
import { collections } from "./collections.ts";
import { batch, composite } from "./composite.ts";
import { basicInformation, describe, describeGlobal } from "./describe.ts";
import { deleteOnwards } from "./event-series.ts";
import { deployRequests } from "../metadata/deploy-requests.ts";
import { limits, recordCount } from "./limits.ts";
import { listViews } from "./list-views.ts";
import { query } from "./queries.ts";
import { blob, create, record, recordByKey } from "./records.ts";
import { deleted, updated } from "./replication.ts";
import { isJson, type ApiReply, type ApiRequest, type Json } from "./request.ts";
import { parameterizedSearch, search } from "./search.ts";
import { tree } from "./tree.ts";

const OLDEST_VERSION = 37;

/** Answers one call of the REST API; refusals become replies. */
export function dispatch(request: ApiRequest): ApiReply {
  try {
    return route(request);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.entries };
    throw error;
  }
}

/** @throws Refusal; 501 by name for what this stand-in does not cover */
function route(request: ApiRequest): ApiReply {
  if (!(Number(request.version.slice(1)) >= OLDEST_VERSION))
    throw refusal(410, "UNSUPPORTED_API_VERSION", "The requested API version has been retired");
  const [first, second, third] = request.segments;
  switch (first?.toLowerCase()) {
    case undefined:
      return { status: 200, body: resources(request) };
    case "sobjects":
      return sobjects(request);
    case "query":
    case "queryall":
      return query(only("GET", request));
    case "search":
      return second === undefined ? search(only("GET", request)) : notCovered(request);
    case "parameterizedsearch":
      return parameterizedSearch(request);
    case "limits":
      if (second === undefined) return limits(only("GET", request));
      return second.toLowerCase() === "recordcount" ? recordCount(only("GET", request)) : notCovered(request);
    case "connect":
    case "chatter":
      return second === "batch" ? connectBatch(only("POST", request), subDispatch) : chatter(request, notCovered);
    case "tooling":
      return tooling(request, notCovered);
    case "metadata":
      return second === "deployRequest" ? deployRequests(request) : notCovered(request);
    case "jobs":
      switch (second?.toLowerCase()) {
        case "ingest":
          return ingestJobs(request);
        case "query":
          return queryJobs(request);
        default:
          return notCovered(request);
      }
    case "composite":
      switch (second?.toLowerCase()) {
        case undefined:
          return composite(only("POST", request), subDispatch);
        case "sobjects":
          return collections(request);
        case "batch":
          return batch(only("POST", request), subDispatch);
        case "tree":
          return third === undefined ? notCovered(request) : tree(only("POST", request));
        default:
          return notCovered(request);
      }
    default:
      return notCovered(request);
  }
}

/** @throws Refusal METHOD_NOT_ALLOWED for another method */
function only(method: string, request: ApiRequest): ApiRequest {
  if (request.method !== method) throw methodNotAllowed();
  return request;
}

function sobjects(request: ApiRequest): ApiReply {
  const [, object, third, fourth, ...more] = request.segments;
  if (object === undefined) return describeGlobal(request);
  if (third === undefined) {
    if (request.method === "POST") return create(request);
    if (request.method === "GET") return basicInformation(request);
    throw methodNotAllowed();
  }
  if (third.toLowerCase() === "listviews" && more.length < 2) return listViews(only("GET", request));
  if (more.length > 0) return notCovered(request);
  if (fourth === undefined) {
    switch (third.toLowerCase()) {
      case "describe":
        return describe(only("GET", request));
      case "updated":
        return updated(only("GET", request));
      case "deleted":
        return deleted(only("GET", request));
      default:
        return record(request);
    }
  }
  if (object.toLowerCase() === "event" && fourth.toLowerCase() === "fromthiseventonwards") return deleteOnwards(only("DELETE", request));
  if (third.toLowerCase() === "describe") return notCovered(request);
  if (object.toLowerCase() === "streamingchannel" && fourth.toLowerCase() === "push") return pushEvent(request);
  const isRecordPart = canonicalId(third) !== null && request.access.object(object)?.field(third) === undefined;
  return isRecordPart ? (request.method === "GET" ? blob(request) : notCovered(request)) : recordByKey(request);
}

function notCovered(request: ApiRequest): never {
  throw refusal(501, "NOT_COVERED", `This stand-in does not cover ${request.method} /${request.segments.join("/")}`);
}

function resources({ version, org, access }: ApiRequest): Json {
  const base = `/services/data/${version}`;
  const names = [
    "sobjects",
    "query",
    "queryAll",
    "search",
    "parameterizedSearch",
    "limits",
    "composite",
    "jobs",
    "chatter",
    "connect",
    "metadata",
    "tooling",
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, `${base}/${name}`])),
    identity: `${org.options.baseUrl()}/id/${org.id}/${access.userId}`,
  };
}

/** A request within a composite one. */
function subDispatch(outer: ApiRequest, method: string, url: string, headers: Json, body: unknown): ApiReply {
  const [path = "", queryText = ""] = url.split(/\?(.*)/su);
  const called = pathOf(path);
  if (!called) return dispatch({ ...outer, method, segments: [path] });
  const lower = Object.fromEntries(
    Object.entries(isJson(headers) ? headers : {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return dispatch({
    ...outer,
    method: method.toUpperCase(),
    version: called.version,
    segments: called.segments,
    query: new URLSearchParams(queryText),
    headers: { ...inherited(outer), ...lower },
    body: () => body,
    parts: null,
    bytes: Buffer.from(body === undefined ? "" : JSON.stringify(body)),
  });
}

function inherited(outer: ApiRequest): Record<string, string> {
  const kept = ["sforce-call-options", "sforce-duplicate-rule-header", "sforce-auto-assign"];
  return Object.fromEntries(kept.flatMap((name) => (outer.headers[name] === undefined ? [] : [[name, outer.headers[name]]])));
}

/** Takes `/services/data/v62.0/…` apart; doubled slashes are as good as single ones. */
export function pathOf(path: string): { readonly version: string; readonly segments: readonly string[] } | null {
  const parts = path.split("/").filter((part) => part !== "");
  const [services, data, version] = parts;
  if (services !== "services" || data !== "data" || version === undefined || !/^v\d+\.0$/u.test(version)) return null;
  return { version, segments: parts.slice(3).map(decoded) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
