import { createHash } from "node:crypto";
import type { Table, Tables } from "../../base/tables.ts";
import { Random } from "../../base/random.ts";
import type { Clock } from "../../base/clock.ts";

export interface Session {
  readonly token: string;
  readonly kind: "access" | "refresh" | "code";
  readonly userId: string;
  readonly clientId: string;
  readonly scope: string;
  /** Milliseconds. */
  readonly issuedAt: number;
  readonly ended: boolean;
  /** For an authorization code. */
  readonly redirectUri?: string;
  readonly challenge?: string;
}

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._";
const CODE_LIFE_MS = 15 * 60_000;

/** Tokens and codes, and whether they still hold. */
export class Sessions {
  readonly #table: Table<Session>;
  readonly #clock: Clock;
  readonly #seed: number;

  constructor(tables: Tables, clock: Clock, seed: number) {
    this.#table = tables.table<Session>("salesforce.sessions");
    this.#clock = clock;
    this.#seed = seed;
  }

  open(kind: Session["kind"], orgId: string, session: Omit<Session, "token" | "kind" | "issuedAt" | "ended">): Session {
    // Every token takes its own stretch of chance, so that none comes twice after a restart.
    const random = new Random(this.#seed + this.#table.size * 7919);
    const tail = random.text(kind === "access" ? 90 : 60, LETTERS);
    const token = kind === "access" ? `${orgId.slice(0, 15)}!AQ${tail}` : kind === "refresh" ? `5Aep861${tail}` : `aPrx${tail}`;
    return this.#table.put(token, { ...session, token, kind, issuedAt: this.#clock.now().getTime(), ended: false });
  }

  /** The living session of a token; undefined for one that ended or never was. */
  find(token: string, kind: Session["kind"]): Session | undefined {
    const session = this.#table.get(token);
    if (!session || session.kind !== kind || session.ended) return undefined;
    if (kind === "code" && this.#clock.now().getTime() - session.issuedAt > CODE_LIFE_MS) return undefined;
    return session;
  }

  end(token: string): boolean {
    const session = this.#table.get(token);
    if (!session || session.ended) return false;
    this.#table.put(token, { ...session, ended: true });
    return true;
  }

  /** Ends all tokens of a user that an app holds. */
  endOf(userId: string, clientId: string): void {
    for (const session of [...this.#table.values()]) {
      if (session.userId === userId && session.clientId === clientId) this.end(session.token);
    }
  }

  /** Ends every access token, or those of one user; with `refresh` the refresh tokens too. */
  endAll(userId: string | null, refresh: boolean): number {
    const victims = [...this.#table.values()].filter(
      (session) => !session.ended && (userId === null || session.userId === userId) && (session.kind === "access" || refresh),
    );
    for (const session of victims) this.end(session.token);
    return victims.length;
  }
}

export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
