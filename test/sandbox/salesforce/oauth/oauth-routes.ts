import { createHash, createHmac } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Org } from "../org.ts";
import type { ConnectedApp } from "../options.ts";
import type { Row } from "../record-store.ts";
import { authorize } from "./authorize.ts";
import { formOf } from "./form.ts";
import { identity, identityUrl, userInfo } from "./identity.ts";
import { readAssertion } from "./jwt-bearer.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";
import { noteSignIn, revokeByDeleteToken } from "./sign-in-traces.ts";
import { challengeOf, type Session, type Sessions } from "./sessions.ts";

const LOGIN_HOSTS = ["https://login.salesforce.com", "https://test.salesforce.com"];
const GRANTS = {
  jwt: "urn:ietf:params:oauth:grant-type:jwt-bearer",
  refresh: "refresh_token",
  code: "authorization_code",
} as const;

/** The OAuth end-points and the identity URL. */
export function addOAuthRoutes(app: FastifyInstance, org: Org, sessions: Sessions): void {
  const answers =
    (handler: (form: URLSearchParams, request: FastifyRequest) => unknown) => async (request: FastifyRequest, reply: FastifyReply) => {
      try {
        return await reply.send(handler(formOf(request), request) ?? "");
      } catch (error) {
        if (!(error instanceof OAuthRefusal)) throw error;
        return await reply.code(error.status).send({ error: error.error, error_description: error.message });
      }
    };
  app.post(
    "/services/oauth2/token",
    answers((form, request) => grant(org, sessions, form, request)),
  );
  app.route({ method: ["GET", "POST"], url: "/services/oauth2/revoke", handler: answers((form) => revoke(org, sessions, form)) });
  app.post(
    "/services/oauth2/introspect",
    answers((form, request) => introspect(org, sessions, form, request)),
  );
  app.route({
    method: ["GET", "POST"],
    url: "/services/oauth2/userinfo",
    handler: async (request, reply) => {
      const session = sessions.find(bearerOf(request) ?? "", "access");
      const user = session && activeUser(org, session.userId);
      if (!session || !user) return reply.code(403).type("text/plain").send("Bad_OAuth_Token");
      return userInfo(org, user);
    },
  });
  app.get<{ Params: { orgId: string; userId: string } }>("/id/:orgId/:userId", async (request, reply) => {
    const session = sessions.find(bearerOf(request) ?? new URL(request.url, "http://x").searchParams.get("oauth_token") ?? "", "access");
    const user = session && activeUser(org, session.userId);
    if (!user || !user.id.startsWith(request.params.userId.slice(0, 15))) return reply.code(403).type("text/plain").send("Bad_OAuth_Token");
    return identity(org, user);
  });
  app.route({
    method: ["GET", "POST"],
    url: "/services/oauth2/authorize",
    handler: async (request, reply) => authorize(org, sessions, request, reply),
  });
}

export function bearerOf(request: FastifyRequest): string | null {
  return /^(?:Bearer|OAuth)\s+(\S+)$/iu.exec(request.headers.authorization ?? "")?.[1] ?? null;
}

function grant(org: Org, sessions: Sessions, form: URLSearchParams, request: FastifyRequest): object {
  switch (form.get("grant_type")) {
    case GRANTS.jwt:
      return byAssertion(org, sessions, form);
    case GRANTS.refresh:
      return byRefreshToken(org, sessions, form, request);
    case GRANTS.code:
      return byCode(org, sessions, form, request);
    default:
      throw new OAuthRefusal("unsupported_grant_type", "grant type not supported");
  }
}

function byAssertion(org: Org, sessions: Sessions, form: URLSearchParams): object {
  const audiences = [org.options.baseUrl().replace(/\/$/u, ""), ...LOGIN_HOSTS];
  const { app, username } = readAssertion(form.get("assertion") ?? "", (id) => org.app(id), audiences, org.clock.now());
  const [user] = org.store.having("User", "Username", username);
  const approved = app.preauthorised === undefined || app.preauthorised.some((name) => name.toLowerCase() === username.toLowerCase());
  if (!user || !approved) throw new OAuthRefusal("invalid_grant", "user hasn't approved this consumer");
  checkActive(user);
  const session = sessions.open("access", org.id, { userId: user.id, clientId: app.clientId, scope: "api id" });
  noteSignIn(org, user.id, app.name ?? app.clientId, false);
  return tokenReply(org, app, session);
}

function byRefreshToken(org: Org, sessions: Sessions, form: URLSearchParams, request: FastifyRequest): object {
  const app = clientOf(org, form, request);
  const refresh = sessions.find(form.get("refresh_token") ?? "", "refresh");
  if (!refresh || refresh.clientId !== app.clientId) throw new OAuthRefusal("invalid_grant", "expired access/refresh token");
  const user = org.store.get("User", refresh.userId);
  if (!user) throw new OAuthRefusal("invalid_grant", "expired access/refresh token");
  checkActive(user);
  return tokenReply(org, app, sessions.open("access", org.id, { userId: user.id, clientId: app.clientId, scope: refresh.scope }));
}

function byCode(org: Org, sessions: Sessions, form: URLSearchParams, request: FastifyRequest): object {
  const code = sessions.find(form.get("code") ?? "", "code");
  if (!code) throw new OAuthRefusal("invalid_grant", "expired authorization code");
  const app = org.app(form.get("client_id") ?? code.clientId);
  if (!app || app.clientId !== code.clientId) throw new OAuthRefusal("invalid_client_id", "client identifier invalid");
  const verifier = form.get("code_verifier");
  if (code.challenge === undefined) clientOf(org, form, request);
  else if (verifier === null || challengeOf(verifier) !== code.challenge) throw new OAuthRefusal("invalid_grant", "invalid code verifier");
  if (form.get("redirect_uri") !== code.redirectUri)
    throw new OAuthRefusal("redirect_uri_mismatch", "redirect_uri must match configuration");
  sessions.end(code.token);
  const shared = { userId: code.userId, clientId: code.clientId, scope: code.scope };
  const reply = tokenReply(org, app, sessions.open("access", org.id, shared));
  const hasRefresh = /\b(?:refresh_token|offline_access|full)\b/u.test(code.scope);
  noteSignIn(org, code.userId, app.name ?? app.clientId, hasRefresh);
  return hasRefresh ? { ...reply, refresh_token: sessions.open("refresh", org.id, shared).token } : reply;
}

/** The app that proves itself by its secret; one registered without a secret is public. */
function clientOf(org: Org, form: URLSearchParams, request: FastifyRequest): ConnectedApp {
  const basic = /^Basic\s+(\S+)$/iu.exec(request.headers.authorization ?? "")?.[1];
  const [basicId, basicSecret] = basic === undefined ? [] : Buffer.from(basic, "base64").toString("utf8").split(":");
  const app = org.app(form.get("client_id") ?? basicId ?? "");
  if (!app) throw new OAuthRefusal("invalid_client_id", "client identifier invalid");
  const secret = form.get("client_secret") ?? basicSecret ?? null;
  if (app.clientSecret !== undefined && secret !== app.clientSecret) throw new OAuthRefusal("invalid_client", "invalid client credentials");
  return app;
}

function checkActive(user: Row): void {
  if (user.values["IsActive"] !== true) throw new OAuthRefusal("inactive_user", "user is inactive");
}

function activeUser(org: Org, userId: string): Row | undefined {
  const user = org.store.get("User", userId);
  return user?.values["IsActive"] === true ? user : undefined;
}

function tokenReply(org: Org, app: ConnectedApp, session: Session): object {
  const id = identityUrl(org, session.userId);
  const issuedAt = String(session.issuedAt);
  const secret = app.clientSecret ?? createHash("sha256").update(app.clientId).digest("hex");
  return {
    access_token: session.token,
    signature: createHmac("sha256", secret)
      .update(id + issuedAt)
      .digest("base64"),
    scope: session.scope,
    instance_url: org.options.baseUrl(),
    id,
    token_type: "Bearer",
    issued_at: issuedAt,
  };
}

function revoke(org: Org, sessions: Sessions, form: URLSearchParams): string {
  const listed = revokeByDeleteToken(org, form.get("token") ?? "");
  if (listed) {
    const app = org.apps().find((one) => (one.name ?? one.clientId) === listed.values["AppName"]);
    if (app) sessions.endOf(String(listed.values["UserId"]), app.clientId);
    return "";
  }
  if (!sessions.end(form.get("token") ?? "")) throw new OAuthRefusal("invalid_token", "invalid token");
  return "";
}

function introspect(org: Org, sessions: Sessions, form: URLSearchParams, request: FastifyRequest): object {
  clientOf(org, form, request);
  const token = form.get("token") ?? "";
  const session = sessions.find(token, "access") ?? sessions.find(token, "refresh");
  const user = session && activeUser(org, session.userId);
  if (!session || !user) return { active: false };
  const issued = Math.floor(session.issuedAt / 1000);
  return {
    active: true,
    scope: session.scope,
    client_id: session.clientId,
    username: user.values["Username"],
    sub: identityUrl(org, user.id),
    token_type: session.kind === "access" ? "access_token" : "refresh_token",
    exp: issued + 7200,
    iat: issued,
    nbf: issued,
  };
}
