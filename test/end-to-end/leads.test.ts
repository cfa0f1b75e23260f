import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CARLA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Item {
  readonly id: string;
  readonly surname: string;
  readonly companyName: string | null;
  readonly businessHomePage: string | null;
  readonly categories: readonly string[];
}

/** Through both vendors' public APIs and the service's own, as a person and an administrator meet it. */
describe("C1, C2, C5: leads, with the service in its own process", () => {
  let world: SampleWorld;
  let folder: string;

  beforeAll(async () => {
    world = await openSampleWorld();
    await world.admin.syncUsers(true);
    await world.admin.setSync(CARLA, "on");
    await world.settle(CARLA);
    folder = encodeURIComponent(await world.mailbox(CARLA).contactsFolder());
  });
  afterAll(() => world.close());

  async function publish(contacts: Readonly<Record<string, unknown>>): Promise<void> {
    const reply = await fetch(`${world.serviceUrl()}/api/admin/presets/default`, {
      method: "PUT",
      headers: { authorization: `Bearer ${world.standIns.adminToken()}`, "content-type": "application/json" },
      body: JSON.stringify({ contacts }),
    });
    expect(reply.status).toBe(200);
  }
  const items = () => world.mailbox(CARLA).all<Item>(`/contactFolders/${folder}/contacts?$top=100`);
  const ofLead = async (id: string, fields: string) =>
    (await world.salesforce(CARLA).query<Record<string, unknown>>(`SELECT ${fields} FROM Lead WHERE Id = '${id}'`))[0];
  const leads = (surname: string) =>
    world.salesforce(CARLA).query<{ Id: string; Company: string }>(`SELECT Id, Company FROM Lead WHERE LastName = '${surname}'`);

  it("A3: a preset that names leads brings the user's own down at once, and keeps them in step", async () => {
    const [{ Id: owner = "" } = {}] = await world.salesforce(CARLA).query<{ Id: string }>(`SELECT Id FROM User WHERE Email = '${CARLA}'`);
    const lead = world.standIns.salesforce.seed.lead({
      ...{ FirstName: "Rosalind", LastName: "Franklin", Company: "King's College", Website: "https://kings.example", OwnerId: owner },
    });
    await world.settle(CARLA);
    const before = (await items()).length;
    expect((await items()).map(({ surname }) => surname)).not.toContain("Franklin");
    await publish({ objects: "both", priority: "lead" });
    await world.settle(CARLA);
    const [item] = (await items()).filter(({ surname }) => surname === "Franklin");
    expect(item).toMatchObject({ companyName: "King's College", businessHomePage: "https://kings.example", categories: ["Salesforce"] });
    await world
      .mailbox(CARLA)
      .send("PATCH", `/contacts/${encodeURIComponent(item?.id ?? "")}`, { businessHomePage: "https://dna.example" });
    await world.settle(CARLA);
    expect(await ofLead(lead, "Website")).toMatchObject({ Website: "https://dna.example" });
    expect((await items()).length).toBeGreaterThan(before);
  });

  it("C2, C6: a mailbox contact goes up as a lead, once it names a company", async () => {
    const { id } = await world.mailbox(CARLA).send<Item>("POST", `/contactFolders/${folder}/contacts`, {
      ...{ givenName: "Mary", surname: "Anning", emailAddresses: [{ address: "mary@fossils.example" }] },
    });
    await world.settle(CARLA);
    const read = () => world.mailbox(CARLA).get<Item>(`/contacts/${encodeURIComponent(id)}`);
    expect((await read()).categories).toEqual(expect.arrayContaining(["Sync Error", "Missing company"]));
    expect(await leads("Anning")).toEqual([]);
    await world.mailbox(CARLA).send("PATCH", `/contacts/${encodeURIComponent(id)}`, { companyName: "Fossils" });
    await world.settle(CARLA);
    expect(await leads("Anning")).toMatchObject([{ Company: "Fossils" }]);
    expect((await read()).categories).toEqual(["Salesforce"]);
  });

  it("C5: converted in Salesforce, it is the contact's item from then on, and the same item", async () => {
    const [lead] = await leads("Anning");
    const [before] = (await items()).filter(({ surname }) => surname === "Anning");
    const reply = await fetch(`${world.standIns.salesforce.url}/_sandbox/convert-lead`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id: lead?.Id }),
    });
    const { contactId } = (await reply.json()) as { readonly contactId: string };
    await world.settle(CARLA);
    await world.salesforce(CARLA).change("Contact", contactId, { Title: "Palaeontologist" });
    await world.settle(CARLA);
    const after = (await items()).filter(({ surname }) => surname === "Anning");
    expect(after).toMatchObject([{ id: before?.id, jobTitle: "Palaeontologist", categories: ["Salesforce"] }]);
  });
});
