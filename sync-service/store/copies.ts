import { type Kysely, sql } from "kysely";
import type { Database } from "./tables.ts";

interface MailboxOf {
  readonly connectionId: string;
  readonly mailboxId: string;
}

export interface CopiesOfKind {
  readonly kind: string;
  readonly copies: number;
  /** Of them, those that others take part in. */
  readonly withOthers: number;
}

/** Pairs that stand, and whose half in the mailbox sync has made. */
const isCopy = ({ connectionId, mailboxId }: MailboxOf) =>
  sql<boolean>`connection_id = ${connectionId} and mailbox_id = ${mailboxId} and origin = 'salesforce' and state in ('linked', 'failed')
    and exchange_standing ->> 'is' = 'present' and salesforce_standing ->> 'is' = 'present'`;
const meetsOthers = sql<boolean>`coalesce((exchange_standing -> 'standing' ->> 'withOthers')::boolean, false)`;

/** Kind by kind; a kind without copies is not told. */
export async function countCopies(db: Kysely<Database>, mailbox: MailboxOf): Promise<readonly CopiesOfKind[]> {
  const { rows } = await sql<CopiesOfKind>`
    select kind, count(*)::int as copies, (count(*) filter (where ${meetsOthers}))::int as "withOthers"
    from links where ${isCopy(mailbox)} group by kind order by kind`.execute(db);
  return rows;
}

/** The ids of the links of copies that may be removed. */
export async function removableCopies(db: Kysely<Database>, mailbox: MailboxOf): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly id: string }>`
    select id from links where ${isCopy(mailbox)} and not ${meetsOthers} order by id`.execute(db);
  return rows.map(({ id }) => id);
}
