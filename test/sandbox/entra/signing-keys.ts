import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from "node:crypto";
import type { Tables } from "../base/tables.ts";

export type Claims = Readonly<Record<string, unknown>>;

export interface ParsedToken {
  readonly header: Claims;
  readonly claims: Claims;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The tenant's RSA key, made once and kept with the state, and what is signed and checked with it. */
export class SigningKeys {
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  readonly kid: string;

  constructor(tables: Tables) {
    const table = tables.table<{ readonly pem: string }>("entra.keys");
    let pem = table.get("signing")?.pem;
    if (pem === undefined) {
      pem = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();
      table.put("signing", { pem });
    }
    this.#privateKey = createPrivateKey(pem);
    this.#publicKey = createPublicKey(this.#privateKey);
    const spki = this.#publicKey.export({ type: "spki", format: "der" });
    this.kid = createHash("sha256").update(spki).digest("base64url").slice(0, 27);
  }

  /** A JWT signed RS256 under the tenant's key. `header` overrides what a forged token in a test wants otherwise. */
  sign(claims: Claims, header: Claims = {}): string {
    const input = `${encode({ typ: "JWT", alg: "RS256", kid: this.kid, ...header })}.${encode(claims)}`;
    return `${input}.${sign("RSA-SHA256", Buffer.from(input), this.#privateKey).toString("base64url")}`;
  }

  /** The claims when the signature is ours, else null. Says nothing on time or audience. */
  verified(token: string): Claims | null {
    const parsed = parseToken(token);
    if (!parsed || parsed.header["alg"] !== "RS256") return null;
    return signedBy(token, this.#publicKey) ? parsed.claims : null;
  }

  /** The key set as published at the `jwks_uri`. */
  jwks(issuer: string): { readonly keys: readonly Claims[] } {
    return { keys: [{ ...this.#publicKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: this.kid, x5t: this.kid, issuer }] };
  }

  get publicPem(): string {
    return this.#publicKey.export({ type: "spki", format: "pem" }).toString();
  }
}

/** Header and claims of a JWT, unchecked; null when it is none. */
export function parseToken(token: string): ParsedToken | null {
  const parts = token.split(".");
  if (parts.length !== 3) return null;
  try {
    const [header, claims] = [parts[0], parts[1]].map(
      (part) => JSON.parse(Buffer.from(part ?? "", "base64url").toString("utf8")) as unknown,
    );
    if (typeof header !== "object" || header === null || typeof claims !== "object" || claims === null) return null;
    return { header: header as Claims, claims: claims as Claims };
  } catch {
    return null;
  }
}

/** Whether a JWT bears an RS256 (or, as Entra also takes, PS256) signature of that key. */
export function signedBy(token: string, key: KeyObject): boolean {
  const parsed = parseToken(token);
  const [header, claims, signature] = token.split(".");
  if (!parsed || header === undefined || claims === undefined || signature === undefined) return false;
  const input = Buffer.from(`${header}.${claims}`);
  const bytes = Buffer.from(signature, "base64url");
  switch (parsed.header["alg"]) {
    case "RS256":
      return verify("RSA-SHA256", input, key, bytes);
    case "PS256":
      return verify("RSA-SHA256", input, { key, padding: 6, saltLength: 32 }, bytes);
    default:
      return false;
  }
}
