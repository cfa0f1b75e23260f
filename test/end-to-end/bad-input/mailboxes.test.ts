import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderNames } from "../../../shared/records/names.ts";
import { type MailboxClient, mailboxClient } from "../../sandbox/mailbox-client.ts";
import { readerUsername } from "../../sandbox/seed/people.ts";
import { eventually, expectClear, type Person, unkindWorld, type UnkindWorld } from "./unkind-world.ts";

let world: UnkindWorld;
let anna: Person;
let ben: Person;
let mailbox: MailboxClient;

beforeAll(async () => {
  world = await unkindWorld();
  [anna, ben] = [world.person("anna"), world.person("ben")];
  mailbox = mailboxClient(
    () => world.standIns.graph.url,
    () => world.standIns.graphToken(),
    anna.email,
  );
  await world.admin.activateAll();
  await settled(anna);
  await settled(ben);
});

afterAll(() => world.close());

async function settled(person: Person): Promise<void> {
  expect(await world.admin.cycle(person.email, 40)).toMatchObject({ settled: true, waiting: 0, running: 0 });
}

/** The user is told, and so is the administrator: one problem, in words. */
async function toldOf(person: Person, code: string): Promise<void> {
  const { problem } = await eventually(async () => {
    const me = await person.me();
    expect(me.problem?.code).toBe(code);
    return me;
  });
  expectClear(problem);
  const { state, reason } = await world.admin.user(person.email);
  expect([state, reason]).toEqual(["faulty", `${problem?.message} ${problem?.remedy}`]);
  expect((await world.admin.overview()).failures.map((failure) => failure.code)).toContain(code);
}

async function well(person: Person): Promise<void> {
  await settled(person);
  expect(await world.admin.user(person.email)).toMatchObject({ state: "healthy", reason: null });
}

async function repair(): Promise<void> {
  const { id } = await world.admin.user(anna.email);
  expect((await world.administer("POST", `/api/admin/users/${id}/repair`)).status).toBe(200);
}

const folders = async () => (await mailbox.all<{ displayName: string }>("/mailFolders?$top=100")).map(({ displayName }) => displayName);
const mails = (subject: string) => world.salesforce.countAll(`SELECT COUNT() FROM Task WHERE Subject = '${subject}'`);
const records = () => world.salesforce.count(`SELECT COUNT() FROM Contact WHERE OwnerId = '${anna.salesforceId}'`);

describe("B1, B2: folders under the service's feet", () => {
  it("renaming the folder is harmless", async () => {
    const id = await mailbox.filingFolder();
    await mailbox.send("PATCH", `/mailFolders/${id}`, { displayName: "My CRM" });
    const mail = anna.drag(await anna.mail({ subject: "Renamed" }), "My CRM");
    await well(anna);
    expect((await anna.status(mail)).state).toBe("filed");
    await mailbox.send("PATCH", `/mailFolders/${id}`, { displayName: folderNames.emails });
  });

  it("thrown away: mails pause and say so, contacts go on, nothing is removed; moved back, it goes on by itself", async () => {
    const id = await mailbox.filingFolder();
    const { id: parentId } = await mailbox.get<{ id: string }>("/mailFolders/msgfolderroot");
    await mailbox.send("POST", `/mailFolders/${id}/move`, { destinationId: "deleteditems" });
    const contact = anna.contact({ givenName: "Still", surname: "Synced" });
    await world.admin.cycle(anna.email, 20);
    await toldOf(anna, "FOLDER_MISSING");
    await eventually(() => expect(anna.now(contact)?.fields["categories"]).toEqual(["Salesforce"]));
    expect(await mails("Renamed")).toBe(1);

    await mailbox.send("POST", `/mailFolders/${id}/move`, { destinationId: parentId });
    await well(anna);
    const mail = await anna.filed({ subject: "Moved back" });
    await settled(anna);
    expect((await anna.status(mail)).state).toBe("filed");
  });

  it("thrown away and repaired: it is made anew, and no mail is filed twice", async () => {
    await mailbox.send("POST", `/mailFolders/${await mailbox.filingFolder()}/move`, { destinationId: "deleteditems" });
    await world.admin.cycle(anna.email, 20);
    await toldOf(anna, "FOLDER_MISSING");
    await repair();
    await well(anna);
    expect(await folders()).toContain(folderNames.emails);
    const mail = await anna.filed({ subject: "After the repair" });
    await settled(anna);
    expect((await anna.status(mail)).state).toBe("filed");
    expect([await mails("Renamed"), await mails("Moved back"), await mails("After the repair")]).toEqual([1, 1, 1]);
  });

  it("contacts deleted with their folder are no wish to delete: Salesforce keeps them, and after the repair they are back", async () => {
    const before = await records();
    await mailbox.send("DELETE", `/contactFolders/${await mailbox.contactsFolder()}`);
    await world.admin.cycle(anna.email, 20);
    await toldOf(anna, "FOLDER_MISSING");
    expect(await records()).toBe(before);
    await repair();
    await well(anna);
    expect(await records()).toBe(before);
    expect(anna.contacts().map(({ fields }) => fields["surname"])).toEqual(["Synced"]);
    expect((await world.admin.cycle(anna.email, 20)).held).toBe(0);
  });

  it("the category gone from the master list is there again with the next mail that is filed", async () => {
    const list = await mailbox.all<{ id: string; displayName: string }>("/outlook/masterCategories");
    const category = list.find(({ displayName }) => displayName === "Salesforce");
    await mailbox.send("DELETE", `/outlook/masterCategories/${category?.id}`);
    const mail = await anna.filed({ subject: "Without the category" });
    await settled(anna);
    expect((await anna.status(mail)).state).toBe("filed");
    expect((await mailbox.all<{ displayName: string }>("/outlook/masterCategories")).map(({ displayName }) => displayName)).toContain(
      "Salesforce",
    );
  });
});

describe("people who lose something after pairing", () => {
  it("a mailbox without licence says so, and goes on when it has one again", async () => {
    const { directory } = world.standIns.entra;
    directory.putUser({ userPrincipalName: ben.email, hasMailbox: false });
    await world.admin.cycle(ben.email, 1);
    await toldOf(ben, "MAILBOX_UNREACHABLE");
    directory.putUser({ userPrincipalName: ben.email, hasMailbox: true });
    const mail = await ben.filed({ subject: "Licensed again" });
    await well(ben);
    expect((await ben.status(mail)).state).toBe("filed");
  });

  it("a user deactivated in Salesforce waits, is named by Sync users, and goes on when active again", async () => {
    const { salesforce } = world.standIns;
    salesforce.seed.change("User", ben.salesforceId, { IsActive: false });
    salesforce.expireSessions(ben.username);
    const mail = await ben.filed({ subject: "Deactivated" });
    await toldOf(ben, "SALESFORCE_USER_INACTIVE");
    expect((await world.admin.syncUsers(false)).removed).toMatchObject([
      { email: ben.email, reason: "The user is inactive in Salesforce." },
    ]);
    salesforce.seed.change("User", ben.salesforceId, { IsActive: true });
    await well(ben);
    expect([(await ben.status(mail)).state, await mails("Deactivated")]).toEqual(["filed", 1]);
  });

  it("a user whom the app is not approved for, and a key that Salesforce does not know, are told apart", async () => {
    const { org } = world.standIns.salesforce;
    const [app] = org.apps();
    if (!app) throw new Error("no app is registered");
    org.register({ ...app, preauthorised: [anna.username, readerUsername] });
    world.standIns.salesforce.expireSessions(ben.username);
    const mail = await ben.filed({ subject: "Not approved" });
    await toldOf(ben, "SALESFORCE_NOT_APPROVED");
    org.register({ ...app, publicKeys: [] });
    await world.admin.cycle(ben.email, 1);
    await toldOf(ben, "SALESFORCE_KEY_REFUSED");
    org.register(app);
    await well(ben);
    expect((await ben.status(mail)).state).toBe("filed");
  });

  it("MG13: a subscription that Exchange removed is made anew, and what came meanwhile is filed unasked", async () => {
    const mail = await ben.filed({ subject: "Unsubscribed" });
    const { notifier } = world.standIns.graph;
    for (const one of notifier.subscriptions.all()) notifier.lifecycle(one, "subscriptionRemoved");
    await eventually(async () => expect((await ben.status(mail)).state).toBe("filed"));
    const later = await ben.filed({ subject: "Subscribed again" });
    await eventually(async () => expect((await ben.status(later)).state).toBe("filed"));
  });
});

describe("the app registration in Entra ID", () => {
  it("a permission that lost its consent is named; granted again, it is noticed without a restart", async () => {
    const { directory } = world.standIns.entra;
    const app = directory.app(world.standIns.identity.clientId);
    if (!app) throw new Error("no app is registered");
    directory.putApp({ ...app, graphRoles: app.graphRoles.filter((role) => role !== "Contacts.ReadWrite") });
    const fault = world.standIns.faults.plant({ kind: "expired-session", on: "graph", times: 1, path: "^/v1.0" });
    const mail = await anna.filed({ subject: "Mails go on" });
    const contact = anna.contact({ givenName: "Waits", surname: "Consent" });
    await toldOf(anna, "GRAPH_PERMISSION_MISSING");
    expect((await world.admin.user(anna.email)).reason).toContain("Contacts.ReadWrite");
    await eventually(async () => expect((await anna.status(mail)).state).toBe("filed"));
    directory.putApp(app);
    world.standIns.faults.lift(fault);
    await well(anna);
    expect(anna.now(contact)?.fields["categories"]).toEqual(["Salesforce"]);
  });

  it("a secret that is over stops everybody, names the variable, and is asked for again by itself", async () => {
    const { directory } = world.standIns.entra;
    const app = directory.app(world.standIns.identity.clientId);
    if (!app) throw new Error("no app is registered");
    directory.putApp({ ...app, secrets: ["another-secret-altogether"] });
    const fault = world.standIns.faults.plant({ kind: "expired-session", on: "graph", times: 4, path: "^/v1.0" });
    await anna.filed({ subject: "No secret" });
    await toldOf(anna, "ENTRA_REFUSED");
    expect((await world.admin.user(anna.email)).reason).toContain("ENTRA_CLIENT_SECRET");
    const refused = await world.administer("POST", "/api/admin/users/sync", { apply: false });
    expect(refused.status).toBeLessThan(500);
    expectClear((await refused.json()) as { message: string; remedy: string });
    world.standIns.faults.lift(fault);
    directory.putApp(app);
    await well(anna);
    expect(await mails("No secret")).toBe(1);
  });

  it("B3: somebody disabled in Entra ID is unpaired by Sync users and told whom to ask", async () => {
    world.standIns.entra.directory.putUser({ userPrincipalName: ben.email, accountEnabled: false });
    const { removed } = await world.admin.syncUsers(true);
    expect(removed).toMatchObject([{ email: ben.email, reason: "The user is disabled in Microsoft 365." }]);
    const { sync, problem } = await ben.me();
    expect(sync).toBe("unpaired");
    expectClear(problem);
  });
});
