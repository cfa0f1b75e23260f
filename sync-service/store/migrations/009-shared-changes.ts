import { type Kysely, sql } from "kysely";

/** Changes that concern every mailbox (C1): one row, however many mailboxes there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`create table shared_changes (
      connection_id uuid not null references connections,
      kind text not null,
      salesforce_id text collate "C" not null,
      followed_by text,
      noticed_at timestamptz not null,
      -- Readers follow both tables by one number.
      seq bigint not null default nextval(pg_get_serial_sequence('salesforce_changes', 'seq')),
      primary key (connection_id, kind, salesforce_id)
    )`,
    sql`create index shared_changes_in_order on shared_changes (connection_id, kind, seq)`,
  ])
    await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table shared_changes`.execute(db);
}
