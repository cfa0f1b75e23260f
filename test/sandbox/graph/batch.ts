import type { Fault, FaultKind } from "../base/faults.ts";
import type { GraphReply, GraphRequest, World } from "./call.ts";
import { badRequest } from "./graph-error.ts";
import { segments } from "./route-table.ts";
import { record } from "./shapes/shape.ts";

interface Inner {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

const MOST = 20;
/** So many requests to one mailbox run at a time (MG15). */
const AT_A_TIME = 4;

/** Runs a batch: each request by itself, forerunners first. @throws GraphError 400 on a batch that is malformed as a whole. */
export async function answerBatch(
  body: unknown,
  world: World,
  authorization: string | undefined,
  run: (request: GraphRequest) => Promise<GraphReply>,
): Promise<GraphReply> {
  const requests = readRequests(body);
  const replies = new Map<string, Record<string, unknown>>();
  const parallel = new Map<string, number>();
  for (const request of requests) {
    const failed = request.dependsOn.some((id) => Number(replies.get(id)?.["status"] ?? 500) >= 400);
    replies.set(request.id, failed ? failedDependency(request) : innerReply(request.id, await answered(request)));
  }
  const responses = requests.map((request) => replies.get(request.id));
  return { status: 200, body: { responses: world.switches.batchReplyOrder === "reversed" ? responses.toReversed() : responses } };

  async function answered(request: Inner): Promise<GraphReply> {
    const refused = struck(request) ?? overLimit(request);
    if (refused) return refused;
    const reply = await run(asRequest(request, authorization));
    return strikes(request, ["unavailable-after"]) ? unavailable() : reply;
  }

  function strikes(request: Inner, kinds: readonly FaultKind[]): Fault | undefined {
    const path = `/v1.0${request.url.startsWith("/") ? "" : "/"}${request.url.split("?")[0] ?? ""}`;
    return world.faults.strike("graph", request.method, path, kinds)[0];
  }

  function struck(request: Inner): GraphReply | null {
    const fault = strikes(request, ["throttled", "unavailable"]);
    if (!fault) return null;
    return fault.kind === "throttled" ? throttled(world) : unavailable();
  }

  function overLimit(request: Inner): GraphReply | null {
    if (!world.switches.batchConcurrencyLimit || request.dependsOn.length > 0) return null;
    const [first, user = ""] = segments(request.url.split("?")[0] ?? "");
    if (first?.toLowerCase() !== "users" && first?.toLowerCase() !== "me") return null;
    const count = (parallel.get(user.toLowerCase()) ?? 0) + 1;
    parallel.set(user.toLowerCase(), count);
    return count > AT_A_TIME ? throttled(world) : null;
  }
}

function unavailable(): GraphReply {
  return { status: 503, headers: {}, body: { error: { code: "ServiceUnavailable", message: "The service is temporarily unavailable." } } };
}

/** What Outlook answers when a mailbox is asked too much at a time. */
export function throttled(world: World, limit = "MailboxConcurrency"): GraphReply {
  const { retryAfter } = world.switches;
  return {
    status: 429,
    headers: retryAfter === null ? {} : { "retry-after": retryAfter },
    body: { error: { code: "ApplicationThrottled", message: `Application is over its ${limit} limit.` } },
  };
}

function readRequests(body: unknown): readonly Inner[] {
  const list = record(body, "batch")["requests"];
  if (!Array.isArray(list) || list.length === 0) throw badRequest("Invalid batch payload format.");
  if (list.length > MOST) throw badRequest(`Number of batch request steps exceeds the maximum value of ${MOST}.`);
  const requests = list.map(readRequest);
  const ids = new Set(requests.map((request) => request.id));
  if (ids.size !== requests.length) throw badRequest("The batch request contains duplicate ids.");
  for (const [index, request] of requests.entries()) {
    for (const id of request.dependsOn) {
      if (!ids.has(id) || id === request.id)
        throw badRequest(`The batch request step ${request.id} depends on '${id}', which is not in the batch.`);
    }
    if (request.dependsOn.length > 1) throw badRequest("A batch request step may depend on one other only.");
    if (requests.slice(index + 1).some((later) => request.dependsOn.includes(later.id)))
      throw badRequest(`The batch request step ${request.id} depends on a later one.`);
  }
  checkShape(requests);
  return requests;
}

function readRequest(sent: unknown): Inner {
  const request = record(sent, "batchRequestStep");
  const { id, method, url } = request;
  if (typeof id !== "string" || typeof method !== "string" || typeof url !== "string")
    throw badRequest("Each batch request step needs id, method and url.");
  if (/^[a-z]+:\/\//iu.test(url) || /^\/?v1\.0\//u.test(url))
    throw badRequest(`The url of batch request step ${id} must be relative and without a version.`);
  if (/^\/?\$batch/iu.test(url)) throw badRequest("A batch cannot contain a batch.");
  const headers = Object.fromEntries(
    Object.entries(record(request["headers"] ?? {}, "headers")).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  if (request["body"] !== undefined && headers["content-type"] === undefined)
    throw badRequest(`Batch request step ${id} has a body and no Content-Type header.`);
  const dependsOn = request["dependsOn"] ?? [];
  if (!Array.isArray(dependsOn)) throw badRequest("dependsOn must be a collection of ids.");
  return { id, method: method.toUpperCase(), url, headers, body: request["body"], dependsOn: dependsOn.map(String) };
}

/** Only three shapes of dependence work: none, each on the one before, or all on the same one. */
function checkShape(requests: readonly Inner[]): void {
  const dependent = requests.filter((request) => request.dependsOn.length > 0);
  if (dependent.length === 0) return;
  const serial = requests.every((request, index) =>
    index === 0 ? request.dependsOn.length === 0 : request.dependsOn[0] === requests[index - 1]?.id,
  );
  const parents = new Set(dependent.map((request) => request.dependsOn[0]));
  const sameParent = parents.size === 1 && dependent.length === requests.length - 1;
  if (!serial && !sameParent) throw badRequest("The dependsOn properties must be all absent, strictly serial, or all the same.");
}

function failedDependency(request: Inner): Record<string, unknown> {
  return {
    id: request.id,
    status: 424,
    headers: {},
    body: { error: { code: "FailedDependency", message: `Failed dependency on '${request.dependsOn.join(", ")}'.` } },
  };
}

function asRequest(inner: Inner, authorization: string | undefined): GraphRequest {
  const [path = "", query = ""] = inner.url.split(/\?(.*)/su);
  const text = typeof inner.body === "string" && !/json/iu.test(inner.headers["content-type"] ?? "");
  return {
    method: inner.method,
    path: path.startsWith("/") ? path : `/${path}`,
    query: new URLSearchParams(query),
    headers: { ...inner.headers, authorization },
    body:
      inner.body === undefined
        ? null
        : text
          ? Buffer.from(String(inner.body), /^text\/plain/iu.test(inner.headers["content-type"] ?? "") ? "utf8" : "base64")
          : Buffer.from(JSON.stringify(inner.body)),
  };
}

function innerReply(id: string, reply: GraphReply): Record<string, unknown> {
  const headers = Object.fromEntries(
    Object.entries(reply.headers ?? {}).map(([name, value]) => [
      name === "retry-after" ? "Retry-After" : name === "content-type" ? "Content-Type" : name,
      value,
    ]),
  );
  if (reply.body === null) return { id, status: reply.status, headers };
  if (Buffer.isBuffer(reply.body)) return { id, status: reply.status, headers, body: reply.body.toString("base64") };
  return { id, status: reply.status, headers: { ...headers, "Content-Type": "application/json" }, body: reply.body };
}
