import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contactFromGraph } from "../../sync-service/mappings/contact.ts";
import { contact } from "../doubles/blank-contact.ts";
import { BEN } from "../sides/stand-ins.ts";
import { openPeopleWorld, type PeopleWorld } from "./people-world.ts";

describe("C1: a list view as the scope, between a mailbox and an org", () => {
  let people: PeopleWorld;
  let record: string;
  let view: string;

  beforeEach(async () => {
    people = await openPeopleWorld();
    const ben = seed().user({ Email: BEN });
    const account = seed().account({ Name: "Navy", OwnerId: ben });
    record = seed().contact({ LastName: "Hopper", Title: "Buyer", OwnerId: ben, AccountId: account });
    view = seed().listView({ object: "Contact", name: "Buyers", fields: ["Name"], where: "Title = 'Buyer'" });
    people.publish({ scope: "list-view", listView: view });
    await people.cycle();
  });
  afterEach(async () => {
    expect(people.world.faults).toEqual([]);
    await people.close();
  });

  const org = () => people.salesforce.standIns.salesforce;
  const seed = () => org().seed;
  const entitle = (Title: string) => seed().change("Contact", record, { Title });
  /** The list view is asked anew. */
  async function later(): Promise<void> {
    people.salesforce.standIns.clock.move(6 * 60_000);
    await people.cycle();
  }
  const item = () => {
    const { exchange } = people.world.link;
    if (exchange.is !== "present") throw new Error("There is no item.");
    return people.exchange.item(exchange.seen.id).fields;
  };

  it("who leaves it is let go without the category, and who comes back is in step again, as the same item", async () => {
    expect(item()["categories"]).toEqual(["Salesforce"]);
    entitle("Seller");
    await later();
    expect(people.world.link.state).toBe("unlinked");
    expect(item()["categories"]).toEqual([]);
    entitle("Buyer");
    await later();
    expect(people.world.link.state).toBe("linked");
    expect(item()["categories"]).toEqual(["Salesforce"]);
    await people.salesforce.edit(record, { department: "Navy" });
    await people.cycle();
    expect(contactFromGraph(item()).department).toBe("Navy");
    expect(await people.exchange.count()).toBe(1);
  });

  it("M5: a list view that is gone stops the kind and removes nothing; once another is chosen it goes on", async () => {
    seed().remove("ListView", view);
    people.salesforce.standIns.clock.move(6 * 60_000);
    await expect(people.slice()).rejects.toMatchObject({ code: "SALESFORCE_LIST_VIEW_MISSING", recovery: "reconnect" });
    expect(people.world.link.state).toBe("linked");
    expect(item()["categories"]).toEqual(["Salesforce"]);
    people.publish({ scope: "list-view", listView: seed().listView({ object: "Contact", name: "All", fields: ["Name"] }) });
    await people.cycle();
    expect(people.world.link.state).toBe("linked");
    expect(await people.exchange.count()).toBe(1);
  });

  it("C2: what is new in the mailbox goes up all the same, and stays in step although the list view does not show it", async () => {
    const added = await people.exchange.add(contact({ firstName: "Ada", lastName: "Lovelace", email: "ada@engines.example" }));
    await later();
    await later();
    const link = people.world.links.all.find(({ exchange }) => exchange.is === "present" && exchange.seen.id === added);
    expect(link?.state).toBe("linked");
    await people.exchange.edit(added, { jobTitle: "Analyst" });
    await people.cycle();
    const { salesforce } = link ?? people.world.link;
    expect(await people.salesforce.there(salesforce.is === "present" ? salesforce.seen.id : "")).toMatchObject({ jobTitle: "Analyst" });
  });

  it("M3: the copy of a record that is deleted goes, as ever", async () => {
    await people.salesforce.remove(record);
    await people.cycle();
    expect(await people.exchange.count()).toBe(0);
    await later();
    expect(people.world.links.all.map(({ state }) => state)).toEqual(["removed"]);
  });
});
