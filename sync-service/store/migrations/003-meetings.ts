import { type Kysely, sql } from "kysely";

/** Whom we related to events ourselves, and which event of Salesforce a meeting is, whoever's mailbox it is met in (E3). */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`create table event_people (
      connection_id uuid not null references connections,
      salesforce_id text collate "C" not null,
      people jsonb not null,
      primary key (connection_id, salesforce_id)
    )`,
    sql`create table meetings (
      connection_id uuid not null references connections,
      fingerprint text not null,
      mailbox_id uuid not null references mailboxes,
      salesforce_id text collate "C",
      claimed_at timestamptz not null,
      primary key (connection_id, fingerprint)
    )`,
    sql`create index meetings_by_event on meetings (connection_id, salesforce_id)`,
  ])
    await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [sql`drop table meetings`, sql`drop table event_people`]) await statement.execute(db);
}
