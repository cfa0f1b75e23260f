import type { Kysely, Transaction } from "kysely";
import type { Database } from "./tables.ts";

/** Whose cursor: a mailbox's, or (with null) one of the whole connection. */
export interface CursorOwner {
  readonly connectionId: string;
  readonly mailboxId: string | null;
}

export async function readCursor(db: Kysely<Database>, owner: CursorOwner, collection: string): Promise<string | null> {
  const row = await db
    .selectFrom("cursors")
    .select("value")
    .where("connection_id", "=", owner.connectionId)
    .where("mailbox_id", "is not distinct from", owner.mailboxId)
    .where("collection", "=", collection)
    .executeTakeFirst();
  return row?.value ?? null;
}

/** In the transaction of the effects it covers (REL7). Null: the next read starts anew. */
export async function writeCursor(
  trx: Transaction<Database>,
  owner: CursorOwner,
  collection: string,
  value: string | null,
  now: Date,
): Promise<void> {
  if (value === null) {
    await trx
      .deleteFrom("cursors")
      .where("connection_id", "=", owner.connectionId)
      .where("mailbox_id", "is not distinct from", owner.mailboxId)
      .where("collection", "=", collection)
      .execute();
    return;
  }
  await trx
    .insertInto("cursors")
    .values({ connection_id: owner.connectionId, mailbox_id: owner.mailboxId, collection, value, updated_at: now })
    .onConflict((on) => on.columns(["connection_id", "mailbox_id", "collection"]).doUpdateSet({ value, updated_at: now }))
    .execute();
}

/** All of a mailbox: it is set up anew. */
export async function forgetCursors(
  db: Kysely<Database>,
  mailbox: { readonly connectionId: string; readonly mailboxId: string },
): Promise<void> {
  await db.deleteFrom("cursors").where("connection_id", "=", mailbox.connectionId).where("mailbox_id", "=", mailbox.mailboxId).execute();
}
