import { createPrivateKey, type KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import type { OutsideAddresses } from "../addresses.ts";
import { AccessLost, AddressRefused, Throttled, VendorFailed, type Problem, type SyncError } from "../errors.ts";

/** What a user's sign-in by JWT bearer gave. */
export interface Session {
  readonly accessToken: string;
  /** Origin of the org, without a slash at the end. Read anew at each sign-in: an org can move. */
  readonly instanceUrl: string;
  readonly userId: string;
  readonly organizationId: string;
}

export interface SessionOptions {
  /** Origin of the login server, without a slash at the end. */
  readonly salesforceUrl: string;
  readonly clientId: string;
  readonly privateKeyPem: string;
  readonly addresses: OutsideAddresses;
  readonly now: () => Date;
  readonly timeoutMs?: number;
}

/** The sessions of one user. */
export interface SessionSource {
  session(): Promise<Session>;
  /** A session other than the one that was refused. One sign-in at a time, whoever asks. */
  renew(refused: Session): Promise<Session>;
}

const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const ASSERTION_SECONDS = 180;
const TIMEOUT_MS = 30_000;

/** Signs users in as themselves without their doing, as the org's administrator allowed (O3). */
export function sessionsOf(options: SessionOptions): (username: string) => SessionSource {
  const key = createPrivateKey(options.privateKeyPem);
  return (username) => {
    let held: Promise<Session> | null = null;
    return { session, renew };

    function session(): Promise<Session> {
      held ??= signIn(username, key, options).catch((error: unknown) => {
        held = null;
        throw error;
      });
      return held;
    }

    async function renew(refused: Session): Promise<Session> {
      const current = await session();
      if (current.accessToken !== refused.accessToken) return current;
      held = null;
      return session();
    }
  };
}

async function signIn(username: string, key: KeyObject, options: SessionOptions): Promise<Session> {
  const seconds = Math.floor(options.now().getTime() / 1000);
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(options.clientId)
    .setSubject(username)
    .setAudience(new URL(options.salesforceUrl).origin)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .sign(key);
  const reply = await ask(options, new URLSearchParams({ grant_type: GRANT, assertion }));
  const instance = options.addresses.check(text(reply, "instance_url"), "salesforce");
  const identity = options.addresses.check(text(reply, "id"), "salesforce");
  const [organizationId = "", userId = ""] = identity.pathname.split("/").slice(-2);
  return { accessToken: text(reply, "access_token"), instanceUrl: instance.origin, organizationId, userId };
}

/** The token endpoint's successful reply. A sign-in has no effect to lose, so it is tried once more when the line breaks. */
async function ask(options: SessionOptions, form: URLSearchParams): Promise<Readonly<Record<string, unknown>>> {
  let failure: unknown = null;
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    try {
      const response = await fetch(`${options.salesforceUrl}/services/oauth2/token`, {
        method: "POST",
        body: form,
        redirect: "manual",
        signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS),
      });
      const body = (await response.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
      if (response.ok) return body;
      if (response.status >= 300 && response.status < 400)
        throw new AddressRefused("Salesforce answered the sign-in with a redirection, which was not followed.");
      throw refusalOf(response.status, text(body, "error"), text(body, "error_description"));
    } catch (error) {
      if (error instanceof AccessLost || error instanceof Throttled || error instanceof AddressRefused) throw error;
      failure = error;
    }
  }
  throw new VendorFailed("Salesforce could not be reached to sign in.", { cause: failure });
}

/** The OAuth errors of facts, section 1.5, in words for the person who can do something. */
export function refusalOf(status: number, error: string, description: string): SyncError {
  const cause = { cause: { status, error } };
  if (status === 429 || error === "rate_limit_exceeded") return new Throttled("Salesforce counts too many sign-ins.", 60_000, cause);
  if (status === 503) return new Throttled("Salesforce is not available.", 10_000, { ...cause, isGuess: true });
  if (status >= 500 || error === "") return new VendorFailed(`Salesforce's sign-in failed (${status}).`, cause);
  return new AccessLost(problemOf(error, description.toLowerCase()), cause);
}

function problemOf(error: string, description: string): Problem {
  const app = "In Salesforce Setup, under External Client App Manager (or App Manager), open Tandem's app";
  if (error === "inactive_user" || description.includes("inactive user")) {
    return {
      code: "SALESFORCE_USER_INACTIVE",
      message: "The Salesforce user is deactivated or frozen.",
      remedy: "Activate the user in Salesforce, or remove the user from Tandem.",
    };
  }
  if (error === "inactive_org") {
    return {
      code: "SALESFORCE_ORG_INACTIVE",
      message: "The Salesforce organisation is locked, closed or suspended.",
      remedy: "Ask Salesforce; sync goes on when the organisation is open again.",
    };
  }
  if (description.includes("hasn't approved") || description.includes("not admin approved") || error === "invalid_app_access") {
    return {
      code: "SALESFORCE_NOT_APPROVED",
      message: "The Salesforce user is not allowed to use Tandem's app.",
      remedy: `${app}, set "Admin approved users are pre-authorized", and add the user's profile or permission set. Salesforce says the same of a username that does not exist: check SALESFORCE_USERNAME, and the user's own.`,
    };
  }
  if (description.includes("ip restricted") || description.includes("login hours")) {
    return {
      code: "SALESFORCE_LOGIN_RESTRICTED",
      message: "Salesforce restricts the addresses or hours of this user's sign-in.",
      remedy: "Relax the IP ranges or login hours of the user's profile, or of the app's policies, for the service.",
    };
  }
  if (description.includes("audience")) {
    return {
      code: "SALESFORCE_AUDIENCE",
      message: "Salesforce does not take the login address of SALESFORCE_URL.",
      remedy: "Set SALESFORCE_URL to https://login.salesforce.com, https://test.salesforce.com for a sandbox, or your My Domain.",
    };
  }
  if (description.includes("assertion") || description.includes("signature")) {
    return {
      code: "SALESFORCE_KEY_REFUSED",
      message: "Salesforce does not take the signature of Tandem's key.",
      remedy: `${app} and upload the certificate that belongs to SALESFORCE_PRIVATE_KEY.`,
    };
  }
  if (error === "invalid_client_id" || error === "invalid_client") {
    return {
      code: "SALESFORCE_CLIENT_UNKNOWN",
      message: "Salesforce does not know the client id.",
      remedy: `${app} and set SALESFORCE_CLIENT_ID to its consumer key; a new app takes ten minutes to be known.`,
    };
  }
  return {
    code: "SALESFORCE_SIGN_IN_REFUSED",
    message: `Salesforce refused to sign the user in (${error || "no reason given"}).`,
    remedy: `${app}, check its certificate and policies, and that the username exists.`,
  };
}

function text(reply: Readonly<Record<string, unknown>>, name: string): string {
  const value = reply[name];
  return typeof value === "string" ? value : "";
}
