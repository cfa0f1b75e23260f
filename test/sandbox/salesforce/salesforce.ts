import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createStandIn, type Manners, type StandInParts } from "../base/stand-in.ts";
import { Access } from "./access.ts";
import { readMultipart } from "./api/multipart.ts";
import { QueryPages } from "./api/query-pages.ts";
import { parsed, type ApiReply, type ApiRequest } from "./api/request.ts";
import { dispatch, pathOf } from "./api/router.ts";
import { BulkJobs } from "./bulk/bulk-jobs.ts";
import { Feeds } from "./chatter/feeds.ts";
import { addControls } from "./controls.ts";
import { refusal, Refusal } from "./errors.ts";
import { found } from "./founding.ts";
import { Deployments } from "./metadata/deployments.ts";
import { OrgMetadata } from "./metadata/org-metadata.ts";
import { OrgSettings } from "./metadata/settings.ts";
import { addMetadataApi, endedSession, sendFault } from "./metadata/soap.ts";
import { addOAuthRoutes, bearerOf } from "./oauth/oauth-routes.ts";
import { Sessions } from "./oauth/sessions.ts";
import { Org } from "./org.ts";
import type { OrgSwitches, SalesforceOptions } from "./options.ts";
import { Seed } from "./seed.ts";
import { ChangeFeed } from "./streaming/change-feed.ts";
import { addCometd } from "./streaming/cometd.ts";
import { EventBus } from "./streaming/event-bus.ts";
import { PushTopics } from "./streaming/push-topics.ts";
import { StreamClients } from "./streaming/stream-clients.ts";
import { Packages } from "./tooling/packages.ts";

/** The stand-in: a server that listens to nothing until told, and its org in reach of code in the same process. */
export interface Salesforce {
  readonly app: FastifyInstance;
  readonly org: Org;
  readonly seed: Seed;
  readonly changes: ChangeFeed;
  readonly streamClients: StreamClients;
  readonly settings: OrgSettings;
  readonly packages: Packages;
  /** Changes the org's settings. */
  set(changes: Partial<OrgSwitches>): void;
  /** An access token for a user, as a login would give; for tests and for people at the sandbox. */
  signIn(username: string): string;
  /** Ends the access tokens of all users or of one, by Username. Answers how many. */
  expireSessions(username?: string): number;
}

const OLDEST_LISTED = 37;
const NEWEST_LISTED = 67;
const MEDIA = /^(?:application\/json|multipart\/|text\/plain)/iu;
const MEDIA_OF_BULK = /^(?:application\/json|multipart\/|text\/csv)/iu;

export function createSalesforce(parts: StandInParts, options: SalesforceOptions): Salesforce {
  const org = new Org(parts, options);
  found(org);
  const sessions = new Sessions(parts.tables, parts.clock, options.seed ?? 1);
  const pages = new QueryPages(() => parts.clock.now());
  const bus = new EventBus(parts.tables, parts.clock, options.seed ?? 1);
  const changes = new ChangeFeed(org, bus, options.seed ?? 1);
  new PushTopics(org, bus, changes);
  const feeds = new Feeds(org, parts.tables);
  const packages = new Packages(org);
  const metadata = new OrgMetadata(org, parts.tables);
  const settings = new OrgSettings(org, parts.tables);
  const deployments = new Deployments(org, metadata, parts.tables);
  const bulk = new BulkJobs(org, parts.tables, changes);
  const streamClients = new StreamClients(org, bus, parts.faults, options.seed ?? 1);
  const app = createStandIn("salesforce", parts, manners(org));
  const seed = new Seed(org);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.addHook("onRequest", async (request, reply) => allowBrowser(org, request, reply));
  app.options("/*", async (_request, reply) => reply.code(204).send());
  addOAuthRoutes(app, org, sessions);

  addCometd(app, org, streamClients, (request) => userOf(bearerOf(request)));
  addMetadataApi(app, { org, metadata, settings, deployments }, userOf);
  app.get("/services/data", async () => versions());
  app.route({
    method: ["GET", "POST", "PATCH", "PUT", "DELETE", "HEAD"],
    url: "/services/data/*",
    handler: async (request, reply) => send(reply, org, answer(request)),
  });
  app.get<{ Params: { id: string } }>("/:id", async (request, reply) => {
    const browser = options.lightningUrl?.();
    if (browser === undefined || org.schema.ofId(request.params.id) === undefined) return reply.callNotFound();
    return reply.redirect(`${browser}/${request.params.id}`);
  });

  const salesforce: Salesforce = {
    app,
    org,
    seed,
    changes,
    streamClients,
    settings,
    packages,
    set: (changes) => {
      org.set(changes);
      parts.tables.commit();
    },
    signIn(username) {
      const [user] = org.store.having("User", "Username", username);
      if (!user) throw new Error(`no user ${username} in this org`);
      const { token } = sessions.open("access", org.id, { userId: user.id, clientId: "sandbox", scope: "api id" });
      parts.tables.commit();
      return token;
    },
    expireSessions(username) {
      const [user] = username === undefined ? [] : org.store.having("User", "Username", username);
      return sessions.endAll(user?.id ?? null, false);
    },
  };
  addControls(app, salesforce, parts);
  return salesforce;

  function answer(request: FastifyRequest): ApiReply {
    try {
      const apiRequest = admitted(request);
      bulk.advance();
      const { access, version, headers } = apiRequest;
      const client = /client\s*=\s*([^,;\s]+)/iu.exec(headers["sforce-call-options"] ?? "")?.[1] ?? null;
      return changes.during({ userId: access.userId, origin: changes.origin("rest", version, client) }, () => dispatch(apiRequest));
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: error.entries };
      throw error;
    }
  }

  /** Who calls, and whether he may. @throws Refusal */
  function admitted(request: FastifyRequest): ApiRequest {
    const url = new URL(request.url.replace(/^\/+/u, "/"), "http://stand-in");
    const path = pathOf(url.pathname);
    if (!path) throw refusal(404, "NOT_FOUND", "The requested resource does not exist");
    const userId = caller(request);
    const access = new Access(org, userId);
    if (!org.switches.apiEnabled) throw refusal(403, "API_DISABLED_FOR_ORG", "The REST API is not enabled for this Organization.");
    if (!access.permissions.apiEnabled) throw refusal(403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or user type");
    if (org.requestsToday() >= org.switches.dailyRequests) throw refusal(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
    org.countRequests(1);
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const contentType = request.headers["content-type"] ?? "";
    const media = path.segments[0]?.toLowerCase() === "jobs" ? MEDIA_OF_BULK : MEDIA;
    if (bytes.length > 0 && !media.test(contentType)) {
      throw refusal(415, "UNSUPPORTED_MEDIA_TYPE", `content type is not supported: ${contentType}`);
    }
    const method = request.method === "POST" ? (url.searchParams.get("_HttpMethod")?.toUpperCase() ?? "POST") : request.method;
    return {
      org,
      pages,
      bulk,
      feeds,
      deployments,
      events: bus,
      access,
      method,
      version: path.version,
      segments: path.segments,
      query: url.searchParams,
      headers: Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
      ),
      body: () => parsed(bytes.toString("utf8")),
      parts: contentType.startsWith("multipart/") ? readMultipart(contentType, bytes) : null,
      bytes,
    };
  }

  function caller(request: FastifyRequest): string {
    const { authorization } = request.headers;
    const token = bearerOf(request);
    if (authorization !== undefined && token === null) throw refusal(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");
    const userId = userOf(token);
    if (userId === null) throw refusal(401, "INVALID_SESSION_ID", "Session expired or invalid");
    return userId;
  }

  /** The active user whose token it is; null when there is none. */
  function userOf(token: string | null): string | null {
    const session = sessions.find(token ?? "", "access");
    const user = session && org.store.get("User", session.userId);
    return user?.values["IsActive"] === true ? user.id : null;
  }
}

function versions(): readonly object[] {
  return Array.from({ length: NEWEST_LISTED - OLDEST_LISTED + 1 }, (_, index) => {
    const version = `${OLDEST_LISTED + index}.0`;
    return { label: `Version ${version}`, url: `/services/data/v${version}`, version };
  });
}

function send(reply: FastifyReply, org: Org, answered: ApiReply): FastifyReply {
  reply.code(answered.status);
  // The org's own time, by which a careful client sets its watermarks.
  reply.header("date", org.clock.now().toUTCString());
  reply.header("sforce-limit-info", `api-usage=${org.requestsToday()}/${org.switches.dailyRequests}`);
  reply.header("cache-control", "no-cache,must-revalidate,max-age=0,no-store,private");
  for (const [name, value] of Object.entries(answered.headers ?? {})) reply.header(name, value);
  if (Buffer.isBuffer(answered.body)) return reply.send(answered.body);
  if (answered.body === undefined) return reply.send();
  return reply.header("content-type", "application/json;charset=UTF-8").send(JSON.stringify(answered.body));
}

/** Salesforce answers browsers of the origins in its CORS allow-list; the record browser's is one. */
async function allowBrowser(org: Org, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { origin } = request.headers;
  if (origin === undefined) return;
  const allowed = [...(org.options.corsOrigins ?? []), org.options.lightningUrl?.()].map((url) =>
    url !== undefined && URL.canParse(url) ? new URL(url).origin : null,
  );
  if (!allowed.includes(origin)) return;
  reply.header("access-control-allow-origin", origin);
  reply.header("vary", "Origin");
  reply.header("access-control-allow-methods", "GET,POST,PATCH,PUT,DELETE,HEAD,OPTIONS");
  reply.header("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "authorization,content-type");
  reply.header("access-control-expose-headers", "Sforce-Limit-Info,Location,ETag,Last-Modified");
  reply.header("access-control-max-age", "600");
}

function manners(org: Org): Manners {
  const refuse = (reply: FastifyReply, status: number, errorCode: string, message: string) =>
    reply
      .code(status)
      .header("sforce-limit-info", `api-usage=${org.requestsToday()}/${org.switches.dailyRequests}`)
      .header("content-type", "application/json;charset=UTF-8")
      .send(JSON.stringify([{ message, errorCode }]));
  return {
    throttled: (reply) => refuse(reply, 403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded."),
    unavailable: (reply) => refuse(reply, 503, "SERVER_UNAVAILABLE", "Service is temporarily unavailable"),
    expiredSession: (reply) =>
      reply.request.url.includes("/services/Soap/")
        ? sendFault(reply, endedSession())
        : refuse(reply, 401, "INVALID_SESSION_ID", "Session expired or invalid"),
    notCovered: (request, reply) =>
      refuse(reply, 501, "NOT_COVERED", `This stand-in does not cover ${request.method} ${request.url.split("?")[0] ?? ""}`),
    malformed: (error, _request, reply) => refuse(reply, error.statusCode ?? 400, "JSON_PARSER_ERROR", error.message),
  };
}
