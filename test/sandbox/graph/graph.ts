import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createStandIn, type StandInParts } from "../base/stand-in.ts";
import type { Entra } from "../entra/entra.ts";
import type { GraphReply, GraphRequest, World } from "./call.ts";
import { MailRecord } from "./calendar/mail-record.ts";
import { Callers } from "./caller.ts";
import { dispatch } from "./dispatch.ts";
import { GraphError, notCovered } from "./graph-error.ts";
import { attachmentSize, hasAttachments } from "./message-content.ts";
import { Mailboxes } from "./mailboxes.ts";
import { Notifier } from "./notifications/notifier.ts";
import { Subscriptions } from "./notifications/subscription.ts";
import { RouteTable } from "./route-table.ts";
import { graphRoutes } from "./routes.ts";
import { sandboxControls } from "./sandbox-controls.ts";
import { Seed } from "./seed.ts";
import { DEFAULT_SWITCHES, type Switches } from "./switches.ts";
import { Throttle } from "./throttle.ts";
import { UploadSessions } from "./upload-sessions.ts";

export interface GraphOptions {
  readonly tenantId: string;
  /** Where this server is reached, without a slash at the end: links in replies begin with it. */
  baseUrl(): string;
  /** Whose tokens are accepted, and whose users have mailboxes. */
  readonly entra: Entra;
  readonly switches?: Partial<Switches>;
}

export interface Graph {
  readonly app: FastifyInstance;
  /** Places users, mails, contacts and the rest without asking over HTTP, and reads what lies there. */
  readonly seed: Seed;
  /** May be changed at any time. */
  readonly switches: Switches;
  readonly mailboxes: Mailboxes;
  readonly notifier: Notifier;
  /** Every meeting mail that Exchange would have sent, to whomever. */
  readonly mailed: MailRecord;
}

/** Microsoft Graph: mail, contacts, categories, subscriptions and batches of one tenant. Listens to nothing by itself. */
export function createGraph(parts: StandInParts, options: GraphOptions): Graph {
  const baseUrl = (): string => options.baseUrl().replace(/\/+$/u, "");
  const now = (): Date => parts.clock.now();
  const switches: Switches = { ...DEFAULT_SWITCHES, ...options.switches };
  const { directory } = options.entra;
  const mailboxes = new Mailboxes(parts.tables, parts.clock);
  const notifier = new Notifier({
    subscriptions: new Subscriptions(parts.tables, now),
    faults: parts.faults,
    switches,
    tenantId: options.tenantId,
    now,
  });
  mailboxes.onChange((_mailbox, change) => notifier.changed(change));
  const uploads = new UploadSessions(parts.clock);
  const world: World = {
    clock: parts.clock,
    faults: parts.faults,
    directory,
    mailboxes,
    switches,
    notifier,
    uploads,
    mailed: new MailRecord(parts.tables, parts.clock),
    tenantId: options.tenantId,
    baseUrl,
    uploadUrl: () => otherHost(baseUrl()),
  };
  const callers = new Callers({
    keys: options.entra.keys,
    tenantId: options.tenantId,
    issuer: options.entra.issuer,
    audience: baseUrl,
    now,
  });
  const routes = new RouteTable(graphRoutes);
  const throttle = new Throttle(parts.clock, switches);

  const app = createStandIn("graph", parts, {
    arrives: (request, reply) => arrives(request, reply),
    throttled: (reply) =>
      refuse(
        reply.request,
        reply,
        new GraphError(
          429,
          "TooManyRequests",
          "Too many requests",
          switches.retryAfter === null ? {} : { "retry-after": switches.retryAfter },
        ),
      ),
    unavailable: (reply) =>
      refuse(reply.request, reply, new GraphError(503, "ServiceUnavailable", "The service is temporarily unavailable.")),
    expiredSession: (reply) =>
      refuse(
        reply.request,
        reply,
        new GraphError(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", {
          "www-authenticate": 'Bearer realm="", error="invalid_token"',
        }),
      ),
    notCovered: (request, reply) => refuse(request, reply, notCovered(`${request.method} ${request.url.split("?")[0] ?? ""}`)),
    malformed: (error, request, reply) =>
      refuse(
        request,
        reply,
        new GraphError(error.statusCode ?? 400, error.statusCode === 413 ? "RequestEntityTooLarge" : "BadRequest", error.message),
      ),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.options("/*", async (_request, reply) =>
    reply
      .header("access-control-allow-methods", "GET, POST, PATCH, PUT, DELETE")
      .header(
        "access-control-allow-headers",
        "authorization, content-type, prefer, if-match, client-request-id, consistencylevel, content-range",
      )
      .header("access-control-max-age", "86400")
      .code(204)
      .send(),
  );
  app.route({ method: ["GET", "POST", "PATCH", "PUT", "DELETE"], url: "/v1.0/*", handler: v1 });
  app.route({ method: ["PUT", "DELETE"], url: "/api/v2.0/AttachmentSessions/:token", handler: upload });
  app.addHook("onClose", async () => notifier.close());
  sandboxControls(app, { world, clock: parts.clock, faults: parts.faults, log: parts.log });

  const seed = new Seed({ world, commit: () => parts.tables.commit() });
  return { app, seed, switches, mailboxes, notifier, mailed: world.mailed };

  async function v1(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    if (request.overConcurrency === true)
      return refuse(
        request,
        reply,
        new GraphError(
          429,
          "ApplicationThrottled",
          "Application is over its MailboxConcurrency limit.",
          switches.retryAfter === null ? {} : { "retry-after": switches.retryAfter },
        ),
      );
    try {
      return send(reply, await dispatch(asked(request), { world, callers, routes, throttle }));
    } catch (error) {
      if (error instanceof GraphError) return refuse(request, reply, error);
      throw error;
    }
  }

  /** Takes a chunk of an upload. It comes without a bearer token (MG20): the address itself is the key. */
  async function upload(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { token } = request.params as { readonly token: string };
    try {
      if (request.headers.authorization !== undefined)
        throw new GraphError(401, "invalidAuthentication", "An upload session takes no Authorization header.");
      if (request.method === "DELETE") {
        uploads.cancel(token);
        return await reply.code(204).send();
      }
      const { target, next, whole, expirationDateTime } = uploads.put(
        token,
        request.headers["content-range"],
        Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      );
      if (!whole) return await reply.send({ ExpirationDateTime: expirationDateTime, nextExpectedRanges: [`${next}-`] });
      const mailbox = mailboxes.of(target.user);
      const item = mailbox.item(target.itemKey);
      if (!item) throw new GraphError(404, "itemNotFound", "The message of the upload session is gone.");
      const { name, isInline, contentId } = target;
      const attachment = mailbox.attach(item.key, {
        is: "file",
        name,
        contentType: target.contentType ?? "application/octet-stream",
        isInline,
        contentId,
        contentLocation: null,
        size: attachmentSize(whole.length),
        modified: `${now().toISOString().slice(0, 19)}Z`,
        content: whole.toString("base64"),
        item: null,
      });
      mailbox.dropMime(item.key);
      const kept = mailbox.change(item, { ...item.fields, hasAttachments: hasAttachments(mailbox, item) }, ["hasAttachments"]);
      return await reply.code(201).header("location", seed.attachmentUrl(kept, attachment)).send();
    } catch (error) {
      if (error instanceof GraphError) return refuse(request, reply, error);
      throw error;
    }
  }

  function arrives(request: FastifyRequest, reply: FastifyReply): void {
    const id = randomUUID();
    const asking = request.headers["client-request-id"];
    reply.header("request-id", id).header("client-request-id", typeof asking === "string" ? asking : id);
    if (request.headers.origin !== undefined) {
      reply
        .header("access-control-allow-origin", "*")
        .header("access-control-expose-headers", "request-id, client-request-id, location, retry-after, preference-applied, etag");
    }
    const user = /^\/v1\.0\/users(?:\/|\(')(?<user>[^/']+)/iu.exec(request.url)?.groups?.["user"];
    if (user === undefined) return;
    request.overConcurrency = !throttle.arrives(user.toLowerCase());
    reply.raw.once("close", () => throttle.leaves(user.toLowerCase()));
  }

  function refuse(request: FastifyRequest, reply: FastifyReply, error: GraphError): FastifyReply {
    const id = String(reply.getHeader("request-id") ?? randomUUID());
    return reply
      .code(error.status)
      .headers(error.headers)
      .send(error.body(now(), id, String(request.headers["client-request-id"] ?? id)));
  }

  function send(reply: FastifyReply, answered: GraphReply): FastifyReply {
    reply.code(answered.status).headers(answered.headers ?? {});
    if (answered.body === null) return reply.send();
    if (Buffer.isBuffer(answered.body)) return reply.send(answered.body);
    return reply
      .header("content-type", "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8")
      .send(JSON.stringify(answered.body));
  }
}

declare module "fastify" {
  interface FastifyRequest {
    overConcurrency?: boolean;
  }
}

function asked(request: FastifyRequest): GraphRequest {
  const [path = "", query = ""] = request.url.split(/\?(.*)/su);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );
  return {
    method: request.method,
    path: path.slice("/v1.0".length),
    query: new URLSearchParams(query),
    headers,
    body: Buffer.isBuffer(request.body) ? request.body : null,
  };
}

/** The same server under its other name on this machine, so that a token sent there by habit shows. */
function otherHost(url: string): string {
  const address = new URL(url);
  if (address.hostname === "127.0.0.1") address.hostname = "localhost";
  else if (address.hostname === "localhost") address.hostname = "127.0.0.1";
  return address.origin;
}
