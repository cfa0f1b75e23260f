import { type Kysely, sql } from "kysely";
import type { Me } from "../../shared/api/me.ts";
import type { Problem } from "../errors.ts";
import type { Database } from "./tables.ts";

const NEWEST = 20;

/** The newest items of a mailbox that need a person. Their names lie sealed; they are told by kind and time. */
export async function attention(db: Kysely<Database>, connectionId: string, mailboxId: string): Promise<Me["attention"]> {
  const { rows } = await sql<{ kind: string; at: Date; problem: Problem }>`
    select * from (
      select 'email' as kind, coalesce(settled_at, requested_at) as at, problem from filings
      where connection_id = ${connectionId} and mailbox_id = ${mailboxId} and state in ('failed', 'filed-in-part') and problem is not null
      union all
      select kind, updated_at, problem from links
      where connection_id = ${connectionId} and mailbox_id = ${mailboxId} and state in ('failed', 'held', 'question', 'parted') and problem is not null
    ) as items order by at desc limit ${NEWEST}`.execute(db);
  return rows.map(({ kind, at, problem }) => ({ kind, name: `${kind === "email" ? "A mail" : "A contact"}, ${at.toISOString().slice(0, 16).replace("T", " ")} UTC`, problem }));
}
