import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TenantUser } from "../../sync-service/accounts/ports.ts";
import { directory } from "../../sync-service/graph/directory.ts";
import { mailboxSetup } from "../../sync-service/graph/folders.ts";
import { changeSubscriptions } from "../../sync-service/graph/subscriptions.ts";
import { ianaZone } from "../../sync-service/graph/time-zones.ts";
import { salesforceUsers } from "../../sync-service/salesforce/users.ts";
import { ADA, openStandIns, READER, requestsSince, type StandIns } from "./stand-ins.ts";

let standIns: StandIns;
beforeEach(async () => {
  standIns = await openStandIns();
});
afterEach(() => standIns.close());

describe("the tenant's directory", () => {
  it("B3: tells everybody, with what keeps some from being mapped", async () => {
    const { seed } = standIns.graph;
    seed.user({ userPrincipalName: "guest_other.example#EXT#@northwind.example", userType: "Guest", mail: "guest@other.example" });
    seed.user({ userPrincipalName: "left@northwind.example", accountEnabled: false });
    const room = seed.user({ userPrincipalName: "room@northwind.example", userPurpose: "room" }).id;
    const unlicensed = seed.user({ userPrincipalName: "no-mailbox@northwind.example", hasMailbox: false }).id;
    const all: TenantUser[] = [];
    for await (const page of directory(standIns.graphClient).users()) all.push(...page);
    const told = new Map(all.map((user) => [user.email, user]));
    expect(told.get(ADA)).toMatchObject({ id: standIns.ada, name: "Ada Lovelace", enabled: true, guest: false });
    expect(told.get("guest@other.example")).toMatchObject({ guest: true });
    expect(told.get("left@northwind.example")).toMatchObject({ enabled: false });
    const purposes = await directory(standIns.graphClient).purposes([standIns.ada, room, unlicensed]);
    expect([...purposes.values()]).toEqual(["user", "room", "none"]);
  });

  it("reads many pages of users", async () => {
    for (let index = 0; index < 230; index += 1) standIns.graph.seed.user({ userPrincipalName: `person${index}@northwind.example` });
    let count = 0;
    for await (const page of directory(standIns.graphClient).users()) count += page.length;
    expect(count).toBe(231);
  });

  it("knows users by id, and leaves out who is gone", async () => {
    const found = await directory(standIns.graphClient).usersById([standIns.ada, "00000000-0000-4000-8000-000000000000"]);
    expect([...found.keys()]).toEqual([standIns.ada]);
  });

  it("takes the domains of members' names for verified where it may not read the organisation", async () => {
    expect([...(await directory(standIns.graphClient).verifiedDomains())]).toEqual(["northwind.example"]);
  });
});

describe("the users of the org", () => {
  it("are told with Username and whether they count", async () => {
    standIns.salesforce.seed.user({ Email: "gone@northwind.example", IsActive: false });
    const users = await salesforceUsers(standIns.salesforceClient.as(READER)).users();
    expect(users.find(({ email }) => email === ADA)).toEqual({
      id: standIns.adaInSalesforce,
      username: ADA,
      email: ADA,
      name: "Ada Lovelace",
      active: true,
      standard: true,
    });
    expect(users.find(({ email }) => email === "gone@northwind.example")?.active).toBe(false);
  });
});

describe("a mailbox's folders", () => {
  it("B1: are made, found by name, and counted", async () => {
    const setup = mailboxSetup(standIns.graphClient);
    const emails = await setup.createMailFolder(standIns.ada, "Salesforce Emails");
    const contacts = await setup.createContactFolder(standIns.ada, "Salesforce Contacts");
    await setup.createCategory(standIns.ada, "Salesforce");
    await setup.createCategory(standIns.ada, "Salesforce");
    expect(await setup.mailFolders(standIns.ada)).toContainEqual(emails);
    expect(await setup.contactFolders(standIns.ada)).toContainEqual(contacts);
    expect(await setup.categories(standIns.ada)).toContain("Salesforce");
    standIns.graph.seed.contact(ADA, "Salesforce Contacts", { surname: "One" });
    expect(await setup.countItems(standIns.ada, "contacts", contacts.id)).toBe(1);
    expect(await setup.countItems(standIns.ada, "emails", emails.id)).toBe(0);
  });

  it("are told at any depth", async () => {
    const { seed } = standIns.graph;
    const top = seed.folder(ADA, "Salesforce Emails");
    seed.folder(ADA, "Salesforce Emails/A/B");
    seed.folder(ADA, "Salesforce Emails/C");
    const names = (await mailboxSetup(standIns.graphClient).mailSubfolders(standIns.ada, top.id)).map(({ name }) => name);
    expect(names.sort()).toEqual(["A", "B", "C"]);
  });

  it("MG4: the default contact folder is among them once a contact lies in it", async () => {
    const setup = mailboxSetup(standIns.graphClient);
    expect(await setup.contactFolders(standIns.ada)).toEqual([]);
    standIns.graph.seed.contact(ADA, "contacts", { surname: "One" });
    expect((await setup.contactFolders(standIns.ada)).map(({ name }) => name)).toEqual(["Contacts"]);
  });

  it("B2: are missing when gone or under Deleted Items, asked in one request", async () => {
    const setup = mailboxSetup(standIns.graphClient);
    const mailbox = standIns.graphClient.mailbox(standIns.ada);
    const [kept, binned, contacts] = [
      await setup.createMailFolder(standIns.ada, "Kept"),
      await setup.createMailFolder(standIns.ada, "Binned"),
      await setup.createContactFolder(standIns.ada, "Salesforce Contacts"),
    ];
    const asked = [
      { role: "emails", id: kept.id },
      { role: "emails", id: binned.id },
      { role: "contacts", id: contacts.id },
    ] as const;
    const mark = standIns.log.count;
    expect([...(await setup.missing(standIns.ada, asked))]).toEqual([]);
    expect(requestsSince(standIns, mark)).toBe(1);
    await mailbox.send("POST", `/mailFolders/${encodeURIComponent(binned.id)}/move` as never, { destinationId: "deleteditems" });
    await mailbox.send("DELETE", `/contactFolders/${encodeURIComponent(contacts.id)}` as never);
    expect(await setup.missing(standIns.ada, asked)).toEqual(new Set([binned.id, contacts.id]));
  });

  it("tells the time zone by its IANA name, whatever the mailbox calls it", async () => {
    expect(await mailboxSetup(standIns.graphClient).timeZone(standIns.ada)).toMatch(/^\w+(?:\/\w+)*$/u);
    expect(ianaZone("W. Europe Standard Time")).toBe("Europe/Berlin");
    expect(ianaZone("Europe/Vienna")).toBe("Europe/Vienna");
    expect(ianaZone("tzone://Microsoft/Custom")).toBeNull();
    expect(ianaZone(null)).toBeNull();
  });
});

describe("change subscriptions", () => {
  let endpoint: Server;
  let address = "";
  beforeEach(async () => {
    endpoint = createServer((request, response) => {
      const token = new URL(request.url ?? "", "http://localhost").searchParams.get("validationToken");
      response.writeHead(200, { "content-type": "text/plain" }).end(token ?? "");
    });
    await new Promise<void>((listening) => endpoint.listen(0, "127.0.0.1", listening));
    address = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
  });
  afterEach(() => endpoint.close());

  const wish = (url: string) => ({
    userId: standIns.ada,
    watched: "contacts" as const,
    notificationUrl: `${url}/webhooks/graph`,
    lifecycleNotificationUrl: `${url}/webhooks/graph`,
    clientState: "s".repeat(32),
    expiresAt: new Date(standIns.now().getTime() + 3 * 86_400_000),
  });

  it("are made, renewed and removed; one that Graph forgot is to be made anew (MG11, MG12)", async () => {
    const subscriptions = changeSubscriptions(standIns.graphClient);
    const made = await subscriptions.create(wish(address));
    expect(made.expiresAt.getTime()).toBeGreaterThan(standIns.now().getTime());
    const later = new Date(standIns.now().getTime() + 6 * 86_400_000);
    expect((await subscriptions.renew(made.id, later))?.expiresAt.getTime()).toBeGreaterThan(made.expiresAt.getTime());
    await subscriptions.remove(made.id);
    await subscriptions.remove(made.id);
    expect(await subscriptions.renew(made.id, later)).toBeNull();
  });

  it("say that the address cannot be reached", async () => {
    endpoint.close();
    await expect(changeSubscriptions(standIns.graphClient).create(wish("http://127.0.0.1:1"))).rejects.toMatchObject({
      name: "Refused",
      code: "NOTIFICATIONS_UNREACHABLE",
    });
  });
});
