import rateLimit from "@fastify/rate-limit";
import Fastify, { LogController, type FastifyInstance, type FastifyPluginAsync, type FastifyRequest } from "fastify";
import { randomUUID } from "node:crypto";
import { BadRequest, forLog } from "../errors.ts";
import { documentRoutes } from "./documentation.ts";
import { guardRoutes, type GuardedRoute, type GuardPorts } from "./guard.ts";
import { type HeaderOptions, setHeaders } from "./headers.ts";
import { replyWithProblems } from "./problem-replies.ts";

export interface HttpOptions extends GuardPorts, HeaderOptions {
  /** One plugin a feature; each declares the access of its routes. */
  readonly features: readonly FastifyPluginAsync[];
  /** Requests a minute of one caller. */
  readonly requestsPerMinute?: number;
  /** Where log lines go; none when absent. */
  readonly log?: NodeJS.WritableStream;
}

export interface HttpApp {
  readonly app: FastifyInstance;
  routes(): readonly GuardedRoute[];
}

const BODY_LIMIT_BYTES = 256 * 1024;
/** PostgreSQL takes it in no text. */
const NUL = /%00/u;

/** The service's face, built of its features. Listens to nothing: tests `inject`. */
export async function buildApp(options: HttpOptions): Promise<HttpApp> {
  const app = Fastify({
    logger: options.log ? { level: "info", stream: options.log, redact: ["req.headers", "res.headers"], serializers } : false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: false,
    routerOptions: { maxParamLength: 2_000 }, // Exchange ids are long
    forceCloseConnections: "idle",
    return503OnClosing: true,
    ajv: { customOptions: { removeAdditional: false, coerceTypes: "array", useDefaults: true, strictSchema: false } },
  });
  replyWithProblems(app);
  await setHeaders(app, options); // before the guard: its refusals carry them too
  app.addHook("onRequest", async (request) => {
    if (NUL.test(request.url)) throw new BadRequest("The address holds a character that no name or id has.");
  });
  const routes = guardRoutes(app, options);
  await app.register(rateLimit, {
    max: options.requestsPerMinute ?? 3_000,
    timeWindow: "1 minute",
    hook: "preHandler", // after the guard: a limit is a caller's, not an address's, once he is known
    keyGenerator: (request) => request.caller?.objectId ?? request.ip,
  });
  await documentRoutes(app);
  for (const feature of options.features) await app.register(feature);
  return { app, routes };
}

/** The route's pattern, never the address itself, and no message that repeats values: content stays out of the log (SEC24). */
const serializers = {
  err: (error: Error) => ({ type: error.name, message: "", stack: "", ...forLog(error) }),
  req: (request: FastifyRequest) => ({ method: request.method, route: request.routeOptions?.url ?? "" }),
};
