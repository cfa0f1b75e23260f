import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CARLA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Item {
  readonly id: string;
  readonly surname: string;
  readonly mobilePhone: string | null;
  readonly emailAddresses: readonly { readonly address: string }[];
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
}

const [FAX, OTHER, ASSISTANT] = ["String 0x3A24", "String 0x3A1F", "String 0x3A2E"];
const EXPANDED = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${FAX}' or id eq '${OTHER}' or id eq '${ASSISTANT}')`);
const COLUMNS = "Fax, OtherPhone, AssistantPhone, MobilePhone, Second_Email__c";

/** Through both vendors' public APIs and the service's own, as a person and an administrator meet it. */
describe("C3: fields by choice, with the service in its own process", () => {
  let world: SampleWorld;
  let folder: string;
  let id: string;

  beforeAll(async () => {
    world = await openSampleWorld();
    world.standIns.salesforce.org.customize({ fields: { Contact: ["Second_Email__c | Second Email | email 80 | CUNFGS"] } });
    await world.admin.syncUsers(true);
    await world.admin.setSync(CARLA, "on");
    await world.settle(CARLA);
    folder = encodeURIComponent(await world.mailbox(CARLA).contactsFolder());
    const made = await world.mailbox(CARLA).send<Item>("POST", `/contactFolders/${folder}/contacts`, {
      ...{ givenName: "Ada", surname: "Yonath", mobilePhone: "+1 202 555 0101" },
      emailAddresses: [{ address: "ada@ribosome.example" }, { address: "ada@home.example" }],
      singleValueExtendedProperties: [
        { id: FAX, value: "+1 202 555 0102" },
        { id: OTHER, value: "+1 202 555 0103" },
      ],
    });
    ({ id } = made);
    await world.settle(CARLA);
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
  const item = () => world.mailbox(CARLA).get<Item>(`/contacts/${encodeURIComponent(id)}?$expand=${EXPANDED}`);
  const phones = async () =>
    Object.fromEntries(((await item()).singleValueExtendedProperties ?? []).map((held) => [held.id.toLowerCase(), held.value]));
  const edit = (body: object) => world.mailbox(CARLA).send("PATCH", `/contacts/${encodeURIComponent(id)}`, body);
  const row = async () => {
    const [found, ...others] = await world
      .salesforce(CARLA)
      .query<Readonly<Record<string, string | null>>>(`SELECT Id, ${COLUMNS} FROM Contact WHERE LastName = 'Yonath'`);
    if (!found || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} rows`);
    return found;
  };
  const editRow = async (fields: object) => {
    const { Id = "" } = await row();
    world.standIns.salesforce.seed.change("Contact", Id ?? "", { ...fields });
  };

  const emails = async () => (await item()).emailAddresses.map(({ address }) => address);
  const leftAlone = async () => (await world.admin.overview()).leftAlone;

  it("P3: on a new installation the further phones do not go up, and stay in the mailbox with the second address when another phone comes down", async () => {
    expect(await row()).toMatchObject({ Fax: null, OtherPhone: null, AssistantPhone: null, MobilePhone: "+1 202 555 0101" });
    await editRow({ MobilePhone: "+1 202 555 0199", AssistantPhone: "+1 202 555 0104" });
    await world.settle(CARLA);
    expect((await item()).mobilePhone).toBe("+1 202 555 0199");
    expect((await item()).emailAddresses.map(({ address }) => address)).toEqual(["ada@ribosome.example", "ada@home.example"]);
    expect(await phones()).toEqual({ "string 0x3a24": "+1 202 555 0102", "string 0x3a1f": "+1 202 555 0103" });
  });

  it("switched on, what each side has comes to the other without an edit, and edits follow in both directions", async () => {
    await publish({ furtherPhones: true });
    await world.settle(CARLA);
    expect(await row()).toMatchObject({ Fax: "+1 202 555 0102", OtherPhone: "+1 202 555 0103", AssistantPhone: "+1 202 555 0104" });
    expect(await phones()).toMatchObject({ "string 0x3a2e": "+1 202 555 0104" });
    await edit({ singleValueExtendedProperties: [{ id: FAX, value: "+1 202 555 0105" }] });
    await world.settle(CARLA);
    expect((await row())["Fax"]).toBe("+1 202 555 0105");
    await editRow({ OtherPhone: "+1 202 555 0106" });
    await world.settle(CARLA);
    expect(await phones()).toEqual({
      "string 0x3a24": "+1 202 555 0105",
      "string 0x3a1f": "+1 202 555 0106",
      "string 0x3a2e": "+1 202 555 0104",
    });
  });

  it("P3: switched off again, an edit stays where it was made, and nothing is wiped", async () => {
    await publish({});
    await world.settle(CARLA);
    await editRow({ Fax: null, MobilePhone: "+1 202 555 0107" });
    await world.settle(CARLA);
    expect((await item()).mobilePhone).toBe("+1 202 555 0107");
    expect(await phones()).toEqual({
      "string 0x3a24": "+1 202 555 0105",
      "string 0x3a1f": "+1 202 555 0106",
      "string 0x3a2e": "+1 202 555 0104",
    });
    expect(await row()).toMatchObject({ Fax: null, OtherPhone: "+1 202 555 0106", AssistantPhone: "+1 202 555 0104" });
  });

  it("a second address has the place that the preset names, and the third stays the mailbox's own", async () => {
    await edit({ emailAddresses: ["ada@ribosome.example", "ada@home.example", "ada@club.example"].map((address) => ({ address })) });
    await world.settle(CARLA);
    expect((await row())["Second_Email__c"]).toBeNull();
    await publish({ secondEmail: "Second_Email__c" });
    await world.settle(CARLA);
    expect((await row())["Second_Email__c"]).toBe("ada@home.example");
    await editRow({ Second_Email__c: "ada@lab.example" });
    await world.settle(CARLA);
    expect(await emails()).toEqual(["ada@ribosome.example", "ada@lab.example", "ada@club.example"]);
    expect(await leftAlone()).toEqual([]);
  });

  it("A1, P3: a field that Salesforce has not is left alone, and the overview says so; nothing is wiped, and the rest goes on", async () => {
    await publish({ secondEmail: "Nowhere__c" });
    await editRow({ MobilePhone: "+1 202 555 0108" });
    await world.settle(CARLA);
    expect((await item()).mobilePhone).toBe("+1 202 555 0108");
    expect(await emails()).toEqual(["ada@ribosome.example", "ada@lab.example", "ada@club.example"]);
    expect((await row())["Second_Email__c"]).toBe("ada@lab.example");
    expect(await leftAlone()).toMatchObject([{ code: "OWN_FIELD_LEFT_ALONE", users: 1 }]);
    const refused = await fetch(`${world.serviceUrl()}/api/admin/presets/default`, {
      method: "PUT",
      headers: { authorization: `Bearer ${world.standIns.adminToken()}`, "content-type": "application/json" },
      body: JSON.stringify({ contacts: { secondEmail: "Email, Name FROM Contact --" } }),
    });
    expect(refused.status).toBe(400);
  });
});
