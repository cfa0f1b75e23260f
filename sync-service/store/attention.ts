import { type Kysely, sql } from "kysely";
import type { Me } from "../../shared/api/me.ts";
import { openProblem, problemOfFiling, problemOfLink } from "./sealed-problem.ts";
import type { Database, ProblemAtRest } from "./tables.ts";
import type { Vault } from "./vault.ts";

const NEWEST = 20;

/** The newest items of a mailbox that need a person. Their names lie sealed; they are told by kind and time. */
export async function attention(db: Kysely<Database>, vault: Vault, connectionId: string, mailboxId: string): Promise<Me["attention"]> {
  const { rows } = await sql<{ kind: string; at: Date; place: string; problem: ProblemAtRest }>`
    select * from (
      select 'email' as kind, coalesce(settled_at, requested_at) as at, message_id as place, problem from filings
      where connection_id = ${connectionId} and mailbox_id = ${mailboxId} and state in ('failed', 'filed-in-part') and jsonb_typeof(problem) = 'object'
      union all
      select kind, updated_at, id::text, problem from links
      where connection_id = ${connectionId} and mailbox_id = ${mailboxId} and state in ('failed', 'held', 'question', 'parted') and jsonb_typeof(problem) = 'object'
    ) as items order by at desc limit ${NEWEST}`.execute(db);
  const opened = (place: string, kind: string, problem: ProblemAtRest) =>
    openProblem(vault, { connectionId, mailboxId }, kind === "email" ? problemOfFiling(place) : problemOfLink(place), problem);
  const items = await Promise.all(rows.map(async ({ problem, ...row }) => ({ ...row, problem: await opened(row.place, row.kind, problem) })));
  return items.flatMap(({ kind, at, problem }) => (problem === null ? [] : [{ kind, name: `${kind === "email" ? "A mail" : "A contact"}, ${at.toISOString().slice(0, 16).replace("T", " ")} UTC`, problem }]));
}
