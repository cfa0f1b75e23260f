import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import * as openid from "openid-client";
import { isLoopback } from "../addresses.ts";
import { AccessLost, NotSignedIn, VendorFailed } from "../errors.ts";
import { type Caller, type Role, roles } from "./caller.ts";

export type VerifyToken = (token: string) => Promise<Caller>;

export interface TokenVerifierOptions {
  readonly entraUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  /** @throws AddressRefused for an address of keys outside the allow-list (SEC13). */
  readonly checkAddress: (link: string) => URL;
}

const LONGEST_TOKEN = 20_000;
/** Between Entra's clock and ours. */
const CLOCK_TOLERANCE_SECONDS = 60;
const DISCOVERY_KEPT_FOR_MS = 24 * 3_600_000;
const DISCOVERY_TIMEOUT_MS = 5_000;

interface Issuer {
  readonly name: string;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
  readonly until: number;
}

/**
 * Checks access tokens of our own API (O4, SEC1): issued by our tenant (v2.0), for us, signed RS256 by a key Entra publishes,
 * and in time. ID tokens, tokens of other applications' APIs and of other tenants are refused.
 * @throws NotSignedIn; VendorFailed when Entra's keys cannot be had; AccessLost when it knows no such tenant.
 */
export function createTokenVerifier(options: TokenVerifierOptions, now: () => Date): VerifyToken {
  const { tenantId, clientId } = options;
  let known: Issuer | null = null;
  let asking: Promise<Issuer> | null = null;

  async function issuer(): Promise<Issuer> {
    if (known && known.until > now().getTime()) return known;
    asking ??= discover(options, now).finally(() => (asking = null));
    known = await asking;
    return known;
  }

  return async (token) => {
    if (token.length > LONGEST_TOKEN) throw new NotSignedIn("The token is too long to be one of Entra's.");
    const from = await issuer();
    const payload = await verified(token, from, clientId, now());
    return toCaller(payload, tenantId);
  };
}

async function discover({ entraUrl, tenantId, clientId, checkAddress }: TokenVerifierOptions, now: () => Date): Promise<Issuer> {
  const server = new URL(`${entraUrl}/${tenantId}/v2.0`);
  try {
    const execute = isLoopback(server) ? [openid.allowInsecureRequests] : [];
    const found = await openid.discovery(server, clientId, undefined, openid.None(), { execute, timeout: DISCOVERY_TIMEOUT_MS / 1_000 });
    const { issuer, jwks_uri } = found.serverMetadata();
    if (!jwks_uri) throw new Error("Discovery named no keys.");
    const keys = createRemoteJWKSet(checkAddress(jwks_uri), { timeoutDuration: DISCOVERY_TIMEOUT_MS });
    return { name: issuer, keys, until: now().getTime() + DISCOVERY_KEPT_FOR_MS };
  } catch (cause) {
    if (isRefusal(cause)) throw tenantUnknown(cause);
    throw new VendorFailed("Entra ID, which issues sign-ins, could not be asked for its keys.", { cause });
  }
}

/** Entra answered, and knows no such tenant; anything else may pass. */
function isRefusal(error: unknown): boolean {
  const reply = error instanceof Error ? error.cause : null;
  return reply instanceof Response && reply.status >= 400 && reply.status < 500 && reply.status !== 429;
}

function tenantUnknown(cause: unknown): AccessLost {
  return new AccessLost(
    {
      code: "ENTRA_TENANT_UNKNOWN",
      message: "Entra ID knows no tenant of the id in ENTRA_TENANT_ID, so nobody can sign in to Tandem.",
      remedy:
        "Set ENTRA_TENANT_ID to the directory (tenant) id of the app registration's overview in the Entra admin center, and start the service again.",
    },
    { cause },
  );
}

async function verified(token: string, from: Issuer, clientId: string, currentDate: Date): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, from.keys, {
      issuer: from.name,
      audience: [clientId, `api://${clientId}`],
      algorithms: ["RS256"],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ["exp", "iat", "nbf", "tid", "oid", "ver", "azp"],
      currentDate,
    });
    return payload;
  } catch (cause) {
    if (cause instanceof errors.JWKSTimeout) throw new VendorFailed("Entra ID's keys could not be had in time.", { cause });
    if (cause instanceof errors.JOSEError) throw new NotSignedIn(`The token is refused (${cause.code}).`, { cause });
    throw new VendorFailed("Entra ID's keys could not be had.", { cause });
  }
}

function toCaller(claims: JWTPayload, tenantId: string): Caller {
  if (claims["tid"] !== tenantId) throw new NotSignedIn("The token is of another tenant.");
  if (claims["ver"] !== "2.0") throw new NotSignedIn("The token is not of version 2.0.");
  const objectId = claims["oid"];
  if (typeof objectId !== "string" || objectId === "") throw new NotSignedIn("The token names no user.");
  // Only ID tokens carry a nonce: they say who signed in to an application, and open no API.
  if (claims["nonce"] !== undefined) throw new NotSignedIn("This is an ID token; an access token is needed.");
  const scopes = typeof claims["scp"] === "string" ? claims["scp"].split(" ") : [];
  const held = new Set(Array.isArray(claims["roles"]) ? roles.filter((role: Role) => (claims["roles"] as unknown[]).includes(role)) : []);
  const is = claims["scp"] === undefined ? "application" : "user";
  if (is === "user" && !scopes.includes("access_as_user")) throw new NotSignedIn("The token lacks the scope access_as_user.");
  if (is === "application" && held.size === 0) throw new NotSignedIn("The token carries neither the scope access_as_user nor a role.");
  const name = [claims["name"], claims["preferred_username"]].find((text) => typeof text === "string");
  return { tenantId, objectId, is, name: typeof name === "string" ? name : objectId, roles: held, delegated: is === "user" };
}
