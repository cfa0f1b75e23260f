import { Kysely, PostgresDialect } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import * as ground from "./migrations/001-ground.ts";
import * as wishes from "./migrations/002-wishes.ts";
import * as meetings from "./migrations/003-meetings.ts";
import * as firstSync from "./migrations/004-first-sync.ts";
import * as namedWakeUps from "./migrations/005-named-wake-ups.ts";
import * as journalRules from "./migrations/006-journal-rules.ts";
import * as sharing from "./migrations/007-sharing.ts";
import * as unsent from "./migrations/008-unsent.ts";
import * as sharedChanges from "./migrations/009-shared-changes.ts";
import type { Database } from "./tables.ts";

/** A pool of connections, as kysely. A broken connection fails the query it carried, never the process. */
export function openDatabase(url: string, { max = 10 }: { readonly max?: number } = {}): Kysely<Database> {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: openPool(url, max) }) });
}

/** The same as a bare pool, for what keeps its own statements (pg-boss). */
export function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: "tandem", connectionTimeoutMillis: 10_000 });
  // Without these two listeners Node ends the process when the server goes away under an idle or a borrowed connection.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** By name, in order. */
const MIGRATIONS = {
  "001-ground": ground,
  "002-wishes": wishes,
  "003-meetings": meetings,
  "004-first-sync": firstSync,
  "005-named-wake-ups": namedWakeUps,
  "006-journal-rules": journalRules,
  "007-sharing": sharing,
  "008-unsent": unsent,
  "009-shared-changes": sharedChanges,
};

/** Brings the tables up to date; several processes may call it at once. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => MIGRATIONS },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error instanceof Error ? error : new Error("The migration failed.", { cause: error });
}
