import { afterEach, describe, expect, it } from "vitest";
import { ANNA, BEN, openWorld, READER, type World, type WorldSettings } from "./world.ts";

let world: World;
async function open(settings: WorldSettings = {}): Promise<World> {
  world = await openWorld(settings);
  return world;
}
afterEach(() => world.close());

async function find(soql: string, who = ANNA) {
  const reply = await world.call(who, "GET", `/query?q=${encodeURIComponent(soql)}`);
  return reply.body.records as Record<string, unknown>[];
}
const code = (reply: { body: { errorCode: string }[] }) => reply.body[0]?.errorCode;

describe("what an administrator changes", () => {
  it("record types: the profile's default is given, another one is refused, describe tells which are offered", async () => {
    await open();
    const { org } = world.salesforce;
    org.customize({
      recordTypes: [
        { object: "Contact", developerName: "Customer", picklists: {} },
        { object: "Contact", developerName: "Press", picklists: {} },
      ],
    });
    org.allow(world.anna, { recordTypes: { Contact: ["Customer"] } });
    const types = await find("SELECT Id, DeveloperName FROM RecordType WHERE SobjectType = 'Contact' ORDER BY DeveloperName");
    const [customer, press] = types.map((row) => String(row["Id"]));
    const made = await world.call(ANNA, "POST", "/sobjects/Contact", { LastName: "Hopper" });
    expect(await find("SELECT RecordTypeId, RecordType.DeveloperName FROM Contact")).toMatchObject([
      { RecordTypeId: customer, RecordType: { DeveloperName: "Customer" } },
    ]);
    const refused = await world.call(ANNA, "PATCH", `/sobjects/Contact/${made.body.id}`, { RecordTypeId: press });
    expect([refused.status, code(refused)]).toEqual([400, "INVALID_CROSS_REFERENCE_KEY"]);
    const infos = (await world.call(ANNA, "GET", "/sobjects/Contact/describe")).body.recordTypeInfos as Record<string, unknown>[];
    expect(infos.map((info) => [info["developerName"], info["available"], info["defaultRecordTypeMapping"]])).toEqual([
      ["Customer", true, true],
      ["Press", false, false],
      ["Master", true, false],
    ]);
  });

  it("a picklist restricted: values outside it are refused, by the record's type too, and stay where they were", async () => {
    await open();
    const { org } = world.salesforce;
    const id = (await world.call(ANNA, "POST", "/sobjects/Contact", { LastName: "Hopper", LeadSource: "Trade fair" })).body.id;
    org.customize({
      picklists: { "Contact.LeadSource": { values: ["Web", "Phone Inquiry"], restricted: true } },
      recordTypes: [{ object: "Contact", developerName: "Customer", picklists: { LeadSource: ["Web"] } }],
    });
    const set = (LeadSource: string) => world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { LeadSource });
    expect(code(await set("Billboard"))).toBe("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
    expect((await world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { Title: "Admiral" })).status).toBe(204);
    expect(await find("SELECT LeadSource FROM Contact")).toMatchObject([{ LeadSource: "Trade fair" }]);
    expect((await set("Phone Inquiry")).status).toBe(204);
    const typed = await world.call(ANNA, "POST", "/sobjects/Contact", { LastName: "Typed", LeadSource: "Phone Inquiry" });
    expect(code(typed)).toBe("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
  });

  it("SF6: a field hidden is gone from describe, records and queries, as if it had never been", async () => {
    await open();
    world.salesforce.org.allow(world.anna, { hiddenFields: { Contact: ["Birthdate"] } });
    const id = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna, Birthdate: "1906-12-09" });
    const names = ((await world.call(ANNA, "GET", "/sobjects/Contact/describe")).body.fields as { name: string }[]).map(
      (field) => field.name,
    );
    expect(names).not.toContain("Birthdate");
    expect((await world.call(ANNA, "GET", `/sobjects/Contact/${id}`)).body).not.toHaveProperty("Birthdate");
    expect(code(await world.call(ANNA, "GET", "/query?q=SELECT+Birthdate+FROM+Contact"))).toBe("INVALID_FIELD");
    expect(code(await world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { Birthdate: "1906-12-10" }))).toBe("INVALID_FIELD");
  });

  it("SF23: a field added to Activity is on Task and Event, and nobody's until a permission set grants it", async () => {
    await open();
    const { org, seed } = world.salesforce;
    org.customize({ fields: { Activity: ["Score__c | Score | string 20 | CUNFGS"] }, ungranted: ["Activity.Score__c"] });
    const write = () => world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", Score__c: "9" });
    expect(code(await write())).toBe("INVALID_FIELD");
    const set = seed.make("PermissionSet", { Name: "Scores", Label: "Scores" });
    for (const object of ["Task", "Event"]) {
      seed.make("FieldPermissions", {
        ParentId: set,
        SobjectType: object,
        Field: `${object}.Score__c`,
        PermissionsRead: true,
        PermissionsEdit: true,
      });
    }
    expect(code(await write())).toBe("INVALID_FIELD");
    seed.make("PermissionSetAssignment", { AssigneeId: world.anna, PermissionSetId: set });
    expect((await write()).status).toBe(201);
    expect(await find("SELECT Score__c FROM Task")).toMatchObject([{ Score__c: "9" }]);
    expect(code(await world.call(BEN, "GET", "/query?q=SELECT+Score__c+FROM+Task"))).toBe("INVALID_FIELD");
  });

  it("a user deactivated: no longer a new owner, no longer let in; what he owns stays", async () => {
    await open();
    const id = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.ben });
    const { accessToken } = world.connect(BEN);
    world.salesforce.seed.change("User", world.ben, { IsActive: false });
    const reply = await fetch(`${world.url}/services/data/v62.0/limits`, { headers: { authorization: `Bearer ${accessToken}` } });
    expect(reply.status).toBe(401);
    expect(code(await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", OwnerId: world.ben }))).toBe("INACTIVE_OWNER_OR_USER");
    expect(await find("SELECT OwnerId, Owner.IsActive FROM Contact", READER)).toMatchObject([
      { attributes: { url: expect.stringContaining(id) }, OwnerId: world.ben, Owner: { IsActive: false } },
    ]);
  });

  it("an owner changed: a private contact changes hands", async () => {
    await open();
    const id = world.salesforce.seed.contact({ LastName: "Hopper", OwnerId: world.anna });
    expect((await world.call(ANNA, "PATCH", `/sobjects/Contact/${id}`, { OwnerId: world.ben })).status).toBe(204);
    expect((await world.call(ANNA, "GET", `/sobjects/Contact/${id}`)).status).toBe(404);
    expect((await world.call(BEN, "GET", `/sobjects/Contact/${id}`)).status).toBe(200);
  });

  it("an event turned private: seen by its owner and by those who see all, and without relations", async () => {
    await open();
    const { seed } = world.salesforce;
    const account = seed.account({ Name: "Navy", OwnerId: world.anna });
    const id = seed.event({
      Subject: "Plans",
      WhatId: account,
      StartDateTime: "2026-03-03T09:00:00Z",
      DurationInMinutes: 60,
      OwnerId: world.anna,
    });
    expect((await world.call(BEN, "GET", `/sobjects/Event/${id}`)).status).toBe(200);
    expect(code(await world.call(ANNA, "PATCH", `/sobjects/Event/${id}`, { IsPrivate: true }))).toBe("FIELD_INTEGRITY_EXCEPTION");
    expect((await world.call(ANNA, "PATCH", `/sobjects/Event/${id}`, { IsPrivate: true, WhatId: null })).status).toBe(204);
    expect((await world.call(BEN, "GET", `/sobjects/Event/${id}`)).status).toBe(404);
    expect((await world.call(READER, "GET", `/sobjects/Event/${id}`)).status).toBe(200);
  });

  it("roles: those above see and change what those below own, unless the hierarchy is off", async () => {
    await open();
    const { seed } = world.salesforce;
    const boss = seed.make("UserRole", { Name: "Head of sales" });
    const seller = seed.make("UserRole", { Name: "Seller", ParentRoleId: boss });
    seed.change("User", world.anna, { UserRoleId: boss });
    seed.change("User", world.ben, { UserRoleId: seller });
    const his = seed.contact({ LastName: "Hopper", OwnerId: world.ben });
    const hers = seed.contact({ LastName: "Lovelace", OwnerId: world.anna });
    expect((await world.call(ANNA, "PATCH", `/sobjects/Contact/${his}`, { Title: "Admiral" })).status).toBe(204);
    expect((await world.call(BEN, "GET", `/sobjects/Contact/${hers}`)).status).toBe(404);
    world.salesforce.set({ roleHierarchy: false });
    expect((await world.call(ANNA, "GET", `/sobjects/Contact/${his}`)).status).toBe(404);
  });

  it("a queue owns tasks, which its members see as theirs", async () => {
    await open();
    const { seed } = world.salesforce;
    const queue = seed.make("Group", { Name: "Support", Type: "Queue" });
    seed.make("QueueSobject", { QueueId: queue, SobjectType: "Task" });
    seed.make("GroupMember", { GroupId: queue, UserOrGroupId: world.ben });
    const made = await world.call(ANNA, "POST", "/sobjects/Task", { Subject: "Call", OwnerId: queue });
    expect(made.status).toBe(201);
    expect((await world.call(BEN, "GET", `/sobjects/Task/${made.body.id}`)).body).toMatchObject({ OwnerId: queue });
    expect((await world.call(ANNA, "GET", `/sobjects/Task/${made.body.id}`)).status).toBe(404);
  });
});

describe("what a person has gathered", () => {
  it("a list view is listed, described, and answers whoever looks with what he may see", async () => {
    await open();
    const { seed } = world.salesforce;
    seed.contact({ LastName: "Hopper", OwnerId: world.anna, Title: "Admiral" });
    seed.contact({ LastName: "Lovelace", OwnerId: world.ben, Title: "Countess" });
    const view = seed.listView({ object: "Contact", name: "My people", fields: ["Name", "Title"], mine: true, orderBy: "Name" });
    const list = await world.call(ANNA, "GET", "/sobjects/Contact/listviews");
    expect(list.body).toMatchObject({
      done: true,
      size: 1,
      sobjectType: "Contact",
      listviews: [{ id: view, label: "My people", developerName: "My_people" }],
    });
    const results = await world.call(ANNA, "GET", `/sobjects/Contact/listviews/${view}/results`);
    expect(results.body).toMatchObject({ done: true, size: 1, label: "My people" });
    const cells = Object.fromEntries(
      (results.body.records[0].columns as { fieldNameOrPath: string; value: string }[]).map((cell) => [cell.fieldNameOrPath, cell.value]),
    );
    expect(cells).toMatchObject({ Name: "Hopper", Title: "Admiral", CreatedDate: "Mon Mar 02 09:00:00 GMT 2026" });
    const described = await world.call(ANNA, "GET", `/sobjects/Contact/listviews/${view}/describe`);
    expect(described.body.query).toContain("FROM Contact USING SCOPE mine");
    expect(await find("SELECT Name FROM ListView WHERE SobjectType = 'Contact'")).toMatchObject([{ Name: "My people" }]);
    expect((await world.call(ANNA, "GET", "/sobjects/Lead/listviews")).body.size).toBe(0);
    expect((await world.call(ANNA, "GET", `/sobjects/Lead/listviews/${view}`)).status).toBe(404);
  });

  it("a campaign has members, contacts or leads, each once", async () => {
    await open();
    const { seed } = world.salesforce;
    const contact = seed.contact({ LastName: "Hopper", Email: "grace@navy.example", OwnerId: world.anna });
    const campaign = (await world.call(ANNA, "POST", "/sobjects/Campaign", { Name: "Fair" })).body.id;
    expect(await find(`SELECT Label FROM CampaignMemberStatus WHERE CampaignId = '${campaign}' ORDER BY SortOrder`)).toMatchObject([
      { Label: "Sent" },
      { Label: "Responded" },
    ]);
    const member = { CampaignId: campaign, ContactId: contact };
    expect((await world.call(ANNA, "POST", "/sobjects/CampaignMember", member)).status).toBe(201);
    expect(code(await world.call(ANNA, "POST", "/sobjects/CampaignMember", member))).toBe("DUPLICATE_VALUE");
    expect(code(await world.call(ANNA, "POST", "/sobjects/CampaignMember", { CampaignId: campaign }))).toBe("REQUIRED_FIELD_MISSING");
    expect(await find("SELECT (SELECT Name, Email, Type, Status, HasResponded FROM CampaignMembers) FROM Campaign")).toMatchObject([
      {
        CampaignMembers: {
          records: [{ Name: "Hopper", Email: "grace@navy.example", Type: "Contact", Status: "Sent", HasResponded: false }],
        },
      },
    ]);
  });
});

describe("traces of other software", () => {
  it("licences, their holders and packages are there to be queried, and not for those without Setup", async () => {
    await open();
    const { seed, org } = world.salesforce;
    const licence = seed.make("PermissionSetLicense", {
      DeveloperName: "StandardEinsteinActivityCapturePsl",
      MasterLabel: "Standard Einstein Activity Capture",
      PermissionSetLicenseKey: "StandardEinsteinActivityCapturePsl",
      TotalLicenses: 100,
      UsedLicenses: 1,
      MaximumPermissionsStdAutomaticActivityCapture: true,
    });
    seed.make("PermissionSetLicenseAssign", { AssigneeId: world.anna, PermissionSetLicenseId: licence });
    seed.make("PackageLicense", { NamespacePrefix: "riva", Status: "Active", AllowedLicenses: 10, UsedLicenses: 3 });
    expect(
      await find("SELECT UsedLicenses FROM PermissionSetLicense WHERE MaximumPermissionsStdAutomaticActivityCapture = true"),
    ).toMatchObject([{ UsedLicenses: 1 }]);
    expect(await find("SELECT Assignee.Name FROM PermissionSetLicenseAssign WHERE PermissionSetLicense.UsedLicenses > 0")).toMatchObject([
      { Assignee: { Name: "anna anna" } },
    ]);
    expect(await find("SELECT NamespacePrefix, Status FROM PackageLicense")).toMatchObject([{ NamespacePrefix: "riva", Status: "Active" }]);
    org.allow(world.ben, { viewSetup: false });
    for (const object of ["PermissionSetLicense", "PackageLicense", "ConnectedApplication"]) {
      expect(code(await world.call(BEN, "GET", `/query?q=SELECT+Id+FROM+${object}`))).toBe("INVALID_TYPE");
    }
  });

  it("Einstein Activity Capture's objects are unknown where it is off", async () => {
    await open();
    expect(code(await world.call(ANNA, "GET", "/query?q=SELECT+AssignedId+FROM+UserEmailCalendarSync"))).toBe("INVALID_TYPE");
    world.salesforce.set({ activityCapture: true });
    world.salesforce.seed.make("UserEmailCalendarSync", { AssignedId: world.anna, ConfigurationId: "0EC000000000001AAA" });
    expect(await find("SELECT AssignedId FROM UserEmailCalendarSync")).toMatchObject([{ AssignedId: world.anna }]);
  });

  it("OAuth tokens and logins of others are seen with the right to, else one's own only", async () => {
    await open();
    const { seed, org } = world.salesforce;
    for (const user of [world.anna, world.ben]) {
      seed.make("OauthToken", {
        AppName: "Riva Cloud",
        UserId: user,
        LastUsedDate: "2026-03-01T08:00:00Z",
        UseCount: 7,
        DeleteToken: `d-${user}`,
      });
      seed.make("LoginHistory", {
        UserId: user,
        Application: "Riva",
        LoginTime: "2026-03-01T08:00:00Z",
        LoginType: "Application",
        Status: "Success",
      });
    }
    expect(await find("SELECT AppName FROM OauthToken", READER)).toEqual([]);
    expect(await find("SELECT AppName FROM OauthToken")).toMatchObject([{ AppName: "Riva Cloud" }]);
    org.allow(world.reader, { customizeApplication: true, manageUsers: true });
    expect(await find("SELECT AppName, UserId, UseCount FROM OauthToken ORDER BY UserId", READER)).toHaveLength(2);
    expect(
      await find("SELECT Application, COUNT(Id) FROM LoginHistory WHERE LoginTime = LAST_N_DAYS:30 GROUP BY Application", READER),
    ).toMatchObject([{ Application: "Riva", expr0: 2 }]);
  });

  it("a token is taken back by its DeleteToken, and is gone from the list", async () => {
    await open();
    world.salesforce.seed.make("OauthToken", { AppName: "Riva Cloud", UserId: world.anna, UseCount: 7, DeleteToken: "take-back" });
    const revoke = () =>
      fetch(`${world.url}/services/oauth2/revoke`, { method: "POST", body: new URLSearchParams({ token: "take-back" }) });
    expect((await revoke()).status).toBe(200);
    expect(await find("SELECT Id FROM OauthToken")).toEqual([]);
    expect((await revoke()).status).toBe(400);
  });

  it("fields and objects of a package lie on records, under its namespace", async () => {
    await open();
    const { org, seed } = world.salesforce;
    org.customize({
      fields: { Event: ["riva__ExternalId__c | Riva Id | string 255 | CUNFGSX"] },
      objects: [
        {
          name: "riva__Log__c",
          label: "Riva Log",
          plural: "Riva Logs",
          keyPrefix: "a01",
          can: "CUDRSN",
          fields: `
Id               | Record ID          | id        | DFGSL
Name             | Log Name           | string 80 | CUNFGSLH
OwnerId          | Owner ID           | reference | CUDFGS   | -> User : Owner
IsDeleted        | Deleted            | boolean   | DFGS
CreatedDate      | Created Date       | datetime  | DFS
CreatedById      | Created By ID      | reference | DFGS     | -> User : CreatedBy
LastModifiedDate | Last Modified Date | datetime  | DFS
LastModifiedById | Last Modified By ID | reference | DFGS    | -> User : LastModifiedBy
SystemModstamp   | System Modstamp    | datetime  | DFS
`,
          children: "",
        },
      ],
    });
    seed.event({
      Subject: "Plans",
      StartDateTime: "2026-03-03T09:00:00Z",
      DurationInMinutes: 60,
      OwnerId: world.anna,
      riva__ExternalId__c: "AAMk",
    });
    expect(await find("SELECT riva__ExternalId__c, CreatedBy.Name FROM Event WHERE riva__ExternalId__c != null")).toMatchObject([
      { riva__ExternalId__c: "AAMk" },
    ]);
    expect((await world.call(ANNA, "POST", "/sobjects/riva__Log__c", { Name: "One" })).status).toBe(201);
    expect(await find("SELECT Name FROM riva__Log__c")).toMatchObject([{ Name: "One" }]);
    expect((await world.call(ANNA, "GET", "/sobjects/riva__Log__c/describe")).body).toMatchObject({ custom: true, keyPrefix: "a01" });
  });
});
