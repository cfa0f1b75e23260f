import { createHash, randomUUID } from "node:crypto";
import type { Directory, DirectoryUser, RegisteredApp } from "./directory.ts";
import { EntraError } from "./entra-error.ts";
import type { Claims, SigningKeys } from "./signing-keys.ts";

/** Seconds that an access token lives. Entra gives 60 to 90 minutes; the shorter end is the harder. */
export const ACCESS_TOKEN_SECONDS = 3600;

const GRAPH_APP_ID = "00000003-0000-0000-c000-000000000000";
const IDENTITY_SCOPES = new Set(["openid", "profile", "email", "offline_access"]);

/** What a token is for: Graph, or the API of a registered application. */
export type Resource = { readonly is: "graph"; readonly audience: string } | { readonly is: "api"; readonly app: RegisteredApp };

export interface TokenParts {
  readonly directory: Directory;
  readonly keys: SigningKeys;
  readonly now: () => Date;
  readonly issuer: () => string;
  /** The addresses by which Graph is known in scopes. */
  readonly graphUrls: () => readonly string[];
}

/** Makes the tokens of the tenant. */
export class Tokens {
  readonly #parts: TokenParts;

  constructor(parts: TokenParts) {
    this.#parts = parts;
  }

  /** The resource a scope names (`{resource}/.default`, `api://{clientId}/access_as_user`, `{GRAPH_URL}/Mail.Read`, `Mail.Read`). */
  resourceOf(scope: string): { readonly resource: Resource; readonly permission: string } {
    const slash = scope.lastIndexOf("/");
    const permission = scope.slice(slash + 1);
    if (slash < 0) return { resource: { is: "graph", audience: this.#parts.graphUrls()[0] ?? GRAPH_APP_ID }, permission };
    const name = scope.slice(0, slash).replace(/\/+$/u, "");
    const graph = [...this.#parts.graphUrls(), GRAPH_APP_ID].find((url) => url === name);
    if (graph !== undefined) return { resource: { is: "graph", audience: graph }, permission };
    const app = this.#parts.directory.app(name.replace(/^api:\/\//u, ""));
    if (app) return { resource: { is: "api", app }, permission };
    throw new EntraError(
      "invalid_resource",
      500011,
      `The resource principal named ${name} was not found in the tenant named ${this.#parts.directory.tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    );
  }

  /** An application's own token, with the roles it was granted on that resource. */
  forApplication(app: RegisteredApp, resource: Resource): string {
    const roles = resource.is === "graph" ? app.graphRoles : (app.apiRoles[resource.app.clientId] ?? []);
    return this.#sign({ ...this.#ofApp(app, resource), idtyp: "app", oid: servicePrincipal(app), sub: servicePrincipal(app), roles });
  }

  /** A user's token, with those of the asked scopes that the application may have. */
  forUser(app: RegisteredApp, user: DirectoryUser, resource: Resource, scopes: readonly string[]): string {
    const allowed = resource.is === "graph" ? new Set([...app.graphScopes, "User.Read"]) : new Set(["access_as_user"]);
    const asked = scopes.includes(".default") ? [...allowed] : scopes.filter((scope) => !IDENTITY_SCOPES.has(scope));
    for (const scope of asked) {
      if (!allowed.has(scope)) {
        throw new EntraError(
          "invalid_grant",
          65001,
          `The user or administrator has not consented to use the application with ID '${app.clientId}' named '${app.displayName}'. Send an interactive authorization request for this user and resource.`,
        );
      }
    }
    const roles = resource.is === "api" ? (resource.app.userRoles[user.id] ?? []) : [];
    return this.#sign({
      ...this.#ofApp(app, resource),
      oid: user.id,
      sub: pairwise(user, app),
      preferred_username: user.userPrincipalName,
      name: user.displayName,
      scp: asked.join(" "),
      ...(roles.length > 0 ? { roles } : {}),
    });
  }

  /** What the application itself learns of the user who signed in; no key to any API. */
  idToken(app: RegisteredApp, user: DirectoryUser, nonce: string | null): string {
    return this.#sign({
      aud: app.clientId,
      oid: user.id,
      sub: pairwise(user, app),
      preferred_username: user.userPrincipalName,
      name: user.displayName,
      email: user.mail,
      ...(nonce === null ? {} : { nonce }),
    });
  }

  /** A token with any claims, signed with the tenant's key: for tests of what must be refused. Time and tenant are filled in. */
  forged(claims: Claims, header: Claims = {}): string {
    return this.#parts.keys.sign({ ...this.#common(), ...claims }, header);
  }

  #ofApp(app: RegisteredApp, resource: Resource): Claims {
    return { aud: resource.is === "graph" ? resource.audience : resource.app.clientId, azp: app.clientId, azpacr: "1" };
  }

  #common(): Claims {
    const now = Math.floor(this.#parts.now().getTime() / 1000);
    return {
      iss: this.#parts.issuer(),
      iat: now,
      nbf: now,
      exp: now + ACCESS_TOKEN_SECONDS,
      tid: this.#parts.directory.tenantId,
      ver: "2.0",
      uti: randomUUID(),
    };
  }

  #sign(claims: Claims): string {
    return this.#parts.keys.sign({ ...this.#common(), ...claims });
  }
}

/** The object id of an application's service principal: another id than the application's own. */
export function servicePrincipal(app: RegisteredApp): string {
  const hex = createHash("sha256").update(`principal:${app.clientId}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** `sub` differs from application to application, unlike `oid`. */
function pairwise(user: DirectoryUser, app: RegisteredApp): string {
  return createHash("sha256").update(`${user.id}:${app.clientId}`).digest("base64url");
}
