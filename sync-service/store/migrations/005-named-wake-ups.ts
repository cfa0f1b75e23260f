import { type Kysely, sql } from "kysely";

/** Which wake-up last named which kind of a mailbox, and how each kind stood when its last cycle ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`alter table mailboxes add column woken jsonb not null default '{}'`,
    // What was woken before kinds had names is woken for everything.
    sql`update mailboxes set woken = jsonb_build_object('all', wake_seq)`,
    sql`alter table mailboxes add column rounds jsonb`,
  ])
    await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [sql`alter table mailboxes drop column rounds`, sql`alter table mailboxes drop column woken`])
    await statement.execute(db);
}
