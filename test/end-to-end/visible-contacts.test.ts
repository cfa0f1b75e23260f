import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BEN, CARLA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Item {
  readonly id: string;
  readonly surname: string;
  readonly jobTitle: string | null;
  readonly categories: readonly string[];
}

/** Dina's contact, and no mailbox of hers is kept in step. */
const PAOLO = "Ferri";
const PATIENCE = { timeout: 20_000, interval: 100 };

describe("C1: all visible people as the scope, in two mailboxes, through the real service", () => {
  let world: SampleWorld;

  beforeAll(async () => {
    world = await openSampleWorld({ notifications: true });
    await world.admin.syncUsers(true);
    for (const email of [BEN, CARLA]) {
      await world.admin.setSync(email, "on");
      await world.settle(email);
    }
  });
  afterAll(() => world.close());

  async function publish(contacts: Readonly<Record<string, unknown>>): Promise<void> {
    const reply = await fetch(`${world.serviceUrl()}/api/admin/presets/default`, {
      method: "PUT",
      headers: { authorization: `Bearer ${world.standIns.adminToken()}`, "content-type": "application/json" },
      body: JSON.stringify({ contacts }),
    });
    expect(reply.status).toBe(200);
    await world.settle(BEN);
    await world.settle(CARLA);
  }
  const items = async (email: string) => {
    const folder = encodeURIComponent(await world.mailbox(email).contactsFolder());
    return world.mailbox(email).all<Item>(`/contactFolders/${folder}/contacts?$top=100`);
  };
  const item = async (email: string, surname = PAOLO) => (await items(email)).find((each) => each.surname === surname);
  const titleAt = async (email: string) => (await item(email))?.jobTitle;
  const inSalesforce = async () =>
    (await world.salesforce(BEN).query<{ Id: string; Title: string }>(`SELECT Id, Title FROM Contact WHERE LastName = '${PAOLO}'`))[0];

  it("a third user's contact comes down to both, and by default to neither", async () => {
    expect([await item(BEN), await item(CARLA)]).toEqual([undefined, undefined]);
    await publish({ scope: "visible" });
    const everybody = await world.salesforce(BEN).count("SELECT Id FROM Contact");
    for (const email of [BEN, CARLA]) {
      expect(await item(email)).toMatchObject({ jobTitle: "Buyer", categories: ["Salesforce"] });
      expect(await items(email)).toHaveLength(everybody);
    }
  });

  it("S1: what one of them edits is in Salesforce and at the other by itself, and a new one comes to both", async () => {
    const { id } = (await item(BEN)) ?? { id: "" };
    await world.mailbox(BEN).send("PATCH", `/contacts/${encodeURIComponent(id)}`, { jobTitle: "Head buyer" });
    await expect.poll(async () => (await inSalesforce())?.Title, PATIENCE).toBe("Head buyer");
    await expect.poll(() => titleAt(CARLA), PATIENCE).toBe("Head buyer");
    const [{ OwnerId, AccountId } = { OwnerId: "", AccountId: "" }] = await world
      .salesforce(BEN)
      .query<{ OwnerId: string; AccountId: string }>(`SELECT OwnerId, AccountId FROM Contact WHERE LastName = '${PAOLO}'`);
    world.standIns.salesforce.seed.contact({ FirstName: "Elena", LastName: "Greco", OwnerId, AccountId });
    for (const email of [BEN, CARLA]) await expect.poll(() => item(email, "Greco"), PATIENCE).toMatchObject({ categories: ["Salesforce"] });
  });

  it("what one of them deletes is let go there, and stays in Salesforce and at the other", async () => {
    const { id } = (await item(CARLA, "Greco")) ?? { id: "" };
    await world.mailbox(CARLA).send("DELETE", `/contacts/${encodeURIComponent(id)}`);
    await world.settle(CARLA);
    await world.settle(BEN);
    expect(await item(CARLA, "Greco")).toBeUndefined();
    expect(await item(BEN, "Greco")).toMatchObject({ categories: ["Salesforce"] });
    expect(await world.salesforce(BEN).count("SELECT Id FROM Contact WHERE LastName = 'Greco'")).toBe(1);
  });

  it("narrowed to one's own, others' contacts stay without the category, are no longer kept in step, and nothing is deleted", async () => {
    const before = await world.salesforce(BEN).count("SELECT Id FROM Contact");
    await publish({ scope: "own" });
    for (const email of [BEN, CARLA]) expect(await item(email)).toMatchObject({ jobTitle: "Head buyer", categories: [] });
    const own = (await items(BEN)).filter(({ categories }) => categories.includes("Salesforce")).map(({ surname }) => surname);
    expect(own.sort()).toEqual(["Brandt", "Haugen", "Lie", "de Wit"]);
    expect(await world.salesforce(BEN).count("SELECT Id FROM Contact")).toBe(before);
    const { Id = "" } = (await inSalesforce()) ?? {};
    await world.salesforce(BEN).change("Contact", Id, { Title: "Owner" });
    await world.settle(BEN);
    expect(await titleAt(BEN)).toBe("Head buyer");
  });
});
