import { describe, expect, it } from "vitest";
import { categoryName } from "../../shared/records/names.ts";
import { contact } from "../doubles/blank-contact.ts";
import { BEFORE_ACTIVATION, ContactWorld } from "../doubles/contact-world.ts";
import { anna, categoriesOf, PERSONAL } from "./contact-pair.ts";

describe("going up", () => {
  it("C2: an item put into the folder becomes a record in Salesforce, and gets the category", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(anna, { categories: [] });
    await world.settle();
    expect(world.salesforce.rows.map(({ record }) => record)).toEqual([anna]);
    expect(categoriesOf(world, id)).toEqual([categoryName]);
  });

  it("C2: an item with the category goes up and stays in the folder the user chose", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(anna, { inFolder: false, container: "friends" });
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.exchange.row(id).standing).toMatchObject({ container: "friends" });
  });

  it("C2: a personal contact is not even remembered", async () => {
    const world = new ContactWorld();
    world.exchange.add(anna, PERSONAL);
    await world.settle();
    expect(world.links.all).toEqual([]);
    expect(world.salesforce.rows).toEqual([]);
  });

  it("B4: what lay in the folder before activation is listed, not sent, until a mark is set anew", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(anna, { createdAt: BEFORE_ACTIVATION });
    await world.settle();
    expect(world.link.state).toBe("listed");
    world.exchange.edit(id, { jobTitle: "Buyer" });
    await world.settle();
    expect(world.salesforce.rows).toEqual([]);
    world.exchange.stand(id, { categories: [] });
    await world.settle();
    world.exchange.stand(id, { categories: [categoryName] });
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("B4: an old item that is marked after the first read goes up", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(anna, { ...PERSONAL, createdAt: BEFORE_ACTIVATION });
    await world.settle();
    world.exchange.stand(id, { categories: [categoryName] });
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("C6: without a last name the item says so, and goes up once it is repaired", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(contact({ firstName: "Anna" }));
    await world.settle();
    expect(categoriesOf(world, id)).toEqual([categoryName, "Sync Error", "Missing last name"]);
    expect(world.link.problem?.code).toBe("FIELD_MISSING");
    expect(await world.links.counts()).toMatchObject({ waiting: 0, failed: 1 });
    world.exchange.edit(id, { lastName: "Berg" });
    await world.settle();
    expect(categoriesOf(world, id)).toEqual([categoryName]);
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.link.problem).toBeNull();
  });

  it("C6: what Salesforce refuses is told on the item, and tried again when the item changes", async () => {
    const world = new ContactWorld();
    world.salesforce.faultFor = () => ({ refused: "The country is not on the list." });
    const id = world.exchange.add(anna);
    await world.settle();
    expect(categoriesOf(world, id)).toEqual([categoryName, "Sync Error", "Refused by Salesforce"]);
    expect(world.link.problem?.message).toBe("The country is not on the list.");
    world.salesforce.faultFor = () => null;
    world.exchange.edit(id, { mailingCountry: "Germany" });
    await world.settle();
    expect(categoriesOf(world, id)).toEqual([categoryName]);
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("A3: the preset can keep new contacts out of Salesforce", async () => {
    const world = new ContactWorld();
    world.preset = { ...world.preset, create: "to-outlook" };
    world.exchange.add(anna);
    await world.settle();
    expect(world.salesforce.rows).toEqual([]);
    expect(world.link.state).toBe("listed");
  });
});
