import { describe, expect, it } from "vitest";
import { BEFORE_ACTIVATION, ContactWorld } from "../doubles/contact-world.ts";
import { anna } from "./contact-pair.ts";

describe("meeting for the first time", () => {
  it("M1: a twin is linked, blanks are filled, and the loser is listed", async () => {
    const world = new ContactWorld();
    world.salesforce.add({ ...anna, jobTitle: "Head", department: null });
    world.exchange.add({ ...anna, jobTitle: "Buyer", department: "Purchase" });
    await world.settle();
    const both = { ...anna, jobTitle: "Head", department: "Purchase" };
    expect(world.exchange.rows.map(({ record }) => record)).toEqual([both]);
    expect(world.salesforce.rows.map(({ record }) => record)).toEqual([both]);
    expect(world.links.conflicts).toMatchObject([{ field: "jobTitle", lost: "Buyer" }]);
  });

  it("B4: twins from before activation are linked", async () => {
    const world = new ContactWorld();
    world.salesforce.add(anna);
    world.exchange.add(anna, { createdAt: BEFORE_ACTIVATION });
    await world.settle();
    expect(world.link).toMatchObject({ state: "linked", origin: "twin" });
    expect([world.exchange.rows.length, world.salesforce.rows.length]).toEqual([1, 1]);
  });

  it("M1: a listed item is found when its twin appears in Salesforce later", async () => {
    const world = new ContactWorld();
    world.exchange.add(anna, { createdAt: BEFORE_ACTIVATION });
    await world.settle();
    world.salesforce.add(anna);
    await world.settle();
    expect(world.link.state).toBe("linked");
    expect(world.exchange.rows).toHaveLength(1);
  });

  it("M1: where the names differ nothing is written before a person has answered", async () => {
    const world = new ContactWorld();
    world.salesforce.add({ ...anna, firstName: "Bert" });
    world.exchange.add({ ...anna, jobTitle: "Buyer" });
    await world.settle();
    expect(world.link.state).toBe("question");
    expect(world.salesforce.rows[0]?.record.jobTitle).toBeNull();
    expect((await world.links.counts()).held).toBe(1);
  });

  it("M1: several hits are a question, and nothing is created", async () => {
    const world = new ContactWorld();
    world.salesforce.add(anna, { inScope: false, ownerId: "one" });
    world.salesforce.add(anna, { inScope: false, ownerId: "another" });
    world.exchange.add(anna);
    await world.settle();
    expect(world.link.state).toBe("question");
    expect(world.salesforce.rows).toHaveLength(2);
  });

  it("M1: two items of one person make one record", async () => {
    const world = new ContactWorld();
    world.exchange.add(anna);
    world.exchange.add(anna);
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.links.all.map(({ state }) => state).toSorted()).toEqual(["linked", "question"]);
  });
});
