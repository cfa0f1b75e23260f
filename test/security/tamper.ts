import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";

/** A whole reply of a stand-in, on its way out. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Tampered {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
}

/** What becomes of a reply; itself when nothing does. */
export type Change = (reply: Reply, asked: Tampered) => Reply;

/**
 * Puts itself between a stand-in and its callers: every reply passes `change`, as if a wicked or broken vendor had worded it. The
 * address stays the same, so tokens and links of the stand-in stay good. Answers a way back.
 */
export function tamperWith(server: Server, change: Change): () => void {
  const listeners = server.listeners("request") as RequestListener[];
  const between: RequestListener = (request, response) => {
    holdBack(request, response, change);
    for (const listener of listeners) listener.call(server, request, response);
  };
  server.removeAllListeners("request");
  server.on("request", between);
  return () => {
    server.removeAllListeners("request");
    for (const listener of listeners) server.on("request", listener);
  };
}

/** The reply is kept until its last byte is there; then it goes out as `change` will have it. */
function holdBack(request: IncomingMessage, response: ServerResponse, change: Change): void {
  const chunks: Buffer[] = [];
  const own = { writeHead: response.writeHead.bind(response), end: response.end.bind(response) };
  let status = 200;
  const headers: Record<string, string> = {};
  const keep = (chunk: unknown): void => {
    if (typeof chunk === "string") chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
  };
  const held = {
    writeHead(code: number, given: Readonly<Record<string, unknown>> = {}) {
      status = code;
      for (const [name, value] of Object.entries(given)) headers[name.toLowerCase()] = String(value);
      return response;
    },
    write(chunk: unknown) {
      keep(chunk);
      return true;
    },
    end(chunk?: unknown) {
      keep(chunk);
      const body = Buffer.concat(chunks);
      const reply: Reply = { status, headers, body: body.toString("utf8") };
      const changed = change(reply, { method: request.method ?? "", url: request.url ?? "" });
      // Bytes that are no text must not pass through one.
      const sent = changed === reply ? body : Buffer.from(changed.body);
      const { "transfer-encoding": _chunked, ...others } = changed.headers;
      const hasBody = ![204, 304].includes(changed.status);
      own.writeHead(changed.status, hasBody ? { ...others, "content-length": String(sent.length) } : others);
      return hasBody ? own.end(sent) : own.end();
    },
  };
  Object.assign(response, held);
}
