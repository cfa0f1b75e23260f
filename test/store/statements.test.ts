import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import { runKind } from "../../sync-service/cycle/run-kind.ts";
import { Links } from "../../sync-service/store/links.ts";
import { Vault } from "../../sync-service/store/vault.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ACTIVATED_AT, ContactWorld } from "../doubles/contact-world.ts";
import { MemorySide } from "../doubles/memory-side.ts";
import { aDatabase, aMailbox } from "./a-mailbox.ts";

describe("S2: what a first sync costs the database", () => {
  let database: Awaited<ReturnType<typeof aDatabase>>;
  beforeAll(async () => {
    database = await aDatabase();
  });
  afterAll(() => database.close());

  /** Statements until so many contacts, and their echoes, are settled; in a mailbox of its own. */
  async function statements(contacts: number, from: "exchange" | "salesforce"): Promise<number> {
    let count = 0;
    const db = database.db.withPlugin({
      transformQuery: ({ node }) => ((count += 1), node),
      transformResult: async ({ result }) => result,
    });
    const lease = { connectionId: database.connectionId, mailboxId: await aMailbox(database.db, database.connectionId), generation: 0n };
    const links = new Links<Contact>(db, new Vault(database.db, randomBytes(32)), "contact");
    const sides = { exchange: new MemorySide("exchange"), salesforce: new MemorySide("salesforce") };
    for (const side of Object.values(sides)) side.pageSize = 500;
    for (let index = 0; index < contacts; index += 1)
      sides[from].add(contact({ lastName: `Person ${index}`, email: `p${index}@x.example` }));
    const { preset } = new ContactWorld();
    for (let slices = 0; slices < 3; slices += 1) {
      await runKind(
        { ...sides, links, unexpected: () => {}, now: () => new Date(), newId: randomUUID },
        { lease, rules: contactRules(preset, "DE"), activatedAt: ACTIVATED_AT },
      );
    }
    expect(sides.exchange.rows.length + sides.salesforce.rows.length).toBe(contacts * 2);
    return count;
  }

  it.each(["exchange", "salesforce"] as const)("as many statements for 200 contacts as for 20, from %s", async (from) => {
    const [few, many] = [await statements(20, from), await statements(200, from)];
    expect(many).toBe(few);
    expect(many).toBeLessThan(100);
  });
});
