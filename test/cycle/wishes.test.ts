import { describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Fields } from "../../shared/records/fields.ts";
import { conflictTold, wishOf } from "../../sync-service/cycle/field-conflict.ts";
import type { Link } from "../../sync-service/cycle/link.ts";
import type { Wish } from "../../sync-service/engine/wish.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";

const anna = contact({ firstName: "Anna", lastName: "Berg", email: "anna@berg.example", jobTitle: "Buyer" });

/** Anna on both sides, her title changed on both: Salesforce's stands (M2). */
async function inConflict() {
  const world = new ContactWorld();
  world.exchange.add(anna);
  await world.settle();
  const [item, record] = [world.exchange.rows[0]?.id ?? "", world.salesforce.rows[0]?.id ?? ""];
  world.exchange.edit(item, { jobTitle: "Director" });
  world.salesforce.edit(record, { jobTitle: "President" });
  await world.settle();
  const [conflict] = world.links.conflicts;
  if (!conflict) throw new Error("There is no conflict.");
  const titles = () => [world.exchange.row(item).record.jobTitle, world.salesforce.row(record).record.jobTitle];
  const answer = (given: "keep" | "take") =>
    world.answer(world.link.id, "set", null, wishOf(conflict.id, asFields(world.link), conflict, given) as Wish<Contact>);
  return { world, item, record, conflict, titles, answer };
}

const asFields = (link: Link<Contact>) => link as unknown as Link<Fields>;
const outcomes = (world: ContactWorld) => world.links.notes.map(({ action, outcome }) => `${action}: ${outcome}`);

describe("a conflict is settled by a person (M2)", () => {
  it("M2: taking the other value writes it on both sides and ends the conflict", async () => {
    const { world, conflict, titles, answer } = await inConflict();
    expect(titles()).toEqual(["President", "President"]);
    expect(conflictTold("contact", asFields(world.link), conflict).answers.map(({ answer: one, label }) => [one, label])).toEqual([
      ["keep", "Keep Salesforce’s"],
      ["take", "Take Outlook’s"],
    ]);
    answer("take");
    await world.settle();
    expect(titles()).toEqual(["Director", "Director"]);
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([false]);
    expect(world.link).toMatchObject({ state: "linked", choice: null, wishes: [] });
    await world.settle();
    expect(titles()).toEqual(["Director", "Director"]);
  });

  it("P1, P2: what was taken stands in the journal with the values before and after, on both sides", async () => {
    const { world, answer } = await inConflict();
    const before = world.links.notes.length;
    answer("take");
    await world.settle();
    expect(world.links.notes.slice(before).map(({ action, before: was, after }) => [action, was, after])).toEqual([
      ["answer: set", undefined, undefined],
      ["update in Outlook", { jobTitle: "President" }, { jobTitle: "Director" }],
      ["update in Salesforce", { jobTitle: "President" }, { jobTitle: "Director" }],
    ]);
  });

  it("M2: keeping writes nothing and ends the conflict", async () => {
    const { world, titles, answer } = await inConflict();
    const writes = world.salesforce.calls.filter((call) => call === "apply").length;
    answer("keep");
    await world.settle();
    expect(titles()).toEqual(["President", "President"]);
    expect(world.salesforce.calls.filter((call) => call === "apply")).toHaveLength(writes);
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([false]);
  });

  it("M2: what was changed again before the answer arrived is not written over, and the conflict stays", async () => {
    const { world, record, conflict, titles, answer } = await inConflict();
    answer("take");
    world.salesforce.edit(record, { jobTitle: "Chair" });
    await world.settle();
    expect(titles()).toEqual(["Chair", "Chair"]);
    expect(outcomes(world)).toContain("answer: set: not-done");
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([true]);
    // It can only be left as it is now.
    expect(conflictTold("contact", asFields(world.link), conflict).answers.map(({ label }) => label)).toEqual(["Leave it so"]);
    answer("keep");
    await world.settle();
    expect(titles()).toEqual(["Chair", "Chair"]);
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([false]);
  });

  it("P9: what is changed in the moment of the write is not written over either", async () => {
    const { world, record, titles, answer } = await inConflict();
    answer("take");
    world.salesforce.beforeEffect = () => {
      world.salesforce.beforeEffect = () => {};
      world.salesforce.edit(record, { jobTitle: "Chair" });
    };
    await world.settle();
    expect(titles()).not.toContain("President");
    expect(titles()[1]).toBe("Chair");
    expect(world.links.conflicts.some(({ open }) => open)).toBe(true);
  });

  it("P4: a reply that was lost is looked for, and the conflict ends all the same", async () => {
    const { world, titles, answer } = await inConflict();
    answer("take");
    let lost = false;
    world.exchange.faultFor = () => (lost ? null : ((lost = true), "lost-after"));
    await world.settle();
    expect(titles()).toEqual(["Director", "Director"]);
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([false]);
  });

  it("answers about two fields of one contact are both obeyed", async () => {
    const { world, item, record } = await inConflict();
    world.exchange.edit(item, { department: "North" });
    world.salesforce.edit(record, { department: "South" });
    await world.settle();
    for (const conflict of world.links.conflicts)
      world.answer(world.link.id, "set", null, wishOf(conflict.id, asFields(world.link), conflict, "take") as Wish<Contact>);
    await world.settle();
    expect(world.salesforce.row(record).record).toMatchObject({ jobTitle: "Director", department: "North" });
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([false, false]);
  });
});

describe("what is not written over in the mailbox (E2, P5)", () => {
  async function guarded(standing: { readonly withOthers?: true; readonly others?: number; readonly rich?: readonly string[] }) {
    const world = new ContactWorld();
    const item = world.exchange.add(anna);
    await world.settle();
    const record = world.salesforce.rows[0]?.id ?? "";
    world.exchange.stand(item, { guarded: ["jobTitle"], ...standing });
    world.salesforce.edit(record, { jobTitle: "President" });
    await world.settle();
    const [conflict] = world.links.conflicts;
    if (!conflict) throw new Error("There is no conflict.");
    const titles = () => [world.exchange.row(item).record.jobTitle, world.salesforce.row(record).record.jobTitle];
    const told = () => conflictTold("contact", asFields(world.link), conflict);
    const answer = (given: "keep" | "take") =>
      world.answer(world.link.id, "set", null, wishOf(conflict.id, asFields(world.link), conflict, given) as Wish<Contact>);
    return { world, titles, told, answer };
  }

  it("P5: with others the answer says how many Exchange would mail, and writes once it is given", async () => {
    const { world, titles, told, answer } = await guarded({ withOthers: true, others: 3 });
    expect(titles()).toEqual(["Buyer", "President"]);
    expect(told().answers.map(({ label, mails }) => [label, mails])).toEqual([
      ["Keep Outlook’s", undefined],
      ["Take Salesforce’s", 3],
    ]);
    expect(told().answers[1]?.effect).toBe("Outlook gets the value of Salesforce. Exchange would mail 3 people about it.");
    answer("take");
    await world.settle();
    expect(titles()).toEqual(["President", "President"]);
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([false]);
  });

  it("M2: keeping the mailbox's value brings it up, so that the sides are alike and nothing is asked again", async () => {
    const { world, titles, answer } = await guarded({ withOthers: true });
    answer("keep");
    await world.settle();
    expect(titles()).toEqual(["Buyer", "Buyer"]);
    await world.settle();
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([false]);
  });

  it.each([
    ["of the user alone", {}],
    ["of a meeting", { withOthers: true, others: 2, rich: ["jobTitle"] } as const],
  ])("E2: nobody's answer writes over a richer text %s", async (_title, standing) => {
    const { world, titles, told, answer } = await guarded(standing);
    expect(told().answers.map(({ answer: one }) => one)).toEqual(["keep"]);
    answer("take");
    await world.settle();
    expect(titles()).toEqual(["Buyer", "President"]);
    expect(world.links.conflicts.map(({ open }) => open)).toEqual([true]);
    expect(outcomes(world)).toContain("answer: set: not-done");
  });
});
