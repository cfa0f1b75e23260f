import { type Kysely, sql } from "kysely";

const STATES = ["waiting", "filing", "filed", "filed-in-part", "failed", "excluded", "listed", "left", "removing"];

/** Mails that are filed when they have been sent (F1). */
export async function up(db: Kysely<unknown>): Promise<void> {
  await constrain(db, [...STATES, "unsent"]);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`update filings set state = 'left' where state = 'unsent'`.execute(db);
  await constrain(db, STATES);
}

async function constrain(db: Kysely<unknown>, states: readonly string[]): Promise<void> {
  const list = sql.join(states.map((state) => sql.lit(state)));
  await sql`alter table filings drop constraint filings_state_check`.execute(db);
  await sql`alter table filings add constraint filings_state_check check (state in (${list}))`.execute(db);
}
