import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DryRun } from "../../shared/api/dry-run.ts";
import { BEN, openSampleWorld, type SampleWorld } from "./sample-world.ts";

interface Item {
  readonly surname: string;
  readonly categories: readonly string[];
}

describe("C1: a list view as the scope, through the real service", () => {
  let world: SampleWorld;
  let buyers: string;

  beforeAll(async () => {
    world = await openSampleWorld();
    const { seed } = world.standIns.salesforce;
    buyers = seed.listView({ object: "Contact", name: "Buyers", fields: ["Name", "Title"], where: "Title = 'Buyer'", orderBy: "Name" });
    await world.admin.syncUsers(true);
    await publish({ scope: "list-view", listView: buyers });
  });
  afterAll(() => world.close());

  async function publish(contacts: Readonly<Record<string, unknown>>): Promise<number> {
    const reply = await fetch(`${world.serviceUrl()}/api/admin/presets/default`, {
      method: "PUT",
      headers: { authorization: `Bearer ${world.standIns.adminToken()}`, "content-type": "application/json" },
      body: JSON.stringify({ contacts }),
    });
    return reply.status;
  }
  const inStep = async () => {
    const folder = encodeURIComponent(await world.mailbox(BEN).contactsFolder());
    const items = await world.mailbox(BEN).all<Item>(`/contactFolders/${folder}/contacts?$top=100`);
    return items.filter(({ categories }) => categories.includes("Salesforce")).map(({ surname }) => surname);
  };
  const ben = async () => (await world.admin.users()).find(({ email }) => email === BEN);

  it("B4: a dry run tells whom it shows", async () => {
    const { id } = await world.admin.user(BEN);
    const headers = { authorization: `Bearer ${world.standIns.adminToken()}` };
    const reply = await fetch(`${world.serviceUrl()}/api/admin/users/${id}/dry-run`, { method: "POST", headers });
    const { kinds } = (await reply.json()) as DryRun;
    const contacts = kinds.find(({ kind }) => kind === "contact");
    expect(contacts?.problem).toBeNull();
    expect(contacts?.lines.map(({ does, on, count }) => [does, on, count])).toEqual([["create", "exchange", 1]]);
  });

  it("whom it shows comes down, and none of the user's own beside", async () => {
    await world.admin.setSync(BEN, "on");
    await world.settle(BEN);
    expect(await inStep()).toEqual(["Ferri"]);
  });

  it("what is no id of a list view is refused", async () => {
    expect(await publish({ scope: "list-view", listView: "Buyers" })).toBe(400);
    expect(await publish({ scope: "list-view", listView: buyers.slice(0, 15) })).toBe(200);
    await world.settle(BEN);
    expect(await inStep()).toEqual(["Ferri"]);
  });

  it("one that is not there pauses the contacts and says so; nothing is let go, and with another it goes on", async () => {
    await publish({ scope: "list-view", listView: "00B000000000001" });
    await expect.poll(async () => (await ben())?.state, { timeout: 20_000 }).toBe("faulty");
    expect((await ben())?.reason).toContain("list view of contacts that the preset names is gone");
    expect(await inStep()).toEqual(["Ferri"]);
    await publish({ scope: "list-view", listView: buyers });
    await world.settle(BEN);
    expect((await ben())?.state).toBe("healthy");
    expect(await inStep()).toEqual(["Ferri"]);
  });
});
