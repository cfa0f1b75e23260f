import { describe, expect, it } from "vitest";
import { ruleWords } from "../../shared/records/rules.ts";
import type { Note } from "../../sync-service/cycle/link.ts";
import { contact } from "../doubles/blank-contact.ts";
import { BEFORE_ACTIVATION, ContactWorld } from "../doubles/contact-world.ts";

const anna = contact({ firstName: "Anna", lastName: "Berg", email: "anna@berg.example" });

async function pair(from: "exchange" | "salesforce" = "exchange") {
  const world = new ContactWorld();
  world[from].add(anna);
  await world.settle();
  return { world, item: world.exchange.rows[0]?.id ?? "", record: world.salesforce.rows[0]?.id ?? "" };
}

/** What each entry says was done, how it ended, and by which rules. */
const told = ({ links }: ContactWorld) =>
  links.notes.map(({ action, outcome, rules }: Note) => `${action}, ${outcome}: ${rules.join(" ")}`);

describe("every entry of the journal names its rules", () => {
  it("C2: going up", async () => {
    const { world } = await pair();
    expect(told(world)).toContain("create in Salesforce, done: C2");
  });

  it("C1: coming down", async () => {
    const { world } = await pair("salesforce");
    expect(told(world)).toEqual(["create in Outlook, done: C1"]);
  });

  it("C3, M2: a field is carried over, and one that both changed is a conflict too", async () => {
    const { world, item, record } = await pair();
    world.exchange.edit(item, { jobTitle: "Buyer" });
    await world.settle();
    expect(told(world).at(-1)).toBe("update in Salesforce, done: C3");
    world.exchange.edit(item, { jobTitle: "Head" });
    world.salesforce.edit(record, { jobTitle: "Chief" });
    await world.settle();
    expect(told(world).slice(-2)).toEqual(["update in Outlook, done: C3 M2", "conflict: jobTitle, conflict: M2"]);
  });

  it("M3, M4: what is deleted, and what is left", async () => {
    const deleted = await pair();
    deleted.world.exchange.remove(deleted.item);
    await deleted.world.settle();
    expect(told(deleted.world).at(-1)).toBe("decide, unlinked: M3");

    const left = await pair();
    left.world.exchange.stand(left.item, { categories: [] });
    await left.world.settle();
    expect(told(left.world).at(-1)).toBe("decide, left: M4");
  });

  it("C1: a record that got another owner", async () => {
    const { world, record } = await pair("salesforce");
    world.salesforce.stand(record, { inScope: false, ownerId: "another" });
    await world.settle();
    expect(told(world).at(-1)).toBe("remove in Outlook, done: C1");
  });

  it("B4, C6: what waits for a person, and what Salesforce refuses", async () => {
    const world = new ContactWorld();
    world.exchange.add(anna, { createdAt: BEFORE_ACTIVATION });
    world.exchange.add(contact({ firstName: "Nobody" }));
    await world.settle();
    expect(told(world)).toEqual(expect.arrayContaining(["decide, listed: B4", "decide, failed: C6"]));
    world.answer(world.links.all.find(({ state }) => state === "listed")?.id ?? "", "send");
    world.salesforce.faultFor = () => ({ refused: "no" });
    await world.settle();
    expect(told(world)).toEqual(expect.arrayContaining(["answer: send, taken: B4", "create in Salesforce, refused: C2 C6"]));
  });

  it("M1: what may be the same is asked", async () => {
    const world = new ContactWorld();
    world.salesforce.add(anna, { inScope: false });
    world.salesforce.add(anna, { inScope: false });
    world.exchange.add(anna);
    await world.settle();
    expect(told(world)).toEqual(["decide, question: M1"]);
  });

  it("M5: what the brake holds", async () => {
    const world = new ContactWorld();
    for (let number = 0; number < 5; number += 1) world.exchange.add(contact({ lastName: `Berg ${number}` }));
    await world.settle();
    for (const { id } of world.exchange.rows) world.exchange.remove(id);
    await world.settle();
    expect(told(world).filter((line) => line === "decide, held: M5")).toHaveLength(5);
  });

  it("each of them is a rule in words", async () => {
    const { world, item } = await pair();
    world.exchange.remove(item);
    await world.settle();
    expect(world.links.notes.every(({ rules }) => rules.length > 0 && rules.every((rule) => ruleWords[rule].endsWith(".")))).toBe(true);
  });
});
