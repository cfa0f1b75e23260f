import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Gone } from "../../sync-service/errors.ts";
import { Vault } from "../../sync-service/store/vault.ts";
import { aDatabase, aMailbox } from "./a-mailbox.ts";

describe("the vault", () => {
  const master = randomBytes(32);
  const place = { table: "links", id: "1", column: "base" };
  let base: Awaited<ReturnType<typeof aDatabase>>;
  let vault: Vault;

  beforeAll(async () => {
    base = await aDatabase();
    vault = new Vault(base.db, master);
  });
  afterAll(() => base.close());

  const mailbox = async () => ({ connectionId: base.connectionId, mailboxId: await aMailbox(base.db, base.connectionId) });

  it("P6: opens what it sealed, in another process too", async () => {
    const one = await mailbox();
    const sealed = await vault.seal(one, place, { email: "canary@example.com" });
    expect(sealed).not.toContain("canary");
    expect(await new Vault(base.db, master).open(one, place, sealed)).toEqual({ email: "canary@example.com" });
  });

  it("SEC4: the same value never looks the same twice", async () => {
    const one = await mailbox();
    expect(await vault.seal(one, place, "same")).not.toBe(await vault.seal(one, place, "same"));
  });

  it.each([
    ["another row", { ...place, id: "2" }],
    ["another column", { ...place, column: "intent" }],
    ["another table", { ...place, table: "filings" }],
  ])("SEC4: a ciphertext moved to %s does not open", async (_title, elsewhere) => {
    const one = await mailbox();
    const sealed = await vault.seal(one, place, "secret");
    await expect(vault.open(one, elsewhere, sealed)).rejects.toThrow();
  });

  it("SEC4: a ciphertext moved to another mailbox does not open, nor a wrapped key", async () => {
    const [one, other] = [await mailbox(), await mailbox()];
    const sealed = await vault.seal(one, place, "secret");
    await vault.seal(other, place, "mine");
    await expect(vault.open(other, place, sealed)).rejects.toThrow();
    const { wrapped } = await base.db
      .selectFrom("mailbox_keys")
      .select("wrapped")
      .where("mailbox_id", "=", one.mailboxId)
      .executeTakeFirstOrThrow();
    await base.db.updateTable("mailbox_keys").set({ wrapped }).where("mailbox_id", "=", other.mailboxId).execute();
    await expect(new Vault(base.db, master).open(other, place, sealed)).rejects.toThrow();
  });

  it("P6: with its key destroyed nothing of a mailbox is readable or written, until it is renewed", async () => {
    const one = await mailbox();
    const sealed = await vault.seal(one, place, "secret");
    await vault.destroy(one);
    await expect(vault.open(one, place, sealed)).rejects.toBeInstanceOf(Gone);
    await expect(vault.seal(one, place, "more")).rejects.toBeInstanceOf(Gone);
    await vault.renew(one);
    expect(await vault.open(one, place, await vault.seal(one, place, "anew"))).toBe("anew");
    await expect(vault.open(one, place, sealed)).rejects.toThrow();
  });

  it("says that ENCRYPTION_KEY is another one, in words", async () => {
    const one = await mailbox();
    const sealed = await vault.seal(one, place, "secret");
    await expect(new Vault(base.db, randomBytes(32)).open(one, place, sealed)).rejects.toThrow("ENCRYPTION_KEY is not the one");
  });

  it("two processes that begin at once seal with one key", async () => {
    const one = await mailbox();
    const [left, right] = [new Vault(base.db, master), new Vault(base.db, master)];
    const [a, b] = await Promise.all([left.seal(one, place, "a"), right.seal(one, place, "b")]);
    expect([await right.open(one, place, a), await left.open(one, place, b)]).toEqual(["a", "b"]);
  });

  it("hashes a text alike within a connection only, and not without the master key", () => {
    expect(vault.keyedHash("c1", "text")).toBe(vault.keyedHash("c1", "text"));
    expect(vault.keyedHash("c1", "text")).not.toBe(vault.keyedHash("c2", "text"));
    expect(new Vault(base.db, randomBytes(32)).keyedHash("c1", "text")).not.toBe(vault.keyedHash("c1", "text"));
  });
});
