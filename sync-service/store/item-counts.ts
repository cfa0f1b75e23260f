import { type Kysely, sql } from "kysely";
import type { KindProgress } from "../../shared/api/progress.ts";
import type { Counts } from "../cycle/link.ts";
import type { Database } from "./tables.ts";

const none: Counts = { waiting: 0, running: 0, held: 0, failed: 0, conflicts: 0 };

/** Items of all kinds by what they wait for (O5), for one mailbox or (with null) for all of the connection whose sync is on. */
export async function itemCounts(db: Kysely<Database>, connectionId: string, mailboxId: string | null): Promise<Counts> {
  const ofMailbox =
    mailboxId === null
      ? sql`mailbox_id in (select id from mailboxes where connection_id = ${connectionId} and sync = 'on')`
      : sql`mailbox_id = ${mailboxId}`;
  const { rows } = await sql<Counts>`
    select coalesce(sum(waiting), 0)::int as waiting, coalesce(sum(running), 0)::int as running, coalesce(sum(held), 0)::int as held,
      coalesce(sum(failed), 0)::int as failed, coalesce(sum(conflicts), 0)::int as conflicts
    from (
      select count(*) filter (where intent is null and next_attempt_at is not null) as waiting,
        count(*) filter (where intent is not null) as running,
        count(*) filter (where state in ('held', 'question')) as held,
        count(*) filter (where state = 'failed' and next_attempt_at is null) as failed,
        0 as conflicts
      from links where connection_id = ${connectionId} and ${ofMailbox}
      union all
      select count(*) filter (where state in ('waiting', 'removing')), count(*) filter (where state = 'filing'), 0, count(*) filter (where state = 'failed'), 0
      from filings where connection_id = ${connectionId} and ${ofMailbox}
      union all
      select 0, 0, 0, 0, count(distinct link_id)
      from conflicts where connection_id = ${connectionId} and settled_at is null and ${ofMailbox}
    ) as kinds`.execute(db);
  return rows[0] ?? none;
}

/** How far the first sync of each of these mailboxes is (B4), kind by kind: what is not waiting to be worked on is done. */
export async function firstSyncs(
  db: Kysely<Database>,
  connectionId: string,
  mailboxIds: readonly string[],
  kinds: readonly KindProgress["kind"][],
): Promise<ReadonlyMap<string, readonly KindProgress[]>> {
  if (mailboxIds.length === 0) return new Map();
  const own = sql`connection_id = ${connectionId} and mailbox_id = any(${[...mailboxIds]}::uuid[])`;
  const { rows } = await sql<Omit<KindProgress, "reading"> & { id: string }>`
    select mailbox_id as id, kind, count(*) filter (where intent is null and next_attempt_at is null)::int as done, count(*)::int as of,
      count(*) filter (where state = 'failed' and next_attempt_at is null)::int as failed,
      count(*) filter (where state in ('held', 'question'))::int as held, count(*) filter (where state = 'listed')::int as listed
    from links where ${own} group by mailbox_id, kind
    union all
    select mailbox_id, 'email', count(*) filter (where state not in ('waiting', 'filing'))::int, count(*)::int,
      count(*) filter (where state = 'failed')::int, 0, count(*) filter (where state = 'listed')::int
    from filings where ${own} group by mailbox_id`.execute(db);
  const read = await sql<{ id: string; collection: string }>`
    select mailbox_id as id, collection from cursors where ${own} and collection like '%/read-once'`.execute(db);
  const isRead = (id: string, kind: string) =>
    kind === "email" || read.rows.filter((row) => row.id === id && row.collection.startsWith(`${kind}s/`)).length === 2;
  return new Map(
    mailboxIds.map((id) => [
      id,
      kinds.map((kind) => {
        const { id: _, ...counted } = rows.find((row) => row.id === id && row.kind === kind) ?? { id, kind, ...nothing };
        return { ...counted, reading: !isRead(id, kind) };
      }),
    ]),
  );
}

const nothing = { done: 0, of: 0, failed: 0, held: 0, listed: 0 };

/** What failed, by cause: of mails, of contacts, and of whole mailboxes. */
export async function failuresByCode(db: Kysely<Database>, connectionId: string): Promise<{ code: string; count: number }[]> {
  const { rows } = await sql<{ code: string; count: number }>`
    select code, count(*)::int as count from (
      select problem ->> 'code' as code from filings where connection_id = ${connectionId} and state in ('failed', 'filed-in-part')
      union all
      select problem ->> 'code' from links where connection_id = ${connectionId} and state = 'failed'
      union all
      select problem ->> 'code' from mailboxes where connection_id = ${connectionId} and dropped_at is null and state = 'faulty'
    ) as failures where code is not null group by code order by count desc, code`.execute(db);
  return rows;
}

/** Mailboxes by state, and whether any is still to be read: woken and not done, being set up, or waiting for another try. */
export async function mailboxStates(
  db: Kysely<Database>,
  connectionId: string,
): Promise<{ states: Record<string, number>; unread: number }> {
  const { rows } = await sql<{ state: string; count: number; unread: number }>`
    select state, count(*)::int as count,
      (count(*) filter (where sync = 'on' and (wake_seq > done_seq or state in ('setting-up', 'first-sync') or retry_at is not null)))::int as unread
    from mailboxes where connection_id = ${connectionId} and dropped_at is null group by state`.execute(db);
  return {
    states: Object.fromEntries(rows.map(({ state, count }) => [state, count])),
    unread: rows.reduce((sum, row) => sum + row.unread, 0),
  };
}
