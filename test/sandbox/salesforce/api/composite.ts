import { refusal, Refusal } from "../errors.ts";
import { isJson, jsonBody, type ApiReply, type ApiRequest, type Json } from "./request.ts";

const MOST_SUBREQUESTS = 25;
/** Of these, so many may be queries or collections. */
const MOST_HEAVY = 5;

/** Calls the API from within the API, as the same user. */
export type Dispatch = (request: ApiRequest, method: string, url: string, headers: Json, body: unknown) => ApiReply;

interface Item {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

class Halted extends Error {
  readonly items: readonly Item[];

  constructor(items: readonly Item[]) {
    super("halted");
    this.items = items;
  }
}

/** POST `/composite`: in order, each able to refer to what came before it. */
export function composite(request: ApiRequest, dispatch: Dispatch): ApiReply {
  const body = jsonBody(request);
  const subrequests = checked(body["compositeRequest"]);
  const allOrNone = body["allOrNone"] === true;
  const attempt = () => {
    const items: Item[] = [];
    for (const subrequest of subrequests) {
      items.push(answer(request, dispatch, subrequest, items));
      if (allOrNone && isFailure(items.at(-1))) throw new Halted(items);
    }
    return items;
  };
  try {
    return { status: 200, body: { compositeResponse: request.org.store.atomically(attempt) } };
  } catch (error) {
    if (!(error instanceof Halted)) throw error;
    const failed = error.items.at(-1);
    const items = subrequests.map((subrequest) =>
      failed?.referenceId === subrequest.referenceId ? failed : halted(subrequest.referenceId),
    );
    return { status: 200, body: { compositeResponse: items } };
  }
}

interface Subrequest {
  readonly method: string;
  readonly url: string;
  readonly referenceId: string;
  readonly headers: Json;
  readonly body: unknown;
}

function checked(given: unknown): readonly Subrequest[] {
  if (!Array.isArray(given) || !given.every(isJson))
    throw refusal(400, "MISSING_ARGUMENT", "compositeRequest must be an array of requests");
  if (given.length > MOST_SUBREQUESTS) {
    throw refusal(400, "LIMIT_EXCEEDED", `A composite request can hold at most ${MOST_SUBREQUESTS} subrequests`);
  }
  const subrequests = given.map((one): Subrequest => {
    const { method, url, referenceId, httpHeaders, body } = one as Record<string, unknown>;
    if (typeof method !== "string" || typeof url !== "string" || typeof referenceId !== "string") {
      throw refusal(400, "MISSING_ARGUMENT", "each subrequest needs method, url and referenceId");
    }
    return { method, url, referenceId, headers: isJson(httpHeaders) ? httpHeaders : {}, body };
  });
  if (new Set(subrequests.map((one) => one.referenceId)).size < subrequests.length) {
    throw refusal(400, "INVALID_INPUT", "Duplicate ReferenceId provided.");
  }
  if (subrequests.filter((one) => /\/(?:query(?:All)?|composite\/sobjects)\b/iu.test(one.url)).length > MOST_HEAVY) {
    throw refusal(400, "LIMIT_EXCEEDED", `At most ${MOST_HEAVY} subrequests can be query or sObject collections operations`);
  }
  return subrequests;
}

function answer(request: ApiRequest, dispatch: Dispatch, subrequest: Subrequest, earlier: readonly Item[]): Item {
  const { referenceId } = subrequest;
  try {
    const url = filledIn(subrequest.url, earlier);
    const reply = dispatch(request, subrequest.method, url, subrequest.headers, filledInDeep(subrequest.body, earlier));
    return { body: reply.body ?? null, httpHeaders: shownHeaders(reply), httpStatusCode: reply.status, referenceId };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { body: error.entries, httpHeaders: {}, httpStatusCode: error.status, referenceId };
  }
}

const SHOWN: Readonly<Record<string, string>> = { location: "Location", etag: "ETag", "last-modified": "Last-Modified" };

function shownHeaders(reply: ApiReply): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(reply.headers ?? {}).flatMap(([name, value]) => (SHOWN[name] ? [[SHOWN[name], value]] : [])));
}

function isFailure(item: Item | undefined): boolean {
  if (item === undefined) return false;
  if (item.httpStatusCode >= 400) return true;
  return Array.isArray(item.body) && item.body.some((one) => isJson(one) && one["success"] === false);
}

function halted(referenceId: string): Item {
  const message = "The transaction was rolled back since another operation in the same transaction failed.";
  return { body: [{ errorCode: "PROCESSING_HALTED", message }], httpHeaders: {}, httpStatusCode: 400, referenceId };
}

const REFERENCE = /@\{([A-Za-z0-9_]+)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}/gu;

/** Replaces `@{ref.path}` by what an earlier subrequest answered. */
function filledIn(text: string, earlier: readonly Item[]): string {
  return text.replaceAll(REFERENCE, (whole, reference: string, path: string) => String(referred(whole, reference, path, earlier)));
}

function filledInDeep(value: unknown, earlier: readonly Item[]): unknown {
  if (typeof value === "string") {
    const [only] = value.matchAll(REFERENCE);
    if (only && only[0] === value) return referred(value, only[1] ?? "", only[2] ?? "", earlier);
    return filledIn(value, earlier);
  }
  if (Array.isArray(value)) return value.map((one) => filledInDeep(one, earlier));
  if (!isJson(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, filledInDeep(one, earlier)]));
}

function referred(whole: string, reference: string, path: string, earlier: readonly Item[]): unknown {
  const item = earlier.find((one) => one.referenceId === reference);
  let value: unknown = item && item.httpStatusCode < 400 ? item.body : undefined;
  for (const [step] of path.matchAll(/[A-Za-z0-9_]+/gu)) {
    if (Array.isArray(value)) value = value[Number(step)];
    else value = isJson(value) ? value[step] : undefined;
  }
  if (value === undefined) {
    throw refusal(
      400,
      "PROCESSING_HALTED",
      `Invalid reference specified. No value for ${whole.slice(2, -1)} found in ${reference}. Reference IDs are case sensitive.`,
    );
  }
  return value;
}

/** POST `/composite/batch`: independent requests, each counted. */
export function batch(request: ApiRequest, dispatch: Dispatch): ApiReply {
  const body = jsonBody(request);
  const requests = body["batchRequests"];
  if (!Array.isArray(requests) || !requests.every(isJson))
    throw refusal(400, "MISSING_ARGUMENT", "batchRequests must be an array of requests");
  if (requests.length > MOST_SUBREQUESTS) throw refusal(400, "LIMIT_EXCEEDED", `A batch can hold at most ${MOST_SUBREQUESTS} requests`);
  request.org.countRequests(Math.max(0, requests.length - 1));
  const results: { statusCode: number; result: unknown }[] = [];
  for (const one of requests) {
    if (body["haltOnError"] === true && results.some((result) => result.statusCode >= 400)) {
      results.push({ statusCode: 412, result: [{ errorCode: "BATCH_PROCESSING_HALTED", message: "Batch processing halted per request" }] });
      continue;
    }
    const reply = dispatch(request, String(one["method"] ?? ""), `/services/data/${String(one["url"] ?? "")}`, {}, one["richInput"]);
    results.push({ statusCode: reply.status, result: reply.body ?? null });
  }
  return { status: 200, body: { hasErrors: results.some((result) => result.statusCode >= 400), results } };
}
