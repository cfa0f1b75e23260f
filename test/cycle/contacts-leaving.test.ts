import { describe, expect, it } from "vitest";
import { categoryName } from "../../shared/records/names.ts";
import { idOn } from "../../sync-service/cycle/link.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";
import type { Fault } from "../doubles/memory-side.ts";
import { anna, categoriesOf, DAY, pair } from "./contact-pair.ts";

/** The feed says of an item that it is gone, which is there. */
function alsoSaysGone(world: ContactWorld, id: string): void {
  const changes = world.exchange.changes.bind(world.exchange);
  world.exchange.changes = async function* (since) {
    for await (const page of changes(since)) yield { ...page, changes: [...page.changes, { is: "gone" as const, id }] };
  };
}

describe("leaving and deleting", () => {
  it("M4: taking the category off leaves both, and setting it again brings them together", async () => {
    const { world, item, record } = await pair();
    world.exchange.stand(item, { categories: [] });
    await world.settle();
    expect(world.link.state).toBe("left");
    world.salesforce.edit(record, { jobTitle: "Buyer" });
    await world.settle();
    expect(world.exchange.rows).toHaveLength(1);
    expect(world.exchange.row(item).record.jobTitle).toBeNull();
    world.exchange.stand(item, { categories: [categoryName] });
    await world.settle();
    expect(world.exchange.row(item).record.jobTitle).toBe("Buyer");
    expect(world.link.state).toBe("linked");
  });

  it("M4: moving the item out of the folder takes off the category", async () => {
    const { world, item } = await pair();
    world.exchange.stand(item, { inFolder: false, container: "elsewhere" });
    await world.settle();
    expect(categoriesOf(world, item)).toEqual([]);
    expect(world.link.state).toBe("left");
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("M5: a reported removal is not believed while the item can be read", async () => {
    const { world, item } = await pair();
    const changes = world.exchange.changes.bind(world.exchange);
    world.exchange.changes = async function* () {
      for await (const page of changes(null)) yield { ...page, changes: [{ is: "gone" as const, id: item }] };
    };
    await world.settle();
    expect(world.link.state).toBe("linked");
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("M5, T3: what is told under its new id first, and as gone under its old one after that, was moved and not deleted", async () => {
    const { world, item, record } = await pair("salesforce");
    world.preset = { ...world.preset, deleteInSalesforce: true };
    const moved = world.exchange.add(anna, { pointsTo: record });
    world.exchange.remove(item);
    await world.settle();
    expect(world.salesforce.rows.map(({ id }) => id)).toEqual([record]);
    expect([world.link.state, idOn(world.link.exchange)]).toEqual(["linked", moved]);
  });

  it("M3: deleted in the mailbox, the record stays in Salesforce and does not come down again", async () => {
    const { world, item, record } = await pair("salesforce");
    world.exchange.remove(item);
    await world.settle();
    world.salesforce.edit(record, { jobTitle: "Buyer" });
    await world.settle();
    expect(world.exchange.rows).toEqual([]);
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.link.state).toBe("unlinked");
  });

  it("M3: where the preset says so, it is deleted in Salesforce too", async () => {
    const { world, item } = await pair("salesforce");
    world.preset = { ...world.preset, deleteInSalesforce: true };
    world.exchange.remove(item);
    await world.settle();
    expect(world.salesforce.rows).toEqual([]);
    expect(world.links.notes.at(-1)).toMatchObject({ action: "remove in Salesforce", outcome: "done", before: { lastName: "Berg" } });
  });

  it("M3: deleted in Salesforce, a copy goes to Deleted Items and the user's own item loses the category", async () => {
    const copy = await pair("salesforce");
    copy.world.salesforce.remove(copy.record);
    await copy.world.settle();
    expect(copy.world.exchange.rows).toEqual([]);
    const own = await pair("exchange");
    own.world.salesforce.remove(own.record);
    await own.world.settle();
    expect(categoriesOf(own.world, own.item)).toEqual([]);
    expect(own.world.salesforce.rows).toEqual([]);
  });

  it("M3: an edit outlives a deletion, and the pair is shown as a conflict", async () => {
    const up = await pair("salesforce");
    up.world.exchange.edit(up.item, { jobTitle: "Buyer" });
    up.world.salesforce.remove(up.record);
    await up.world.settle();
    expect(up.world.exchange.rows).toHaveLength(1);
    expect(up.world.link.state).toBe("parted");
    expect(up.world.links.conflicts).toMatchObject([{ field: "deletion", winner: "exchange" }]);
    const down = await pair("exchange");
    down.world.salesforce.edit(down.record, { jobTitle: "Buyer" });
    down.world.exchange.remove(down.item);
    await down.world.settle();
    expect(down.world.salesforce.rows).toHaveLength(1);
    expect(down.world.exchange.rows).toEqual([]);
    expect(down.world.link.state).toBe("parted");
  });

  it("M3: what Salesforce restores from its bin comes down again", async () => {
    const { world, record } = await pair("salesforce");
    world.salesforce.remove(record);
    await world.settle();
    world.salesforce.restore(record);
    await world.settle();
    expect(world.exchange.rows).toHaveLength(1);
  });

  it("C5, M3: a merged record that has no item yet brings none back to the winner, whose item was deleted", async () => {
    const { world, item, record } = await pair();
    world.exchange.remove(item);
    await world.settle();
    expect(world.link.state).toBe("unlinked");
    const loser = world.salesforce.add(contact({ lastName: "Cole", email: "cole@cole.example" }));
    // Its link is there, and its item is not made yet.
    world.exchange.faultFor = () => ({ laterMs: 60_000 });
    await world.slice();
    expect(world.links.all).toHaveLength(2);
    world.salesforce.remove(loser, record);
    world.exchange.faultFor = () => null;
    await world.settle();
    expect(world.faults).toEqual([]);
    expect(world.exchange.rows).toEqual([]);
    expect(world.link).toMatchObject({ state: "unlinked", salesforce: { seen: { id: record } } });
  });

  it("C5: a merged record is followed to the one that won", async () => {
    const { world, item, record } = await pair("exchange");
    const winner = world.salesforce.add({ ...anna, department: "Sales" });
    world.salesforce.remove(record, winner);
    await world.settle();
    expect(world.exchange.rows.map(({ id }) => id)).toEqual([item]);
    expect(world.exchange.row(item).record.department).toBe("Sales");
    expect(world.link.salesforce).toMatchObject({ seen: { id: winner } });
  });

  it("M5, C5: an item that is only said to be gone keeps its record, though another item's record was merged into that", async () => {
    const { world, item, record } = await pair();
    const loser = world.salesforce.add(contact({ lastName: "Cole", email: "cole@cole.example" }));
    await world.settle();
    world.salesforce.remove(loser, record);
    alsoSaysGone(world, item);
    await world.settle();
    expect(world.exchange.row(item).gone).toBe(false);
    const holder = world.links.all.find(({ exchange }) => idOn(exchange) === item);
    expect([holder?.state, holder && idOn(holder.salesforce)]).toEqual(["linked", record]);
  });

  it("M5, M1: an item that is only said to be gone keeps its record, though another item of that person is marked", async () => {
    const { world, item } = await pair();
    world.exchange.add(anna);
    alsoSaysGone(world, item);
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.links.all.map(({ state, exchange }) => [state, idOn(exchange)])).toEqual([
      ["linked", item],
      ["question", world.exchange.rows[1]?.id],
    ]);
  });

  it("C5: a record that is merged while its writes get no answer is followed before the winner gets an item of its own", async () => {
    const { world, item, record } = await pair("exchange");
    const faults: Fault[] = ["lost-before", { laterMs: 60_000 }];
    world.salesforce.faultFor = () => faults.shift() ?? null;
    world.exchange.edit(item, { jobTitle: "Buyer" });
    await world.slice();
    world.pass(3_000);
    await world.slice();
    expect(world.link.problem?.code).toBe("UNANSWERED");
    const winner = world.salesforce.add({ ...anna, department: "Sales" });
    world.salesforce.remove(record, winner);
    await world.settle();
    expect(world.exchange.rows.map(({ id }) => id)).toEqual([item]);
    expect(world.link).toMatchObject({ state: "linked", salesforce: { seen: { id: winner } } });
  });

  it("C5: nor does the winner get one while the merged record waits to be tried again", async () => {
    const { world, item, record } = await pair("exchange");
    world.salesforce.faultFor = () => "lost-before";
    world.exchange.edit(item, { jobTitle: "Buyer" });
    for (let slices = 0; slices < 4; slices += 1) {
      await world.slice();
      world.pass(10_000);
    }
    expect(world.link.intent).not.toBeNull();
    world.salesforce.faultFor = () => null;
    const winner = world.salesforce.add({ ...anna, department: "Sales" });
    world.salesforce.remove(record, winner);
    await world.settle();
    expect(world.exchange.rows.map(({ id }) => id)).toEqual([item]);
    expect(world.link).toMatchObject({ state: "linked", salesforce: { seen: { id: winner } } });
  });

  it("C5: nor where more is new than is decided on at once", async () => {
    const { world, item, record } = await pair("exchange");
    await world.slice(); // the echo of what was made
    const winner = world.salesforce.add({ ...anna, department: "Sales" });
    for (let number = 0; number < 250; number += 1) {
      world.salesforce.add(contact({ lastName: `Berg ${number}`, email: `p${number}@berg.example` }));
    }
    world.salesforce.remove(record, winner);
    const now = () => (world.pass(1), world.now);
    while ((await world.slice({ now })).more);
    expect(world.exchange.rows).toHaveLength(251);
    expect(world.links.all.find(({ exchange }) => exchange.is === "present" && exchange.seen.id === item)).toMatchObject({
      state: "linked",
      salesforce: { seen: { id: winner } },
    });
  });

  it("M5: the brake holds what goes beyond ten and a fifth, and says so", async () => {
    const world = new ContactWorld();
    const ids = Array.from({ length: 40 }, (_, index) =>
      world.salesforce.add(contact({ lastName: `Berg ${index}`, email: `p${index}@berg.example` })),
    );
    await world.settle();
    for (const id of ids.slice(0, 15)) world.salesforce.remove(id);
    await world.settle();
    expect(world.exchange.rows).toHaveLength(30);
    expect((await world.links.counts()).held).toBe(5);
    expect(world.links.all.find(({ state }) => state === "held")?.problem?.code).toBe("MANY_REMOVALS");
  });

  it("M5: a side that was emptied empties nothing", async () => {
    const world = new ContactWorld();
    const ids = Array.from({ length: 5 }, (_, index) =>
      world.salesforce.add(contact({ lastName: `Berg ${index}`, email: `p${index}@berg.example` })),
    );
    await world.settle();
    ids.forEach((id) => world.salesforce.remove(id));
    await world.settle();
    expect(world.exchange.rows).toHaveLength(5);
    world.pass(DAY + 1);
    ids.forEach((id) => world.salesforce.restore(id));
    await world.settle();
    expect(world.links.all.map(({ state }) => state)).toEqual(Array(5).fill("linked"));
  });
});
