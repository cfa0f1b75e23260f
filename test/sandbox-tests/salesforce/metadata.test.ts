import jsforce from "jsforce";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ANNA, openWorld, type World } from "./world.ts";
import { zipOf } from "./zip-of.ts";

const ADMIN = "admin@acme.example";
const PACKAGE = `<?xml version="1.0" encoding="UTF-8"?>
<Package xmlns="http://soap.sforce.com/2006/04/metadata"><version>62.0</version></Package>`;

let world: World;
beforeEach(async () => {
  world = await openWorld();
  world.salesforce.seed.user({ Email: ADMIN, admin: true });
});
afterEach(() => world.close());

const text255 = (fullName: string) => ({ fullName, label: "Tandem Id", type: "Text", length: 255, externalId: true, unique: true });
const file = (name: string, inner: string) => `<?xml version="1.0" encoding="UTF-8"?>
<${name} xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</${name}>`;
const field = (name: string, more = "<length>255</length>") =>
  `<fields><fullName>${name}</fullName><label>Tandem &amp; Id</label><type>Text</type>${more}<externalId>true</externalId></fields>`;
const grant = (name: string) =>
  `<fieldPermissions><editable>true</editable><field>${name}</field><readable>true</readable></fieldPermissions>`;

async function fieldsSeenBy(email: string, object: string): Promise<readonly string[]> {
  const described = await world.call(email, "GET", `/sobjects/${object}/describe`);
  return described.body.fields.map((one: { name: string }) => one.name).filter((name: string) => name.endsWith("__c"));
}

async function assign(email: string, name: string): Promise<void> {
  const admin = world.connect(ADMIN);
  const { records } = await admin.query(`SELECT Id FROM PermissionSet WHERE Name = '${name}'`);
  const [user] = (await admin.query(`SELECT Id FROM User WHERE Username = '${email}'`)).records;
  const made = await admin.sobject("PermissionSetAssignment").create({ AssigneeId: user?.["Id"], PermissionSetId: records[0]?.["Id"] });
  expect(made.success).toBe(true);
}

describe("Metadata API: fields and permission sets", () => {
  it("SF23: a new field is invisible, to administrators too, until a permission set grants it", async () => {
    const admin = world.connect(ADMIN);
    expect(await admin.metadata.create("CustomField", text255("Contact.Tandem_Id__c"))).toMatchObject({ success: true });
    for (const email of [ADMIN, ANNA]) expect(await fieldsSeenBy(email, "Contact")).toEqual([]);
    await expect(world.connect(ADMIN).sobject("Contact").create({ LastName: "A", Tandem_Id__c: "1" })).rejects.toMatchObject({
      errorCode: "INVALID_FIELD",
    });
    const fieldPermissions = [{ field: "Contact.Tandem_Id__c", readable: true, editable: true }];
    expect(await admin.metadata.create("PermissionSet", { fullName: "Tandem", label: "Tandem", fieldPermissions })).toMatchObject({
      success: true,
    });
    expect(await fieldsSeenBy(ANNA, "Contact")).toEqual([]);
    await assign(ANNA, "Tandem");
    expect(await fieldsSeenBy(ANNA, "Contact")).toEqual(["Tandem_Id__c"]);
    expect(await fieldsSeenBy(ADMIN, "Contact")).toEqual([]);
    const conn = world.connect(ANNA);
    expect(await conn.sobject("Contact").upsert({ Tandem_Id__c: "k", LastName: "Hopper" }, "Tandem_Id__c")).toMatchObject({
      created: true,
    });
    expect(await conn.sobject("Contact").upsert({ Tandem_Id__c: "k", LastName: "Murray" }, "Tandem_Id__c")).toMatchObject({
      created: false,
    });
  });

  it("SF23: fields of activities are created on Activity, and granted on Task and Event together", async () => {
    const admin = world.connect(ADMIN);
    const refused = await admin.metadata.create("CustomField", text255("Task.Tandem_Id__c"));
    expect(refused).toMatchObject({
      success: false,
      fullName: "Task.Tandem_Id__c",
      errors: [{ statusCode: "INVALID_CROSS_REFERENCE_KEY" }],
    });
    expect(await admin.metadata.create("CustomField", text255("Activity.Tandem_Id__c"))).toMatchObject({ success: true });
    const set = (name: string) => ({
      fullName: "Tandem",
      label: "Tandem",
      fieldPermissions: [{ field: name, readable: true, editable: true }],
    });
    expect(await admin.metadata.upsert("PermissionSet", set("Activity.Tandem_Id__c"))).toMatchObject({
      success: false,
      errors: [{ message: "In field: field - no CustomField named Activity.Tandem_Id__c found" }],
    });
    expect(await admin.metadata.upsert("PermissionSet", set("Task.Tandem_Id__c"))).toMatchObject({ success: true, created: true });
    expect(await admin.metadata.upsert("PermissionSet", set("Task.Tandem_Id__c"))).toMatchObject({ success: true, created: false });
    await assign(ANNA, "Tandem");
    for (const object of ["Task", "Event"]) expect(await fieldsSeenBy(ANNA, object)).toEqual(["Tandem_Id__c"]);
  });

  it("what is there is read, listed and removed again", async () => {
    const admin = world.connect(ADMIN);
    await admin.metadata.create("CustomField", [text255("Contact.A__c"), text255("Lead.B__c")]);
    expect(await admin.metadata.read("CustomField", "Contact.A__c")).toMatchObject({ fullName: "Contact.A__c", length: 255, unique: true });
    const listed = await admin.metadata.list({ type: "CustomField" });
    expect(listed.map((one) => one.fullName)).toEqual(["Contact.A__c", "Lead.B__c"]);
    const again = await admin.metadata.create("CustomField", text255("Contact.A__c"));
    expect(again).toMatchObject({ success: false, errors: [{ statusCode: "DUPLICATE_DEVELOPER_NAME" }] });
    expect(await admin.metadata.delete("CustomField", "Contact.A__c")).toMatchObject({ success: true });
    expect(await admin.metadata.delete("CustomField", "Contact.A__c")).toMatchObject({ success: false });
    expect(world.salesforce.org.schema.find("Contact")?.field("A__c")).toBeUndefined();
  });

  it.each([
    [{ fullName: "Contact.Tandem_Id__c", label: "Tandem Id", type: "Text" }, "Must specify 'length' for a CustomField of type Text"],
    [{ fullName: "Contact.Tandem_Id__c", type: "Text", length: 255 }, "Required fields are missing: [Label]"],
    [text255("Contact.Tandem_Id"), "Custom field name is invalid"],
    [text255("Nothing.Tandem_Id__c"), "no CustomObject named Nothing found"],
  ])("a field that cannot be is refused: %o", async (given, message) => {
    const saved = await world.connect(ADMIN).metadata.create("CustomField", given);
    expect(saved).toMatchObject({ success: false, errors: [{ message: expect.stringContaining(message) }] });
  });

  it("only administrators use it, and an ended session is a fault of its own", async () => {
    const anna = world.connect(ANNA);
    await expect(anna.metadata.create("CustomField", text255("Contact.A__c"))).rejects.toThrow(/INSUFFICIENT_ACCESS/u);
    const admin = world.connect(ADMIN);
    world.salesforce.expireSessions(ADMIN);
    await expect(admin.metadata.describe()).rejects.toMatchObject({ errorCode: "sf:INVALID_SESSION_ID" });
    const bad = await fetch(`${world.url}/services/Soap/m/62.0`, {
      method: "POST",
      body: "<a><b></a>",
      headers: { "content-type": "text/xml" },
    });
    expect([bad.status, await bad.text()]).toEqual([500, expect.stringContaining("<faultcode>soapenv:Client</faultcode>")]);
  });
});

describe("Metadata API: the session", () => {
  it("jsforce refreshes it when the fault says that it is over", async () => {
    let refreshes = 0;
    const conn = new jsforce.Connection({
      instanceUrl: world.url,
      accessToken: world.salesforce.signIn(ADMIN),
      version: "62.0",
      refreshFn: (_conn, done) => {
        refreshes += 1;
        done(null, world.salesforce.signIn(ADMIN));
      },
    });
    world.faults.plant({ kind: "expired-session", on: "salesforce", path: "/services/Soap/", times: 1 });
    expect((await conn.metadata.describe()).metadataObjects.map((one) => one.xmlName)).toContain("PermissionSet");
    expect(refreshes).toBe(1);
  });

  it("is worth nothing where the API is off or the day's requests are used up", async () => {
    world.salesforce.set({ apiEnabled: false });
    await expect(world.connect(ADMIN).metadata.describe()).rejects.toThrow(/API_DISABLED_FOR_ORG/u);
    world.salesforce.set({ apiEnabled: true, dailyRequests: 0 });
    await expect(world.connect(ADMIN).metadata.describe()).rejects.toThrow(/REQUEST_LIMIT_EXCEEDED/u);
  });
});

describe("Metadata API: deployments", () => {
  const files = {
    "package.xml": PACKAGE,
    "permissionsets/Tandem.permissionset": file("PermissionSet", `${grant("Contact.Tandem_Id__c")}<label>Tandem</label>`),
    "objects/Contact.object": file("CustomObject", field("Tandem_Id__c")),
  };

  async function deployed(given: Readonly<Record<string, string>>, options: object = { rollbackOnError: true }) {
    const admin = world.connect(ADMIN);
    const { id } = await admin.metadata.deploy(zipOf(given), options);
    return admin.metadata.checkDeployStatus(id, true);
  }

  it("a zip of fields and permission sets comes in force as one, in whatever order its files stand", async () => {
    const result = await deployed(files);
    expect(result).toMatchObject({ done: true, success: true, status: "Succeeded", numberComponentsDeployed: 2, numberComponentErrors: 0 });
    await assign(ANNA, "Tandem");
    const described = await world.call(ANNA, "GET", "/sobjects/Contact/describe");
    const made = described.body.fields.find((one: { name: string }) => one.name === "Tandem_Id__c");
    expect(made).toMatchObject({ label: "Tandem & Id", length: 255, externalId: true, idLookup: true, custom: true, updateable: true });
    expect(await deployed(files)).toMatchObject({ success: true });
  });

  it("with rollback one fault keeps everything out, without it the rest goes in", async () => {
    const broken = { ...files, "objects/Lead.object": file("CustomObject", field("Tandem_Id__c", "")) };
    const result = await deployed(broken);
    expect(result).toMatchObject({ success: false, status: "Failed", numberComponentErrors: 1, numberComponentsDeployed: 0 });
    expect(result.details.componentFailures).toMatchObject([
      {
        fullName: "Lead.Tandem_Id__c",
        problem: "Must specify 'length' for a CustomField of type Text",
        problemType: "Error",
        success: false,
      },
    ]);
    expect(world.salesforce.org.schema.find("Contact")?.field("Tandem_Id__c")).toBeUndefined();
    expect(await deployed(broken, { rollbackOnError: false })).toMatchObject({ success: false, status: "SucceededPartial" });
    expect(world.salesforce.org.schema.find("Contact")?.field("Tandem_Id__c")).toBeDefined();
  });

  it("a check changes nothing", async () => {
    expect(await deployed(files, { checkOnly: true })).toMatchObject({ success: true, checkOnly: true });
    expect(world.salesforce.org.schema.find("Contact")?.field("Tandem_Id__c")).toBeUndefined();
  });

  it("what is no zip, or has no package.xml, fails and says why", async () => {
    expect(await deployed({ "objects/Contact.object": "x" })).toMatchObject({
      success: false,
      errorMessage: expect.stringContaining("package.xml"),
    });
    expect(await deployed({ "package.xml": "<a" })).toMatchObject({ success: false, status: "Failed" });
    expect(await deployed({ ...files, "classes/A.cls": "class A {}" })).toMatchObject({ success: false, numberComponentErrors: 1 });
  });

  it("goes over REST as well", async () => {
    const form = new FormData();
    form.append("entity_content", new Blob([JSON.stringify({ deployOptions: { rollbackOnError: true } })], { type: "application/json" }));
    form.append("file", new Blob([new Uint8Array(zipOf(files))], { type: "application/zip" }), "deploy.zip");
    const made = await world.call(ADMIN, "POST", "/metadata/deployRequest", form);
    expect(made.status).toBe(201);
    const result = await world.call(ADMIN, "GET", `/metadata/deployRequest/${made.body.id}?includeDetails=true`);
    expect(result.body).toMatchObject({ id: made.body.id, deployResult: { status: "Succeeded", numberComponentsTotal: 2 } });
    expect((await world.call(ANNA, "GET", `/metadata/deployRequest/${made.body.id}`)).status).toBe(403);
  });
});

describe("Metadata API: settings", () => {
  it("SF22: jsforce answers EACSettings as words, other settings as truths", async () => {
    const admin = world.connect(ADMIN);
    world.salesforce.settings.set("EAC", { enableActivitySyncEngine: true });
    world.salesforce.settings.set("EmailIntegration", { enableContactAndEventSync: true });
    expect(await admin.metadata.read("EACSettings", "EAC")).toMatchObject({
      enableActivityCapture: "false",
      enableActivitySyncEngine: "true",
    });
    expect(await admin.metadata.read("EmailIntegrationSettings", "EmailIntegration")).toMatchObject({
      enableContactAndEventSync: true,
      enableGmailIntegration: false,
    });
  });

  it("the org's switches stand in its settings", async () => {
    world.salesforce.set({ sharedActivities: true, multidayEvents: true });
    expect(await world.connect(ADMIN).metadata.read("ActivitiesSettings", "Activities")).toMatchObject({
      allowUsersToRelateMultipleContactsToTasksAndEvents: true,
      enableMultidayEvents: true,
    });
  });
});
