import type { Kysely } from "kysely";
import { forgetOldValues } from "./journal.ts";
import type { Database } from "./tables.ts";
import type { Vault } from "./vault.ts";

/** After sync was switched off, what was kept of the mailbox stays readable this long (B5). */
const KEY_RETENTION_DAYS = 30;

/** Once a day: what was kept long enough goes. */
export async function housekeeping(db: Kysely<Database>, connectionId: string, vault: Vault, now: Date): Promise<void> {
  await forgetOldValues(db, connectionId, now);
  const ended = await db
    .selectFrom("mailboxes")
    .innerJoin("mailbox_keys", "mailbox_keys.mailbox_id", "mailboxes.id")
    .select("mailboxes.id")
    .where("mailboxes.connection_id", "=", connectionId)
    .where("sync", "=", "off")
    .where("deactivated_at", "<", new Date(now.getTime() - KEY_RETENTION_DAYS * 86_400_000))
    .where("mailbox_keys.wrapped", "is not", null)
    .execute();
  for (const { id } of ended) {
    await vault.destroy({ connectionId, mailboxId: id });
    await dropUnreadable(db, connectionId, id);
  }
}

/** What the destroyed key had sealed. Which message was filed by whom stays, so that nobody files it a second time (F3). */
async function dropUnreadable(db: Kysely<Database>, connectionId: string, mailboxId: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of ["conflicts", "links"] as const) {
      await trx.deleteFrom(table).where("connection_id", "=", connectionId).where("mailbox_id", "=", mailboxId).execute();
    }
    await trx
      .updateTable("filings")
      .set({ choice: null, detail: null })
      .where("connection_id", "=", connectionId)
      .where("mailbox_id", "=", mailboxId)
      .execute();
    await trx
      .updateTable("activities")
      .set({ detail: null })
      .where("connection_id", "=", connectionId)
      .where("mailbox_id", "=", mailboxId)
      .execute();
    await trx
      .updateTable("journal")
      .set({ before: null, after: null })
      .where("connection_id", "=", connectionId)
      .where("mailbox_id", "=", mailboxId)
      .execute();
  });
}
