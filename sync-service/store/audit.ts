import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { Database } from "./tables.ts";

/** Every act of an administrator (A7, SEC23): appended, each with a hash over itself and the one before it. */
export class AuditLog {
  readonly #db: Kysely<Database>;
  readonly #connectionId: string;
  readonly #now: () => Date;

  constructor(db: Kysely<Database>, connectionId: string, now: () => Date) {
    this.#db = db;
    this.#connectionId = connectionId;
    this.#now = now;
  }

  /** `who`: tenant and object id, or the application's. `detail` holds no content. */
  async append(who: string, act: string, detail: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`audit ${this.#connectionId}`}, 0))`.execute(trx);
      const last = await trx
        .selectFrom("audit")
        .select("chain")
        .where("connection_id", "=", this.#connectionId)
        .orderBy("id", "desc")
        .limit(1)
        .executeTakeFirst();
      const at = this.#now();
      const row = { connection_id: this.#connectionId, at, who, act, detail: JSON.stringify(detail) };
      await trx
        .insertInto("audit")
        .values({ ...row, chain: link(last?.chain ?? "", at, who, act, detail) })
        .execute();
    });
  }

  /** The number of the first entry that was altered or whose forerunner is missing; null when the chain holds. */
  async firstBroken(): Promise<string | null> {
    let chain = "";
    const rows = await this.#db.selectFrom("audit").selectAll().where("connection_id", "=", this.#connectionId).orderBy("id").execute();
    for (const row of rows) {
      chain = link(chain, row.at, row.who, row.act, row.detail);
      if (chain !== row.chain) return row.id;
    }
    return null;
  }
}

function link(before: string, at: Date, who: string, act: string, detail: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([before, at.toISOString(), who, act, ordered(detail)]))
    .digest("hex");
}

/** jsonb does not keep the order of members. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== "object" || value === null) return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => [name, ordered(member)]);
}
