import type { OutsideAddresses } from "../addresses.ts";
import type { Patience } from "../patience.ts";
import type { Saved, SavedRecord, Salesforce, SubReply, SubRequest, RecordFields } from "./api.ts";
import { chunksOf, inChunks, RECORDS_AT_ONCE, savedOf } from "./collections.ts";
import { DescriptionCache, type WireDescription } from "./describe.ts";
import { createExchange } from "./exchange.ts";
import { errorOf, interrupted, showsOutdatedDescription, vendorErrors } from "./reply-errors.ts";
import { sessionsOf, type SessionSource } from "./session.ts";
import { fieldNames, restPath, type RestPath } from "./soql.ts";
import { multipartBody, type FileSource } from "./upload.ts";

export interface SalesforceClient {
  /** As the user of that Username. The same object each time. */
  as(username: string): Salesforce;
  /** Requests used of the daily limit, as the last reply of any user said. */
  apiUsage(): { readonly used: number; readonly limit: number } | null;
}

export interface SalesforceOptions {
  /** Origin of the login server, without a slash at the end. */
  readonly salesforceUrl: string;
  readonly clientId: string;
  readonly privateKeyPem: string;
  /** "62.0" */
  readonly apiVersion: string;
  readonly addresses: OutsideAddresses;
  readonly now: () => Date;
  /** Called once an HTTP exchange, for the metrics; status 0 when no reply came. Token calls are not counted. */
  readonly counted?: (exchange: { readonly method: string; readonly status: number }) => void;
  readonly timeoutMs?: number;
  /** What is done about a failure that passes; `impatient` when absent. */
  readonly patience?: Patience;
}

const UPLOAD_TIMEOUT_MS = 30 * 60_000;

export function createSalesforceClient(options: SalesforceOptions): SalesforceClient {
  const sessions = sessionsOf(options);
  const users = new Map<string, Salesforce>();
  let usage: { readonly used: number; readonly limit: number } | null = null;
  return {
    as(username) {
      const known = users.get(username) ?? createUser(sessions(username), options, (seen) => (usage = seen));
      users.set(username, known);
      return known;
    },
    apiUsage: () => usage,
  };
}

function createUser(
  sessions: SessionSource,
  options: SalesforceOptions,
  usageSeen: (usage: { readonly used: number; readonly limit: number }) => void,
): Salesforce {
  const prefix = `/services/data/v${options.apiVersion}`;
  const descriptions = new DescriptionCache(options.now);
  let clock: Date | null = null;
  const { ask, send } = createExchange(sessions, {
    apiVersion: options.apiVersion,
    addresses: options.addresses,
    ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
    ...(options.patience ? { patience: options.patience } : {}),
    refused: doubtDescriptions,
    seen({ method, status, headers }) {
      options.counted?.({ method, status });
      const date = Date.parse(headers?.get("date") ?? "");
      if (Number.isFinite(date)) clock = new Date(date);
      const used = /api-usage=(\d+)\/(\d+)/u.exec(headers?.get("sforce-limit-info") ?? "");
      if (used) usageSeen({ used: Number(used[1]), limit: Number(used[2]) });
    },
  });

  return {
    async identity() {
      const { userId, organizationId, instanceUrl } = await sessions.session();
      return { userId, organizationId, instanceUrl };
    },
    query: (soql) => rows(restPath`/query?q=${soql}`),
    queryAll: (soql) => rows(restPath`/queryAll?q=${soql}`),
    queryPart: (referenceId, soql, asks = "query") => ({ method: "GET", path: restPath`/${asks}?q=${soql}`, referenceId }),
    composite,
    retrieve,
    create: (records) => save("POST", records),
    update: (records) => save("PATCH", records),
    delete: remove,
    async updateIf(object, id, changes, unmodifiedSince) {
      await ask({
        method: "PATCH",
        to: restPath`/sobjects/${object}/${id}`.path,
        body: changes,
        headers: { "if-unmodified-since": unmodifiedSince.toUTCString() },
      });
    },
    describe: (object) => descriptions.get(object, (etag) => describe(object, etag)),
    doubtDescription: (object) => descriptions.doubt(object),
    uploadVersion: (fields, file) => upload("ContentVersion", fields, file),
    uploadAttachment: (fields, file) => upload("Attachment", fields, file),
    bytes,
    get: async <T>(path: RestPath) => (await ask({ method: "GET", to: path.path })).body as T,
    async updated(object, start, end) {
      const { body } = await ask({
        method: "GET",
        to: restPath`/sobjects/${object}/updated/?start=${start.toISOString()}&end=${end.toISOString()}`.path,
      });
      const { ids, latestDateCovered } = body as { readonly ids: readonly string[]; readonly latestDateCovered: string };
      return { ids, latestDateCovered: new Date(latestDateCovered) };
    },
    async deleted(object, start, end) {
      const { body } = await ask({
        method: "GET",
        to: restPath`/sobjects/${object}/deleted/?start=${start.toISOString()}&end=${end.toISOString()}`.path,
      });
      const reply = body as {
        readonly deletedRecords: readonly { readonly id: string }[];
        readonly latestDateCovered: string;
        readonly earliestDateAvailable: string;
      };
      return {
        ids: reply.deletedRecords.map(({ id }) => id),
        latestDateCovered: new Date(reply.latestDateCovered),
        earliestDateAvailable: new Date(reply.earliestDateAvailable),
      };
    },
    orgTime: () => clock,
  };

  function doubtDescriptions(body: unknown): void {
    if (showsOutdatedDescription(body)) descriptions.doubt(null);
  }

  async function rows<T>(first: RestPath): Promise<readonly T[]> {
    const all: T[] = [];
    let next: string | null = first.path;
    while (next !== null) {
      const page = (await ask({ method: "GET", to: next })).body as { readonly records: readonly T[]; readonly nextRecordsUrl?: string };
      all.push(...page.records);
      next = page.nextRecordsUrl ?? null;
    }
    return all;
  }

  async function composite(
    requests: readonly SubRequest[],
    { allOrNone = false }: { readonly allOrNone?: boolean } = {},
  ): Promise<readonly SubReply[]> {
    const compositeRequest = requests.map((request) => ({
      method: request.method,
      url: `${prefix}${request.path.path}`,
      referenceId: request.referenceId,
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.headers === undefined ? {} : { httpHeaders: request.headers }),
    }));
    const reads = requests.every(({ method }) => method === "GET");
    const { body } = await ask({ method: "POST", to: "/composite", body: { allOrNone, compositeRequest }, reads });
    const { compositeResponse } = body as {
      readonly compositeResponse: readonly { readonly body: unknown; readonly httpStatusCode: number; readonly referenceId: string }[];
    };
    const replies = new Map(compositeResponse.map((reply) => [reply.referenceId, reply]));
    return requests.map((request) => {
      const reply = replies.get(request.referenceId);
      if (request.method !== "GET" || (reply?.httpStatusCode ?? 0) >= 400) doubtDescriptions(reply?.body);
      const failed = !reply || reply.httpStatusCode >= 400;
      return {
        referenceId: request.referenceId,
        status: reply?.httpStatusCode ?? 0,
        body: reply?.body ?? null,
        error: failed ? errorOf(request.method, reply?.httpStatusCode ?? 500, reply?.body ?? null) : null,
        vendor: failed ? vendorErrors(reply?.body ?? null) : [],
      };
    });
  }

  async function retrieve<T>(object: string, ids: readonly string[], fields: Iterable<string>): Promise<readonly (T | null)[]> {
    const names = fieldNames(fields).text.split(", ");
    const found: (T | null)[] = [];
    for (const chunk of chunksOf(ids, RECORDS_AT_ONCE)) {
      const { body } = await ask({
        method: "POST",
        to: restPath`/composite/sobjects/${object}`.path,
        body: { ids: chunk, fields: names },
        reads: true,
      });
      found.push(...(body as readonly (T | null)[]));
    }
    return found;
  }

  function save(method: "POST" | "PATCH", records: readonly SavedRecord[]): Promise<readonly Saved[]> {
    return inChunks(records, async (chunk) => {
      const list = chunk.map(({ object, fields }) => ({ attributes: { type: object }, ...fields }));
      const { body } = await ask({ method, to: "/composite/sobjects", body: { allOrNone: false, records: list } });
      doubtDescriptions(body);
      return savedOf(method, body, chunk.length);
    });
  }

  function remove(ids: readonly string[]): Promise<readonly Saved[]> {
    return inChunks(ids, async (chunk) => {
      const { body } = await ask({ method: "DELETE", to: restPath`/composite/sobjects?ids=${chunk.join(",")}&allOrNone=false`.path });
      return savedOf("DELETE", body, chunk.length);
    });
  }

  async function describe(
    object: string,
    etag: string | null,
  ): Promise<{ readonly wire: WireDescription; readonly etag: string | null } | null> {
    const answer = await ask({
      method: "GET",
      to: restPath`/sobjects/${object}/describe`.path,
      ...(etag === null ? {} : { headers: { "if-none-match": etag } }),
    });
    return answer.status === 304 ? null : { wire: answer.body as WireDescription, etag: answer.headers.get("etag") };
  }

  async function upload(object: "ContentVersion" | "Attachment", fields: RecordFields, file: FileSource): Promise<string> {
    const response = await send("POST", restPath`/sobjects/${object}`.path, UPLOAD_TIMEOUT_MS, async () => {
      const { stream, headers } = await multipartBody(object, fields, file);
      return { body: stream, headers };
    });
    const body = (await response.json().catch((cause: unknown) => {
      throw interrupted("POST", "The reply of Salesforce broke off.", { cause });
    })) as { readonly id: string };
    return body.id;
  }

  async function bytes(path: RestPath): Promise<ReadableStream<Uint8Array>> {
    const response = await send("GET", path.path, UPLOAD_TIMEOUT_MS, async () => ({ headers: {} }));
    return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
  }
}
