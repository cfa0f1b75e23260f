import { methodNotAllowed, notFound, refusal } from "../errors.ts";
import { jsonBody, parsed, isJson, type ApiReply, type ApiRequest, type Json } from "../api/request.ts";
import { isColumnDelimiter, isLineEnding, writeCsv, type CsvStyle } from "./csv.ts";
import type { DataKind } from "./bulk-jobs.ts";
import { INGEST_OPERATIONS, jobInfo, jobLine, jobReport, type IngestJob, type IngestOperation, type Job } from "./job.ts";

/** What one job may be given, in bytes. */
const MOST_BYTES = 150_000_000;

const RESULTS: Readonly<Record<string, DataKind>> = {
  successfulresults: "successful",
  failedresults: "failed",
  unprocessedrecords: "unprocessed",
};

/** `/jobs/ingest` and what lies below it. @throws Refusal */
export function ingestJobs(request: ApiRequest): ApiReply {
  const [, , id, part] = request.segments;
  if (id === undefined) {
    if (request.method === "GET") return { status: 200, body: { done: true, records: ownJobs(request, "ingest"), nextRecordsUrl: null } };
    if (request.method === "POST") return { status: 200, body: jobInfo(create(request)) };
    throw methodNotAllowed();
  }
  const job = ownJob(request, id, "ingest");
  if (part === undefined) return whole(request, job);
  if (part.toLowerCase() === "batches") {
    if (request.method !== "PUT") throw methodNotAllowed();
    return takeUpload(request, job, request.bytes);
  }
  const kind = RESULTS[part.toLowerCase()];
  if (kind === undefined) throw notFound();
  if (request.method !== "GET") throw methodNotAllowed();
  const { header, rows } = request.bulk.data(job.id, kind);
  const text = header.length === 0 ? "" : writeCsv(header, rows, job);
  return { status: 200, headers: { "content-type": "text/csv" }, body: Buffer.from(text) };
}

/** The jobs of a kind that the caller may see: his own, or all of them with the right to all data. */
export function ownJobs(request: ApiRequest, kind: Job["kind"]): readonly object[] {
  return request.bulk
    .list(kind)
    .filter((job) => maySee(request, job))
    .map(jobLine);
}

/** @throws Refusal NOT_FOUND */
export function ownJob<K extends Job["kind"]>(request: ApiRequest, id: string, kind: K): Extract<Job, { kind: K }> {
  const job = request.bulk.get(id.length === 15 ? (request.bulk.list(kind).find((one) => one.id.startsWith(id))?.id ?? id) : id);
  if (!job || !isOf(job, kind) || !maySee(request, job)) throw notFound();
  return job;
}

function isOf<K extends Job["kind"]>(job: Job, kind: K): job is Extract<Job, { kind: K }> {
  return job.kind === kind;
}

function maySee({ access }: ApiRequest, job: Job): boolean {
  return job.createdById === access.userId || access.permissions.modifyAllData;
}

function whole(request: ApiRequest, job: IngestJob): ApiReply {
  switch (request.method) {
    case "GET":
      return { status: 200, body: jobReport(job) };
    case "PATCH":
      return { status: 200, body: jobInfo(changeState(request, job, jsonBody(request)["state"])) };
    case "DELETE":
      return remove(request, job);
    default:
      throw methodNotAllowed();
  }
}

/** A job in the middle of its work is not deleted. */
export function remove(request: ApiRequest, job: Job): ApiReply {
  if (job.state === "Open" || job.state === "InProgress") throw wrongState(`Job must be closed or aborted before it is deleted: ${job.id}`);
  request.bulk.delete(job);
  return { status: 204 };
}

function changeState(request: ApiRequest, job: IngestJob, state: unknown): Job {
  switch (state) {
    case "UploadComplete":
      if (job.state !== "Open") throw wrongState("Closing already Completed Job not allowed");
      if (!request.bulk.hasUpload(job.id)) throw wrongState("Closing a Job without uploaded data not allowed");
      return request.bulk.start(job);
    case "Aborted":
      return abort(request, job);
    default:
      throw refusal(400, "INVALIDJOB", `InvalidJob : Invalid job state: ${String(state)}`);
  }
}

export function abort(request: ApiRequest, job: Job): Job {
  if (job.state === "JobComplete" || job.state === "Failed") throw wrongState("Aborting already Completed Job not allowed");
  return request.bulk.abort(job);
}

function takeUpload(request: ApiRequest, job: IngestJob, bytes: Buffer): ApiReply {
  if (job.state !== "Open" || request.bulk.hasUpload(job.id)) {
    throw wrongState("Found multiple contents for job: data can be uploaded once, while the job is open");
  }
  if (bytes.length > MOST_BYTES) throw refusal(400, "CLIENT_INPUT_ERROR", "The uploaded data exceeds the maximum size of 150 MB");
  request.bulk.upload(job, bytes.toString("utf8"));
  return { status: 201 };
}

/** A job comes as JSON, or with its data in one multipart request; the latter is complete at once. */
function create(request: ApiRequest): Job {
  const described = request.parts?.find((part) => part.name === "job");
  const content = request.parts?.find((part) => part.name === "content");
  const given = described ? parsed(described.bytes.toString("utf8")) : jsonBody(request);
  const job = newJob(request, isJson(given) ? given : {});
  request.bulk.put(job);
  if (!content) return job;
  request.bulk.upload(job, content.bytes.toString("utf8"));
  return request.bulk.start(job);
}

function newJob(request: ApiRequest, given: Json): IngestJob {
  const operation = INGEST_OPERATIONS.find((one) => one === given["operation"]);
  if (!operation) throw refusal(400, "INVALIDJOB", `InvalidJob : Unknown operation: ${String(given["operation"])}`);
  const object = request.access.object(String(given["object"]));
  if (!object) throw refusal(400, "INVALIDENTITY", `InvalidEntity : Unable to find object: ${String(given["object"])}`);
  if (!request.access.mayWrite(object)) throw refusal(400, "INVALIDENTITY", `InvalidEntity : No access to object: ${object.name}`);
  if (given["contentType"] !== undefined && given["contentType"] !== "CSV")
    throw refusal(400, "INVALIDJOB", "InvalidJob : Only CSV is supported");
  if (operation === "hardDelete" && !request.access.permissions.bulkHardDelete) {
    throw refusal(
      400,
      "FEATURENOTENABLED",
      "FeatureNotEnabled : hardDelete operation requires special user profile permission, please contact your system administrator",
    );
  }
  return {
    ...styled(request, given),
    kind: "ingest",
    operation,
    object: object.name,
    externalIdFieldName: keyOf(request, operation, object.name, given["externalIdFieldName"]),
    state: "Open",
    failed: 0,
  };
}

/** What ingest and query jobs have alike. @throws Refusal for an unknown delimiter or line ending */
export function styled(request: ApiRequest, given: Json) {
  const { columnDelimiter = "COMMA", lineEnding = "LF" } = given;
  if (!isColumnDelimiter(columnDelimiter))
    throw refusal(400, "INVALIDJOB", `InvalidJob : Unknown columnDelimiter: ${String(columnDelimiter)}`);
  if (!isLineEnding(lineEnding)) throw refusal(400, "INVALIDJOB", `InvalidJob : Unknown lineEnding: ${String(lineEnding)}`);
  const now = request.org.clock.now().toISOString();
  const style: CsvStyle = { columnDelimiter, lineEnding };
  return {
    ...style,
    id: request.bulk.newId(),
    createdById: request.access.userId,
    createdDate: now,
    systemModstamp: now,
    apiVersion: Number(request.version.slice(1)),
    client: /client\s*=\s*([^,;\s]+)/iu.exec(request.headers["sforce-call-options"] ?? "")?.[1] ?? null,
    startsAt: null,
    processed: 0,
    errorMessage: null,
  };
}

function keyOf(request: ApiRequest, operation: IngestOperation, objectName: string, given: unknown): string | null {
  if (operation !== "upsert") return null;
  if (typeof given !== "string" || given === "") {
    throw refusal(400, "INVALIDJOB", `InvalidJob : External ID was blank for ${objectName}. An External ID must be specified for upsert.`);
  }
  const object = request.access.object(objectName);
  const field = object && request.access.field(object, given);
  if (!field || !(field.externalId || field.idLookup || field.type === "id")) {
    throw refusal(
      400,
      "INVALIDJOB",
      `InvalidJob : Field name provided, ${given} does not match an External ID, Salesforce Id, or indexed field for ${objectName}`,
    );
  }
  return field.name;
}

export function wrongState(message: string): Error {
  return refusal(400, "INVALIDJOBSTATE", message);
}
