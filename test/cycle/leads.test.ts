import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { contactFromGraph } from "../../sync-service/mappings/contact.ts";
import { contact } from "../doubles/blank-contact.ts";
import { openPeopleWorld, type PeopleWorld } from "./people-world.ts";

const grace = contact({
  firstName: "Grace",
  lastName: "Hopper",
  email: "grace@navy.example",
  jobTitle: "Rear Admiral",
  mailingStreet: "Pentagon",
  mailingCity: "Arlington",
  webPage: "https://navy.example",
  accountName: "Navy",
});

describe("C1, C2: leads beside contacts, between a mailbox and an org", () => {
  let people: PeopleWorld;
  beforeEach(async () => {
    people = await openPeopleWorld();
  });
  afterEach(async () => {
    expect(people.world.faults).toEqual([]);
    await people.close();
  });

  const seed = () => people.salesforce.standIns.salesforce.seed;
  const rows = (object: "Contact" | "Lead") =>
    [...people.salesforce.standIns.salesforce.org.store.rows(object)].filter(({ values }) => values["IsDeleted"] !== true);
  const lead = (record: Partial<Contact> = grace) => {
    const { firstName: FirstName, lastName: LastName, email: Email, webPage: Website, accountName: Company } = contact(record);
    return seed().lead({ FirstName, LastName, Email, Website, Company, OwnerId: people.salesforce.standIns.adaInSalesforce });
  };
  const sole = () => {
    const { exchange, salesforce, state } = people.world.link;
    if (exchange.is !== "present" || salesforce.is !== "present") throw new Error(`The link is ${state}.`);
    return { item: exchange.seen.id, record: salesforce.seen.id, state };
  };
  const items = () => people.exchange.count();
  const itemIs = async (id: string) => contactFromGraph(people.exchange.item(id).fields);
  const categories = (id: string) => people.exchange.item(id).fields["categories"];

  it("C2, C3: a mailbox contact becomes a lead where the preset says so, its company and web page included", async () => {
    people.publish({ objects: "leads", priority: "contact" });
    await people.exchange.add({ ...grace, homePhone: "+1 202 555 0102" });
    await people.cycle();
    expect([rows("Lead").length, rows("Contact").length]).toEqual([1, 0]);
    const { record, item } = sole();
    expect(await people.salesforce.there(record)).toEqual(grace); // what a lead has no field for stays in the mailbox
    expect((await itemIs(item)).homePhone).toBe("+1 202 555 0102");
    await people.exchange.edit(item, { webPage: "https://cobol.example", homePhone: null });
    await people.cycle();
    await people.salesforce.edit(record, { accountName: "Eckert-Mauchly", jobTitle: null });
    await people.cycle();
    const expected = { ...grace, webPage: "https://cobol.example", accountName: "Eckert-Mauchly", jobTitle: null };
    expect([await itemIs(item), await people.salesforce.there(record)]).toEqual([expected, expected]);
  });

  it("C6: one without a company says so on the item, and becomes a lead once it has one", async () => {
    people.publish({ objects: "leads", priority: "contact" });
    const item = await people.exchange.add({ ...grace, accountName: null });
    await people.cycle();
    expect(rows("Lead")).toEqual([]);
    expect(categories(item)).toEqual(expect.arrayContaining(["Sync Error", "Missing company"]));
    expect(people.world.link.problem?.message).toContain("company");
    await people.exchange.edit(item, { accountName: "Navy" });
    await people.cycle();
    expect(sole().state).toBe("linked");
    expect(categories(item)).toEqual(["Salesforce"]);
    // Taken away again, it stays in Salesforce, and the item says what is missing.
    await people.exchange.edit(item, { accountName: null });
    await people.cycle();
    expect(await people.salesforce.there(sole().record)).toMatchObject({ accountName: "Navy" });
    expect(categories(item)).toEqual(expect.arrayContaining(["Sync Error", "Missing company"]));
  });

  it("A3: by default leads stay in Salesforce; published anew, the preset takes effect at once, both ways", async () => {
    const record = lead();
    await people.cycle();
    expect(await items()).toBe(0);
    people.publish({ objects: "both", priority: "contact" });
    await people.cycle();
    expect(sole()).toMatchObject({ record, state: "linked" });
    expect(await itemIs(sole().item)).toMatchObject({ lastName: "Hopper", webPage: "https://navy.example", accountName: "Navy" });
    const { item } = sole();
    people.publish({ objects: "contacts", priority: "contact" });
    await people.cycle();
    // C1: left the scope, its owner being the same: unlinked, without the category.
    expect(people.world.link.state).toBe("unlinked");
    expect(categories(item)).toEqual([]);
  });

  it("C2, A3: with both, what is new in the mailbox becomes what has priority", async () => {
    people.publish({ objects: "both", priority: "contact" });
    await people.exchange.add({ ...grace, accountName: null });
    await people.cycle();
    people.publish({ objects: "both", priority: "lead" });
    await people.exchange.add(contact({ lastName: "Turing", email: "alan@bletchley.example", accountName: "Bletchley" }));
    await people.cycle();
    expect(rows("Contact").map(({ values }) => values["LastName"])).toEqual(["Hopper"]);
    expect(rows("Lead").map(({ values }) => values["LastName"])).toEqual(["Turing"]);
    expect(people.world.links.all.map(({ state }) => state)).toEqual(["linked", "linked"]);
  });

  it("M1: with both, an item whose person is a lead is linked to the lead, and nothing is made", async () => {
    people.publish({ objects: "both", priority: "contact" });
    const record = seed().lead({ FirstName: "Grace", LastName: "Hopper", Email: "grace@navy.example", Company: "Navy" }); // a colleague's
    await people.exchange.add({ ...grace, webPage: null });
    await people.cycle();
    expect(sole().record).toBe(record);
    expect([rows("Lead").length, rows("Contact").length]).toEqual([1, 0]);
  });

  it.each(["contact", "lead"] as const)("A3: who is there as both has one item, of the %s", async (priority) => {
    people.publish({ objects: "both", priority });
    lead();
    await people.salesforce.add({ ...grace, accountName: null, webPage: null });
    await people.cycle();
    expect(await items()).toBe(1);
    expect(sole().record.slice(0, 3)).toBe(priority === "lead" ? "00Q" : "003");
  });

  it.each(["contact", "lead"] as const)("A3, M1: an item of who is there as both is linked to the %s", async (priority) => {
    people.publish({ objects: "both", priority });
    seed().lead({ FirstName: "Grace", LastName: "Hopper", Email: "grace@navy.example", Company: "Navy" });
    const navy = seed().account({ Name: "Navy" }); // without an account only its owner would see the contact
    seed().contact({ FirstName: "Grace", LastName: "Hopper", Email: "grace@navy.example", AccountId: navy });
    await people.exchange.add(grace);
    await people.cycle();
    expect(sole().record.slice(0, 3)).toBe(priority === "lead" ? "00Q" : "003");
    expect([rows("Lead").length, rows("Contact").length]).toEqual([1, 1]);
  });

  it("C5: a lead that is converted becomes its contact in the mailbox, in place, and goes on as one", async () => {
    people.publish({ objects: "both", priority: "lead" });
    const item = await people.exchange.add(grace);
    await people.cycle();
    const { contactId } = seed().convertLead(sole().record);
    await people.cycle();
    expect(sole()).toEqual({ item, record: contactId, state: "linked" });
    expect(await items()).toBe(1);
    expect(await itemIs(item)).toMatchObject({ webPage: "https://navy.example", accountName: "Navy" });
    await people.exchange.edit(item, { department: "Computing", webPage: "https://cobol.example" });
    await people.cycle();
    expect(await people.salesforce.there(contactId)).toMatchObject({ lastName: "Hopper", department: "Computing" });
    expect(await itemIs(item)).toMatchObject({ webPage: "https://cobol.example" });
    expect(sole().state).toBe("linked");
  });

  it("C5: so it does when nothing told of the conversion, and everything is read anew", async () => {
    people.publish({ objects: "both", priority: "lead" });
    const record = lead();
    await people.cycle();
    const { item } = sole();
    const { contactId } = seed().convertLead(record);
    await people.world.links.startOver(people.world.lease, "salesforce", people.world.now);
    await people.cycle();
    expect(sole()).toEqual({ item, record: contactId, state: "linked" });
    expect(await items()).toBe(1);
  });

  it.each(["Contact", "Lead"] as const)("C5: of two merged records of %s the loser's item follows the winner", async (object) => {
    people.publish({ objects: "both", priority: object === "Lead" ? "lead" : "contact" });
    const item = await people.exchange.add(grace);
    await people.cycle();
    const loser = sole().record;
    const kept = { LastName: "Hopper", Email: "hopper@navy.example", OwnerId: people.salesforce.standIns.adaInSalesforce };
    const winner = object === "Lead" ? seed().lead({ ...kept, Company: "Navy" }) : seed().contact(kept);
    seed().merge(object, winner, loser);
    await people.cycle();
    expect(sole()).toMatchObject({ item, record: winner });
    expect(await items()).toBe(1);
  });

  it.each([
    ["department", { department: "Computing" }],
    ["homePhone", { homePhone: "+1 202 555 0102" }],
  ] as const)("M3: the copy of a deleted lead stays, with its %s, which a lead has no field for", async (_, written) => {
    people.publish({ objects: "both", priority: "contact" });
    const record = lead();
    await people.cycle();
    const { item } = sole();
    await people.exchange.edit(item, written);
    await people.salesforce.remove(record);
    await people.cycle();
    expect(people.world.link.state).toBe("parted");
    expect(await itemIs(item)).toMatchObject(written);
  });

  it("M3: the copy of a deleted lead goes, where nobody wrote into it", async () => {
    people.publish({ objects: "both", priority: "contact" });
    const record = lead();
    await people.cycle();
    await people.salesforce.remove(record);
    await people.cycle();
    expect([people.world.link.state, await items()]).toEqual(["removed", 0]);
  });

  it("S2: contacts and leads together are asked for in one request a look", async () => {
    people.publish({ objects: "both", priority: "contact" });
    const { log } = people.salesforce.standIns;
    const asked = (mark: number) => log.since(mark).filter(({ url }) => !/oauth2|\/describe$|\/services\/data\/?$/u.test(url)).length;
    await people.cycle();
    const [one, other] = [lead(), await people.salesforce.add(contact({ lastName: "Turing" }))];
    await people.cycle();
    expect(await items()).toBe(2);
    people.salesforce.standIns.clock.move(11 * 60_000);
    await people.cycle();
    let mark = log.count;
    await people.cycle();
    expect(asked(mark)).toBe(1);
    await people.salesforce.edit(one, { jobTitle: "Rear Admiral" });
    await people.salesforce.edit(other, { jobTitle: "Fellow" });
    mark = log.count;
    await people.cycle();
    // The organisation's look, and the values of both: a request each.
    expect(asked(mark)).toBe(2);
  });
});
