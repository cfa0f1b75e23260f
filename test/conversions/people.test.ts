import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { explainLink } from "../../sync-service/cycle/why.ts";
import { contactKind } from "../../sync-service/cycle/contact-kind.ts";
import { contact } from "../doubles/blank-contact.ts";
import { openPeopleWorld, type PeopleWorld } from "../cycle/people-world.ts";

const grace = contact({ firstName: "Grace", lastName: "Hopper", email: "grace@navy.example", jobTitle: "Rear Admiral" });
const ada = contact({ firstName: "Ada", lastName: "King", email: "ada@king.example" });

/** What happens to a record in Salesforce that is no edit of its fields; both sides real but for the vendor. */
describe("contacts that are converted into something else", () => {
  let people: PeopleWorld;
  beforeEach(async () => {
    people = await openPeopleWorld();
  });
  afterEach(async () => {
    expect(people.world.faults).toEqual([]);
    await people.close();
  });

  const seed = () => people.salesforce.standIns.salesforce.seed;
  const org = () => people.salesforce.standIns.salesforce.org;
  const categories = (id: string) => people.exchange.item(id).fields["categories"];
  const recordOf = (item: string): string => {
    const link = people.world.links.all.find(({ exchange }) => exchange.is === "present" && exchange.seen.id === item);
    if (link?.salesforce.is !== "present") throw new Error(`The link is ${link?.state ?? "not there"}.`);
    return link.salesforce.seen.id;
  };
  const stateOf = (item: string) => people.world.links.all.find(({ exchange }) => exchange.is === "present" && exchange.seen.id === item);

  it("C5: of two that are merged the winner keeps its item, and the item of the loser follows to nothing twice", async () => {
    const item = await people.exchange.add(grace);
    await people.cycle();
    const loser = recordOf(item);
    const winner = seed().contact({
      FirstName: "Grace",
      LastName: "Hopper",
      Email: "g.hopper@navy.example",
      OwnerId: people.salesforce.standIns.adaInSalesforce,
      AccountId: seed().account({ Name: "Navy", OwnerId: people.salesforce.standIns.adaInSalesforce }),
    });
    seed().merge("Contact", winner, loser);
    await people.cycle();
    await people.cycle();
    expect(recordOf(item)).toBe(winner);
    expect(await people.exchange.count()).toBe(1);
    await people.exchange.edit(item, { department: "Computing" });
    await people.cycle();
    expect(await people.salesforce.there(winner)).toMatchObject({ department: "Computing" });
  });

  it("C1: with a new owner, a copy that sync made goes to Deleted Items, and the user's own item only loses the category", async () => {
    const own = await people.exchange.add(grace);
    const theirs = await people.salesforce.add(ada);
    await people.cycle();
    const colleague = seed().user({ Email: "ben@northwind.example" });
    for (const id of [recordOf(own), theirs]) seed().change("Contact", id, { OwnerId: colleague });
    await people.cycle();
    expect(await people.exchange.count()).toBe(1);
    expect(await people.exchange.there(own)).toMatchObject({ lastName: "Hopper" });
    expect(categories(own)).toEqual([]);
    expect([...org().store.rows("Contact")].filter(({ deletedAt }) => deletedAt === undefined)).toHaveLength(2);
  });

  it("C6: a value that a restricted picklist does not list is left out, said on the item, and the rest goes up", async () => {
    org().customize({ picklists: { "Contact.Salutation": { values: ["Mr.", "Ms."], restricted: true } } });
    const item = await people.exchange.add({ ...grace, salutation: "Rear Admiral" });
    await people.cycle();
    const record = recordOf(item);
    expect(await people.salesforce.there(record)).toMatchObject({ lastName: "Hopper", jobTitle: "Rear Admiral", salutation: null });
    // The mailbox keeps its own, and says what is wrong.
    expect(await people.exchange.there(item)).toMatchObject({ salutation: "Rear Admiral" });
    expect(categories(item)).toEqual(expect.arrayContaining(["Salesforce", "Sync Error", "Refused by Salesforce"]));
    const link = stateOf(item);
    expect(link).toMatchObject({ state: "failed", problem: { message: "Salesforce allows only listed values in Salutation." } });
    expect(link && explainLink(link, contactKind)).toMatchObject({ is: "failed", rules: ["C6"] });

    // Other edits still go up, down, and nothing is written over the odd value.
    await people.exchange.edit(item, { department: "Computing" });
    await people.cycle();
    await people.salesforce.edit(record, { jobTitle: "Commodore" });
    await people.cycle();
    expect(await people.salesforce.there(record)).toMatchObject({ department: "Computing", jobTitle: "Commodore", salutation: null });
    expect(await people.exchange.there(item)).toMatchObject({ salutation: "Rear Admiral", jobTitle: "Commodore" });

    // A listed value mends it.
    await people.exchange.edit(item, { salutation: "Ms." });
    await people.cycle();
    expect(await people.salesforce.there(record)).toMatchObject({ salutation: "Ms." });
    expect(categories(item)).toEqual(["Salesforce"]);
    expect(stateOf(item)).toMatchObject({ state: "linked", problem: null });
    expect(people.world.links.notes.filter(({ outcome }) => outcome === "left-out").map(({ rules }) => rules[0])).toContain("C6");
  });

  it("C6: one odd value holds up none of the others in the same request, and the journal tells only what was written", async () => {
    org().customize({ picklists: { "Contact.Salutation": { values: ["Mr.", "Ms."], restricted: true } } });
    await people.exchange.add({ ...grace, salutation: "Dame" });
    await people.exchange.add({ ...ada, salutation: "Ms." });
    await people.cycle();
    const rows = [...org().store.rows("Contact")].map(({ values }) => [values["LastName"], values["Salutation"] ?? null]);
    expect(rows).toEqual(
      expect.arrayContaining([
        ["Hopper", null],
        ["King", "Ms."],
      ]),
    );
    const made = people.world.links.notes.filter(({ action, outcome }) => action === "create in Salesforce" && outcome === "done");
    expect(made.map(({ after }) => [after?.["lastName"], after?.["salutation"] ?? null])).toEqual(
      expect.arrayContaining([
        ["Hopper", null],
        ["King", "Ms."],
      ]),
    );
  });

  it("C6: a record type that offers fewer values than the org does likewise", async () => {
    org().customize({
      picklists: { "Contact.Salutation": { values: ["Mr.", "Ms.", "Dr."], restricted: true } },
      recordTypes: [{ object: "Contact", developerName: "Customer", picklists: { Salutation: ["Mr.", "Ms."] } }],
    });
    org().allow(people.salesforce.standIns.adaInSalesforce, { recordTypes: { Contact: ["Customer"] } });
    const item = await people.exchange.add({ ...grace, salutation: "Dr." });
    await people.cycle();
    expect(await people.salesforce.there(recordOf(item))).toMatchObject({ lastName: "Hopper", salutation: null });
    expect(stateOf(item)).toMatchObject({ state: "failed" });
  });
});
