import type { Transaction } from "kysely";
import type { FieldValue, Fields } from "../../shared/records/fields.ts";
import type { Conflict } from "../engine/reconcile.ts";
import type { Settlement } from "../cycle/link.ts";
import type { Database } from "./tables.ts";
import type { MailboxOf, Vault } from "./vault.ts";

interface Parts {
  readonly vault: Vault;
  readonly mailbox: MailboxOf;
  readonly now: Date;
  readonly newId: () => string;
}

/**
 * Keeps the losing values until a person settles them (M2). What is told already, after a crash, is not told twice; where the value that
 * stands has changed since, it is the new one that a person chooses about.
 */
export async function storeConflicts<F extends Fields>(
  trx: Transaction<Database>,
  parts: Parts,
  settlements: readonly Settlement<F>[],
): Promise<void> {
  const chosen = settlements.flatMap(({ settles = [] }) => settles);
  if (chosen.length > 0) {
    await trx
      .updateTable("conflicts")
      .set({ settled_at: parts.now })
      .where("connection_id", "=", parts.mailbox.connectionId)
      .where("mailbox_id", "=", parts.mailbox.mailboxId)
      .where("id", "in", chosen)
      .execute();
  }
  const together = settlements.flatMap(({ id, link }) => (link && link.state !== "parted" ? [id] : []));
  if (together.length > 0) {
    await trx
      .updateTable("conflicts")
      .set({ settled_at: parts.now })
      .where("connection_id", "=", parts.mailbox.connectionId)
      .where("link_id", "in", together)
      .where("field", "=", "deletion")
      .where("settled_at", "is", null)
      .execute();
  }
  for (const { id, link, conflicts } of settlements) {
    if (link) await storeOf(trx, parts, id, conflicts);
  }
}

async function storeOf<F extends Fields>(
  trx: Transaction<Database>,
  { vault, mailbox, now, newId }: Parts,
  linkId: string,
  conflicts: readonly Conflict<F>[],
): Promise<void> {
  if (conflicts.length === 0) return;
  const known = await trx
    .selectFrom("conflicts")
    .select(["id", "field", "lost", "kept"])
    .where("connection_id", "=", mailbox.connectionId)
    .where("link_id", "=", linkId)
    .where("settled_at", "is", null)
    .execute();
  const place = (id: string, column: string) => ({ table: "conflicts", id, column });
  const open = async (id: string, column: string, sealed: string | null) =>
    sealed === null ? null : await vault.open<FieldValue>(mailbox, place(id, column), sealed);
  const told = new Map<string, { readonly id: string; readonly kept: FieldValue }>();
  for (const { id, field, lost, kept } of known)
    told.set(toldAs(field, await open(id, "lost", lost)), { id, kept: await open(id, "kept", kept) });
  const seal = (id: string, column: string, value: FieldValue) => (value === null ? null : vault.seal(mailbox, place(id, column), value));
  const rows = [];
  for (const { field, winner, kept, lost } of conflicts) {
    const before = told.get(toldAs(field, lost));
    if (before && before.kept !== kept) {
      await trx
        .updateTable("conflicts")
        .set({ winner, kept: await seal(before.id, "kept", kept) })
        .where("connection_id", "=", mailbox.connectionId)
        .where("id", "=", before.id)
        .execute();
    }
    if (before) continue;
    const id = newId();
    const sealed = { kept: await seal(id, "kept", kept), lost: await seal(id, "lost", lost) };
    rows.push({
      id,
      connection_id: mailbox.connectionId,
      mailbox_id: mailbox.mailboxId,
      link_id: linkId,
      field,
      winner,
      ...sealed,
      noticed_at: now,
      settled_at: null,
    });
  }
  if (rows.length > 0) await trx.insertInto("conflicts").values(rows).execute();
}

const toldAs = (field: string, lost: FieldValue) => JSON.stringify([field, lost]);
