import { type Kysely, sql } from "kysely";

/** Every row carries its connection; ids of vendors are text compared by bytes (Exchange ids may differ in case alone). */
export async function up(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table connections (
      id uuid primary key,
      tenant_id text not null unique,
      organization_id text,
      created_at timestamptz not null
    )`,
    sql`create table mailboxes (
      id uuid primary key,
      connection_id uuid not null references connections,
      entra_user_id text not null,
      email text not null,
      display_name text not null,
      salesforce_user_id text not null,
      salesforce_username text not null,
      salesforce_email text,
      sync text not null check (sync in ('on', 'paused', 'off')),
      state text not null check (state in ('off', 'setting-up', 'first-sync', 'healthy', 'faulty', 'paused')),
      problem jsonb,
      time_zone text,
      activated_at timestamptz,
      generation bigint not null default 0,
      wake_seq bigint not null default 0,
      done_seq bigint not null default 0,
      running boolean not null default false,
      next_due_at timestamptz,
      retry_at timestamptz,
      throttled_until timestamptz,
      deactivated_at timestamptz,
      dropped_at timestamptz
    )`,
    sql`create unique index mailboxes_by_entra_user on mailboxes (connection_id, entra_user_id) where dropped_at is null`,
    sql`create unique index mailboxes_by_salesforce_user on mailboxes (connection_id, salesforce_user_id) where dropped_at is null`,
    sql`create index mailboxes_due on mailboxes (next_due_at) where sync = 'on'`,
    sql`create index mailboxes_woken on mailboxes (id) where sync = 'on' and wake_seq > done_seq`,
    sql`create table mailbox_keys (
      mailbox_id uuid primary key references mailboxes,
      connection_id uuid not null references connections,
      wrapped text,
      destroyed_at timestamptz
    )`,
    sql`create table folders (
      mailbox_id uuid not null references mailboxes,
      connection_id uuid not null references connections,
      role text not null check (role in ('emails', 'emails-sub', 'contacts', 'contacts-other', 'tasks')),
      exchange_id text collate "C" not null,
      name text not null,
      missing_since timestamptz,
      primary key (mailbox_id, exchange_id)
    )`,
    sql`create table cursors (
      connection_id uuid not null references connections,
      mailbox_id uuid references mailboxes,
      collection text collate "C" not null,
      value text not null,
      updated_at timestamptz not null,
      unique nulls not distinct (connection_id, mailbox_id, collection)
    )`,
    sql`create table links (
      id uuid primary key,
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      kind text not null,
      state text not null,
      origin text check (origin in ('exchange', 'salesforce', 'twin')),
      exchange_id text collate "C",
      exchange_version text,
      exchange_standing jsonb,
      exchange_seen text,
      salesforce_id text collate "C",
      salesforce_version text,
      salesforce_standing jsonb,
      salesforce_seen text,
      base text,
      intent text,
      intent_at timestamptz,
      problem jsonb,
      detail text,
      attempts integer not null default 0,
      next_attempt_at timestamptz,
      removed_at timestamptz,
      created_at timestamptz not null,
      updated_at timestamptz not null,
      unique (mailbox_id, kind, exchange_id),
      unique (mailbox_id, kind, salesforce_id)
    )`,
    sql`create index links_by_state on links (mailbox_id, kind, state, next_attempt_at)`,
    sql`create index links_open on links (mailbox_id, kind) where intent is not null`,
    sql`create index links_due on links (mailbox_id, kind, next_attempt_at) where next_attempt_at is not null`,
    sql`create table conflicts (
      id uuid primary key,
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      link_id uuid not null references links,
      field text not null,
      winner text not null,
      kept text,
      lost text,
      noticed_at timestamptz not null,
      settled_at timestamptz
    )`,
    sql`create index conflicts_by_link on conflicts (link_id) where settled_at is null`,
    sql`create table answers (
      link_id uuid primary key references links on delete cascade,
      id uuid not null,
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      kind text not null,
      answer text not null,
      record_id text collate "C",
      given_at timestamptz not null
    )`,
    sql`create index answers_by_mailbox on answers (mailbox_id, kind, given_at)`,
    sql`create table salesforce_changes (
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      kind text not null,
      salesforce_id text collate "C" not null,
      followed_by text,
      noticed_at timestamptz not null,
      seq bigint generated always as identity,
      primary key (mailbox_id, kind, salesforce_id)
    )`,
    sql`create table activities (
      id uuid primary key,
      connection_id uuid not null references connections,
      fingerprint text not null,
      state text not null check (state in ('intended', 'made')),
      mailbox_id uuid not null references mailboxes,
      filing_id uuid not null,
      salesforce_id text,
      intent_at timestamptz not null,
      detail text,
      made_at timestamptz,
      unique (connection_id, fingerprint)
    )`,
    sql`create table filings (
      id uuid primary key,
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      message_id text collate "C" not null,
      message_key text not null,
      via text not null check (via in ('folder', 'category', 'pane', 'listed')),
      state text not null check (state in ('waiting', 'filing', 'filed', 'filed-in-part', 'failed', 'excluded', 'listed', 'left')),
      problem jsonb,
      choice text,
      activity_id uuid references activities,
      detail text,
      attempts integer not null default 0,
      next_attempt_at timestamptz,
      requested_at timestamptz not null,
      settled_at timestamptz,
      marks_due boolean not null default false,
      unique (mailbox_id, message_id)
    )`,
    sql`create index filings_by_state on filings (mailbox_id, state, next_attempt_at)`,
    sql`create index filings_by_message_key on filings (mailbox_id, message_key)`,
    sql`create table journal (
      id bigint generated always as identity primary key,
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      at timestamptz not null,
      kind text not null,
      action text not null,
      outcome text not null,
      reason text,
      item_id text,
      record_id text,
      link_id uuid,
      before text,
      after text
    )`,
    sql`create index journal_by_mailbox on journal (connection_id, mailbox_id, id)`,
    sql`create index journal_by_record on journal (connection_id, record_id)`,
    sql`create index journal_by_item on journal (connection_id, item_id)`,
    sql`create table subscriptions (
      id text primary key,
      connection_id uuid not null references connections,
      mailbox_id uuid not null references mailboxes,
      resource text not null,
      client_state text not null,
      expires_at timestamptz not null,
      unique (mailbox_id, resource)
    )`,
    sql`create table presets (
      connection_id uuid not null references connections,
      name text not null,
      document jsonb not null,
      updated_at timestamptz not null,
      updated_by text not null,
      primary key (connection_id, name)
    )`,
    sql`create table audit (
      id bigint generated always as identity primary key,
      connection_id uuid not null references connections,
      at timestamptz not null,
      who text not null,
      act text not null,
      detail jsonb not null,
      chain text not null
    )`,
  ];
  for (const statement of statements) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables =
    "audit, presets, subscriptions, journal, filings, activities, salesforce_changes, answers, conflicts, links, cursors, folders, mailbox_keys, mailboxes, connections";
  await sql`drop table ${sql.raw(tables)}`.execute(db);
}
