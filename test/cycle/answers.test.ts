import { describe, expect, it } from "vitest";
import { categoryName } from "../../shared/records/names.ts";
import { answersTo } from "../../sync-service/cycle/answers.ts";
import { contact } from "../doubles/blank-contact.ts";
import { BEFORE_ACTIVATION, ContactWorld } from "../doubles/contact-world.ts";

const anna = contact({ firstName: "Anna", lastName: "Berg", email: "anna@berg.example" });
const ben = contact({ firstName: "Ben", lastName: "Ohm", email: "ben@ohm.example" });

const byText = (one: string | null, other: string | null) => (one ?? "").localeCompare(other ?? "", "en");
const linkOf = (world: ContactWorld, name: string | null) => {
  const found = world.links.all.find(({ exchange, salesforce }) =>
    [exchange, salesforce].some((sight) => sight.is === "present" && sight.seen.record.firstName === name),
  );
  if (!found) throw new Error(`There is no link of ${name}.`);
  return found;
};
const categoriesOf = (world: ContactWorld, id: string) => {
  const { standing } = world.exchange.row(id);
  return standing.on === "exchange" ? standing.categories : [];
};

async function pair(from: "exchange" | "salesforce" = "exchange") {
  const world = new ContactWorld();
  world[from].add(anna);
  await world.settle();
  const [item, record] = [world.exchange.rows[0]?.id ?? "", world.salesforce.rows[0]?.id ?? ""];
  return { world, item, record };
}

describe("what lay there before (B4)", () => {
  async function listed() {
    const world = new ContactWorld();
    const items = [anna, ben].map((record) => world.exchange.add(record, { createdAt: BEFORE_ACTIVATION }));
    await world.settle();
    return { world, items };
  }

  it("B4: the chosen one goes up, and the other stays", async () => {
    const { world } = await listed();
    expect(answersTo(linkOf(world, "Anna"))).toEqual(["send", "let-go"]);
    world.answer(linkOf(world, "Anna").id, "send");
    await world.settle();
    expect(world.salesforce.rows.map(({ record }) => record)).toEqual([anna]);
    expect(linkOf(world, "Anna").state).toBe("linked");
    expect(linkOf(world, "Ben").state).toBe("listed");
  });

  it("B4: what is left here waits for nobody any more, loses the mark, and stays after an edit", async () => {
    const { world, items } = await listed();
    world.answer(linkOf(world, "Ben").id, "let-go");
    await world.settle();
    world.exchange.edit(items[1] ?? "", { jobTitle: "Buyer" });
    await world.settle();
    expect(world.salesforce.rows).toEqual([]);
    expect(linkOf(world, "Ben").state).toBe("unlinked");
    expect(categoriesOf(world, items[1] ?? "")).toEqual([]);
  });

  it("C6: one that was sent and has a fault goes up when it is repaired, without being asked about again", async () => {
    const world = new ContactWorld();
    const item = world.exchange.add(contact({ firstName: "Anna" }), { createdAt: BEFORE_ACTIVATION });
    await world.settle();
    world.answer(world.link.id, "send");
    await world.settle();
    expect(world.link.state).toBe("failed");
    world.exchange.edit(item, { lastName: "Berg" });
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("an answer given twice, or after all was settled otherwise, does nothing and is journalled", async () => {
    const { world } = await listed();
    const { id } = linkOf(world, "Anna");
    world.answer(id, "send");
    await world.settle();
    world.answer(id, "send");
    world.answer(id, "let-go");
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
    expect(linkOf(world, "Anna").state).toBe("linked");
    expect(world.links.notes.filter(({ action }) => action.startsWith("answer")).map(({ outcome }) => outcome)).toEqual([
      "taken",
      "not-needed",
      "not-needed",
    ]);
  });

  it("P4: an answer that was taken survives a crash before it is carried out", async () => {
    const { world } = await listed();
    world.answer(linkOf(world, "Anna").id, "send");
    const dies = new Proxy(world.salesforce, {
      get: (side, name) => {
        if (name === "apply") return () => Promise.reject(new (class Crash extends Error {})());
        const value: unknown = Reflect.get(side, name);
        return typeof value === "function" ? (value.bind(side) as unknown) : value;
      },
    });
    await expect(world.slice({ salesforce: dies })).rejects.toThrow();
    expect(world.links.given).toEqual([]);
    world.pass(5_000);
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
  });
});

describe("questions (M1)", () => {
  async function namedApart() {
    const world = new ContactWorld();
    world.exchange.add(anna);
    world.salesforce.add({ ...anna, firstName: "Hanna", lastName: "Berger" });
    await world.settle();
    return world;
  }

  it("M1: two of one address and different names become one when a person says so", async () => {
    const world = await namedApart();
    expect(answersTo(world.link)).toEqual(["link", "separate", "let-go"]);
    world.answer(world.link.id, "link");
    await world.settle();
    expect(world.link.state).toBe("linked");
    expect(world.exchange.rows.map(({ record }) => record.lastName)).toEqual(["Berger"]);
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("M1: kept apart, each gets its own other half", async () => {
    const world = await namedApart();
    world.answer(world.link.id, "separate");
    await world.settle();
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked", "linked"]);
    expect(world.exchange.rows.map(({ record }) => record.lastName).toSorted(byText)).toEqual(["Berg", "Berger"]);
    expect(world.salesforce.rows.map(({ record }) => record.lastName).toSorted(byText)).toEqual(["Berg", "Berger"]);
  });

  it("M1: of several the chosen one is linked, and the names of all were told", async () => {
    const world = new ContactWorld();
    const records = ["Buyer", "Seller"].map((jobTitle) => world.salesforce.add({ ...anna, jobTitle }, { inScope: false }));
    const item = world.exchange.add(anna);
    await world.settle();
    expect(world.link.among).toEqual(records.map((id) => ({ id, name: "Anna Berg, anna@berg.example" })));
    world.answer(world.link.id, "link", records[1] ?? null);
    await world.settle();
    expect(world.link).toMatchObject({ state: "linked", among: [], salesforce: { is: "present", seen: { id: records[1] } } });
    expect(world.exchange.row(item).record.jobTitle).toBe("Seller");
    expect(world.salesforce.rows).toHaveLength(2);
  });

  it("M1: without naming one of several nothing is linked", async () => {
    const world = new ContactWorld();
    for (const jobTitle of ["Buyer", "Seller"]) world.salesforce.add({ ...anna, jobTitle }, { inScope: false });
    world.exchange.add(anna);
    await world.settle();
    world.answer(world.link.id, "link");
    await world.settle();
    expect(world.link.state).toBe("question");
  });

  it("M1: if the chosen one is gone by then, the question is asked anew", async () => {
    const world = new ContactWorld();
    const records = ["Buyer", "Seller", "Clerk"].map((jobTitle) => world.salesforce.add({ ...anna, jobTitle }, { inScope: false }));
    world.exchange.add(anna);
    await world.settle();
    world.salesforce.remove(records[1] ?? "");
    world.answer(world.link.id, "link", records[1] ?? null);
    await world.settle();
    expect(world.link.state).toBe("question");
    expect(world.link.among.map(({ id }) => id)).toEqual([records[0], records[2]]);
  });
});

describe("parted and held (M3, M5)", () => {
  it.each([
    ["bring-back", "linked", 2],
    ["let-go", "unlinked", 1],
  ] as const)("M3: an edited item whose record was deleted: %s", async (answer, state, categories) => {
    const { world, item, record } = await pair();
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.remove(record);
    await world.settle();
    expect(answersTo(world.link)).toEqual(["bring-back", "let-go"]);
    world.answer(world.link.id, answer);
    await world.settle();
    expect(world.link.state).toBe(state);
    expect(world.salesforce.rows.map((row) => row.record.jobTitle)).toEqual(answer === "let-go" ? [] : ["Buyer"]);
    expect(categoriesOf(world, item)).toEqual(categories === 2 ? [categoryName] : []);
  });

  async function emptied() {
    const world = new ContactWorld();
    const names = ["Anna", "Ben", "Carl", "Dora", "Eva"];
    const records = names.map((firstName) =>
      world.salesforce.add(contact({ firstName, lastName: "Berg", email: `${firstName}@x.example` })),
    );
    await world.settle();
    for (const id of records) world.salesforce.remove(id);
    await world.settle();
    return world;
  }

  it("M5: what the brake holds goes ahead, or comes back, one by one as a person says", async () => {
    const world = await emptied();
    expect(world.links.all.map(({ state }) => state)).toEqual(Array(5).fill("held"));
    world.answer(linkOf(world, "Anna").id, "go-ahead");
    world.answer(linkOf(world, "Ben").id, "bring-back");
    await world.settle();
    expect(world.exchange.rows.map(({ record }) => record.firstName)).toEqual(["Ben", "Carl", "Dora", "Eva"]);
    expect(world.salesforce.rows.map(({ record }) => record.firstName)).toEqual(["Ben"]);
    expect(world.links.all.filter(({ state }) => state === "held")).toHaveLength(3);
  });

  it("M5: records that all got a new owner are held as well, and go ahead when a person says so", async () => {
    const world = new ContactWorld();
    const names = ["Anna", "Ben", "Carl", "Dora"];
    const records = names.map((firstName) =>
      world.salesforce.add(contact({ firstName, lastName: "Berg", email: `${firstName}@x.example` })),
    );
    await world.settle();
    for (const id of records) world.salesforce.stand(id, { inScope: false, ownerId: "another" });
    await world.settle();
    expect(world.exchange.rows).toHaveLength(4);
    world.answer(linkOf(world, "Anna").id, "go-ahead");
    await world.settle();
    expect(world.exchange.rows.map(({ record }) => record.firstName)).toEqual(["Ben", "Carl", "Dora"]);
  });

  it("M3: letting a removal go ahead does not remove what was edited since", async () => {
    const world = await emptied();
    const item = world.exchange.rows.find(({ record }) => record.firstName === "Anna")?.id ?? "";
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.answer(linkOf(world, "Anna").id, "go-ahead");
    await world.settle();
    expect(world.exchange.row(item).record.jobTitle).toBe("Buyer");
    expect(linkOf(world, "Anna").state).toBe("parted");
  });
});
