import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { contact } from "../doubles/blank-contact.ts";
import { openPeopleWorld, type PeopleWorld } from "./people-world.ts";

const grace = contact({
  firstName: "Grace",
  lastName: "Hopper",
  email: "Grace.Hopper@navy.example",
  businessPhone: "+1 202 555 0101",
  mailingStreet: "Pentagon\nRoom 3",
  mailingCity: "Arlington",
  birthday: "1906-12-09",
  notes: "COBOL",
});

describe("the contact cycle between a mailbox and an org, both real but for the vendor", () => {
  let people: PeopleWorld;
  let exchange: PeopleWorld["exchange"];
  let salesforce: PeopleWorld["salesforce"];
  let world: PeopleWorld["world"];

  beforeEach(async () => {
    people = await openPeopleWorld();
    ({ exchange, salesforce, world } = people);
  });
  afterEach(() => people.close());
  const cycle = () => people.cycle();

  const idsOf = () => {
    const { link } = world;
    if (link.exchange.is !== "present" || link.salesforce.is !== "present")
      throw new Error(`The link is ${link.state}: ${String(link.reason)}.`);
    return { item: link.exchange.seen.id, record: link.salesforce.seen.id };
  };
  const alike = async (expected: Contact) => {
    const { item, record } = idsOf();
    expect(await exchange.there(item)).toEqual(expected);
    expect(await salesforce.there(record)).toEqual(expected);
    expect(world.link.state).toBe("linked");
  };

  it("C2, M2: goes up, and edits on each side arrive on the other", async () => {
    await exchange.add(grace);
    await cycle();
    await alike(grace);
    const { item, record } = idsOf();
    await exchange.edit(item, { jobTitle: "Rear Admiral" });
    await cycle();
    await salesforce.edit(record, { department: "Computing", mailingCity: "New York" });
    await cycle();
    await alike({ ...grace, jobTitle: "Rear Admiral", department: "Computing", mailingCity: "New York" });
    expect([await exchange.count(), await salesforce.count()]).toEqual([1, 1]);
  });

  it("C1, M3: comes down, and the copy goes with its record", async () => {
    const record = await salesforce.add(grace);
    await cycle();
    await alike(grace);
    await salesforce.remove(record);
    await cycle();
    expect([await exchange.count(), await salesforce.count()]).toEqual([0, 0]);
  });

  it.each(["exchange", "salesforce"] as const)("P4: a lost reply doubles nothing (%s)", async (side) => {
    const [losing, adding] = side === "exchange" ? [exchange, salesforce] : [salesforce, exchange];
    await adding.add(grace);
    losing.loseNextReply();
    await cycle().catch(() => cycle());
    await cycle();
    expect([await exchange.count(), await salesforce.count()]).toEqual([1, 1]);
    await alike(grace);
  });
});
