import { beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import { dryRun, type Line } from "../../sync-service/cycle/dry-run.ts";
import { LinksInMemory } from "../../sync-service/store/links-in-memory.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ACTIVATED_AT, BEFORE_ACTIVATION, ContactWorld } from "../doubles/contact-world.ts";

const person = (lastName: string, more: Partial<Contact> = {}) =>
  contact({ firstName: "Ada", lastName, email: `${lastName}@example.com`.toLowerCase(), ...more });

describe("a dry run of contacts (B4)", () => {
  let world: ContactWorld;
  beforeEach(() => {
    world = new ContactWorld();
  });

  function run(most = 1_000) {
    const { exchange, salesforce, lease, preset, now } = world;
    let ids = 0;
    return dryRun({
      ...{ exchange, salesforce, lease, activatedAt: ACTIVATED_AT, most },
      rules: contactRules(preset, "DE"),
      links: new LinksInMemory<Contact>(),
      now: () => now,
      newId: () => `id-${(ids += 1)}`,
    });
  }
  const told = (lines: readonly Line[]) =>
    Object.fromEntries(
      lines.map(({ does, on, count, samples }) => [
        on === null ? does : `${does} ${on}`,
        [count, ...samples.map((name) => name.split(",")[0])],
      ]),
    );
  const early = { createdAt: BEFORE_ACTIVATION } as const;

  it("tells what would be made, linked, filled, asked and left alone, and touches neither side", async () => {
    for (const name of ["Berg", "Curie", "Noether", "Franklin", "Meitner", "Goeppert"]) world.salesforce.add(person(name));
    world.exchange.add(person("Lovelace", { jobTitle: "Countess" }), early);
    world.salesforce.add(person("Lovelace", { department: "Engines" }));
    world.exchange.add(person("Hopper", { jobTitle: "Captain" }), early);
    world.salesforce.add(person("Hopper", { jobTitle: "Admiral" }));
    world.exchange.add(contact({ firstName: "Ada", lastName: "Stein" }), early);
    world.salesforce.add(contact({ firstName: "Ada", lastName: "Stein" }));
    world.exchange.add(person("Early"), early);
    const before = JSON.stringify([world.exchange.rows, world.salesforce.rows]);

    const tally = await run();
    expect(told(tally.lines)).toEqual({
      "create exchange": [6, "Ada Berg", "Ada Curie", "Ada Noether", "Ada Franklin", "Ada Meitner"],
      link: [2, "Ada Lovelace", "Ada Hopper"],
      "fill exchange": [2, "Ada Lovelace", "Ada Hopper"],
      "fill salesforce": [1, "Ada Lovelace"],
      differ: [1, "Ada Hopper"],
      ask: [expect.any(Number), ...Array(tally.lines.find(({ does }) => does === "ask")?.count ?? 0).fill("Ada Stein")],
      leave: [1, "Ada Early"],
    });
    expect(tally).toMatchObject({ complete: true, read: { exchange: 4, salesforce: 9 } });
    expect(JSON.stringify([world.exchange.rows, world.salesforce.rows])).toBe(before);
    expect([...world.exchange.calls, ...world.salesforce.calls]).not.toContain("apply");
    expect(world.links.all).toEqual([]);
  });

  it("tells what would go up, each person once, and why another cannot", async () => {
    world.exchange.add(person("Berg"));
    world.exchange.add(person("Berg", { jobTitle: "Once more" }));
    world.exchange.add(contact({ firstName: "Nameless", email: "n@example.com" }));
    const { lines, writes } = await run();
    expect(told(lines)).toMatchObject({ "create salesforce": [1, "Ada Berg"], ask: [1, "Ada Berg"], refuse: [1, expect.any(String)] });
    expect(lines.find(({ does }) => does === "refuse")).toMatchObject({
      code: expect.any(String),
      reason: expect.stringContaining("last name"),
    });
    expect(writes.salesforce).toEqual({ creates: 1, others: 0 });
  });

  it("comes to what the first sync then does", async () => {
    for (const name of ["Berg", "Curie"]) world.salesforce.add(person(name));
    world.exchange.add(person("Curie", { jobTitle: "Professor" }), early);
    world.exchange.add(person("Lovelace"));
    const { lines } = await run();
    await world.settle();
    const made = (side: "exchange" | "salesforce") =>
      world.links.notes.filter(({ action }) => action === `create in ${side === "exchange" ? "Outlook" : "Salesforce"}`).length;
    const count = (does: Line["does"], on: Line["on"]) => lines.find((line) => line.does === does && line.on === on)?.count ?? 0;
    expect([count("create", "exchange"), count("create", "salesforce")]).toEqual([made("exchange"), made("salesforce")]);
    expect(made("exchange") + made("salesforce")).toBe(2);
    expect(count("link", null)).toBe(world.links.all.filter(({ origin }) => origin === "twin").length);
  });

  it("of more than may be looked at says so", async () => {
    world.salesforce.pageSize = 2;
    for (const name of ["Berg", "Curie", "Noether", "Franklin", "Meitner"]) world.salesforce.add(person(name));
    expect(await run(3)).toMatchObject({ complete: false, read: { salesforce: 4 } });
  });
});
