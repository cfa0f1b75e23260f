import { methodNotAllowed, notFound, refusal } from "../errors.ts";
import { jsonBody, type ApiReply, type ApiRequest } from "../api/request.ts";
import { writeCsv } from "./csv.ts";
import { abort, ownJob, ownJobs, remove, styled, wrongState } from "./ingest.ts";
import { jobInfo, jobReport, QUERY_OPERATIONS, type Job, type QueryJob } from "./job.ts";
import { checkedQuery } from "./query-rows.ts";

/** `/jobs/query` and what lies below it. @throws Refusal */
export function queryJobs(request: ApiRequest): ApiReply {
  const [, , id, part] = request.segments;
  if (id === undefined) {
    if (request.method === "GET") return { status: 200, body: { done: true, records: ownJobs(request, "query"), nextRecordsUrl: null } };
    if (request.method === "POST") return { status: 200, body: jobInfo(create(request)) };
    throw methodNotAllowed();
  }
  const job = ownJob(request, id, "query");
  if (part?.toLowerCase() === "results") {
    if (request.method !== "GET") throw methodNotAllowed();
    return results(request, job);
  }
  if (part !== undefined) throw notFound();
  switch (request.method) {
    case "GET":
      return { status: 200, body: jobReport(job) };
    case "PATCH":
      if (jsonBody(request)["state"] !== "Aborted") throw refusal(400, "INVALIDJOB", "InvalidJob : A query job can only be aborted");
      return { status: 200, body: jobInfo(abort(request, job)) };
    case "DELETE":
      return remove(request, job);
    default:
      throw methodNotAllowed();
  }
}

function create(request: ApiRequest): Job {
  const given = jsonBody(request);
  const operation = QUERY_OPERATIONS.find((one) => one === given["operation"]);
  if (!operation) throw refusal(400, "INVALIDJOB", `InvalidJob : Unknown operation: ${String(given["operation"])}`);
  const { query } = given;
  if (typeof query !== "string" || query.trim() === "") throw refusal(400, "INVALIDJOB", "InvalidJob : No query specified");
  const select = checkedQuery(request.org, request.access, request.version, query);
  const object = request.access.object(select.from)?.name ?? select.from;
  const job: QueryJob = { ...styled(request, given), kind: "query", operation, query, object, state: "UploadComplete" };
  return request.bulk.start(job);
}

/** A part of the result; `Sforce-Locator` tells where the next begins, and is the word null after the last. */
function results(request: ApiRequest, job: QueryJob): ApiReply {
  if (job.state !== "JobComplete") throw wrongState(`Job result not ready: the job is ${job.state}`);
  const { header, rows } = request.bulk.data(job.id, "found");
  const from = startOf(request.query.get("locator"));
  const asked = request.query.get("maxRecords");
  const size = asked === null ? request.org.switches.bulkResultPage : Number(asked);
  if (from === null || from > rows.length) throw refusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
  if (!Number.isInteger(size) || size < 1) throw refusal(400, "API_ERROR", `maxRecords must be a positive number: ${String(asked)}`);
  const until = Math.min(rows.length, from + size);
  return {
    status: 200,
    headers: {
      "content-type": "text/csv",
      "sforce-locator": until < rows.length ? Buffer.from(String(until)).toString("base64url") : "null",
      "sforce-numberofrecords": String(until - from),
    },
    body: Buffer.from(writeCsv(header, rows.slice(from, until), job)),
  };
}

function startOf(locator: string | null): number | null {
  if (locator === null || locator === "") return 0;
  const start = Buffer.from(locator, "base64url").toString("latin1");
  return /^\d+$/u.test(start) ? Number(start) : null;
}
