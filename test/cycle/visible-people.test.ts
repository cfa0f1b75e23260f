import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { contactFromGraph } from "../../sync-service/mappings/contact.ts";
import { contact } from "../doubles/blank-contact.ts";
import { BEN } from "../sides/stand-ins.ts";
import { openPeopleWorld, type PeopleWorld } from "./people-world.ts";

describe("C1: all that the user may see, as the scope", () => {
  let people: PeopleWorld;
  let ben: string;
  /** Owned by Ben, and shared with Ada as the org shares accounts. */
  let account: string;

  beforeEach(async () => {
    people = await openPeopleWorld();
    ben = seed().user({ Email: BEN, FirstName: "Ben", LastName: "Okafor" });
    account = seed().account({ Name: "Navy", OwnerId: ben });
  });
  afterEach(async () => {
    expect(people.world.faults).toEqual([]);
    await people.close();
  });

  /** At once: by no note of a change. What was changed in one second is told twice, until that second is over. */
  async function published(scope: "own" | "visible" | "off"): Promise<void> {
    await people.cycle();
    people.publish({ scope });
    await people.cycle();
  }
  const org = () => people.salesforce.standIns.salesforce;
  const seed = () => org().seed;
  const bens = (LastName: string, values: Readonly<Record<string, unknown>> = {}) =>
    seed().contact({ LastName, FirstName: "Some", OwnerId: ben, AccountId: account, ...values });
  const inSalesforce = (id: string) => org().org.store.get(id.startsWith("00Q") ? "Lead" : "Contact", id)?.values;
  const states = () => people.world.links.all.map(({ state }) => state);
  const linkOf = (record: string) => {
    const link = people.world.links.all.find(({ salesforce }) => salesforce.is !== "never" && idOf(salesforce) === record);
    if (!link || link.exchange.is !== "present") throw new Error("The record has no item.");
    return { link, item: link.exchange.seen.id };
  };
  const idOf = (sight: { readonly is: "present"; readonly seen: { readonly id: string } } | { readonly is: "gone"; readonly id: string }) =>
    sight.is === "present" ? sight.seen.id : sight.id;
  const fields = (item: string): Contact => contactFromGraph(people.exchange.item(item).fields);
  const categories = (item: string) => people.exchange.item(item).fields["categories"];

  it("P7: colleagues' people come down at once, and those that the user may not see do not", async () => {
    const seen = bens("Hopper");
    const unseen = bens("Unseen", { AccountId: null });
    await people.cycle();
    expect(await people.exchange.count()).toBe(0);
    await published("visible");
    expect(fields(linkOf(seen).item)).toMatchObject({ lastName: "Hopper" });
    expect(categories(linkOf(seen).item)).toEqual(["Salesforce"]);
    seed().change("Contact", unseen, { Title: "Still unseen" });
    await people.cycle();
    expect(states()).toEqual(["linked"]);
  });

  it("they are kept in step, both ways, whoever owns them by then", async () => {
    people.publish({ scope: "visible" });
    const record = bens("Hopper");
    await people.cycle();
    const { item } = linkOf(record);
    await people.exchange.edit(item, { jobTitle: "Admiral" });
    await people.cycle();
    expect(inSalesforce(record)).toMatchObject({ Title: "Admiral", OwnerId: ben });
    seed().change("Contact", record, { OwnerId: seed().user({ Email: "carla@northwind.example" }) });
    await people.salesforce.edit(record, { jobTitle: "Commodore" });
    await people.cycle();
    expect(fields(item).jobTitle).toBe("Commodore");
    expect(states()).toEqual(["linked"]);
  });

  it("leads come down likewise, and one that is converted goes on as its contact", async () => {
    people.publish({ objects: "both", scope: "visible" });
    const lead = seed().lead({ LastName: "Lovelace", Company: "Engines", OwnerId: ben });
    await people.cycle();
    const { item } = linkOf(lead);
    const { contactId } = seed().convertLead(lead);
    await people.cycle();
    expect(linkOf(contactId)).toMatchObject({ item, link: { state: "linked" } });
  });

  it("C6: what the user may see and not change says so on the item, and his edit stays there until he may", async () => {
    org().set({ accountSharing: "Read" });
    people.publish({ scope: "visible" });
    const record = bens("Hopper");
    await people.cycle();
    const { item } = linkOf(record);
    await people.exchange.edit(item, { jobTitle: "Admiral" });
    await people.cycle();
    expect(categories(item)).toEqual(expect.arrayContaining(["Sync Error", "Refused by Salesforce"]));
    expect(linkOf(record).link).toMatchObject({
      state: "failed",
      problem: { message: "The Salesforce user may not change this record." },
    });
    expect([fields(item).jobTitle, inSalesforce(record)?.["Title"] ?? null]).toEqual(["Admiral", null]);
    org().set({ accountSharing: "Edit" });
    await people.exchange.edit(item, { jobTitle: "Rear Admiral" });
    await people.cycle();
    expect(inSalesforce(record)).toMatchObject({ Title: "Rear Admiral" });
    expect(categories(item)).toEqual(["Salesforce"]);
  });

  it("a copy goes to Deleted Items when the user lost the right to read its record", async () => {
    people.publish({ scope: "visible" });
    const record = bens("Hopper");
    await people.cycle();
    seed().change("Contact", record, { AccountId: null });
    await people.cycle();
    expect(await people.exchange.count()).toBe(0);
    expect(states()).toEqual(["removed"]);
    expect(inSalesforce(record)).toMatchObject({ LastName: "Hopper", IsDeleted: false });
  });

  it("M5: narrowed to one's own, colleagues' people are let go without their category, however many, and nothing is deleted", async () => {
    const own = await people.salesforce.add(contact({ lastName: "Own" }));
    const records = Array.from({ length: 60 }, (_, index) => bens(`Person ${index}`));
    people.publish({ scope: "visible" });
    await people.cycle();
    expect(await people.exchange.count()).toBe(61);
    await published("own");
    expect(await people.exchange.count()).toBe(61);
    expect(linkOf(own).link.state).toBe("linked");
    expect(new Set(records.map((record) => linkOf(record).link.state))).toEqual(new Set(["unlinked"]));
    expect(new Set(records.flatMap((record) => categories(linkOf(record).item)))).toEqual(new Set());
    expect(records.filter((record) => inSalesforce(record)?.["IsDeleted"] === true)).toEqual([]);
    // Nothing flows any more.
    const [first = ""] = records;
    await people.exchange.edit(linkOf(first).item, { jobTitle: "Mine alone" });
    await people.cycle();
    expect(inSalesforce(first)?.["Title"] ?? null).toBeNull();
  });

  it("widened again, they are the same items' records once more, and none is doubled", async () => {
    const record = bens("Hopper");
    people.publish({ scope: "visible" });
    await people.cycle();
    const { item } = linkOf(record);
    await published("own");
    await published("visible");
    expect(linkOf(record)).toMatchObject({ item, link: { state: "linked" } });
    expect(categories(item)).toEqual(["Salesforce"]);
    expect(await people.exchange.count()).toBe(1);
  });

  it("switched off and on again, what was not brought down meanwhile comes down at once", async () => {
    people.publish({ scope: "off" });
    const record = await people.salesforce.add(contact({ lastName: "Hopper" }));
    await people.cycle();
    expect(await people.exchange.count()).toBe(0);
    await published("own");
    expect(fields(linkOf(record).item)).toMatchObject({ lastName: "Hopper" });
  });
});
