import { Readable } from "node:stream";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { TestCertificate } from "./certificate.ts";
import type { Clock } from "./clock.ts";
import type { FaultBoard, FaultKind, StandInName } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";
import { replySeen } from "./seen-replies.ts";
import type { Tables } from "./tables.ts";

/** What every stand-in is given. */
export interface StandInParts {
  readonly clock: Clock;
  readonly tables: Tables;
  readonly faults: FaultBoard;
  readonly log: RequestLog;
  /** With it the servers speak https, else http. */
  readonly certificate?: TestCertificate;
}

/** How a vendor words the answers which the base gives in its name. */
export interface Manners {
  /** Called first of all, before any fault strikes: for headers that every reply carries, and for counting what is under way. */
  arrives?(request: FastifyRequest, reply: FastifyReply): void;
  throttled(reply: FastifyReply): FastifyReply;
  unavailable(reply: FastifyReply): FastifyReply;
  expiredSession(reply: FastifyReply): FastifyReply;
  /** A path that this stand-in does not cover, answered 501 with its name in it. */
  notCovered(request: FastifyRequest, reply: FastifyReply): FastifyReply;
  /** A body or header that the server itself refused (malformed JSON, too large, wrong media type). */
  malformed(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply): FastifyReply;
}

const REQUEST_FAULTS: readonly FaultKind[] = [
  "latency",
  "lost-before",
  "lost-after",
  "cut-short",
  "throttled",
  "unavailable",
  "unavailable-after",
  "expired-session",
];
/** What a proxy says that gave up on the server behind it. */
const GATEWAY_BODY = "<html><head><title>503 Service Temporarily Unavailable</title></head><body></body></html>";

declare module "fastify" {
  interface FastifyRequest {
    losesReply?: boolean;
    cutsReply?: boolean;
    repliesUnavailable?: boolean;
    arrivedAt?: number;
  }
}

/**
 * A server with the manners all stand-ins share: faults strike before or after the effect, state is committed before the reply,
 * each request is logged, an unknown path is answered 501 by name. Its routes are the vendor's.
 */
export function createStandIn(name: StandInName, parts: StandInParts, manners: Manners): FastifyInstance {
  const app = Fastify({
    bodyLimit: 400 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 10_000, ignoreDuplicateSlashes: true },
    ...(parts.certificate ? { https: parts.certificate } : {}),
  }) as unknown as FastifyInstance; // Its type tells http from https; nothing here does.
  app.addHook("onRequest", async (request, reply) => {
    request.arrivedAt = performance.now();
    manners.arrives?.(request, reply);
    if (request.method === "OPTIONS") return;
    const path = request.url.split("?")[0] ?? request.url;
    for (const fault of parts.faults.strike(name, request.method, path, REQUEST_FAULTS)) {
      switch (fault.kind) {
        case "latency":
          await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 0));
          break;
        case "lost-before":
          log(request, 0, 0);
          reply.hijack();
          breakConnection(request, reply);
          return;
        case "lost-after":
          request.losesReply = true;
          break;
        case "cut-short":
          request.cutsReply = true;
          break;
        case "unavailable-after":
          request.repliesUnavailable = true;
          break;
        case "throttled":
          return manners.throttled(reply);
        case "unavailable":
          return manners.unavailable(reply);
        case "expired-session":
          return manners.expiredSession(reply);
        default:
          break;
      }
    }
    return;
  });
  app.addHook("onSend", async (request, reply, payload) => {
    parts.tables.commit();
    replySeen(() => ({
      on: name,
      method: request.method,
      url: request.url,
      status: reply.statusCode,
      contentType: String(reply.getHeader("content-type") ?? ""),
      requestBody: request.body,
      body: typeof payload === "string" || Buffer.isBuffer(payload) ? payload : null,
    }));
    if (request.losesReply === true) {
      log(request, 0, 0);
      reply.hijack();
      breakConnection(request, reply);
      // Without a network (`inject`) the reply would still arrive, were it sent in the same turn.
      await new Promise((resolve) => setImmediate(resolve));
    } else if (request.cutsReply === true) {
      const bytes = typeof payload === "string" || Buffer.isBuffer(payload) ? Buffer.from(payload) : Buffer.alloc(0);
      if (bytes.length === 0) {
        reply.hijack();
        breakConnection(request, reply);
        await new Promise((resolve) => setImmediate(resolve));
        return payload;
      }
      reply.header("content-length", bytes.length);
      return Readable.from(firstHalf(bytes));
    } else if (request.repliesUnavailable === true) {
      if (payload instanceof Readable) payload.destroy();
      for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name);
      reply.code(503).header("content-type", "text/html");
      return GATEWAY_BODY;
    }
    return payload;
  });
  app.addHook("onResponse", async (request, reply) => {
    if (request.losesReply !== true) log(request, reply.statusCode, Number(reply.getHeader("content-length") ?? 0));
  });
  app.setNotFoundHandler((request, reply) => manners.notCovered(request, reply));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500) return manners.malformed(error, request, reply);
    process.stderr.write(`stand-in ${name}: ${request.method} ${request.url.split("?")[0] ?? ""}: ${error.stack ?? error.message}\n`);
    return reply.code(500).send({ error: { code: "StandInFault", message: error.message } });
  });
  return app;

  function log(request: FastifyRequest, status: number, bytesOut: number): void {
    parts.log.add({
      on: name,
      method: request.method,
      url: request.url,
      status,
      ms: performance.now() - (request.arrivedAt ?? performance.now()),
      bytesIn: Number(request.headers["content-length"] ?? 0),
      bytesOut,
      caller: caller(request),
    });
  }
}

/** Half of a reply, and then its connection is gone. */
async function* firstHalf(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, Math.ceil(bytes.length / 2));
  await new Promise((resolve) => setImmediate(resolve));
  throw new Error("the fault board cut this reply short");
}

/** A request whose body has been read is over already: destroying it leaves the connection, and the reply would still go out. */
function breakConnection(request: FastifyRequest, reply: FastifyReply): void {
  request.raw.destroy();
  if (typeof request.raw.socket.destroy === "function") request.raw.socket.destroy();
  reply.raw.destroy();
}

function caller(request: FastifyRequest): string | null {
  const value = request.headers["client-request-id"] ?? request.headers["sforce-call-options"] ?? null;
  return Array.isArray(value) ? (value[0] ?? null) : value;
}
