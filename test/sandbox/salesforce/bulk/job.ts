import type { CsvStyle } from "./csv.ts";

export const INGEST_OPERATIONS = ["insert", "update", "upsert", "delete", "hardDelete"] as const;
export const QUERY_OPERATIONS = ["query", "queryAll"] as const;

export type IngestOperation = (typeof INGEST_OPERATIONS)[number];
export type QueryOperation = (typeof QUERY_OPERATIONS)[number];

export type JobState = "Open" | "UploadComplete" | "InProgress" | "JobComplete" | "Failed" | "Aborted";

interface AnyJob extends CsvStyle {
  readonly id: string;
  readonly object: string;
  readonly state: JobState;
  readonly createdById: string;
  /** ISO times. */
  readonly createdDate: string;
  readonly systemModstamp: string;
  readonly apiVersion: number;
  /** What the caller named itself, for `changeOrigin`. */
  readonly client: string | null;
  /** When the work may begin, in epoch milliseconds; null before the upload is complete. */
  readonly startsAt: number | null;
  readonly processed: number;
  readonly errorMessage: string | null;
}

/** A job as it is kept. */
export interface IngestJob extends AnyJob {
  readonly kind: "ingest";
  readonly operation: IngestOperation;
  readonly externalIdFieldName: string | null;
  readonly failed: number;
}

export interface QueryJob extends AnyJob {
  readonly kind: "query";
  readonly operation: QueryOperation;
  readonly query: string;
}

export type Job = IngestJob | QueryJob;

/** Times of Bulk have milliseconds and no colon in the offset, like the rest of REST. */
function bulkTime(iso: string): string {
  return iso.replace("Z", "+0000");
}

/** A job as its creation and every change of its state answer it. */
export function jobInfo(job: Job): Record<string, unknown> {
  return {
    id: job.id,
    operation: job.operation,
    object: job.object,
    createdById: job.createdById,
    createdDate: bulkTime(job.createdDate),
    systemModstamp: bulkTime(job.systemModstamp),
    state: job.state,
    ...(job.kind === "ingest" && job.externalIdFieldName !== null ? { externalIdFieldName: job.externalIdFieldName } : {}),
    concurrencyMode: "Parallel",
    contentType: "CSV",
    apiVersion: job.apiVersion,
    ...(job.kind === "ingest" && job.state === "Open"
      ? { contentUrl: `services/data/v${job.apiVersion.toFixed(1)}/jobs/ingest/${job.id}/batches` }
      : {}),
    lineEnding: job.lineEnding,
    columnDelimiter: job.columnDelimiter,
  };
}

/** A job as GET answers it: with what has been done of it. */
export function jobReport(job: Job): Record<string, unknown> {
  const took = job.state === "JobComplete" ? Math.max(1, Date.parse(job.systemModstamp) - Date.parse(job.createdDate)) : 0;
  return {
    ...jobInfo(job),
    jobType: job.kind === "ingest" ? "V2Ingest" : "V2Query",
    ...(job.kind === "ingest" ? { apexProcessingTime: 0, apiActiveProcessingTime: took, numberRecordsFailed: job.failed } : {}),
    numberRecordsProcessed: job.processed,
    retries: 0,
    totalProcessingTime: took,
    ...(job.kind === "query" ? { isPkChunkingSupported: true } : {}),
    ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  };
}

/** As a list of jobs shows it. */
export function jobLine(job: Job): Record<string, unknown> {
  return { ...jobInfo(job), jobType: job.kind === "ingest" ? "V2Ingest" : "V2Query" };
}
