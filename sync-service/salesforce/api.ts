import type { SyncError } from "../errors.ts";
import type { Description } from "./describe.ts";
import type { VendorError } from "./reply-errors.ts";
import type { RestPath, Soql } from "./soql.ts";
import type { FileSource } from "./upload.ts";

export type RecordFields = Readonly<Record<string, unknown>>;

/** A record to save: the object's name, and its fields (for an update with `Id`). */
export interface SavedRecord {
  readonly object: string;
  readonly fields: RecordFields;
}

/** What came of one record of many. `vendor` is the answer as Salesforce words it. */
export type Saved =
  | { readonly is: "done"; readonly id: string }
  | { readonly is: "failed"; readonly error: SyncError; readonly vendor: readonly VendorError[] };

export interface SubRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: RestPath;
  readonly referenceId: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `error` is null for a success; `vendor` then is empty. */
export interface SubReply {
  readonly referenceId: string;
  readonly status: number;
  readonly body: unknown;
  readonly error: SyncError | null;
  readonly vendor: readonly VendorError[];
}

export interface Identity {
  readonly userId: string;
  readonly organizationId: string;
  /** Origin, without a slash at the end. */
  readonly instanceUrl: string;
}

export interface ChangedIds {
  readonly ids: readonly string[];
  /** From where to go on (SF5). */
  readonly latestDateCovered: Date;
}

/**
 * One Salesforce user's own API (P7). Every failure is one of ours: Throttled, AccessLost, Gone, VersionMoved, Refused, VendorFailed, and
 * for writes OutcomeUnknown. Nothing sleeps; a read is tried once more at once when the line breaks, a session that ended is renewed once.
 */
export interface Salesforce {
  identity(): Promise<Identity>;
  /** Every row, all pages. */
  query<T>(soql: Soql): Promise<readonly T[]>;
  /** With deleted and archived rows. */
  queryAll<T>(soql: Soql): Promise<readonly T[]>;
  /** At most 25 requests, of them five queries or Collections, in one exchange. The replies stand in the order of the requests. */
  composite(requests: readonly SubRequest[], options?: { readonly allOrNone?: boolean }): Promise<readonly SubReply[]>;
  /** A query as one part of `composite`; its reply's body is `{ records }`, at most one page. */
  queryPart(referenceId: string, soql: Soql, asks?: "query" | "queryAll"): SubRequest;
  /** By Collections, 200 a request; null in the place of what is gone or hidden. */
  retrieve<T>(object: string, ids: readonly string[], fields: Iterable<string>): Promise<readonly (T | null)[]>;
  /** By Collections, 200 a request, each record by itself. In order. A lost reply leaves its records with OutcomeUnknown. */
  create(records: readonly SavedRecord[]): Promise<readonly Saved[]>;
  update(records: readonly SavedRecord[]): Promise<readonly Saved[]>;
  delete(ids: readonly string[]): Promise<readonly Saved[]>;
  /** One record, only if it was not changed after that second. @throws VersionMoved */
  updateIf(object: string, id: string, changes: RecordFields, unmodifiedSince: Date): Promise<void>;
  describe(object: string): Promise<Description>;
  /** What describe told of the object (null: of every one) may not hold any more: it is asked anew, which costs a request but mostly no body. */
  doubtDescription(object: string | null): void;
  /** A new file (ContentVersion), streamed. Answers its id. */
  uploadVersion(fields: RecordFields, file: FileSource): Promise<string>;
  /** A new classic attachment, streamed. Answers its id. */
  uploadAttachment(fields: RecordFields, file: FileSource): Promise<string>;
  /** Bytes of a file, attachment or photo. */
  bytes(path: RestPath): Promise<ReadableStream<Uint8Array>>;
  /** GET below the version. */
  get<T>(path: RestPath): Promise<T>;
  /** Ids of an object changed or deleted in a window (minutes count, seconds do not). */
  updated(object: string, start: Date, end: Date): Promise<ChangedIds>;
  deleted(object: string, start: Date, end: Date): Promise<ChangedIds & { readonly earliestDateAvailable: Date }>;
  /** The org's own clock as of the last reply; null before the first. */
  orgTime(): Date | null;
}
