import type { Table as StoredTable, Tables } from "../../base/tables.ts";
import { Refusal } from "../errors.ts";
import { makeId } from "../ids.ts";
import type { Org } from "../org.ts";
import type { ChangeFeed } from "../streaming/change-feed.ts";
import { InvalidBatch, readCsv } from "./csv.ts";
import type { IngestJob, Job, QueryJob } from "./job.ts";
import { loadRows } from "./load-rows.ts";
import { queryRows, type Table } from "./query-rows.ts";

const KEY_PREFIX = "750";
const DAY_MS = 86_400_000;

/** What a job was given, and what came of it. Cells are text. */
export type DataKind = "successful" | "failed" | "unprocessed" | "found";

const NOTHING: Table = { header: [], rows: [] };

/** All Bulk jobs of the org. Their work is done by the clock: as soon as it may begin, when anybody next asks anything or by a timer. */
export class BulkJobs {
  readonly #org: Org;
  readonly #changes: ChangeFeed;
  readonly #jobs: StoredTable<Job>;
  readonly #data: StoredTable<Table>;
  readonly #uploads: StoredTable<string>;
  readonly #tables: Tables;

  constructor(org: Org, tables: Tables, changes: ChangeFeed) {
    this.#org = org;
    this.#changes = changes;
    this.#tables = tables;
    this.#jobs = tables.table<Job>("salesforce.bulk.jobs");
    this.#data = tables.table<Table>("salesforce.bulk.data");
    this.#uploads = tables.table<string>("salesforce.bulk.uploads");
  }

  newId(): string {
    return makeId(KEY_PREFIX, this.#jobs.size + 1 + this.#removed());
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  list(kind: Job["kind"]): readonly Job[] {
    return [...this.#jobs.values()].filter((job) => job.kind === kind);
  }

  /** How many jobs of a kind were made in the last 24 hours. */
  madeToday(kind: Job["kind"]): number {
    const since = this.#org.clock.now().getTime() - DAY_MS;
    return this.list(kind).filter((job) => Date.parse(job.createdDate) > since).length;
  }

  put(job: Job): Job {
    return this.#jobs.put(job.id, { ...job, systemModstamp: this.#org.clock.now().toISOString() });
  }

  upload(job: IngestJob, csv: string): void {
    this.#uploads.put(job.id, csv);
  }

  hasUpload(id: string): boolean {
    return this.#uploads.get(id) !== undefined;
  }

  data(id: string, kind: DataKind): Table {
    return this.#data.get(`${id}.${kind}`) ?? NOTHING;
  }

  delete(job: Job): void {
    this.#jobs.delete(job.id);
    this.#uploads.delete(job.id);
    for (const kind of ["successful", "failed", "unprocessed", "found"] as const) this.#data.delete(`${job.id}.${kind}`);
    this.#numbers().put("bulk.removed", this.#removed() + 1);
  }

  /** The upload is complete: the work begins after the lag that the org is set to. */
  start(job: Job): Job {
    const lagMs = this.#org.switches.bulkLagMs;
    const started = this.put({ ...job, state: "UploadComplete", startsAt: this.#org.clock.now().getTime() + lagMs });
    setTimeout(() => {
      this.advance();
      this.#tables.commit();
    }, lagMs).unref();
    return started;
  }

  /** The rows of an aborted job all stay unprocessed. */
  abort(job: Job): Job {
    if (job.kind === "ingest") this.#keepUnprocessed(job);
    return this.put({ ...job, state: "Aborted", startsAt: null });
  }

  /** Does the work that is due. */
  advance(): void {
    const now = this.#org.clock.now().getTime();
    for (const job of this.#jobs.values()) {
      if (job.state !== "UploadComplete" || job.startsAt === null || job.startsAt > now) continue;
      this.put(job.kind === "ingest" ? this.#load(job) : this.#query(job));
    }
  }

  #load(job: IngestJob): IngestJob {
    try {
      const { header, rows } = readCsv(this.#uploads.get(job.id) ?? "", job);
      const origin = this.#changes.origin("bulkapi", `v${job.apiVersion.toFixed(1)}`, job.client);
      const loaded = this.#changes.during({ userId: job.createdById, origin }, () => loadRows(this.#org, job, header, rows));
      const done = loaded.filter((one) => one.error === null);
      const failed = loaded.filter((one) => one.error !== null);
      this.#data.put(`${job.id}.successful`, {
        header: ["sf__Id", "sf__Created", ...header],
        rows: done.map((one) => [one.id, String(one.created), ...one.row]),
      });
      this.#data.put(`${job.id}.failed`, {
        header: ["sf__Id", "sf__Error", ...header],
        rows: failed.map((one) => [one.id, one.error ?? "", ...one.row]),
      });
      this.#data.put(`${job.id}.unprocessed`, { header, rows: [] });
      return { ...job, state: "JobComplete", processed: loaded.length, failed: failed.length };
    } catch (error) {
      if (!(error instanceof InvalidBatch)) throw error;
      this.#keepUnprocessed(job);
      return { ...job, state: "Failed", errorMessage: error.message };
    }
  }

  #query(job: QueryJob): QueryJob {
    try {
      const found = queryRows(this.#org, job.createdById, `v${job.apiVersion.toFixed(1)}`, job.query, job.operation === "queryAll");
      this.#data.put(`${job.id}.found`, found);
      return { ...job, state: "JobComplete", processed: found.rows.length };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...job, state: "Failed", errorMessage: error.message };
    }
  }

  #keepUnprocessed(job: IngestJob): void {
    try {
      this.#data.put(`${job.id}.unprocessed`, readCsv(this.#uploads.get(job.id) ?? "", job));
    } catch (error) {
      if (!(error instanceof InvalidBatch)) throw error;
    }
  }

  #numbers(): StoredTable<number> {
    return this.#tables.table<number>("salesforce.bulk.numbers");
  }

  #removed(): number {
    return this.#numbers().get("bulk.removed") ?? 0;
  }
}
