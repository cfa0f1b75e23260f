import { type Kysely, sql, type Transaction } from "kysely";
import type { JournalEntry } from "../../shared/api/administration.ts";
import { isRule, type RuleId, ruleWords } from "../../shared/records/rules.ts";
import { BadRequest, Gone } from "../errors.ts";
import type { Database } from "./tables.ts";
import type { MailboxOf, Vault } from "./vault.ts";

/** One thing that was done, or was not and why. */
export interface JournalNote {
  readonly at: Date;
  readonly kind: string;
  readonly action: string;
  readonly outcome: string;
  /** The rules that it rests on. */
  readonly rules: readonly RuleId[];
  /** A sentence; sealed here, as a vendor's can repeat the values it refused. */
  readonly reason?: string | null;
  /** Of the problem whose words the reason holds: told to those who may see no content (A7). */
  readonly code?: string | null;
  /** The Exchange item's immutable id. */
  readonly item?: string | null;
  readonly record?: string | null;
  readonly linkId?: string | null;
  /** The values before and after, as JSON; sealed here, read to undo (P2). */
  readonly before?: unknown;
  readonly after?: unknown;
}

const PAGE = 100;
/** P6: the journal keeps values this long; its entries stay. */
export const VALUES_KEPT_FOR_DAYS = 30;

interface Reason {
  readonly sentence: string;
  readonly code: string | null;
}

/** Writes entries in the transaction of what they tell about. */
export async function write(trx: Transaction<Database>, vault: Vault, mailbox: MailboxOf, notes: readonly JournalNote[]): Promise<void> {
  if (notes.length === 0) return;
  const rows = await Promise.all(
    notes.map(async (note) => {
      const row = {
        connection_id: mailbox.connectionId,
        mailbox_id: mailbox.mailboxId,
        at: note.at,
        kind: note.kind,
        action: note.action,
        outcome: note.outcome,
        rules: [...note.rules],
        item_id: note.item ?? null,
        record_id: note.record ?? null,
        link_id: note.linkId ?? null,
      };
      const seal = (column: "before" | "after" | "reason", value: unknown) =>
        value === undefined || value === null ? null : vault.seal(mailbox, placeOf(row, column), value);
      const reason: Reason | null = note.reason ? { sentence: note.reason, code: note.code ?? null } : null;
      return {
        ...row,
        reason: await seal("reason", reason),
        before: await seal("before", note.before),
        after: await seal("after", note.after),
      };
    }),
  );
  await trx.insertInto("journal").values(rows).execute();
}

/** An entry's number is not known before it is written, so its values are bound to what it says. */
export function placeOf(
  row: { readonly at: Date; readonly action: string; readonly item_id: string | null; readonly record_id: string | null },
  column: string,
) {
  return { table: "journal", id: `${row.at.toISOString()} ${row.action} ${row.item_id ?? ""} ${row.record_id ?? ""}`, column };
}

export interface JournalFilter {
  readonly user?: string;
  readonly record?: string;
  readonly item?: string;
  readonly outcome?: string;
  readonly rule?: string;
  readonly since?: string;
  readonly cursor?: string;
}

/** Who reads the journal: with `content`, the reasons in full; without, a code where the words could hold values (A7). */
export interface JournalReader {
  readonly vault: Vault;
  readonly content: boolean;
}

/** The newest first. `user` is an address or a mailbox's id. */
export async function list(
  db: Kysely<Database>,
  connectionId: string,
  filter: JournalFilter,
  reader: JournalReader,
): Promise<{ readonly items: JournalEntry[]; readonly next: string | null }> {
  if (filter.cursor !== undefined && !/^\d{1,18}$/.test(filter.cursor)) throw new BadRequest("The cursor is none of ours.");
  let query = db
    .selectFrom("journal")
    .innerJoin("mailboxes", "mailboxes.id", "journal.mailbox_id")
    .select([
      "journal.id",
      "journal.connection_id",
      "journal.mailbox_id",
      "at",
      "mailboxes.email",
      "kind",
      "action",
      "outcome",
      "rules",
      "reason",
      "item_id",
      "record_id",
      "link_id",
      "before",
      "after",
    ])
    .where("journal.connection_id", "=", connectionId)
    .orderBy("journal.id", "desc")
    .limit(PAGE + 1);
  const { user, record, item, outcome, rule, since, cursor } = filter;
  if (user)
    query = query.where((where) =>
      where.or([
        where(where.fn<string>("lower", ["mailboxes.email"]), "=", user.toLowerCase()),
        where(where.cast<string>("mailboxes.id", "text"), "=", user),
      ]),
    );
  if (record) query = query.where("record_id", "in", idForms(record));
  if (item) query = query.where("item_id", "=", item);
  if (outcome) query = query.where("outcome", "=", outcome);
  if (rule) query = query.where(sql<boolean>`${rule} = any(rules)`);
  if (since) query = query.where("at", ">=", new Date(since));
  if (cursor) query = query.where("journal.id", "<", cursor);
  const rows = await query.execute();
  const entry = async (row: (typeof rows)[number]): Promise<JournalEntry> => ({
    id: row.id,
    before: await valuesOf(row, "before", reader),
    after: await valuesOf(row, "after", reader),
    undoable: reader.content && canBeUndone(row),
    time: row.at.toISOString(),
    user: row.email,
    kind: row.kind,
    action: row.action,
    outcome: row.outcome,
    rules: (row.rules ?? []).filter(isRule).map((id) => ({ id, words: ruleWords[id] })),
    reason: await reasonOf(row, reader),
    item: row.item_id,
    record: row.record_id,
  });
  const items = await Promise.all(rows.slice(0, PAGE).map(entry));
  return { items, next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null };
}

/** The outcomes of a filing that made an activity, or joined one. */
export const FILED: readonly string[] = ["filed", "filed-in-part"];

/** Whether an entry tells that a mail was filed. */
export function isFiled({ kind, action, outcome }: { readonly kind: string; readonly action: string; readonly outcome: string }): boolean {
  return kind === "email" && action === "file" && FILED.includes(outcome);
}

/** Whether there is something to undo at all; whether it can be, as things stand, is asked with the undo. */
function canBeUndone(
  row: Omit<Sealed, "reason"> & {
    readonly kind: string;
    readonly action: string;
    readonly outcome: string;
    readonly link_id: string | null;
  },
): boolean {
  if (isFiled(row)) return true;
  const isWrite = /^(create|update|remove) in (Outlook|Salesforce)$/u.test(row.action);
  return isWrite && row.outcome === "done" && row.link_id !== null && (row.before !== null || row.after !== null);
}

interface Sealed {
  readonly reason: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** The values of fields; null for those who may see no content (A7), and when they are not kept any more. */
async function valuesOf(
  row: Parameters<typeof placeOf>[0] & Sealed & { readonly connection_id: string; readonly mailbox_id: string },
  column: "before" | "after",
  { vault, content }: JournalReader,
): Promise<JournalEntry["before"]> {
  const sealed = row[column];
  if (!content || sealed === null) return null;
  try {
    return await vault.open({ connectionId: row.connection_id, mailboxId: row.mailbox_id }, placeOf(row, column), sealed);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** Null when the mailbox's key was destroyed. */
async function reasonOf(
  row: Parameters<typeof placeOf>[0] & { readonly connection_id: string; readonly mailbox_id: string; readonly reason: string | null },
  { vault, content }: JournalReader,
): Promise<string | null> {
  if (row.reason === null) return null;
  const mailbox = { connectionId: row.connection_id, mailboxId: row.mailbox_id };
  try {
    const { sentence, code } = await vault.open<Reason>(mailbox, placeOf(row, "reason"), row.reason);
    return content || code === null ? sentence : code;
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** Forgets values older than the retention (P6). */
export async function forgetOldValues(db: Kysely<Database>, connectionId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - VALUES_KEPT_FOR_DAYS * 86_400_000);
  await db
    .updateTable("journal")
    .set({ before: null, after: null })
    .where("connection_id", "=", connectionId)
    .where("at", "<", before)
    .where((where) => where.or([where("before", "is not", null), where("after", "is not", null)]))
    .execute();
}

/** Salesforce ids come in 15 characters, case-sensitive, or in 18 with a checksum. */
export function idForms(id: string): readonly string[] {
  return id.length === 15 ? [id, withChecksum(id)] : [id, id.slice(0, 15)];
}

function withChecksum(id: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
  const sums = [0, 5, 10].map((from) =>
    id
      .slice(from, from + 5)
      .split("")
      .reduce((sum, letter, at) => sum + (/[A-Z]/.test(letter) ? 2 ** at : 0), 0),
  );
  return id + sums.map((sum) => letters[sum]).join("");
}
