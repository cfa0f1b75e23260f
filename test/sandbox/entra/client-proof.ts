import { createPublicKey } from "node:crypto";
import type { Directory, RegisteredApp } from "./directory.ts";
import { EntraError } from "./entra-error.ts";
import { parseToken, signedBy } from "./signing-keys.ts";

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Form fields of the token endpoint, and the `Authorization` header, by which a client proves who it is. */
export interface ClientClaim {
  readonly form: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
}

export interface ProofRules {
  readonly directory: Directory;
  readonly tokenEndpoint: string;
  readonly now: Date;
}

/** The application that asks, which must be registered. */
export function clientOf(claim: ClientClaim, directory: Directory): RegisteredApp {
  const { clientId } = named(claim);
  if (clientId === undefined) throw missing("client_id");
  const app = directory.app(clientId);
  if (!app) {
    throw new EntraError(
      "unauthorized_client",
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${directory.tenantId}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
    );
  }
  return app;
}

/** Whether a secret or an assertion was sent at all. */
export function offersProof(claim: ClientClaim): boolean {
  return named(claim).secret !== undefined || claim.form["client_assertion"] !== undefined;
}

/** @throws EntraError 401 unless the client proved itself by a secret, or by an assertion signed with its certificate. */
export function requireProof(app: RegisteredApp, claim: ClientClaim, rules: ProofRules): void {
  const assertion = claim.form["client_assertion"];
  if (assertion !== undefined) {
    if (claim.form["client_assertion_type"] !== ASSERTION_TYPE) throw missing("client_assertion_type");
    return checkAssertion(app, assertion, rules);
  }
  const { secret } = named(claim);
  if (secret === undefined) {
    throw new EntraError(
      "invalid_client",
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
      401,
    );
  }
  if (!app.secrets.includes(secret)) {
    throw new EntraError(
      "invalid_client",
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app.clientId}'.`,
      401,
    );
  }
}

function checkAssertion(app: RegisteredApp, assertion: string, rules: ProofRules): void {
  const claims = parseToken(assertion)?.claims;
  const refused = (number: number, message: string): EntraError => new EntraError("invalid_client", number, message, 401);
  if (!claims) throw refused(50027, "JWT token is invalid or malformed.");
  if (!app.certificates.some((pem) => signedBy(assertion, createPublicKey(pem)))) {
    throw refused(
      700027,
      "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found.]",
    );
  }
  const now = Math.floor(rules.now.getTime() / 1000);
  const skewSeconds = 300;
  if (typeof claims["exp"] !== "number" || claims["exp"] + skewSeconds < now) {
    throw refused(700024, "Client assertion is not within its valid time range.");
  }
  if (claims["iss"] !== app.clientId || claims["sub"] !== app.clientId)
    throw refused(700021, "Client assertion application identifier doesn't match 'client_id' parameter.");
  const audience = typeof claims["aud"] === "string" ? claims["aud"] : "";
  const accepted = [rules.tokenEndpoint, rules.tokenEndpoint.replace("/oauth2/v2.0/token", "/v2.0")];
  if (!accepted.includes(audience)) throw refused(700023, `Client assertion audience claim does not match Realm issuer.`);
}

function named(claim: ClientClaim): { readonly clientId: string | undefined; readonly secret: string | undefined } {
  const basic = /^Basic (.+)$/iu.exec(claim.authorization ?? "")?.[1];
  if (basic === undefined) return { clientId: claim.form["client_id"], secret: claim.form["client_secret"] };
  const text = Buffer.from(basic, "base64").toString("utf8");
  const colon = text.indexOf(":");
  const plain = (part: string): string => decodeURIComponent(part.replaceAll("+", " "));
  return { clientId: plain(text.slice(0, colon)), secret: plain(text.slice(colon + 1)) };
}

export function missing(parameter: string): EntraError {
  return new EntraError("invalid_request", 900144, `The request body must contain the following parameter: '${parameter}'.`);
}
