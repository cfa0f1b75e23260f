import { randomBytes, randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Contact } from "../../shared/records/contact.ts";
import { migrate, openDatabase } from "../../sync-service/store/database.ts";
import { Links } from "../../sync-service/store/links.ts";
import { Vault } from "../../sync-service/store/vault.ts";
import { emptyDatabase } from "../database.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { describeLinkStore } from "./link-store-contract.ts";

describeLinkStore("in memory", () => {
  const links = new MemoryLinkStore<Contact>();
  return Promise.resolve({
    links,
    take: () => Promise.resolve({ connectionId: "connection", mailboxId: "mailbox", generation: (links.generation += 1n) }),
    newId: randomUUID,
    told: () =>
      Promise.resolve({
        conflicts: links.conflicts.filter(({ open }) => open).map(({ field, lost }) => ({ field, lost })),
        notes: links.notes.length,
      }),
    atRest: () => Promise.resolve(links.dump()),
    close: () => Promise.resolve(),
  });
});

describeLinkStore("in PostgreSQL", async () => {
  const database = await emptyDatabase();
  const [db, keys] = [openDatabase(database.url), openDatabase(database.url, { max: 2 })];
  await migrate(db);
  const [connectionId, mailboxId] = [randomUUID(), randomUUID()];
  await db
    .insertInto("connections")
    .values({ id: connectionId, tenant_id: "tenant", organization_id: null, created_at: new Date() })
    .execute();
  await sql`insert into mailboxes (id, connection_id, entra_user_id, email, display_name, salesforce_user_id, salesforce_username, sync, state)
    values (${mailboxId}, ${connectionId}, 'user', 'anna@berg.example', 'Anna', '005', 'anna@org', 'on', 'healthy')`.execute(db);
  const vault = new Vault(keys, randomBytes(32));
  const mailbox = { connectionId, mailboxId };
  return {
    links: new Links<Contact>(db, vault, "contact"),
    async take() {
      const row = await db
        .updateTable("mailboxes")
        .set({ generation: sql<string>`generation + 1` })
        .where("id", "=", mailboxId)
        .returning("generation")
        .executeTakeFirstOrThrow();
      return { ...mailbox, generation: BigInt(row.generation) };
    },
    newId: randomUUID,
    async told() {
      const open = await db
        .selectFrom("conflicts")
        .selectAll()
        .where("settled_at", "is", null)
        .orderBy("noticed_at")
        .orderBy("field", "desc")
        .execute();
      const conflicts = open.map(async ({ id, field, lost }) => ({
        field,
        lost: lost === null ? null : await vault.open(mailbox, { table: "conflicts", id, column: "lost" }, lost),
      }));
      const { count } = await db
        .selectFrom("journal")
        .select((each) => each.fn.countAll<string>().as("count"))
        .executeTakeFirstOrThrow();
      return { conflicts: await Promise.all(conflicts), notes: Number(count) };
    },
    async atRest() {
      const rows = await db.selectFrom("links").selectAll().execute();
      const text = JSON.stringify(rows);
      if (text.includes("Unmistakable")) throw new Error("A value lies in the open.");
      return text;
    },
    async close() {
      await Promise.all([db.destroy(), keys.destroy()]);
      await database.drop();
    },
  };
});
