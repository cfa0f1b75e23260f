import { type Insertable, type Kysely, sql, type Transaction } from "kysely";
import type { OrganisationChange } from "../cycle/organisation-changes.ts";
import type { Database } from "./tables.ts";

/** What the organisation's look left for one mailbox, or for all; the numbers rise over both tables. */
export function notedChanges(db: Kysely<Database>, mailbox: { readonly connectionId: string; readonly mailboxId: string }, kind: string) {
  return {
    async head(): Promise<string> {
      const [own, shared] = await Promise.all(
        (["salesforce_changes", "shared_changes"] as const).map((table) =>
          db
            .selectFrom(table)
            .select((each) => each.fn.max("seq").as("seq"))
            .where("connection_id", "=", mailbox.connectionId)
            .executeTakeFirst(),
        ),
      );
      const [one, other] = [BigInt(own?.seq ?? 0), BigInt(shared?.seq ?? 0)];
      return String(one > other ? one : other);
    },
    async after(seq: string, limit: number) {
      const rows = await db
        .selectFrom("salesforce_changes")
        .select(["salesforce_id", "followed_by", "seq"])
        .where("connection_id", "=", mailbox.connectionId)
        .where("mailbox_id", "=", mailbox.mailboxId)
        .where("kind", "=", kind)
        .where("seq", ">", seq)
        .unionAll(
          db
            .selectFrom("shared_changes")
            .select(["salesforce_id", "followed_by", "seq"])
            .where("connection_id", "=", mailbox.connectionId)
            .where("kind", "=", kind)
            .where("seq", ">", seq),
        )
        .orderBy("seq")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: row.salesforce_id, followedBy: row.followed_by, seq: row.seq }));
    },
  };
}

export async function noteForEach(trx: Transaction<Database>, rows: readonly Insertable<Database["salesforce_changes"]>[]): Promise<void> {
  if (rows.length === 0) return;
  await trx
    .insertInto("salesforce_changes")
    .values(rows)
    .onConflict((on) =>
      on.columns(["mailbox_id", "kind", "salesforce_id"]).doUpdateSet((row) => ({
        noticed_at: row.ref("excluded.noticed_at"),
        followed_by: row.ref("excluded.followed_by"),
        seq: NEWEST,
      })),
    )
    .execute();
}

export async function noteForAll(
  trx: Transaction<Database>,
  connectionId: string,
  changes: readonly OrganisationChange[],
  now: Date,
): Promise<void> {
  if (changes.length === 0) return;
  const once = new Map(changes.map((change) => [change.id, change]));
  const rows = [...once.values()].map(({ id, kind, followedBy }) => ({
    ...{ connection_id: connectionId, kind, salesforce_id: id },
    ...{ followed_by: followedBy, noticed_at: now },
  }));
  await trx
    .insertInto("shared_changes")
    .values(rows)
    .onConflict((on) =>
      on.columns(["connection_id", "kind", "salesforce_id"]).doUpdateSet((row) => ({
        noticed_at: row.ref("excluded.noticed_at"),
        followed_by: row.ref("excluded.followed_by"),
        seq: NEWEST,
      })),
    )
    .execute();
}

/** The newest number, so that a reader who is past the old one meets the record again. */
const NEWEST = sql<string>`default`;
