import { PassThrough, type Duplex } from "node:stream";
import type { HttpRequest, HttpResponse } from "jsforce";

/** A reply as it came. */
export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Carries one request of jsforce, once: no retries, no redirections, an end to waiting, and the reply kept for what jsforce does not
 * hand on (status, `Date`, `ETag`). A reply that breaks off is an error here, where jsforce's own would wait half an hour.
 */
export class OneRequest {
  reply: RawReply | null = null;
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** What jsforce calls. It also asks for a stream, which we never read. */
  httpRequest(request: HttpRequest): Promise<HttpResponse> & { stream(): Duplex } {
    return Object.assign(this.#send(request), { stream: () => new PassThrough() });
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers ?? {},
      redirect: "manual",
      signal: AbortSignal.timeout(this.#timeoutMs),
      ...(typeof request.body === "string" ? { body: request.body } : {}),
    });
    const body = await response.text();
    this.reply = { status: response.status, headers: response.headers, body };
    return { statusCode: response.status, headers: Object.fromEntries(response.headers), body };
  }
}
