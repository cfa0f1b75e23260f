import { describe, expect, it } from "vitest";
import { Unreadable } from "../../sync-service/errors.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";
import { anna, categoriesOf, pair } from "./contact-pair.ts";

describe("when things go wrong", () => {
  it("P4: a create whose reply was lost is found again, and not repeated", async () => {
    const world = new ContactWorld();
    world.exchange.add(anna);
    let lost = false;
    world.salesforce.faultFor = () => (lost ? null : ((lost = true), "lost-after"));
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.link.state).toBe("linked");
  });

  it("P2: an edit whose reply was lost is told as written, though it was written within the second of the version before", async () => {
    const { world, item, record } = await pair();
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.withinOneSecond = true;
    world.salesforce.faultFor = () => "lost-after";
    await world.slice();
    world.salesforce.faultFor = () => null;
    await world.settle();
    expect(world.salesforce.row(record).record.jobTitle).toBe("Buyer");
    expect(world.links.notes).toContainEqual(
      expect.objectContaining({ action: "update in Salesforce", outcome: "done", after: expect.objectContaining({ jobTitle: "Buyer" }) }),
    );
  });

  it("P9: what was overwritten in one system is told once, though the other one's answer to the same change was lost", async () => {
    const { world, item, record } = await pair();
    const apply = world.salesforce.apply.bind(world.salesforce);
    world.salesforce.apply = async (actions) =>
      (await apply(actions)).map((outcome) => (outcome.is === "done" ? { ...outcome, overwrote: { jobTitle: "Chief" } } : outcome));
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.edit(record, { department: "Sales" });
    world.exchange.faultFor = () => "lost-after";
    await world.slice();
    world.exchange.faultFor = () => null;
    await world.settle();
    const told = world.links.notes.filter(({ outcome }) => outcome === "overwritten");
    expect(told).toMatchObject([{ action: "update in Salesforce", rules: ["P9"], before: { jobTitle: "Chief" } }]);
  });

  it("P2: what may have been written is told, though what stands there cannot be read and the record fails", async () => {
    const { world, item, record } = await pair();
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.faultFor = () => "lost-after";
    await world.slice();
    world.salesforce.faultFor = () => null;
    world.salesforce.read = () => Promise.reject(new Unreadable("salesforce", record, { cause: new TypeError("No such day.") }));
    await world.settle();
    expect(world.links.notes).toContainEqual(expect.objectContaining({ outcome: "failed", code: "UNREADABLE" }));
    const told = world.links.notes.filter(({ outcome }) => outcome === "unknown");
    expect(told).toMatchObject([{ action: "update in Salesforce", before: { jobTitle: null }, after: { jobTitle: "Buyer" } }]);
  });

  it("P1: what we replaced is listed, though the reply was lost and the item was deleted before we looked", async () => {
    const { world, item, record } = await pair();
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.edit(record, { jobTitle: "Head of buying" });
    world.exchange.faultFor = () => "lost-after";
    await world.slice();
    expect(world.exchange.row(item).record.jobTitle).toBe("Head of buying");
    world.exchange.faultFor = () => null;
    world.exchange.remove(item);
    await world.settle();
    expect(world.links.conflicts).toMatchObject(expect.arrayContaining([expect.objectContaining({ field: "jobTitle", lost: "Buyer" })]));
  });

  it("C1: a record that was handed over while the reply to our write was lost has left the scope all the same", async () => {
    const { world, item, record } = await pair("salesforce");
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.faultFor = () => "lost-after";
    await world.slice();
    expect(world.salesforce.row(record).record.jobTitle).toBe("Buyer");
    world.salesforce.faultFor = () => null;
    world.salesforce.stand(record, { inScope: false, ownerId: "another" });
    await world.settle();
    expect(world.exchange.rows).toEqual([]);
  });

  it.each([
    ["the category", { categories: [] }],
    ["the folder", { inFolder: false, container: "elsewhere" }],
  ])("M4: a mark that was taken off while the reply to our write was lost, %s, is leaving all the same", async (_mark, standing) => {
    const { world, item, record } = await pair();
    world.salesforce.edit(record, { jobTitle: "Buyer" });
    world.exchange.faultFor = () => "lost-after";
    await world.slice();
    world.exchange.faultFor = () => null;
    world.exchange.stand(item, standing);
    await world.settle();
    expect(world.link.state).toBe("left");
    expect(categoriesOf(world, item)).toEqual([]);
  });

  it("P4, C1: what was made and is out of the user's sight at once is not made again; the item is the user's own and stays", async () => {
    const world = new ContactWorld();
    const item = world.exchange.add(anna);
    const apply = world.salesforce.apply.bind(world.salesforce);
    let made = 0;
    world.salesforce.apply = async (actions) =>
      (await apply(actions)).map((outcome) => {
        if (outcome.is !== "done" || !outcome.seen) return outcome;
        made += 1;
        world.salesforce.remove(outcome.seen.id);
        return { ...outcome, unread: true };
      });
    await world.settle();
    expect(made).toBe(1);
    expect(world.link).toMatchObject({ state: "unlinked", salesforce: { is: "gone" } });
    expect(world.exchange.row(item).standing).toMatchObject({ categories: [] });
    expect(world.links.notes).toContainEqual(
      expect.objectContaining({ action: "create in Salesforce", outcome: "done", record: "salesforce-1" }),
    );
  });

  it("P4: a record that could not be read back is read later, and what an automation made of it comes down", async () => {
    const world = new ContactWorld();
    const item = world.exchange.add(anna);
    const apply = world.salesforce.apply.bind(world.salesforce);
    world.salesforce.apply = async (actions) =>
      (await apply(actions)).map((outcome) => {
        if (outcome.is !== "done" || !outcome.seen) return outcome;
        world.salesforce.edit(outcome.seen.id, { department: "Sales" });
        return { ...outcome, unread: true };
      });
    await world.slice();
    world.salesforce.apply = apply;
    world.salesforce.lag = 5;
    await world.settle();
    expect(world.exchange.row(item).record.department).toBe("Sales");
    expect(world.link.state).toBe("linked");
  });

  it("P4: a create that never arrived is repeated", async () => {
    const world = new ContactWorld();
    world.exchange.add(anna);
    let lost = false;
    world.salesforce.faultFor = () => (lost ? null : ((lost = true), "lost-before"));
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("one poison record delays none", async () => {
    const world = new ContactWorld();
    world.salesforce.faultFor = (action) => (action.do === "create" && action.record.lastName === "Poison" ? { refused: "No." } : null);
    world.exchange.add(contact({ lastName: "Poison", email: "p@x.example" }));
    world.exchange.add(anna);
    await world.settle();
    expect(world.salesforce.rows.map(({ record }) => record.lastName)).toEqual(["Berg"]);
  });

  it("MG9: an expired cursor costs a full read; what was deleted meanwhile is noticed, and nothing is doubled", async () => {
    const { world, item } = await pair("exchange");
    world.exchange.add(contact({ lastName: "Other", email: "o@x.example" }));
    await world.settle();
    world.exchange.remove(item);
    world.exchange.expireCursors = true;
    const changes = world.exchange.changes.bind(world.exchange);
    world.exchange.changes = async function* (since) {
      for await (const page of changes(since)) yield { ...page, changes: page.changes.filter(({ is }) => is === "present") };
    };
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(2);
    expect(world.links.all.map(({ state }) => state).toSorted()).toEqual(["linked", "unlinked"]);
  });

  it("a lease that was lost stops the slice", async () => {
    const world = new ContactWorld();
    world.exchange.add(anna);
    world.salesforce.beforeEffect = () => (world.links.generation += 1n);
    const { lease } = world;
    expect(lease.generation).toBe(1n);
    await expect(world.slice()).rejects.toThrow("Another process");
  });
});
