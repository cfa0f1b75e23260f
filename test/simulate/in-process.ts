import type { FastifyInstance } from "fastify";

/** What the simulation does around each request: before it is sent, and after its effect, before the reply is handed over. */
export interface AroundExchange {
  before(asked: Asked): Promise<void>;
  after(asked: Asked, status: number): Promise<void>;
}

export interface Asked {
  readonly method: string;
  readonly url: URL;
  /** What a batch asks for, in a line. */
  readonly inner: string;
}

/** Of a `$batch` or a composite request. */
interface Batch {
  readonly requests?: readonly { readonly method: string; readonly url: string; readonly body?: unknown }[];
}

function innerOf(url: URL, body: unknown): string {
  if (typeof body !== "string" || !url.pathname.endsWith("$batch")) return "";
  const { requests = [] } = JSON.parse(body) as Batch;
  return requests
    .map(({ method, url: path, body: sent }) => `[${method} ${decodeURIComponent(path).slice(-60)} ${JSON.stringify(sent) ?? ""}]`)
    .join(" ");
}

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "HEAD" | "OPTIONS";

/**
 * `fetch` without a network: whoever asks one of the servers attached here is answered in this process, one request at a time, so that
 * a run is the same each time. A connection that a server breaks is a failed `fetch`, as it would be outside.
 */
export class InProcess {
  readonly #servers = new Map<string, FastifyInstance>();
  readonly #around: AroundExchange;
  #last: Promise<unknown> = Promise.resolve();

  constructor(around: AroundExchange) {
    this.#around = around;
  }

  /** Answers the address at which the server is reached from now on. */
  attach(app: FastifyInstance): string {
    const url = `http://127.0.0.1:${4000 + this.#servers.size}`;
    this.#servers.set(url, app);
    return url;
  }

  readonly fetch: typeof globalThis.fetch = async (input, options = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const asked = { method: options.method ?? "GET", url, inner: innerOf(url, options.body) };
    await this.#around.before(asked);
    const turn = this.#last.then(() => this.#exchange(asked, options));
    this.#last = turn.catch(() => null);
    let answered: Response;
    try {
      answered = await turn;
    } catch (cause) {
      await this.#around.after(asked, 0);
      throw new TypeError("fetch failed", { cause });
    }
    await this.#around.after(asked, answered.status);
    return answered;
  };

  async #exchange({ method, url }: Asked, { headers, body }: RequestInit): Promise<Response> {
    const server = this.#servers.get(url.origin);
    if (!server) throw new Error(`Nothing is reached at ${url.origin}.`);
    const sent = new Headers(headers);
    if (body instanceof URLSearchParams && !sent.has("content-type"))
      sent.set("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
    const reply = await server.inject({
      method: method as Method,
      url: `${url.pathname}${url.search}`,
      headers: Object.fromEntries(sent),
      ...(body instanceof URLSearchParams ? { payload: body.toString() } : typeof body === "string" ? { payload: body } : {}),
    });
    const answered = new Headers();
    for (const [name, value] of Object.entries(reply.headers)) if (value !== undefined) answered.set(name, String(value));
    const isBodiless = reply.statusCode === 204 || reply.statusCode === 304;
    return new Response(isBodiless ? null : new Uint8Array(reply.rawPayload), { status: reply.statusCode, headers: answered });
  }
}
