import { timingSafeEqual } from "node:crypto";
import type { FastifyInstance, FastifyRequest, RouteOptions } from "fastify";
import { NotAllowed, NotSignedIn } from "../errors.ts";
import type { Access, Caller } from "./caller.ts";
import type { VerifyToken } from "./token-verifier.ts";

export interface GuardPorts {
  readonly verifyToken: VerifyToken;
  readonly metricsToken: string | null;
  /** Told of a known caller who may not do what he asked for (SEC23). */
  refused(caller: Caller, method: string, route: string): Promise<void>;
}

/** One row of the table that the tests of every route × role are made from. */
export interface GuardedRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access | null;
}

/**
 * Puts the guard before every route, registered before or after. The application does not start with a route that declares no
 * access (SEC8).
 */
export function guardRoutes(app: FastifyInstance, ports: GuardPorts): () => readonly GuardedRoute[] {
  const registered: RouteOptions[] = [];
  app.decorateRequest("caller", null);
  app.addHook("onRoute", (route) => {
    registered.push(route);
  });
  const table = () =>
    registered.flatMap(({ method, url, config }) => [method].flat().map((each) => ({ method: each, url, access: config?.access ?? null })));
  app.addHook("onReady", async () => {
    const open = table().find((route) => route.access === null);
    if (open) throw new Error(`The route ${open.method} ${open.url} declares no access.`);
  });
  app.addHook("onRequest", async (request) => {
    if (request.is404) return;
    await admit(request, ports);
  });
  return table;
}

async function admit(request: FastifyRequest, ports: GuardPorts): Promise<void> {
  const wanted = request.routeOptions.config.access;
  if (!wanted) throw new NotAllowed("This route is open to nobody.");
  switch (wanted.to) {
    case "everyone":
      return;
    case "metrics":
      return admitToMetrics(request, ports.metricsToken);
    case "user":
    case "role": {
      const caller = await ports.verifyToken(bearerToken(request));
      request.caller = caller;
      if (isAdmitted(caller, wanted)) return;
      await ports.refused(caller, request.method, request.routeOptions.url ?? "");
      throw new NotAllowed(
        wanted.to === "user" ? "This is for users in their own mailbox." : `This needs the role ${wanted.roles.join(" or ")}.`,
      );
    }
  }
}

function isAdmitted(caller: Caller, wanted: Extract<Access, { to: "user" | "role" }>): boolean {
  return wanted.to === "user" ? caller.delegated : wanted.roles.some((role) => caller.roles.has(role));
}

function admitToMetrics(request: FastifyRequest, expected: string | null): void {
  // The socket's own address: a header can say anything.
  const from = request.raw.socket.remoteAddress ?? "";
  if (/^(::ffff:)?127\.|^::1$/.test(from)) return;
  const given = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  if (expected && sameText(given, expected)) return;
  throw new NotSignedIn("Metrics from another machine need METRICS_TOKEN.");
}

function bearerToken(request: FastifyRequest): string {
  const token = /^Bearer ([A-Za-z0-9\-._~+/]+=*)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (!token) throw new NotSignedIn("The request carries no bearer token.");
  return token;
}

/** In constant time for texts of one length. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
