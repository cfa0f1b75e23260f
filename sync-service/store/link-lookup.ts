import type { Kysely } from "kysely";
import type { Fields, Kind } from "../../shared/records/fields.ts";
import type { Link } from "../cycle/link.ts";
import { linksOf } from "./deeds.ts";
import { idForms } from "./journal.ts";
import type { Database } from "./tables.ts";
import type { MailboxOf, Vault } from "./vault.ts";

/** What a link is asked for by: an item's id, a record's, in either form, or its own. */
export type LinkNamed = { readonly item: string } | { readonly record: string } | { readonly link: string };

/** The link of one mailbox, of whatever kind; null when there is none, or it cannot be read any more. */
export async function findLink(
  db: Kysely<Database>,
  vault: Vault,
  mailbox: MailboxOf,
  named: LinkNamed,
): Promise<{ readonly link: Link<Fields>; readonly kind: Kind } | null> {
  let query = db
    .selectFrom("links")
    .select("id")
    .where("connection_id", "=", mailbox.connectionId)
    .where("mailbox_id", "=", mailbox.mailboxId)
    .limit(1);
  if ("item" in named) query = query.where("exchange_id", "=", named.item);
  else if ("record" in named) query = query.where("salesforce_id", "in", idForms(named.record));
  else query = query.where("id", "=", named.link);
  const row = await query.executeTakeFirst();
  return row ? ((await linksOf(db, vault, mailbox, [row.id])).get(row.id) ?? null) : null;
}

/** When the mailbox is looked at again by itself; null when nothing says so. */
export async function nextLook(db: Kysely<Database>, { connectionId, mailboxId }: MailboxOf): Promise<Date | null> {
  const row = await db
    .selectFrom("mailboxes")
    .select(["next_due_at", "retry_at", "throttled_until"])
    .where("connection_id", "=", connectionId)
    .where("id", "=", mailboxId)
    .executeTakeFirst();
  if (!row) return null;
  return row.throttled_until ?? row.retry_at ?? row.next_due_at;
}
