import { createHash, randomBytes } from "node:crypto";
import type { Table, Tables } from "../base/tables.ts";
import { missing } from "./client-proof.ts";
import { EntraError } from "./entra-error.ts";

const CODE_MS = 10 * 60_000;
const REFRESH_MS = 90 * 24 * 3600_000;

/** What a signed-in user let an application have. */
export interface Grant {
  readonly clientId: string;
  readonly userId: string;
  readonly scope: string;
  readonly nonce: string | null;
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly expiresAt: number;
}

/** Authorization codes, good once and for ten minutes, and refresh tokens, good for ninety days. */
export class Grants {
  readonly #codes: Table<Grant>;
  readonly #refresh: Table<Grant>;
  readonly #now: () => Date;

  constructor(tables: Tables, now: () => Date) {
    this.#codes = tables.table<Grant>("entra.codes");
    this.#refresh = tables.table<Grant>("entra.refresh-tokens");
    this.#now = now;
  }

  giveCode(grant: Omit<Grant, "expiresAt">): string {
    const code = `0.${randomBytes(48).toString("base64url")}`;
    this.#codes.put(code, { ...grant, expiresAt: this.#now().getTime() + CODE_MS });
    return code;
  }

  /** @throws EntraError when the code is unknown, used, late, another client's, or its PKCE verifier is wrong. */
  redeemCode(form: Readonly<Record<string, string>>, clientId: string): Grant {
    const code = form["code"];
    if (code === undefined) throw missing("code");
    const grant = this.#codes.get(code);
    if (!grant || grant.clientId !== clientId) {
      throw new EntraError(
        "invalid_grant",
        54005,
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
      );
    }
    this.#codes.delete(code);
    if (grant.expiresAt < this.#now().getTime()) {
      throw new EntraError(
        "invalid_grant",
        70008,
        "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
      );
    }
    if (form["redirect_uri"] !== grant.redirectUri) {
      throw new EntraError(
        "invalid_client",
        500112,
        "The reply address does not match the reply address provided when requesting the authorization code.",
      );
    }
    if (grant.challenge !== null) {
      const verifier = form["code_verifier"];
      if (verifier === undefined) throw missing("code_verifier");
      if (createHash("sha256").update(verifier).digest("base64url") !== grant.challenge) {
        throw new EntraError(
          "invalid_grant",
          501481,
          "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
        );
      }
    }
    return grant;
  }

  giveRefreshToken(grant: Grant): string {
    const token = `1.${randomBytes(64).toString("base64url")}`;
    this.#refresh.put(token, { ...grant, expiresAt: this.#now().getTime() + REFRESH_MS });
    return token;
  }

  /** The grant behind a refresh token. Entra does not take back the old one when it gives a new one. */
  redeemRefreshToken(form: Readonly<Record<string, string>>, clientId: string): Grant {
    const token = form["refresh_token"];
    if (token === undefined) throw missing("refresh_token");
    const grant = this.#refresh.get(token);
    if (!grant || grant.clientId !== clientId)
      throw new EntraError("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.");
    if (grant.expiresAt < this.#now().getTime())
      throw new EntraError("invalid_grant", 700082, "The refresh token has expired due to inactivity.");
    return grant;
  }

  /** All refresh tokens of the user cease, as when an administrator revokes the sessions. */
  revokeUser(userId: string): void {
    for (const [token, grant] of [...this.#refresh.entries()]) if (grant.userId === userId) this.#refresh.delete(token);
  }
}
