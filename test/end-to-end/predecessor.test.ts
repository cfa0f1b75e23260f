import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DINA, openSampleWorld, type SampleWorld } from "./sample-world.ts";

describe("B4, V4: a mailbox whose folders are full from a predecessor is switched on", () => {
  let world: SampleWorld;
  let tasksBefore: number;
  let contactsBefore: number;

  beforeAll(async () => {
    world = await openSampleWorld();
    const salesforce = world.salesforce(DINA);
    tasksBefore = await salesforce.countAll("SELECT COUNT() FROM Task");
    contactsBefore = await salesforce.count("SELECT COUNT() FROM Contact");
    await world.admin.syncUsers(true);
    await world.admin.setSync(DINA, "on");
    await world.settle(DINA);
  });
  afterAll(() => world.close());

  interface Contact {
    readonly surname: string;
    readonly jobTitle: string | null;
  }

  async function contacts(): Promise<readonly Contact[]> {
    const mailbox = world.mailbox(DINA);
    return mailbox.all<Contact>(`/contactFolders/${encodeURIComponent(await mailbox.contactsFolder())}/contacts?$top=100`);
  }

  it("files nothing and creates nothing unasked", async () => {
    const salesforce = world.salesforce(DINA);
    expect(await salesforce.countAll("SELECT COUNT() FROM Task")).toBe(tasksBefore);
    expect(await salesforce.count("SELECT COUNT() FROM Contact")).toBe(contactsBefore);
  });

  it("adopts the folders instead of making others beside them", async () => {
    const folders = await world.mailbox(DINA).all<{ displayName: string }>("/mailFolders?$top=100");
    expect(folders.filter(({ displayName }) => displayName === "Salesforce Emails")).toHaveLength(1);
  });

  it("links the twins: the contacts get what only Salesforce knew, and none is doubled", async () => {
    const found = await contacts();
    expect(found.filter(({ surname }) => surname === "Ferri")).toEqual([expect.objectContaining({ jobTitle: "Buyer" })]);
    expect(found.filter(({ surname }) => surname === "Conti")).toEqual([expect.objectContaining({ jobTitle: "Store manager" })]);
  });

  it("lists the rest: the mails say that they wait for a choice", async () => {
    const mailbox = world.mailbox(DINA);
    const mails = await mailbox.all<{ id: string }>(`/mailFolders/${encodeURIComponent(await mailbox.filingFolder())}/messages`);
    expect(mails).toHaveLength(2);
    for (const { id } of mails) expect((await world.admin.emailStatus(DINA, id)).state).toBe("listed");
  });
});
