import type { Connection } from "jsforce";
import type { OutsideAddresses } from "../addresses.ts";
import { AddressRefused, type SyncError } from "../errors.ts";
import { impatient, type Patience } from "../patience.ts";
import { errorOf, interrupted } from "./reply-errors.ts";
import type { Session, SessionSource } from "./session.ts";
import { OneRequest } from "./transport.ts";

export interface Asked {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Absolute, or below the version. */
  readonly to: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A POST without an effect. */
  readonly reads?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** What is sent besides JSON, made anew for each try. */
export type SentParts = () => Promise<{ readonly body?: ReadableStream<Uint8Array>; readonly headers: Readonly<Record<string, string>> }>;

/** HTTP exchanges in one user's session, which is renewed once when it is over. Failures are ours. */
export interface Exchange {
  /** JSON both ways, through jsforce. */
  ask(asked: Asked): Promise<Answer>;
  /** For a body or a reply too large for jsforce, which holds both whole. Answers successes only. */
  send(method: "GET" | "POST", to: string, timeoutMs: number, parts: SentParts): Promise<Response>;
}

export interface ExchangeOptions {
  readonly apiVersion: string;
  readonly addresses: OutsideAddresses;
  readonly timeoutMs?: number;
  readonly patience?: Patience;
  /** Called with the body of every reply that is no success. */
  readonly refused: (body: unknown) => void;
  /** Called once an HTTP exchange; status 0 and no headers when no reply came. */
  readonly seen: (exchange: { readonly method: string; readonly status: number; readonly headers: Headers | null }) => void;
}

const TIMEOUT_MS = 120_000;
/** A session that was just opened and is refused twice is not a matter of age. */
const MOST_RENEWALS = 2;
/** Told to change events as their origin, so that our own echo is known. */
const CLIENT_NAME = "Tandem";

export function createExchange(sessions: SessionSource, options: ExchangeOptions): Exchange {
  const prefix = `/services/data/v${options.apiVersion}`;
  const patience = options.patience ?? impatient;
  const connections = new WeakMap<Session, Promise<Connection>>();
  return { ask, send };

  async function send(method: "GET" | "POST", to: string, timeoutMs: number, parts: SentParts): Promise<Response> {
    return patience(() => inSession((session) => sendOnce(session, method, to, timeoutMs, parts)));
  }

  async function sendOnce(session: Session, method: "GET" | "POST", to: string, timeoutMs: number, parts: SentParts): Promise<Response> {
    const { body, headers } = await parts();
    let response: Response;
    try {
      response = await fetch(`${session.instanceUrl}${prefix}${to}`, {
        method,
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
        headers: { authorization: `Bearer ${session.accessToken}`, "sforce-call-options": `client=${CLIENT_NAME}`, ...headers },
        ...(body ? { body, duplex: "half" as const } : {}),
      });
    } catch (cause) {
      options.seen({ method, status: 0, headers: null });
      throw interrupted(method, "Salesforce could not be reached.", { cause });
    }
    options.seen({ method, status: response.status, headers: response.headers });
    if (response.status < 300) return response;
    throw failure(method, response.status, await response.text().catch(() => ""), options.refused);
  }

  async function ask(asked: Asked): Promise<Answer> {
    const method = asked.reads === true ? "GET" : asked.method;
    return patience(() => inSession((session) => once(session, asked, method)));
  }

  async function once(session: Session, asked: Asked, method: string): Promise<Answer> {
    const transport = new OneRequest(options.timeoutMs ?? TIMEOUT_MS);
    const url = addressOf(session, asked.to);
    const connection = await connectionOf(session);
    let parsed: unknown;
    let failed: unknown = null;
    try {
      parsed = await connection.request(
        {
          method: asked.method,
          url,
          headers: { "content-type": "application/json", "sforce-auto-assign": "FALSE", ...asked.headers },
          ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
        },
        { transport },
      );
    } catch (error) {
      failed = error;
    }
    const { reply } = transport;
    if (!reply) {
      options.seen({ method: asked.method, status: 0, headers: null });
      throw interrupted(method, "Salesforce could not be reached, or its reply was lost.", { cause: failed });
    }
    options.seen({ method: asked.method, status: reply.status, headers: reply.headers });
    if (reply.status < 300 || reply.status === 304) return { status: reply.status, headers: reply.headers, body: parsed };
    throw failure(method, reply.status, reply.body, options.refused);
  }

  /** What a reply held as its next page is checked like any other link; jsforce is given an absolute address each time. */
  function addressOf(session: Session, to: string): string {
    if (!to.startsWith("/")) return options.addresses.check(to, "salesforce").href;
    return to.startsWith("/services/") ? `${session.instanceUrl}${to}` : `${session.instanceUrl}${prefix}${to}`;
  }

  async function inSession<T>(work: (session: Session) => Promise<T>): Promise<T> {
    let session = await sessions.session();
    for (let renewals = 0; ; renewals += 1) {
      try {
        return await work(session);
      } catch (error) {
        if (!(error instanceof SessionOver)) throw error;
        if (renewals === MOST_RENEWALS) throw error.asAccessLost();
      }
      session = await sessions.renew(session);
    }
  }

  function connectionOf(session: Session): Promise<Connection> {
    const known = connections.get(session) ?? connect(session, options.apiVersion);
    connections.set(session, known);
    return known;
  }
}

/** The session ended: nothing was done, and a new one may do. */
class SessionOver extends Error {
  readonly #status: number;
  readonly #body: unknown;

  constructor(status: number, body: unknown) {
    super("The session is over.");
    this.#status = status;
    this.#body = body;
  }

  asAccessLost(): SyncError {
    return errorOf("GET", this.#status, this.#body);
  }
}

/** Texts of a 401 which a new session would not help (facts, section 1.5). */
const NOT_A_MATTER_OF_AGE = ["Connected app is not attached to Agent", "This session is not valid for use with the REST API"];

function failure(method: string, status: number, text: string, refused: (body: unknown) => void): Error {
  const body = parsedJson(text);
  if (status >= 300 && status < 400) return new AddressRefused("Salesforce answered with a redirection, which was not followed.");
  refused(body);
  if (status === 401 && !NOT_A_MATTER_OF_AGE.some((words) => text.includes(words))) return new SessionOver(status, body);
  return errorOf(method, status, body);
}

/** jsforce is loaded with the first request: it takes a third of a second. No refresh function: it would renew without end. */
async function connect(session: Session, version: string): Promise<Connection> {
  const { Connection } = await import("jsforce");
  return new Connection({
    instanceUrl: session.instanceUrl,
    accessToken: session.accessToken,
    version,
    callOptions: { client: CLIENT_NAME },
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
