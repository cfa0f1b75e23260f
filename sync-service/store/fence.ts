import type { Kysely, Transaction } from "kysely";
import type { Lease } from "../cycle/lease.ts";
import { Fenced } from "../errors.ts";
import type { Database } from "./tables.ts";

/**
 * One transaction of a cycle. The mailbox's row is held (shared) until the commit, so a cycle that takes the mailbox
 * meanwhile waits, and one that was taken over earlier commits nothing. Do not change the mailbox's own row in `work`: two
 * fenced transactions that both hold it and both want to write it would wait for each other.
 * @throws Fenced when the lease is no longer the newest.
 */
export function inFence<T>(db: Kysely<Database>, lease: Lease, work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom("mailboxes")
      .select("generation")
      .where("connection_id", "=", lease.connectionId)
      .where("id", "=", lease.mailboxId)
      .forShare()
      .executeTakeFirst();
    if (!row || BigInt(row.generation) !== lease.generation) throw new Fenced("Another process works on this mailbox now.");
    return work(trx);
  });
}
