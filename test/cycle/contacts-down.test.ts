import { describe, expect, it } from "vitest";
import { categoryName } from "../../shared/records/names.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";
import { OWN_FOLDER } from "../doubles/memory-side.ts";
import { anna, categoriesOf, pair } from "./contact-pair.ts";

describe("coming down", () => {
  it("C1: the user's records appear in the folder, with the category", async () => {
    const world = new ContactWorld();
    world.salesforce.add(anna);
    world.salesforce.add(contact({ lastName: "Else" }), { inScope: false, ownerId: "another" });
    await world.settle();
    expect(world.exchange.rows.map(({ record }) => record)).toEqual([anna]);
    expect(world.exchange.rows[0]?.standing).toMatchObject({ container: OWN_FOLDER, categories: [categoryName] });
    expect(world.links.all).toHaveLength(1);
  });

  it("C1: a copy goes when its record has a new owner, and the user's own item stays without the category", async () => {
    const copy = await pair("salesforce");
    copy.world.salesforce.stand(copy.record, { inScope: false, ownerId: "another" });
    await copy.world.settle();
    expect(copy.world.exchange.rows).toEqual([]);

    const own = await pair("exchange");
    own.world.salesforce.stand(own.record, { inScope: false, ownerId: "another" });
    await own.world.settle();
    expect(categoriesOf(own.world, own.item)).toEqual([]);
    expect(own.world.link.state).toBe("unlinked");
  });

  it("C1: a record that comes back into the scope is linked again", async () => {
    const { world, item, record } = await pair("exchange");
    world.salesforce.stand(record, { inScope: false, ownerId: "another" });
    await world.settle();
    world.salesforce.stand(record, { inScope: true, ownerId: "the user" });
    await world.settle();
    expect(categoriesOf(world, item)).toEqual([categoryName]);
    expect(world.link.state).toBe("linked");
  });

  it("C4: an account's name comes down, and a company name is never wiped or sent up", async () => {
    const { world, item, record } = await pair("salesforce", contact({ lastName: "Berg", accountName: "Berg AG" }));
    expect(world.exchange.row(item).record.accountName).toBe("Berg AG");
    world.salesforce.edit(record, { accountName: null });
    await world.settle();
    expect(world.exchange.row(item).record.accountName).toBe("Berg AG");
    world.exchange.edit(item, { accountName: "Berg & Co" });
    await world.settle();
    expect(world.salesforce.row(record).record.accountName).toBeNull();
    expect(world.link.dueAt).toBeNull();
  });
});
