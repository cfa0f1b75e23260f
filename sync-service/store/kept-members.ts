import type { Kysely } from "kysely";
import { readCursor, writeCursor } from "./cursors.ts";
import type { Database } from "./tables.ts";

const COLLECTION = "contacts-listed";

/** Whom a list view showed a mailbox's user when it was asked last. Beside the cursors: it goes when they go. */
export function keptMembers(db: Kysely<Database>, mailbox: { readonly connectionId: string; readonly mailboxId: string }, now: () => Date) {
  return {
    read: () => readCursor(db, mailbox, COLLECTION),
    async write(value: string): Promise<void> {
      if (db.isTransaction) return; // a dry run's, which takes no writes: what it was told serves that run alone
      await db.transaction().execute((trx) => writeCursor(trx, mailbox, COLLECTION, value, now()));
    },
  };
}
