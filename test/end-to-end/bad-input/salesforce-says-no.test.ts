import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StoredItem } from "../../sandbox/graph/stored.ts";
import { eventually, expectClear, type Person, unkindWorld, type UnkindWorld } from "./unkind-world.ts";

let world: UnkindWorld;
let anna: Person;
let ben: Person;

beforeAll(async () => {
  world = await unkindWorld({ org: { sharedActivities: true } });
  anna = world.person("anna");
  ben = world.person("ben");
  await world.admin.activateAll();
  await settled(anna);
  await settled(ben);
});

afterAll(() => world.close());

beforeEach(() => {
  world.standIns.salesforce.org.obstacles.clear();
  world.standIns.salesforce.set({ duplicateRules: "none", storageFull: false, apiEnabled: true });
});

const file = { name: "offer.txt", type: "text/plain", bytes: Buffer.from("an offer") };
const org = () => world.standIns.salesforce.org;

async function settled(person: Person): Promise<void> {
  expect(await world.admin.cycle(person.email, 30)).toMatchObject({ settled: true, waiting: 0, running: 0 });
}

function categories(person: Person, item: StoredItem): unknown {
  return person.now(item)?.fields["categories"];
}

async function tasks(subject: string): Promise<number> {
  return world.salesforce.countAll(`SELECT COUNT() FROM Task WHERE Subject = '${subject}'`);
}

async function contacts(lastName: string): Promise<readonly Record<string, unknown>[]> {
  return world.salesforce.query(`SELECT FirstName, LastName, Title, Email FROM Contact WHERE LastName = '${lastName}'`);
}

describe("a full organisation", () => {
  it("fails the mail with a next step, keeps its files with it, and files it once there is room", async () => {
    world.standIns.salesforce.set({ storageFull: true });
    const mail = await anna.filed({ subject: "Full up", files: [file] });
    const beside = await anna.filed({ subject: "Without a file" });
    await settled(anna);
    const { state, problem } = await anna.status(mail);
    expect([state, problem?.code]).toEqual(["failed", "SALESFORCE_STORAGE_LIMIT_EXCEEDED"]);
    expectClear(problem);
    expect((await anna.status(beside)).state).toBe("filed");
    expect(await tasks("Full up")).toBe(0);
    expect((await world.admin.overview()).failures).toContainEqual({ code: "SALESFORCE_STORAGE_LIMIT_EXCEEDED", count: 1 });

    world.standIns.salesforce.set({ storageFull: false });
    await world.admin.setSync(anna.email, "on");
    await settled(anna);
    expect(await anna.status(mail)).toMatchObject({ state: "filed", problem: null, files: [{ name: "offer.txt", problem: null }] });
    expect(await tasks("Full up")).toBe(1);
  });
});

describe("the daily limit", () => {
  it("makes everything wait, says so for the connection, and is over as soon as it is lifted and somebody asks", async () => {
    world.standIns.salesforce.set({ dailyRequests: org().requestsToday() });
    const mail = await anna.filed({ subject: "Tomorrow" });
    await eventually(async () => expect((await anna.status(mail)).problem?.code).toBe("THROTTLED"));
    const { connection } = await eventually(async () => {
      const overview = await world.admin.overview();
      expect(overview.connection.healthy).toBe(false);
      return overview;
    });
    for (const problem of connection.problems) expectClear(problem);

    world.standIns.salesforce.set({ dailyRequests: 10_000_000 });
    await settled(anna);
    expect((await anna.status(mail)).state).toBe("filed");
    expect(await tasks("Tomorrow")).toBe(1);
  });
});

describe("validation rules and locks", () => {
  it("a rule is quoted on the item and in the list; the items beside it go through; mended, it goes through too", async () => {
    org().obstacles.validate("Task", ({ Subject }) => (String(Subject) === "Ruled out" ? "Tasks need a budget." : null));
    org().obstacles.validate("Contact", ({ Title }) => (Title === "Forbidden" ? "This title is forbidden." : null));
    const mail = await anna.filed({ subject: "Ruled out" });
    const contact = anna.contact({ givenName: "Ruth", surname: "Ruled", jobTitle: "Forbidden" });
    const beside = anna.contact({ givenName: "Fred", surname: "Free" });
    await settled(anna);
    const { state, problem } = await anna.status(mail);
    expect(state).toBe("failed");
    expect(problem?.message).toContain("Tasks need a budget.");
    expectClear(problem);
    expect(categories(anna, contact)).toEqual(["Sync Error", "Refused by Salesforce"]);
    const { attention } = await anna.me();
    expect(attention.map((item) => item.problem.message).join()).toContain("This title is forbidden.");
    expect(categories(anna, beside)).toEqual(["Salesforce"]);

    org().obstacles.clear();
    world.standIns.graph.seed.change(anna.now(contact) ?? contact, { jobTitle: "Captain" });
    await anna.fileInPane(mail, {});
    await settled(anna);
    expect((await anna.status(mail)).state).toBe("filed");
    expect(categories(anna, contact)).toEqual(["Salesforce"]);
    expect([await tasks("Ruled out"), await contacts("Ruled")]).toMatchObject([1, [{ Title: "Captain" }]]);
  });

  it("a locked row is written a little later, by itself", async () => {
    const contact = anna.contact({ givenName: "Lock", surname: "Locked" });
    await settled(anna);
    const [record] = await world.salesforce.query<{ Id: string }>("SELECT Id FROM Contact WHERE LastName = 'Locked'");
    org().obstacles.lock(record?.Id ?? "", 2);
    world.standIns.graph.seed.change(anna.now(contact) ?? contact, { jobTitle: "Smith" });
    await eventually(async () => expect(await contacts("Locked")).toMatchObject([{ Title: "Smith" }]));
  });

  it("M1: a duplicate rule that blocks is honoured: nothing is made, and the contact says why", async () => {
    world.standIns.salesforce.seed.contact({
      FirstName: "Her",
      LastName: "Twin",
      Email: "twin@outside.example",
      OwnerId: ben.salesforceId,
    });
    for (const rules of ["block", "alert"] as const) {
      world.standIns.salesforce.set({ duplicateRules: rules });
      const contact = anna.contact({
        givenName: `His ${rules}`,
        surname: "Twin",
        emailAddresses: [{ name: "", address: "twin@outside.example" }],
      });
      await settled(anna);
      expect(categories(anna, contact)).toEqual(["Sync Error", "Refused by Salesforce"]);
    }
    for (const { problem } of (await anna.me()).attention) expectClear(problem);
    expect(await contacts("Twin")).toHaveLength(1);
  });
});

describe("P7: what the user may not do", () => {
  it("without the permission to make tasks and contacts, both say so; with it, starting again files them", async () => {
    org().allow(ben.salesforceId, { readOnlyObjects: ["Task", "Contact"] });
    const mail = await ben.filed({ subject: "No permission" });
    const contact = ben.contact({ givenName: "Nora", surname: "Nopermission" });
    await settled(ben);
    expect((await ben.status(mail)).state).toBe("failed");
    expect(categories(ben, contact)).toEqual(["Sync Error", "Refused by Salesforce"]);
    const { attention } = await ben.me();
    expect(attention).toHaveLength(2);
    for (const { problem } of attention) expectClear(problem);

    org().allow(ben.salesforceId, { readOnlyObjects: [] });
    await world.admin.setSync(ben.email, "on");
    await settled(ben);
    expect((await ben.status(mail)).state).toBe("filed");
    expect(categories(ben, contact)).toEqual(["Salesforce"]);
    expect([await tasks("No permission"), (await contacts("Nopermission")).length]).toEqual([1, 1]);
  });

  it("SF6: fields hidden while the service runs are left alone, and everything else goes on", async () => {
    const contact = ben.contact({ givenName: "Hidde", surname: "Hidden", jobTitle: "Boss" });
    await settled(ben);
    org().allow(ben.salesforceId, { hiddenFields: { Contact: ["Title", "HomePhone"], Task: ["CallType"] } });
    const mail = await ben.filed({ subject: "Hidden fields" });
    world.standIns.graph.seed.change(ben.now(contact) ?? contact, { jobTitle: "Not to be written", department: "Sales" });
    await settled(ben);
    expect((await ben.status(mail)).state).toBe("filed");
    const [record] = await world.salesforce.query("SELECT Title, Department FROM Contact WHERE LastName = 'Hidden'");
    expect(record).toMatchObject({ Title: "Boss", Department: "Sales" });
    expect(ben.now(contact)?.fields["jobTitle"]).toBe("Not to be written");
    org().allow(ben.salesforceId, { hiddenFields: {} });
  });

  it("an object that is hidden altogether is named, without the query that failed, and mails go on", async () => {
    org().allow(ben.salesforceId, { hiddenObjects: ["Contact"] });
    const contact = ben.contact({ givenName: "Una", surname: "Unseen", emailAddresses: [{ name: "", address: "una@outside.example" }] });
    const mail = await ben.filed({ subject: "Contacts unseen" });
    const { reason } = await eventually(async () => {
      const user = await world.admin.user(ben.email);
      expect(user).toMatchObject({ state: "faulty", reason: expect.stringContaining("may not see contacts") });
      return user;
    });
    expect(reason).toContain("sync then goes on by itself");
    await eventually(async () => expect((await ben.status(mail)).state).toBe("filed"));
    expect(world.service.log.join("\n")).not.toContain("una@outside.example");

    org().allow(ben.salesforceId, { hiddenObjects: [] });
    await settled(ben);
    expect(categories(ben, contact)).toEqual(["Salesforce"]);
    expect((await world.admin.user(ben.email)).state).toBe("healthy");
  });

  it("a user without API Enabled stops alone, and goes on by himself", async () => {
    org().allow(ben.salesforceId, { apiEnabled: false });
    const mail = await ben.filed({ subject: "No API" });
    await eventually(async () => expect((await world.admin.user(ben.email)).state).toBe("faulty"));
    const { problem } = await ben.me();
    expect(problem?.code).toBe("SALESFORCE_API_DISABLED");
    expectClear(problem);
    const beside = await anna.filed({ subject: "With API" });
    await settled(anna);
    expect((await anna.status(beside)).state).toBe("filed");

    org().allow(ben.salesforceId, { apiEnabled: true });
    await eventually(async () => expect((await ben.status(mail)).state).toBe("filed"));
    expect(await tasks("No API")).toBe(1);
  });

  it("an organisation without API is said of the connection", async () => {
    world.standIns.salesforce.set({ apiEnabled: false });
    const mail = await anna.filed({ subject: "No API at all" });
    const problems = await eventually(async () => {
      const { connection } = await world.admin.overview();
      expect(connection.problems.map(({ code }) => code)).toContain("SALESFORCE_API_DISABLED");
      return connection.problems;
    });
    for (const problem of problems) expectClear(problem);
    expect(["waiting", "filing"]).toContain((await anna.status(mail)).state);
    world.standIns.salesforce.set({ apiEnabled: true });
    await settled(anna);
    expect((await anna.status(mail)).state).toBe("filed");
    expect((await world.admin.overview()).connection.healthy).toBe(true);
  });
});
