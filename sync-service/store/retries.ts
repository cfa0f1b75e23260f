import { type Kysely, sql } from "kysely";
import type { Database } from "./tables.ts";
import type { MailboxOf } from "./vault.ts";

/** A wait beyond this is our own choice, for the daily limit; what a vendor asks for by itself is shorter, and is kept to. */
const OWN_WAIT = "2 minutes";

/** A person asks for the mailbox: what waits for the end of a limit is tried at once, as the limit may have been raised. */
export async function retryThrottled(db: Kysely<Database>, { connectionId, mailboxId }: MailboxOf): Promise<void> {
  const late = sql<boolean>`next_attempt_at > now() + ${OWN_WAIT}::interval`;
  const soon = { next_attempt_at: sql<Date>`now()` };
  await db
    .updateTable("filings")
    .set(soon)
    .where("connection_id", "=", connectionId)
    .where("mailbox_id", "=", mailboxId)
    .where("state", "=", "waiting")
    .where(late)
    .execute();
  await db
    .updateTable("links")
    .set(soon)
    .where("connection_id", "=", connectionId)
    .where("mailbox_id", "=", mailboxId)
    .where("intent", "is", null)
    .where(late)
    .execute();
  await db
    .updateTable("mailboxes")
    .set({ throttled_until: null })
    .where("connection_id", "=", connectionId)
    .where("id", "=", mailboxId)
    .where(sql<boolean>`throttled_until > now() + ${OWN_WAIT}::interval`)
    .execute();
}

/** A person has mended something (a permission, a rule, a full organisation) and starts the mailbox anew: what failed is tried again. */
export async function retryFailed(db: Kysely<Database>, { connectionId, mailboxId }: MailboxOf): Promise<void> {
  await db
    .updateTable("filings")
    .set({ state: "waiting", problem: "null", attempts: 0, next_attempt_at: null, marks_due: false })
    .where("connection_id", "=", connectionId)
    .where("mailbox_id", "=", mailboxId)
    .where("state", "=", "failed")
    .execute();
  await db
    .updateTable("links")
    .set({ next_attempt_at: sql<Date>`now()` })
    .where("connection_id", "=", connectionId)
    .where("mailbox_id", "=", mailboxId)
    .where("state", "=", "failed")
    .where("intent", "is", null)
    .execute();
}
