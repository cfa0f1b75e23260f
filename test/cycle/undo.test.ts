import { describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { fieldsOfKind } from "../../shared/records/field-words.ts";
import type { Fields } from "../../shared/records/fields.ts";
import type { Link } from "../../sync-service/cycle/link.ts";
import { type Deed, planUndo, type UndoPlan } from "../../sync-service/cycle/undo-plan.ts";
import type { Wish } from "../../sync-service/engine/wish.ts";
import { didOf } from "../../sync-service/store/deeds.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";

const anna = contact({ firstName: "Anna", lastName: "Berg", email: "anna@berg.example", jobTitle: "Buyer" });
const blank = Object.fromEntries(fieldsOfKind("contact").map((field) => [field, null]));

/** What the journal tells that was done, the newest first. */
function deedsOf(world: ContactWorld): readonly Deed[] {
  return world.links.notes
    .flatMap(({ action, outcome, before = {}, after = {} }, index): Deed[] => {
      const did = outcome === "done" ? didOf(action) : null;
      return did ? [{ id: String(index), ...did, before, after }] : [];
    })
    .toReversed();
}

const planFor = (world: ContactWorld, deeds: readonly Deed[]): UndoPlan => planUndo(world.link as unknown as Link<Fields>, deeds, blank);

function give(world: ContactWorld, { act }: UndoPlan): void {
  if (!act) throw new Error("There is nothing to do.");
  world.answer(world.link.id, act.answer, null, act.wish as Wish<Contact>);
}

async function undo(world: ContactWorld, deeds: readonly Deed[]): Promise<void> {
  give(world, planFor(world, deeds));
  await world.settle();
}

const newest = (world: ContactWorld, did: Deed["did"]): Deed => {
  const found = deedsOf(world).find((deed) => deed.did === did);
  if (!found) throw new Error(`There was no ${did}.`);
  return found;
};
const codes = ({ verdicts }: UndoPlan) => [...verdicts.values()].map((problem) => problem?.code ?? "can");

async function pair(from: "exchange" | "salesforce" = "exchange") {
  const world = new ContactWorld();
  world[from].add(anna);
  await world.settle();
  const [item, record] = [world.exchange.rows[0]?.id ?? "", world.salesforce.rows[0]?.id ?? ""];
  const titles = () => [world.exchange.row(item).record.jobTitle, world.salesforce.row(record).record.jobTitle];
  return { world, item, record, titles };
}

describe("an update is undone (P2)", () => {
  it("P2: both sides get back what was before, and the undo can itself be undone", async () => {
    const { world, item, titles } = await pair();
    world.exchange.edit(item, { jobTitle: "Director" });
    await world.settle();
    await undo(world, [newest(world, "update")]);
    expect(titles()).toEqual(["Buyer", "Buyer"]);
    expect(world.links.notes.filter(({ action }) => action === "undo").map(({ outcome }) => outcome)).toEqual(["taken"]);

    await undo(world, [newest(world, "update")]);
    expect(titles()).toEqual(["Director", "Director"]);
  });

  it("P2: what was changed since is refused, and stays", async () => {
    const { world, item, titles } = await pair();
    world.exchange.edit(item, { jobTitle: "Director" });
    await world.settle();
    const deed = newest(world, "update");
    world.exchange.edit(item, { jobTitle: "President" });
    await world.settle();
    const plan = planFor(world, [deed]);
    expect(codes(plan)).toEqual(["CHANGED_SINCE"]);
    expect(plan.act).toBeNull();
    expect(titles()).toEqual(["President", "President"]);
  });

  it("P2: a change of another field is no reason to refuse, and stays", async () => {
    const { world, item, record } = await pair();
    world.exchange.edit(item, { jobTitle: "Director" });
    await world.settle();
    const deed = newest(world, "update");
    world.salesforce.edit(record, { department: "North" });
    await world.settle();
    await undo(world, [deed]);
    expect(world.exchange.row(item).record).toMatchObject({ jobTitle: "Buyer", department: "North" });
  });

  it("P9: a change that comes between the asking and the cycle is not written over, and the journal says so", async () => {
    const { world, item, record, titles } = await pair();
    world.exchange.edit(item, { jobTitle: "Director" });
    await world.settle();
    give(world, planFor(world, [newest(world, "update")]));
    world.salesforce.edit(record, { jobTitle: "President" });
    await world.settle();
    expect(titles()).toEqual(["President", "President"]);
    expect(world.links.notes.filter(({ action }) => action === "undo").map(({ outcome }) => outcome)).toEqual(["taken", "not-done"]);
  });

  it("P2: several of one contact are undone together, back to the first; the oldest alone is refused", async () => {
    const { world, item, titles } = await pair();
    for (const jobTitle of ["Director", "President", "Chair"]) {
      world.exchange.edit(item, { jobTitle });
      await world.settle();
    }
    const updates = deedsOf(world).filter(({ did }) => did === "update");
    expect(codes(planFor(world, updates.slice(-1)))).toEqual(["CHANGED_SINCE"]);
    expect(codes(planFor(world, updates))).toEqual(["can", "can", "can"]);
    await undo(world, updates);
    expect(titles()).toEqual(["Buyer", "Buyer"]);
  });

  it("P2: of a write on both sides, which the journal tells twice, the second is undone with the first, and is then back", async () => {
    const { world, item, titles } = await pair();
    world.exchange.edit(item, { jobTitle: "Director" });
    await world.settle();
    await undo(world, [newest(world, "update")]);
    const both = deedsOf(world).slice(0, 2);
    expect(both.map(({ did, side }) => [did, side])).toEqual([
      ["update", "salesforce"],
      ["update", "exchange"],
    ]);
    expect(codes(planFor(world, both))).toEqual(["can", "can"]);
    await undo(world, both);
    expect(titles()).toEqual(["Director", "Director"]);
    expect(codes(planFor(world, both.slice(1)))).toEqual(["ALREADY_SO"]);
  });

  it("refuses where the values of before are forgotten, and where the two are no longer kept in step", async () => {
    const { world, item } = await pair();
    world.exchange.edit(item, { jobTitle: "Director" });
    await world.settle();
    const deed = newest(world, "update");
    expect(codes(planFor(world, [{ ...deed, before: {}, after: {} }]))).toEqual(["NO_VALUES"]);
    world.exchange.stand(item, { categories: [] });
    await world.settle();
    expect(world.link.state).toBe("left");
    expect(codes(planFor(world, [deed]))).toEqual(["NOT_IN_STEP"]);
  });
});

describe("a creation is undone by removing our copy (P2)", () => {
  it("P2: of a contact that went up, the record goes, the item stays without the mark, and nothing is made again", async () => {
    const { world, item } = await pair("exchange");
    await undo(world, [newest(world, "create")]);
    expect(world.salesforce.rows).toEqual([]);
    expect(world.exchange.rows.map(({ id }) => id)).toEqual([item]);
    expect(world.link.state).toBe("unlinked");
    world.exchange.edit(item, { jobTitle: "Director" });
    await world.settle();
    expect(world.salesforce.rows).toEqual([]);
  });

  it("P2: of a contact that came down, the copy goes and the record stays", async () => {
    const { world, record } = await pair("salesforce");
    await undo(world, [newest(world, "create")]);
    expect(world.exchange.rows).toEqual([]);
    expect(world.salesforce.rows.map(({ id }) => id)).toEqual([record]);
    world.salesforce.edit(record, { jobTitle: "Director" });
    await world.settle();
    expect(world.exchange.rows).toEqual([]);
  });

  it("P2: a copy that was changed since is refused; with the change undone too, it goes", async () => {
    const { world, item } = await pair("exchange");
    world.exchange.edit(item, { jobTitle: "Director" });
    await world.settle();
    expect(codes(planFor(world, [newest(world, "create")]))).toEqual(["CHANGED_SINCE"]);
    const all = deedsOf(world);
    expect(codes(planFor(world, all))).toEqual(["can", "can"]);
    await undo(world, all);
    expect(world.salesforce.rows).toEqual([]);
  });

  it("P5: a meeting that others take part in is not removed from the mailbox", async () => {
    const { world, item } = await pair("salesforce");
    world.exchange.stand(item, { withOthers: true, others: 2 });
    await world.settle();
    expect(codes(planFor(world, [newest(world, "create")]))).toEqual(["OTHERS_TAKE_PART"]);
  });
});

describe("a removal is undone by making it anew (P2)", () => {
  it("P2: what we removed in Salesforce is made anew there and in the mailbox, with all its values", async () => {
    const { world, item } = await pair("exchange");
    world.preset = { ...world.preset, deleteInSalesforce: true };
    world.exchange.remove(item);
    await world.settle();
    expect(world.salesforce.rows).toEqual([]);
    await undo(world, [newest(world, "remove")]);
    expect(world.salesforce.rows.map(({ record }) => record)).toEqual([anna]);
    expect(world.exchange.rows.map(({ record }) => record)).toEqual([anna]);
    expect(world.link).toMatchObject({ state: "linked", choice: null, wishes: [] });
  });

  it("P4: a crash after the record was made leaves one of each", async () => {
    const { world, item } = await pair("exchange");
    world.preset = { ...world.preset, deleteInSalesforce: true };
    world.exchange.remove(item);
    await world.settle();
    let lost = false;
    world.salesforce.faultFor = () => (lost ? null : ((lost = true), "lost-after"));
    await undo(world, [newest(world, "remove")]);
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.exchange.rows).toHaveLength(1);
  });

  it("P2: what is there (again) is refused", async () => {
    const { world } = await pair("salesforce");
    const deed: Deed = { id: "1", did: "remove", side: "exchange", before: { lastName: "Berg" }, after: {} };
    expect(codes(planFor(world, [deed]))).toEqual(["STILL_THERE"]);
  });
});
