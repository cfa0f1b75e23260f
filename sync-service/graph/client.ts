import { Client, HTTPMessageHandler, ResponseType } from "@microsoft/microsoft-graph-client";
import pLimit, { type LimitFunction } from "p-limit";
import type { OutsideAddresses } from "../addresses.ts";
import { AddressRefused, VendorFailed } from "../errors.ts";
import { impatient, type Patience } from "../patience.ts";
import { sendBatch, type BatchReply, type BatchRequest } from "./batch.ts";
import { Authorize, Destination, Direct, Identify } from "./middleware.ts";
import { below, graphPath, pathOfLink, type GraphPath } from "./path.ts";
import { errorOf, interrupted } from "./reply-errors.ts";
import type { TokenSource } from "./token.ts";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface Asked {
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Bytes on their way: an attachment, or a mail as MIME. */
export interface Bytes {
  readonly body: ReadableStream<Uint8Array>;
  /** As Graph says; null when it does not. */
  readonly contentLength: number | null;
  readonly contentType: string | null;
}

/**
 * Microsoft Graph as the application. Paths are below the version, or, of `mailbox(…)`, below the mailbox.
 * Every failure is one of ours: Throttled, AccessLost, Gone, CursorExpired, VersionMoved, Refused, VendorFailed, and for writes
 * OutcomeUnknown. A failure that passes is waited out by `patience`, for seconds at most; all else is for the caller to come back to.
 */
export interface Graph {
  get<T>(path: GraphPath, asked?: Asked): Promise<T>;
  /** The reply's body; undefined for 202 and 204. */
  send<T>(method: Exclude<Method, "GET">, path: GraphPath, body?: unknown, asked?: Asked): Promise<T>;
  stream(path: GraphPath, asked?: Asked): Promise<Bytes>;
  /** GET of a link that a reply held (nextLink, deltaLink). @throws AddressRefused */
  follow<T>(link: string, asked?: Asked): Promise<T>;
  /** One reply for each request, in order, however many; twenty travel together, one after the other. See `BatchReply`. */
  batch(requests: readonly BatchRequest[]): Promise<readonly BatchReply[]>;
}

export interface GraphClient extends Graph {
  /** The mailbox of a user: its paths begin at `/users/{id}`, and no more than four requests are under way to it (S4). */
  mailbox(userId: string): Graph;
}

export interface GraphOptions {
  /** Without the version and without a slash at the end. */
  readonly graphUrl: string;
  readonly token: TokenSource;
  readonly addresses: OutsideAddresses;
  /** For `client-request-id`. */
  readonly newId: () => string;
  /** Called once an HTTP exchange, for the metrics; status 0 when no reply came. */
  readonly counted?: (exchange: { readonly method: string; readonly status: number }) => void;
  readonly timeoutMs?: number;
  /** What is done about a failure that passes; `impatient` when absent. */
  readonly patience?: Patience;
}

interface Linking {
  readonly "@odata.nextLink"?: unknown;
  readonly "@odata.deltaLink"?: unknown;
  /** Of a batch. */
  readonly responses?: unknown;
}

/** Exchange runs four requests of one app at a time in one mailbox (facts, section 5). */
const AT_A_TIME = 4;
const TIMEOUT_MS = 100_000;
/** A large attachment takes its time, even over a slow line. */
const STREAM_TIMEOUT_MS = 15 * 60_000;

export function createGraphClient(options: GraphOptions): GraphClient {
  const base = new URL(`${options.graphUrl}/v1.0`);
  const client = Client.initWithMiddleware({
    middleware: [new Direct(), new Identify(options.newId), new Authorize(options.token), new HTTPMessageHandler()],
  });
  const limits = new Map<string, LimitFunction>();
  const patience = options.patience ?? impatient;

  return {
    ...face(graphPath``, null),
    mailbox(userId) {
      const limit = limits.get(userId) ?? pLimit(AT_A_TIME);
      limits.set(userId, limit);
      return face(graphPath`/users/${userId}`, limit);
    },
  };

  function face(root: GraphPath, limit: LimitFunction | null): Graph {
    /** The body of a successful reply. Who waits gives his turn to others. */
    const reply = <T>(...asked: Parameters<typeof once>): Promise<T> =>
      patience(() => (limit ? limit(() => once<T>(...asked)) : once<T>(...asked)));
    const graph: Graph = {
      get: (path, asked) => reply("GET", urlOf(below(root, path)), undefined, asked),
      send: (method, path, body, asked) => reply(method, urlOf(below(root, path)), body, asked),
      follow: async (link, asked) => reply("GET", options.addresses.check(link, "graph"), undefined, asked),
      stream: (path, asked) => patience(() => streamInTurn(limit, () => bytes(urlOf(below(root, path)), asked))),
      batch: (requests) =>
        batch(requests, {
          pathOf: (request) =>
            "path" in request ? below(root, request.path) : pathOfLink(options.addresses.check(request.link, "graph"), base),
          post: (body) => reply("POST", urlOf(graphPath`/$batch`), body, undefined),
          follow: (link, headers) => graph.follow(link, headers ? { headers } : {}),
          patience,
        }),
    };
    return graph;
  }

  async function batch(...[requests, ports]: Parameters<typeof sendBatch>): Promise<readonly BatchReply[]> {
    const replies = await sendBatch(requests, ports);
    if (replies.some(({ status }) => status === 403)) options.token.doubt();
    return replies;
  }

  function urlOf(path: GraphPath): URL {
    return new URL(`${base.href}${path}`);
  }

  async function once<T>(method: Method, url: URL, body: unknown, asked: Asked | undefined): Promise<T> {
    const response = await exchange(method, url, body, asked, options.timeoutMs ?? TIMEOUT_MS);
    let read: unknown;
    try {
      if (response.status === 204 || response.status === 202) {
        await response.body?.cancel();
        return undefined as T;
      }
      const text = await response.text();
      read = text === "" ? undefined : JSON.parse(text);
    } catch (cause) {
      throw interrupted(method, "The reply of Microsoft Graph broke off.", { cause });
    }
    checkLinks(read);
    return read as T;
  }

  /** Before anybody stores them as a cursor: a link that is refused only when it is followed would be refused for ever (SEC13). */
  function checkLinks(body: unknown): void {
    const { "@odata.nextLink": next, "@odata.deltaLink": delta, responses } = (body ?? {}) as Linking;
    for (const link of [next, delta]) if (typeof link === "string") options.addresses.check(link, "graph");
    if (Array.isArray(responses)) for (const inner of responses as readonly { readonly body?: unknown }[]) checkLinks(inner.body);
  }

  async function bytes(url: URL, asked: Asked | undefined): Promise<Bytes> {
    const response = await exchange("GET", url, undefined, asked, STREAM_TIMEOUT_MS);
    const length = response.headers.get("content-length");
    return {
      body: response.body ?? new ReadableStream({ start: (controller) => controller.close() }),
      contentLength: length === null ? null : Number(length),
      contentType: response.headers.get("content-type"),
    };
  }

  /** One HTTP exchange; answers successes only. */
  async function exchange(method: Method, url: URL, body: unknown, asked: Asked | undefined, timeoutMs: number): Promise<Response> {
    const destination = new Destination(url);
    const request = client
      .api("")
      .responseType(ResponseType.RAW)
      .middlewareOptions([destination])
      .headers({ ...(body === undefined ? {} : { "content-type": "application/json" }), ...asked?.headers })
      .options({
        method,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    let response: Response;
    try {
      response = (await request.get()) as Response;
    } catch (cause) {
      options.counted?.({ method, status: 0 });
      throw destination.failure ?? interrupted(method, "Microsoft Graph could not be reached.", { cause });
    }
    options.counted?.({ method, status: response.status });
    if (response.ok) return response;
    if (response.status === 403) options.token.doubt();
    if (response.status >= 300 && response.status < 400) {
      throw new AddressRefused("Microsoft Graph answered with a redirection, which was not followed.");
    }
    throw errorOf({
      method,
      path: url.href.slice(base.href.length),
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      body: await response.json().catch(() => null),
    });
  }
}

/** The turn is over only when the last byte was read, or the reader gave up. */
function streamInTurn(limit: LimitFunction | null, open: () => Promise<Bytes>): Promise<Bytes> {
  if (!limit) return open();
  const { promise, resolve, reject } = Promise.withResolvers<Bytes>();
  void limit(async () => {
    try {
      const bytes = await open();
      const over = Promise.withResolvers<void>();
      resolve({ ...bytes, body: watched(bytes.body, over.resolve) });
      await over.promise;
    } catch (error) {
      reject(error);
    }
  });
  return promise;
}

function watched(body: ReadableStream<Uint8Array>, over: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        over();
        controller.close();
      } catch (cause) {
        over();
        controller.error(new VendorFailed("The bytes of Microsoft Graph broke off.", { cause }));
      }
    },
    async cancel(reason) {
      over();
      await reader.cancel(reason);
    },
  });
}
