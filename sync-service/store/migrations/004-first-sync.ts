import { type Kysely, sql } from "kysely";

/** A first sync that a person stops stays one until it is through, and tells who stopped it (B4). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`alter table mailboxes add column first_sync_done_at timestamptz`,
    sql`alter table mailboxes add column stopped jsonb`,
    sql`update mailboxes set first_sync_done_at = activated_at where state not in ('setting-up', 'first-sync')`,
  ])
    await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [sql`alter table mailboxes drop column stopped`, sql`alter table mailboxes drop column first_sync_done_at`])
    await statement.execute(db);
}
