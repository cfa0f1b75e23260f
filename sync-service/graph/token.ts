import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import * as openid from "openid-client";
import { isLoopback } from "../addresses.ts";
import { AccessLost, Throttled, VendorFailed, type SyncError } from "../errors.ts";

/** How the service proves to Entra ID who it is: a secret, or a certificate with its private key, both in one PEM text. */
export type EntraCredential = { readonly secret: string } | { readonly certificatePem: string };

export interface TokenOptions {
  readonly entraUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: EntraCredential;
  /** Without the version: the scope is `{graphUrl}/.default`. */
  readonly graphUrl: string;
  readonly now: () => Date;
}

export interface TokenSource {
  /** A token good for some minutes yet. @throws AccessLost, Throttled, VendorFailed */
  token(): Promise<string>;
  /** A token other than the one that was refused. One refresh at a time, whoever asks. */
  renew(refused: string): Promise<string>;
  /** A permission was missing. It may have been granted since, which only a new token shows; one is asked for every five seconds at most. */
  doubt(): void;
}

/** So long before its end a token is no longer used: it may take a while to arrive. */
const SPARE_MS = 5 * 60_000;
const DOUBT_AFTER_MS = 5_000;

/** The application's own token for Microsoft Graph, by client credentials. */
export async function applicationToken(options: TokenOptions): Promise<TokenSource> {
  const configuration = await configure(options);
  let held: { readonly token: string; readonly givenAt: number; readonly usableUntil: number } | null = null;
  let asking: Promise<string> | null = null;
  return { token, renew, doubt };

  async function token(): Promise<string> {
    if (held && options.now().getTime() < held.usableUntil) return held.token;
    return refresh();
  }

  async function renew(refused: string): Promise<string> {
    if (held?.token === refused) held = null;
    return token();
  }

  function doubt(): void {
    if (held && options.now().getTime() - held.givenAt >= DOUBT_AFTER_MS) held = null;
  }

  function refresh(): Promise<string> {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  }

  async function ask(): Promise<string> {
    try {
      const granted = await openid.clientCredentialsGrant(configuration, { scope: `${options.graphUrl}/.default` });
      const lifeMs = (granted.expires_in ?? 3600) * 1000;
      const givenAt = options.now().getTime();
      held = { token: granted.access_token, givenAt, usableUntil: givenAt + lifeMs - Math.min(SPARE_MS, lifeMs / 2) };
      return granted.access_token;
    } catch (error) {
      throw refusal(error);
    }
  }
}

async function configure(options: TokenOptions): Promise<openid.Configuration> {
  const authority = `${options.entraUrl}/${options.tenantId}`;
  const tokenEndpoint = `${authority}/oauth2/v2.0/token`;
  const server = { issuer: `${authority}/v2.0`, token_endpoint: tokenEndpoint };
  const proof =
    "secret" in options.credential
      ? openid.ClientSecretPost(options.credential.secret)
      : await certificateProof(options.credential.certificatePem, tokenEndpoint);
  const configuration = new openid.Configuration(server, options.clientId, {}, proof);
  if (isLoopback(new URL(options.entraUrl))) openid.allowInsecureRequests(configuration);
  return configuration;
}

/** A signed assertion which names the certificate by its thumbprint: Entra finds the key by `x5t`, and `x5t#S256` where it can. */
async function certificateProof(pem: string, tokenEndpoint: string): Promise<openid.ClientAuth> {
  const certificate = new X509Certificate(pem);
  const key = await signingKey(createPrivateKey(pem));
  return openid.PrivateKeyJwt(key, {
    [openid.modifyAssertion](header, payload) {
      header["x5t"] = thumbprint(certificate.fingerprint);
      header["x5t#S256"] = thumbprint(certificate.fingerprint256);
      payload["aud"] = tokenEndpoint;
    },
  });
}

async function signingKey(key: KeyObject): Promise<CryptoKey> {
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  return crypto.subtle.importKey("pkcs8", new Uint8Array(pkcs8), { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, false, ["sign"]);
}

/** "AB:CD:…" in base64url. */
function thumbprint(fingerprint: string): string {
  return Buffer.from(fingerprint.replaceAll(":", ""), "hex").toString("base64url");
}

/** What an administrator can do about each of Entra's numbers. */
const REMEDIES: Readonly<Record<string, string>> = {
  AADSTS7000215: "Set ENTRA_CLIENT_SECRET to the value of the secret, not its id.",
  AADSTS7000222: "The client secret is over: make a new one in the app registration and set ENTRA_CLIENT_SECRET.",
  AADSTS700016: "Check ENTRA_CLIENT_ID, and that the app is registered in this tenant.",
  AADSTS90002: "Check ENTRA_TENANT_ID.",
  AADSTS700027: "Upload the certificate's public part to the app registration.",
};

/** Entra ID says of itself that it is throttling or unavailable. */
const COME_LATER: ReadonlySet<number> = new Set([429, 503, 504]);
const COME_LATER_MS = 5_000;

function refusal(error: unknown): SyncError {
  if (COME_LATER.has(statusOf(error))) return new Throttled("Entra ID asks to come later.", COME_LATER_MS, { cause: error });
  if (error instanceof openid.ResponseBodyError) {
    const number = /AADSTS\d+/u.exec(error.error_description ?? "")?.[0] ?? error.error;
    return new AccessLost(
      {
        code: "ENTRA_REFUSED",
        message: `Entra ID gave the service no access token (${number}).`,
        remedy: REMEDIES[number] ?? "Check the tenant id, the client id, and the secret or certificate of the app registration.",
      },
      { cause: error },
    );
  }
  return new VendorFailed("Entra ID could not be reached for an access token.", { cause: error });
}

/** openid-client reads the errors of a 4xx, and hands on any other reply as the cause. */
function statusOf(error: unknown): number {
  if (error instanceof openid.ResponseBodyError) return error.status;
  return error instanceof openid.ClientError && error.cause instanceof Response ? error.cause.status : 0;
}
