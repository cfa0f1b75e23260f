import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { round, Tenant } from "./tenant.ts";

const ADA = "ada@northwind.example";

describe("contacts", () => {
  let tenant: Tenant;
  beforeEach(() => {
    tenant = new Tenant();
  });
  afterEach(() => tenant.close());

  const create = async (body: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> => {
    const reply = await tenant.ask("POST", "contacts", { body });
    expect({ status: reply.status, text: reply.text }).toMatchObject({ status: 201 });
    return reply.body;
  };
  const patch = async (id: unknown, body: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> =>
    (await tenant.ask("PATCH", `contacts/${String(id)}`, { body })).body;

  it("MG4: the default folder is not in the list, its id is found by one of its contacts, and its delta works by that id", async () => {
    await create({ givenName: "Cleo" });
    expect((await tenant.ask("GET", "contactFolders")).body["value"]).toEqual([]);
    const found = await tenant.ask("GET", "contacts?$top=1&$select=parentFolderId");
    const [first] = found.body["value"] as readonly Record<string, unknown>[];
    const { items } = await round(tenant, `contactFolders/${String(first?.["parentFolderId"])}/contacts/delta`);
    expect(items.map((item) => item["givenName"])).toEqual(["Cleo"]);
  });

  it("MG4: 'contacts' names the default folder only where the switch says so", async () => {
    expect((await tenant.ask("GET", "contactFolders/contacts")).status).toBe(400);
    tenant.graph.switches.contactsWellKnown = true;
    expect((await tenant.ask("GET", "contactFolders/contacts")).body["displayName"]).toBe("Contacts");
  });

  it("/contacts lists the default folder only", async () => {
    tenant.graph.seed.contact(ADA, "Salesforce Contacts", { givenName: "Elsewhere" });
    await create({ givenName: "Here" });
    const reply = await tenant.ask("GET", "contacts?$select=givenName");
    expect((reply.body["value"] as readonly Record<string, unknown>[]).map((one) => one["givenName"])).toEqual(["Here"]);
  });

  it("MG18: displayName follows the name parts unless it is sent too", async () => {
    const { id, displayName, fileAs } = await create({ givenName: "Cleo", surname: "Patra" });
    expect([displayName, fileAs]).toEqual(["Cleo Patra", "Patra, Cleo"]);
    expect((await patch(id, { displayName: "The Queen" }))["displayName"]).toBe("The Queen");
    expect((await patch(id, { jobTitle: "Queen" }))["displayName"]).toBe("The Queen");
    expect((await patch(id, { surname: "Smith" }))["displayName"]).toBe("Cleo Smith");
    expect((await patch(id, { surname: "Jones", displayName: "CJ" }))["displayName"]).toBe("CJ");
  });

  it("MG18: birthdays sit at 11:59Z, whatever time was sent", async () => {
    const { id, birthday } = await create({ givenName: "Cleo", birthday: "1974-07-22T00:00:00Z" });
    expect(birthday).toBe("1974-07-22T11:59:00Z");
    expect((await patch(id, { birthday: "1975-01-01" }))["birthday"]).toBe("1975-01-01T11:59:00Z");
    expect((await patch(id, { birthday: null }))["birthday"]).toBeNull();
  });

  it("empty addresses come as {}, and a PATCH replaces an address as a whole", async () => {
    const { id, homeAddress } = await create({ givenName: "Cleo", businessAddress: { street: "1 Road", city: "Brno" } });
    expect(homeAddress).toEqual({});
    expect((await patch(id, { businessAddress: { city: "Praha" } }))["businessAddress"]).toEqual({ city: "Praha" });
  });

  it("e-mail addresses are replaced as a whole and agree with the numbered ones", async () => {
    const made = await create({ givenName: "Cleo", emailAddresses: [{ address: "a@x.example" }, { address: "b@x.example", name: "B" }] });
    expect(made["secondaryEmailAddress"]).toEqual({ name: "B", address: "b@x.example" });
    const changed = await patch(made["id"], { primaryEmailAddress: { address: "c@x.example", name: "C" } });
    expect(changed["emailAddresses"]).toEqual([
      { name: "C", address: "c@x.example" },
      { name: "B", address: "b@x.example" },
    ]);
    expect((await patch(made["id"], { emailAddresses: [] }))["primaryEmailAddress"]).toBeNull();
  });

  it("MG17: If-Match with an old ETag is refused 412 on PATCH and DELETE", async () => {
    const made = await create({ givenName: "Cleo" });
    await patch(made["id"], { jobTitle: "x" });
    const headers = { "if-match": String(made["@odata.etag"]) };
    expect((await tenant.ask("PATCH", `contacts/${String(made["id"])}`, { headers, body: { jobTitle: "y" } })).status).toBe(412);
    expect((await tenant.ask("DELETE", `contacts/${String(made["id"])}`, { headers })).status).toBe(412);
  });

  it("a deleted contact can be read by its immutable id and lies in Deleted Items", async () => {
    const prefer = { prefer: 'IdType="ImmutableId"' };
    const made = await tenant.ask("POST", "contacts", { headers: prefer, body: { givenName: "Cleo" } });
    const id = String(made.body["id"]);
    await tenant.ask("DELETE", `contacts/${id}`);
    const bin = await tenant.ask("GET", "mailFolders/deleteditems");
    expect((await tenant.ask("GET", `contacts/${id}`, { headers: prefer })).body["parentFolderId"]).toBe(bin.body["id"]);
    expect(tenant.graph.seed.items(ADA, "contacts", "contacts")).toEqual([]);
  });

  it("MG3: there is no move action, and parentFolderId moves only where the switch says so", async () => {
    const folder = tenant.graph.seed.folder(ADA, "Salesforce Contacts", "contacts");
    const { id } = await create({ givenName: "Cleo" });
    expect((await tenant.ask("POST", `contacts/${String(id)}/move`, { body: { destinationId: folder.id } })).status).toBe(501);
    expect((await tenant.ask("PATCH", `contacts/${String(id)}`, { body: { parentFolderId: folder.id } })).status).toBe(400);
    tenant.graph.switches.contactMoveByPatch = true;
    expect((await patch(id, { parentFolderId: folder.id }))["parentFolderId"]).toBe(folder.id);
  });

  it("MG10: a contact is found again by its stamp, where the switch says so", async () => {
    const property = "String {66f5a359-4659-4830-9070-00040ec6ac6e} Name Tandem";
    const { id } = await create({ givenName: "Cleo", singleValueExtendedProperties: [{ id: property, value: "link-1" }] });
    await create({ givenName: "Other" });
    const filter = encodeURIComponent(`singleValueExtendedProperties/Any(ep: ep/id eq '${property}' and ep/value eq 'link-1')`);
    const found = await tenant.ask("GET", `contacts?$filter=${filter}&$select=id`);
    expect((found.body["value"] as readonly Record<string, unknown>[]).map((one) => one["id"])).toEqual([id]);
    tenant.graph.switches.contactExtendedFilter = false;
    expect((await tenant.ask("GET", `contacts?$filter=${filter}`)).status).toBe(400);
  });

  it("an edit keeps what it does not name", async () => {
    const { id } = await create({ givenName: "Cleo", mobilePhone: "1", personalNotes: "n", categories: ["A"], imAddresses: ["sip:c"] });
    expect(await patch(id, { mobilePhone: "2" })).toMatchObject({
      givenName: "Cleo",
      mobilePhone: "2",
      personalNotes: "n",
      categories: ["A"],
      imAddresses: ["sip:c"],
    });
  });

  it.each([
    ["an unknown property", { shoeSize: 42 }],
    ["a number where text belongs", { givenName: 42 }],
    ["text where a list belongs", { businessPhones: "1" }],
    ["four e-mail addresses", { emailAddresses: [1, 2, 3, 4].map((n) => ({ address: `${n}@x.example` })) }],
    ["a date that is none", { birthday: "soon" }],
    ["a list as the body", []],
  ])("refuses %s with 400", async (_what, body) => {
    expect((await tenant.ask("POST", "contacts", { body })).status).toBe(400);
  });

  it("MG19: a category's name is unique and fixed, its colour is not; $filter on the master list is passed over", async () => {
    const made = await tenant.ask("POST", "outlook/masterCategories", { body: { displayName: "Salesforce", color: "Preset7" } });
    expect(made.body).toMatchObject({ displayName: "Salesforce", color: "preset7" });
    expect((await tenant.ask("POST", "outlook/masterCategories", { body: { displayName: "SALESFORCE", color: "none" } })).status).toBe(409);
    const path = `outlook/masterCategories/${String(made.body["id"])}`;
    expect((await tenant.ask("PATCH", path, { body: { displayName: "Other" } })).status).toBe(400);
    expect((await tenant.ask("PATCH", path, { body: { color: "preset1" } })).body["color"]).toBe("preset1");
    const list = await tenant.ask("GET", "outlook/masterCategories?$filter=displayName eq 'nothing'");
    expect(list.body["value"]).toHaveLength(1);
  });
});
