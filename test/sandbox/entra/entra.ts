import { randomUUID } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { createStandIn, type StandInParts } from "../base/stand-in.ts";
import { authorize } from "./authorize.ts";
import { clientOf, offersProof, requireProof, type ClientClaim } from "./client-proof.ts";
import { Directory, type DirectoryUser, type RegisteredApp } from "./directory.ts";
import { EntraError } from "./entra-error.ts";
import { Grants, type Grant } from "./grants.ts";
import { SigningKeys } from "./signing-keys.ts";
import { ACCESS_TOKEN_SECONDS, Tokens, type Resource } from "./tokens.ts";

export interface EntraOptions {
  readonly tenantId: string;
  /** Where this server is reached, without a slash at the end; asked at each use, as a port is known only after listening. */
  baseUrl(): string;
  /** Where the Graph stand-in is reached: a resource besides `https://graph.microsoft.com`. */
  graphUrl?(): string;
}

export interface Entra {
  readonly app: FastifyInstance;
  readonly directory: Directory;
  readonly keys: SigningKeys;
  /** Makes tokens without asking at the endpoint: for tests. */
  readonly tokens: Tokens;
  readonly grants: Grants;
  issuer(): string;
}

/** Entra ID: discovery, keys, sign-in with code and PKCE, and the token endpoint of one tenant. Listens to nothing by itself. */
export function createEntra(parts: StandInParts, options: EntraOptions): Entra {
  const now = (): Date => parts.clock.now();
  const keys = new SigningKeys(parts.tables);
  const directory = new Directory(options.tenantId, parts.tables, now);
  const grants = new Grants(parts.tables, now);
  const issuer = (): string => `${options.baseUrl()}/${options.tenantId}/v2.0`;
  const tokens = new Tokens({
    directory,
    keys,
    now,
    issuer,
    graphUrls: () => [...(options.graphUrl ? [options.graphUrl().replace(/\/+$/u, "")] : []), "https://graph.microsoft.com"],
  });

  const app = createStandIn("entra", parts, {
    arrives(request, reply) {
      if (request.headers.origin !== undefined)
        reply.header("access-control-allow-origin", request.headers.origin).header("vary", "Origin");
      reply.header("cache-control", "no-store");
    },
    throttled: (reply) =>
      refuse(
        reply.header("retry-after", "1"),
        new EntraError("temporarily_unavailable", 90055, "The server is terminating the request because of throttling.", 429),
      ),
    unavailable: (reply) =>
      refuse(reply, new EntraError("temporarily_unavailable", 90033, "A transient error has occurred. Please try again.", 503)),
    expiredSession: (reply) =>
      refuse(
        reply,
        new EntraError("invalid_grant", 50173, "The provided grant has expired due to it being revoked, a fresh auth token is needed."),
      ),
    notCovered: (request, reply) =>
      reply.code(501).send({
        error: "not_covered",
        error_description: `${request.method} ${request.url.split("?")[0] ?? ""} is not covered by this stand-in of Entra ID.`,
      }),
    malformed: (_error, _request, reply) => refuse(reply, new EntraError("invalid_request", 900144, "The request body could not be read.")),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "string" }, (_request, body, done) => done(null, body));

  app.options("/*", async (_request, reply) =>
    reply
      .header("access-control-allow-methods", "GET, POST, OPTIONS")
      .header("access-control-allow-headers", "*")
      .header("access-control-max-age", "86400")
      .code(204)
      .send(),
  );
  app.get<{ Params: { tenant: string } }>("/:tenant/v2.0/.well-known/openid-configuration", async (request, reply) => {
    if (!known(request.params.tenant)) return refuse(reply, noTenant(request.params.tenant));
    return discovery();
  });
  app.get("/:tenant/discovery/v2.0/keys", async () => keys.jwks(issuer()));
  app.get("/common/discovery/instance", async () => {
    const host = new URL(options.baseUrl()).host;
    return {
      tenant_discovery_endpoint: `${issuer()}/.well-known/openid-configuration`,
      "api-version": "1.1",
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    };
  });
  app.get<{ Params: { tenant: string }; Querystring: Record<string, string> }>("/:tenant/oauth2/v2.0/authorize", async (request, reply) => {
    if (!known(request.params.tenant)) return refuse(reply, noTenant(request.params.tenant));
    return authorize(request.query, request.url, reply, { directory, grants, tokens, issuer: issuer(), now: now() });
  });
  app.get<{ Querystring: Record<string, string> }>("/:tenant/oauth2/v2.0/logout", async (request, reply) => {
    const back = request.query["post_logout_redirect_uri"];
    const registered = directory.apps().some((one) => back !== undefined && one.redirectUris.includes(back));
    return registered && back !== undefined
      ? reply.redirect(back)
      : reply.type("text/html").send("<!doctype html><title>Signed out</title><p>You signed out.");
  });
  app.post<{ Params: { tenant: string } }>("/:tenant/oauth2/v2.0/token", async (request, reply) => {
    try {
      if (!known(request.params.tenant)) throw noTenant(request.params.tenant);
      return await reply.send(answer(request));
    } catch (error) {
      if (error instanceof EntraError) return refuse(reply, error);
      throw error;
    }
  });

  return { app, directory, keys, tokens, grants, issuer };

  function known(tenant: string): boolean {
    return [options.tenantId, "common", "organizations"].includes(tenant.toLowerCase());
  }

  function refuse(reply: FastifyReply, error: EntraError): FastifyReply {
    return reply.code(error.status).send(error.body(now()));
  }

  function discovery(): Readonly<Record<string, unknown>> {
    const root = `${options.baseUrl()}/${options.tenantId}`;
    return {
      token_endpoint: `${root}/oauth2/v2.0/token`,
      token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
      jwks_uri: `${root}/discovery/v2.0/keys`,
      response_modes_supported: ["query", "fragment", "form_post"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
      response_types_supported: ["code"],
      scopes_supported: ["openid", "profile", "email", "offline_access"],
      issuer: issuer(),
      request_uri_parameter_supported: false,
      authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${root}/oauth2/v2.0/logout`,
      claims_supported: ["sub", "iss", "aud", "exp", "iat", "nonce", "preferred_username", "name", "tid", "ver", "email"],
      tenant_region_scope: "EU",
      cloud_instance_name: "microsoftonline.com",
    };
  }

  function answer(request: FastifyRequest): Readonly<Record<string, unknown>> {
    const form = Object.fromEntries(new URLSearchParams(typeof request.body === "string" ? request.body : ""));
    const claim: ClientClaim = { form, authorization: request.headers.authorization };
    const client = clientOf(claim, directory);
    const rules = { directory, tokenEndpoint: `${options.baseUrl()}/${options.tenantId}/oauth2/v2.0/token`, now: now() };
    switch (form["grant_type"]) {
      case "client_credentials":
        requireProof(client, claim, rules);
        return forItself(client, form["scope"] ?? "");
      case "authorization_code":
        if (offersProof(claim)) requireProof(client, claim, rules);
        return delegated(client, grants.redeemCode(form, client.clientId), form["scope"]);
      case "refresh_token":
        if (offersProof(claim)) requireProof(client, claim, rules);
        return delegated(client, grants.redeemRefreshToken(form, client.clientId), form["scope"]);
      case "urn:ietf:params:oauth:grant-type:jwt-bearer":
        requireProof(client, claim, rules);
        return onBehalfOf(client, form);
      default:
        throw new EntraError("unsupported_grant_type", 70003, `The app requested an unsupported grant type '${form["grant_type"] ?? ""}'.`);
    }
  }

  function forItself(client: RegisteredApp, scope: string): Readonly<Record<string, unknown>> {
    if (!scope.endsWith("/.default") || scope.includes(" ")) {
      throw new EntraError(
        "invalid_scope",
        1002012,
        `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
      );
    }
    const { resource } = tokens.resourceOf(scope);
    return {
      token_type: "Bearer",
      expires_in: ACCESS_TOKEN_SECONDS - 1,
      ext_expires_in: ACCESS_TOKEN_SECONDS - 1,
      access_token: tokens.forApplication(client, resource),
    };
  }

  function delegated(client: RegisteredApp, grant: Grant, asked: string | undefined): Readonly<Record<string, unknown>> {
    const user = enabled(grant.userId);
    const scope = asked === undefined || asked === "" ? grant.scope : asked;
    const wants = new Set(scope.split(" "));
    return {
      ...forUser(client, user, scope),
      ...(wants.has("offline_access") || grant.scope.includes("offline_access") ? { refresh_token: grants.giveRefreshToken(grant) } : {}),
      ...(wants.has("openid") ? { id_token: tokens.idToken(client, user, grant.nonce) } : {}),
      client_info: Buffer.from(JSON.stringify({ uid: user.id, utid: options.tenantId })).toString("base64url"),
    };
  }

  function onBehalfOf(client: RegisteredApp, form: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
    const claims = keys.verified(form["assertion"] ?? "");
    const expired = typeof claims?.["exp"] === "number" && claims["exp"] * 1000 < now().getTime();
    if (
      form["requested_token_use"] !== "on_behalf_of" ||
      !claims ||
      claims["aud"] !== client.clientId ||
      typeof claims["scp"] !== "string" ||
      expired
    ) {
      throw new EntraError(
        "invalid_grant",
        50013,
        "Assertion failed signature validation. [Reason - The key was not found, or the assertion is expired or not for this application.]",
      );
    }
    return forUser(client, enabled(String(claims["oid"])), form["scope"] ?? "");
  }

  function forUser(client: RegisteredApp, user: DirectoryUser, scope: string): Readonly<Record<string, unknown>> {
    const names = scope.split(" ").filter((name) => name !== "" && !["openid", "profile", "email", "offline_access"].includes(name));
    const first = names[0];
    const resource: Resource = first === undefined ? tokens.resourceOf("User.Read").resource : tokens.resourceOf(first).resource;
    const permissions = names.map((name) => tokens.resourceOf(name).permission);
    return {
      token_type: "Bearer",
      scope,
      expires_in: ACCESS_TOKEN_SECONDS - 1,
      ext_expires_in: ACCESS_TOKEN_SECONDS - 1,
      access_token: tokens.forUser(client, user, resource, permissions),
    };
  }

  function enabled(userId: string): DirectoryUser {
    const user = directory.user(userId);
    if (!user)
      throw new EntraError(
        "invalid_grant",
        50034,
        `The user account does not exist in the ${options.tenantId} directory. To sign into this application, the account must be added to the directory.`,
      );
    if (!user.accountEnabled) throw new EntraError("invalid_grant", 50057, "The user account is disabled.");
    return user;
  }
}

function noTenant(tenant: string): EntraError {
  return new EntraError(
    "invalid_request",
    90002,
    `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Request ${randomUUID()}.`,
  );
}
