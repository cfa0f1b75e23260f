import { createPublicKey, verify, X509Certificate, type KeyObject } from "node:crypto";
import type { ConnectedApp } from "../options.ts";
import { OAuthRefusal } from "./oauth-refusal.ts";

/** An assertion may be valid for three minutes; the clocks of the two parties may differ by a little. */
const LONGEST_LIFE_S = 5 * 60;
const LEEWAY_S = 10;

export interface Assertion {
  readonly app: ConnectedApp;
  readonly username: string;
}

interface Claims {
  readonly iss?: unknown;
  readonly sub?: unknown;
  readonly prn?: unknown;
  readonly aud?: unknown;
  readonly exp?: unknown;
}

/** Checks a JWT bearer assertion. @throws OAuthRefusal */
export function readAssertion(
  assertion: string,
  findApp: (clientId: string) => ConnectedApp | undefined,
  audiences: readonly string[],
  now: Date,
): Assertion {
  const [head = "", payload = "", signature = ""] = assertion.split(".");
  const header = decodeJson(head);
  const claims: Claims = decodeJson(payload);
  if (header["alg"] !== "RS256") throw invalid("invalid assertion");
  const app = typeof claims.iss === "string" ? findApp(claims.iss) : undefined;
  if (!app) throw new OAuthRefusal("invalid_client_id", "client identifier invalid");
  const signed = Buffer.from(`${head}.${payload}`);
  const bytes = Buffer.from(signature, "base64url");
  if (!(app.publicKeys ?? []).some((pem) => isSignedBy(pem, signed, bytes))) throw invalid("invalid assertion");
  const audience = typeof claims.aud === "string" ? claims.aud.replace(/\/$/u, "") : "";
  if (!audiences.includes(audience)) throw invalid("Audience validation failed");
  const seconds = now.getTime() / 1000;
  if (typeof claims.exp !== "number" || claims.exp + LEEWAY_S < seconds) throw invalid("expired authorization code");
  if (claims.exp > seconds + LONGEST_LIFE_S + LEEWAY_S) throw invalid("invalid assertion");
  const username = claims.sub ?? claims.prn;
  if (typeof username !== "string" || username === "") throw invalid("invalid assertion");
  return { app, username };
}

/** A key that was registered wrongly signs nothing. */
function isSignedBy(pem: string, signed: Buffer, signature: Buffer): boolean {
  try {
    return verify("RSA-SHA256", signed, publicKey(pem), signature);
  } catch {
    return false;
  }
}

function publicKey(pem: string): KeyObject {
  return pem.includes("CERTIFICATE") ? new X509Certificate(pem).publicKey : createPublicKey(pem);
}

function decodeJson(part: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    throw invalid("invalid assertion");
  }
}

function invalid(description: string): OAuthRefusal {
  return new OAuthRefusal("invalid_grant", description);
}
