import { isJson, jsonBody, type ApiReply, type ApiRequest, type Json } from "../api/request.ts";
import { refusal } from "../errors.ts";

const MOST_REQUESTS = 25;

/** Carries one request out, as composite does. */
type SubDispatch = (outer: ApiRequest, method: string, url: string, headers: Json, body: unknown) => ApiReply;

/** POST `/connect/batch`: requests that do not depend on each other. */
export function connectBatch(request: ApiRequest, subDispatch: SubDispatch): ApiReply {
  const { batchRequests, haltOnError = false } = jsonBody(request);
  if (!Array.isArray(batchRequests) || batchRequests.length === 0) throw refusal(400, "MISSING_ARGUMENT", "batchRequests is missing");
  if (batchRequests.length > MOST_REQUESTS) {
    throw refusal(400, "LIMIT_EXCEEDED", `The number of requests in a batch exceeds the maximum of ${MOST_REQUESTS}`);
  }
  let hasErrors = false;
  const results = batchRequests.map((one: unknown) => {
    const given = isJson(one) ? one : {};
    if (hasErrors && haltOnError === true) {
      return { statusCode: 412, result: [{ errorCode: "BATCH_PROCESSING_HALTED", message: "Batch processing is halted per request" }] };
    }
    const url = String(given["url"] ?? "");
    const { status, body } = subDispatch(
      request,
      String(given["method"] ?? "GET"),
      url.replace(/^\/?v(?=\d)/u, "/services/data/v"),
      {},
      given["richInput"],
    );
    hasErrors ||= status >= 400;
    return { statusCode: status, result: body ?? null };
  });
  return { status: 200, body: { hasErrors, results } };
}
