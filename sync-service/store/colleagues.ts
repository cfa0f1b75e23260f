import { type Kysely, sql } from "kysely";
import type { Colleagues } from "../cycle/colleagues.ts";
import type { Database } from "./tables.ts";

/** The pairs of a connection, told by the addresses of their mailboxes. */
export function colleaguesOf(db: Kysely<Database>, { connectionId }: { readonly connectionId: string }): Colleagues {
  return {
    async at(addresses) {
      if (addresses.length === 0) return new Map();
      const rows = await db
        .selectFrom("mailboxes")
        .select(["email", "salesforce_user_id"])
        .where("connection_id", "=", connectionId)
        .where("dropped_at", "is", null)
        .where(sql<string>`lower(email)`, "in", [...addresses])
        .execute();
      return new Map(rows.map(({ email, salesforce_user_id }) => [email.toLowerCase(), salesforce_user_id]));
    },
  };
}
