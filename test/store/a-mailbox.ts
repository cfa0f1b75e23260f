import { randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import { connectionOf } from "../../sync-service/store/connection.ts";
import { migrate, openDatabase } from "../../sync-service/store/database.ts";
import type { Database } from "../../sync-service/store/tables.ts";
import { emptyDatabase } from "../database.ts";

/** A migrated database with one connection. */
export async function aDatabase() {
  const { url, drop } = await emptyDatabase();
  const db = openDatabase(url, { max: 5 });
  await migrate(db);
  const connectionId = await connectionOf(db, randomUUID(), randomUUID, new Date());
  return {
    url,
    db,
    connectionId,
    async close() {
      await db.destroy();
      await drop();
    },
  };
}

/** A mailbox whose sync is on, with a user on each side. */
export async function aMailbox(
  db: Kysely<Database>,
  connectionId: string,
  values: { readonly email?: string; readonly salesforceUserId?: string } = {},
): Promise<string> {
  const id = randomUUID();
  await db
    .insertInto("mailboxes")
    .values({
      id,
      connection_id: connectionId,
      entra_user_id: randomUUID(),
      email: values.email ?? `${id}@example.com`,
      display_name: "Ada",
      salesforce_user_id: values.salesforceUserId ?? `005${id.slice(0, 15)}`,
      salesforce_username: `${id}@example.com.org`,
      sync: "on",
      state: "healthy",
    })
    .execute();
  return id;
}
