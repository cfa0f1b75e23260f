import { randomBytes } from "node:crypto";
import { Writable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Service, startService } from "../../sync-service/app.ts";
import { readConfig } from "../../sync-service/config.ts";
import { emptyDatabase } from "../database.ts";
import { type AdminApi, adminApi } from "../sandbox/admin-api.ts";
import { type MailboxClient, mailboxClient } from "../sandbox/mailbox-client.ts";
import { seedCompany } from "../sandbox/seed/seed-company.ts";
import { type StandIns, startStandIns } from "../sandbox/world.ts";

interface Named {
  readonly id: string;
  readonly displayName: string;
}

/** The whole service in this process, against the stand-ins. It polls once an hour: what is quick was woken. */
describe("the service", () => {
  const ben = "ben.okafor@example.com";
  let standIns: StandIns;
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let service: Service;
  let serviceUrl = "";
  let api: AdminApi;
  let mailbox: MailboxClient;
  let log = "";

  beforeAll(async () => {
    standIns = await startStandIns({ folder: null });
    await seedCompany(standIns, new Date());
    database = await emptyDatabase();
    const port = 20_000 + (randomBytes(2).readUInt16BE() % 20_000);
    serviceUrl = `http://127.0.0.1:${port}`;
    const environment = standIns.serviceEnvironment({ port, databaseUrl: database.url, publicUrl: serviceUrl, pollSeconds: 3_600 });
    const keep = new Writable({
      write(chunk: Buffer, _encoding, done) {
        log += chunk.toString();
        done();
      },
    });
    service = await startService(readConfig(environment), keep);
    await service.app.listen({ port, host: "127.0.0.1" });
    api = adminApi(standIns, () => serviceUrl);
    mailbox = mailboxClient(
      () => standIns.graph.url,
      () => standIns.graphToken(),
      ben,
    );
    await api.syncUsers(true);
    await api.setSync(ben, "on");
    await api.cycle(ben, 30);
  }, 90_000);

  afterAll(async () => {
    await service?.stop();
    await standIns?.close();
    await database?.drop();
  }, 30_000);

  const user = () => api.user(ben);
  const subscriptions = async () => {
    const reply = await fetch(`${standIns.graph.url}/v1.0/subscriptions`, {
      headers: { authorization: `Bearer ${standIns.graphToken()}` },
    });
    return ((await reply.json()) as { value: { id: string; resource: string }[] }).value;
  };

  it("B1: makes the folders, the list and the category, and says so in the journal", async () => {
    const names = async (path: string) => (await mailbox.all<Named>(path)).map(({ displayName }) => displayName);
    expect(await names("/mailFolders?$top=100")).toContain("Salesforce Emails");
    expect(await names("/contactFolders?$top=100")).toContain("Salesforce Contacts");
    expect(await names("/todo/lists")).toContain("Salesforce Tasks");
    expect(await names("/outlook/masterCategories")).toContain("Salesforce");
    expect(await user()).toMatchObject({ sync: "on", state: "healthy", reason: null });
    const journal = await api.journal({ user: ben });
    expect(journal.filter(({ action }) => action === "set-up")).toHaveLength(3);
  });

  it("S1: subscribes to the mails, the contacts and the events of the mailbox", async () => {
    expect(new Set((await subscriptions()).map(({ resource }) => resource.split("/").at(-1)))).toEqual(
      new Set(["contacts", "events", "messages"]),
    );
    expect((await api.overview()).connection).toMatchObject({ healthy: true, wakeUp: "notifications" });
  });

  it("S1: a moved mail is filed without anybody asking for it", async () => {
    const folder = await mailbox.filingFolder();
    const [mail] = (await mailbox.all<{ id: string; subject: string }>("/mailFolders/inbox/messages?$select=id,subject")).filter(
      ({ subject }) => subject.startsWith("Deck lights"),
    );
    await mailbox.send("POST", `/messages/${mail?.id ?? ""}/move`, { destinationId: folder });
    await expect.poll(() => api.emailStatus(ben, mail?.id ?? "").then(({ state }) => state), { timeout: 15_000 }).toBe("filed");
  });

  it("S2: a contact that changes in Salesforce comes down with the next look", async () => {
    const contacts = () => mailbox.all<{ givenName: string; surname: string }>(`/contactFolders/${folder}/contacts?$top=100`);
    const folder = await mailbox.contactsFolder();
    const owner = standIns.salesforce.org.store.having("User", "Username", `${ben}.sandbox`)[0];
    standIns.salesforce.seed.contact({ LastName: "Newcomer", FirstName: "Nell", Email: "nell@newcomer.example", OwnerId: owner?.id ?? "" });
    expect(await api.cycle(ben, 30)).toMatchObject({ settled: true });
    expect((await contacts()).map(({ givenName, surname }) => `${givenName} ${surname}`)).toContain("Nell Newcomer");
  });

  it("S1: a subscription that Graph forgot is made anew", async () => {
    const [first] = await subscriptions();
    await fetch(`${standIns.graph.url}/v1.0/subscriptions/${first?.id ?? ""}`, {
      method: "DELETE",
      headers: { authorization: `Bearer ${standIns.graphToken()}` },
    });
    // As it stands shortly before its end: the service renews, and learns that Graph does not know it.
    await expireSoon(database.url);
    // A cycle that was under way may have looked at its subscriptions before; the next one does.
    const ids = async () => {
      await api.cycle(ben, 30);
      return (await subscriptions()).map(({ id }) => id);
    };
    await expect.poll(ids, { timeout: 15_000 }).toHaveLength(3);
    expect(await ids()).not.toContain(first?.id);
  });

  it("B2: a folder that disappears pauses its kind, is told, deletes nothing, and is repaired with one call", async () => {
    const before = standIns.salesforce.org.store.having("Contact", "LastName", "Newcomer").length;
    await mailbox.send("DELETE", `/contactFolders/${await mailbox.contactsFolder()}`);
    expect(await api.cycle(ben, 15)).toMatchObject({ settled: true });
    expect(await user()).toMatchObject({ state: "faulty", reason: expect.stringContaining("Salesforce Contacts") as string });
    expect(standIns.salesforce.org.store.having("Contact", "LastName", "Newcomer")).toHaveLength(before);
    const { id } = await user();
    const repaired = await fetch(`${serviceUrl}/api/admin/users/${id}/repair`, {
      method: "POST",
      headers: { authorization: `Bearer ${standIns.adminToken()}` },
    });
    expect(repaired.status).toBe(200);
    await api.cycle(ben, 30);
    expect(await user()).toMatchObject({ state: "healthy" });
    expect(standIns.salesforce.org.store.having("Contact", "LastName", "Newcomer")).toHaveLength(before);
  });

  it("P8: a caller is told of his own mailbox, and one without is told that he has none", async () => {
    const me = async (email: string) =>
      (
        await fetch(`${serviceUrl}/api/me`, { headers: { authorization: `Bearer ${standIns.userToken(email)}` } })
      ).json() as Promise<object>;
    expect(await me(ben)).toMatchObject({ email: ben, sync: "on", problem: null });
    expect(await me("info@example.com")).toMatchObject({ sync: "unpaired", problem: { code: "NOT_PAIRED" } });
  });

  it("B5: switched off, nothing is watched any more, and folders and records stay", async () => {
    await api.setSync(ben, "off");
    await expect.poll(subscriptions).toEqual([]);
    expect(await user()).toMatchObject({ sync: "off", state: "off" });
    expect(await mailbox.filingFolder()).toBeTruthy();
  });

  it("SEC3, SEC24: no secret, token, address or subject is in the log", () => {
    const { clientSecret, encryptionKey, salesforcePrivateKey } = standIns.identity;
    for (const canary of [
      clientSecret,
      encryptionKey,
      salesforcePrivateKey.slice(60, 120),
      "Bearer ",
      "eyJ",
      "Deck lights",
      "nell@newcomer.example",
      ben,
    ]) {
      expect(log).not.toContain(canary);
    }
  });
});

async function expireSoon(url: string): Promise<void> {
  const { openDatabase } = await import("../../sync-service/store/database.ts");
  const db = openDatabase(url, { max: 1 });
  await db
    .updateTable("subscriptions")
    .set({ expires_at: new Date(Date.now() + 3_600_000) })
    .execute();
  await db.destroy();
}
