import type { Kysely } from "kysely";
import type { Database } from "./tables.ts";

/** What the organisation's look left for one mailbox; the numbers rise over the whole table. */
export function notedChanges(db: Kysely<Database>, mailbox: { readonly connectionId: string; readonly mailboxId: string }, kind: string) {
  return {
    async head(): Promise<string> {
      const row = await db
        .selectFrom("salesforce_changes")
        .select((each) => each.fn.max("seq").as("seq"))
        .where("connection_id", "=", mailbox.connectionId)
        .executeTakeFirst();
      return row?.seq ?? "0";
    },
    async after(seq: string, limit: number) {
      const rows = await db
        .selectFrom("salesforce_changes")
        .select(["salesforce_id", "followed_by", "seq"])
        .where("connection_id", "=", mailbox.connectionId)
        .where("mailbox_id", "=", mailbox.mailboxId)
        .where("kind", "=", kind)
        .where("seq", ">", seq)
        .orderBy("seq")
        .limit(limit)
        .execute();
      return rows.map((row) => ({ id: row.salesforce_id, followedBy: row.followed_by, seq: row.seq }));
    },
  };
}
