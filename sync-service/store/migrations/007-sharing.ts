import { type Kysely, sql } from "kysely";

/** What people keep out of Salesforce (F5), the threads whose replies are filed too (F3), and activities on their way out again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`create table do_not_share (
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      scope text not null check (scope in ('mail', 'thread')),
      key text not null,
      set_at timestamptz not null,
      primary key (mailbox_id, scope, key)
    )`,
    sql`create index do_not_share_by_key on do_not_share (connection_id, key)`,
    sql`create table threads (
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      key text not null,
      replies text not null check (replies in ('file', 'leave')),
      set_at timestamptz not null,
      primary key (mailbox_id, key)
    )`,
    sql`alter table filings add column thread_key text not null default ''`,
    sql`create index filings_by_thread on filings (mailbox_id, thread_key, settled_at) where thread_key <> ''`,
    sql`create index filings_by_activity on filings (activity_id) where activity_id is not null`,
    sql`alter table filings drop constraint filings_via_check`,
    sql`alter table filings add constraint filings_via_check check (via in ('folder', 'category', 'pane', 'listed', 'thread', 'sent'))`,
    sql`alter table filings drop constraint filings_state_check`,
    sql`alter table filings add constraint filings_state_check
      check (state in ('waiting', 'filing', 'filed', 'filed-in-part', 'failed', 'excluded', 'listed', 'left', 'removing'))`,
    sql`alter table activities drop constraint activities_state_check`,
    sql`alter table activities add constraint activities_state_check check (state in ('intended', 'made', 'removing'))`,
  ])
    await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`update activities set state = 'made' where state = 'removing'`,
    sql`alter table activities drop constraint activities_state_check`,
    sql`alter table activities add constraint activities_state_check check (state in ('intended', 'made'))`,
    sql`update filings set state = 'filed' where state = 'removing'`,
    sql`alter table filings drop constraint filings_state_check`,
    sql`alter table filings add constraint filings_state_check
      check (state in ('waiting', 'filing', 'filed', 'filed-in-part', 'failed', 'excluded', 'listed', 'left'))`,
    sql`update filings set via = 'pane' where via in ('thread', 'sent')`,
    sql`alter table filings drop constraint filings_via_check`,
    sql`alter table filings add constraint filings_via_check check (via in ('folder', 'category', 'pane', 'listed'))`,
    sql`drop index filings_by_activity`,
    sql`drop index filings_by_thread`,
    sql`alter table filings drop column thread_key`,
    sql`drop table threads`,
    sql`drop table do_not_share`,
  ])
    await statement.execute(db);
}
