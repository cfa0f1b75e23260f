import { type Kysely, sql } from "kysely";
import type { FieldValue } from "../../shared/records/fields.ts";
import type { Fields, Kind, SideName } from "../../shared/records/fields.ts";
import type { Link } from "../cycle/link.ts";
import { isOwnFault } from "../cycle/own-fault.ts";
import type { Deed } from "../cycle/undo-plan.ts";
import { Gone } from "../errors.ts";
import { FILED, isFiled, placeOf } from "./journal.ts";
import { linkOf } from "./link-rows.ts";
import type { Database } from "./tables.ts";
import type { MailboxOf, Vault } from "./vault.ts";

/** An entry of the journal, with what is needed to undo it. */
export interface JournalledDeed {
  readonly id: string;
  readonly at: Date;
  readonly mailbox: MailboxOf;
  readonly kind: string;
  readonly action: string;
  readonly linkId: string | null;
  /** Null: it wrote nothing of a record that is kept in step. */
  readonly deed: Deed | null;
  /** Of a mail that was filed: the mail, and its activity in Salesforce. */
  readonly filed: { readonly messageId: string; readonly record: string | null } | null;
}

export interface DeedFilter {
  readonly id?: string;
  readonly mailboxId?: string;
  readonly since?: Date;
  readonly until?: Date;
  /** Only what rests on it. */
  readonly rule?: string;
}

/** So many are undone together, at most. */
export const DEEDS_AT_MOST = 1_000;

/** What was done, the newest first, with the values it left and replaced. */
export async function deeds(
  db: Kysely<Database>,
  vault: Vault,
  connectionId: string,
  filter: DeedFilter,
): Promise<readonly JournalledDeed[]> {
  const { id, mailboxId, since, until, rule } = filter;
  let query = db
    .selectFrom("journal")
    .selectAll()
    .where("connection_id", "=", connectionId)
    .orderBy("id", "desc")
    .limit(DEEDS_AT_MOST + 1);
  if (id !== undefined) query = query.where("id", "=", id);
  else
    query = query.where((where) =>
      where.or([
        where.and([where("outcome", "=", "done"), where("link_id", "is not", null)]),
        where.and([where("kind", "=", "email"), where("action", "=", "file"), where("outcome", "in", [...FILED])]),
      ]),
    );
  if (mailboxId !== undefined) query = query.where("mailbox_id", "=", mailboxId);
  if (since) query = query.where("at", ">=", since);
  if (rule) query = query.where(sql<boolean>`${rule} = any(rules)`);
  if (until) query = query.where("at", "<", until);
  const rows = await query.execute();
  return Promise.all(
    rows.map(async (row): Promise<JournalledDeed> => {
      const mailbox = { connectionId: row.connection_id, mailboxId: row.mailbox_id };
      const { kind, action, at, outcome, link_id: linkId } = row;
      const said = outcome === "done" && linkId !== null ? didOf(action) : null;
      const open = async (column: "before" | "after") =>
        row[column] === null ? {} : await openOr(vault.open<Record<string, FieldValue>>(mailbox, placeOf(row, column), row[column]), {});
      const deed = said && { id: row.id, ...said, before: await open("before"), after: await open("after") };
      const filed = isFiled(row) && row.item_id !== null ? { messageId: row.item_id, record: row.record_id } : null;
      return { id: row.id, at, mailbox, kind, action, linkId, deed, filed };
    }),
  );
}

/** The links of these ids that are still known and can be read. */
export async function linksOf(
  db: Kysely<Database>,
  vault: Vault,
  mailbox: MailboxOf,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { readonly link: Link<Fields>; readonly kind: Kind }>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("links")
    .selectAll()
    .where("connection_id", "=", mailbox.connectionId)
    .where("mailbox_id", "=", mailbox.mailboxId)
    .where("id", "in", [...new Set(ids)])
    .execute();
  const found = new Map<string, { link: Link<Fields>; kind: Kind }>();
  for (const row of rows) {
    const link = await openOr(
      linkOf<Fields>(vault, mailbox, row).catch((error: unknown) => {
        if (isOwnFault(error)) return null;
        throw error;
      }),
      null,
    );
    if (link) found.set(row.id, { link, kind: row.kind as Kind });
  }
  return found;
}

/** Null for what writes no record, and for what is not ours to undo so. */
export function didOf(action: string): { readonly did: Deed["did"]; readonly side: SideName } | null {
  const [, did, place] = /^(create|update|remove) in (Outlook|Salesforce)$/u.exec(action) ?? [];
  if (did === undefined) return null;
  return { did: did as Deed["did"], side: place === "Outlook" ? "exchange" : "salesforce" };
}

/** Nothing can be read of a mailbox whose key was destroyed (P6). */
async function openOr<T>(opening: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof Gone) return otherwise;
    throw error;
  }
}
