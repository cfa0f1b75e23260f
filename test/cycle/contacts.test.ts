import { describe, expect, it } from "vitest";
import { categoryName } from "../../shared/records/names.ts";
import { idOn } from "../../sync-service/cycle/link.ts";
import { contact } from "../doubles/blank-contact.ts";
import { BEFORE_ACTIVATION, ContactWorld } from "../doubles/contact-world.ts";
import { type Fault, OWN_FOLDER } from "../doubles/memory-side.ts";

const anna = contact({ firstName: "Anna", lastName: "Berg", email: "anna@berg.example", businessPhone: "+49 30 1234567" });
const PERSONAL = { inFolder: false, container: "elsewhere", categories: [] };
const DAY = 24 * 60 * 60 * 1000;

/** A world in which one pair stands, made by the given side. */
async function pair(from: "exchange" | "salesforce" = "exchange", record = anna) {
  const world = new ContactWorld();
  world[from].add(record);
  await world.settle();
  const [item, row] = [world.exchange.rows[0], world.salesforce.rows[0]];
  if (!item || !row) throw new Error("The pair was not made.");
  return { world, item: item.id, record: row.id };
}

const categoriesOf = (world: ContactWorld, id: string) => {
  const { standing } = world.exchange.row(id);
  return standing.on === "exchange" ? standing.categories : [];
};

/** The feed says of an item that it is gone, which is there. */
function alsoSaysGone(world: ContactWorld, id: string): void {
  const changes = world.exchange.changes.bind(world.exchange);
  world.exchange.changes = async function* (since) {
    for await (const page of changes(since)) yield { ...page, changes: [...page.changes, { is: "gone" as const, id }] };
  };
}

describe("going up", () => {
  it("C2: an item put into the folder becomes a record in Salesforce, and gets the category", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(anna, { categories: [] });
    await world.settle();
    expect(world.salesforce.rows.map(({ record }) => record)).toEqual([anna]);
    expect(categoriesOf(world, id)).toEqual([categoryName]);
  });

  it("C2: an item with the category goes up and stays in the folder the user chose", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(anna, { inFolder: false, container: "friends" });
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.exchange.row(id).standing).toMatchObject({ container: "friends" });
  });

  it("C2: a personal contact is not even remembered", async () => {
    const world = new ContactWorld();
    world.exchange.add(anna, PERSONAL);
    await world.settle();
    expect(world.links.all).toEqual([]);
    expect(world.salesforce.rows).toEqual([]);
  });

  it("B4: what lay in the folder before activation is listed, not sent, until a mark is set anew", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(anna, { createdAt: BEFORE_ACTIVATION });
    await world.settle();
    expect(world.link.state).toBe("listed");
    world.exchange.edit(id, { jobTitle: "Buyer" });
    await world.settle();
    expect(world.salesforce.rows).toEqual([]);
    world.exchange.stand(id, { categories: [] });
    await world.settle();
    world.exchange.stand(id, { categories: [categoryName] });
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("B4: an old item that is marked after the first read goes up", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(anna, { ...PERSONAL, createdAt: BEFORE_ACTIVATION });
    await world.settle();
    world.exchange.stand(id, { categories: [categoryName] });
    await world.settle();
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("C6: without a last name the item says so, and goes up once it is repaired", async () => {
    const world = new ContactWorld();
    const id = world.exchange.add(contact({ firstName: "Anna" }));
    await world.settle();
    expect(categoriesOf(world, id)).toEqual([categoryName, "Sync Error", "Missing last name"]);
    expect(world.link.problem?.code).toBe("FIELD_MISSING");
    expect(await world.links.counts()).toMatchObject({ waiting: 0, failed: 1 });
    world.exchange.edit(id, { lastName: "Berg" });
    await world.settle();
    expect(categoriesOf(world, id)).toEqual([categoryName]);
    expect(world.salesforce.rows).toHaveLength(1);
    expect(world.link.problem).toBeNull();
  });

  it("C6: what Salesforce refuses is told on the item, and tried again when the item changes", async () => {
    const world = new ContactWorld();
    world.salesforce.faultFor = () => ({ refused: "The country is not on the list." });
    const id = world.exchange.add(anna);
    await world.settle();
    expect(categoriesOf(world, id)).toEqual([categoryName, "Sync Error", "Refused by Salesforce"]);
    expect(world.link.problem?.message).toBe("The country is not on the list.");
    world.salesforce.faultFor = () => null;
    world.exchange.edit(id, { mailingCountry: "Germany" });
    await world.settle();
    expect(categoriesOf(world, id)).toEqual([categoryName]);
    expect(world.salesforce.rows).toHaveLength(1);
  });

  it("A3: the preset can keep new contacts out of Salesforce", async () => {
    const world = new ContactWorld();
    world.preset = { ...world.preset, create: "to-outlook" };
    world.exchange.add(anna);
    await world.settle();
    expect(world.salesforce.rows).toEqual([]);
    expect(world.link.state).toBe("listed");
  });
});

describe("coming down", () => {
  it("C1: the user's records appear in the folder, with the category", async () => {
    const world = new ContactWorld();
    world.salesforce.add(anna);
    world.salesforce.add(contact({ lastName: "Else" }), { inScope: false, ownerId: "another" });
    await world.settle();
    expect(world.exchange.rows.map(({ record }) => record)).toEqual([anna]);
    expect(world.exchange.rows[0]?.standing).toMatchObject({ container: OWN_FOLDER, categories: [categoryName] });
    expect(world.links.all).toHaveLength(1);
  });

  it("C1: a copy goes when its record has a new owner, and the user's own item stays without the category", async () => {
    const copy = await pair("salesforce");
    copy.world.salesforce.stand(copy.record, { inScope: false, ownerId: "another" });
    await copy.world.settle();
    expect(copy.world.exchange.rows).toEqual([]);

    const own = await pair("exchange");
    own.world.salesforce.stand(own.record, { inScope: false, ownerId: "another" });
    await own.world.settle();
    expect(categoriesOf(own.world, own.item)).toEqual([]);
    expect(own.world.link.state).toBe("unlinked");
  });

  it("C1: a record that comes back into the scope is linked again", async () => {
    const { world, item, record } = await pair("exchange");
    world.salesforce.stand(record, { inScope: false, ownerId: "another" });
    await world.settle();
    world.salesforce.stand(record, { inScope: true, ownerId: "the user" });
    await world.settle();
    expect(categoriesOf(world, item)).toEqual([categoryName]);
    expect(world.link.state).toBe("linked");
  });

  it("C4: an account's name comes down, and a company name is never wiped or sent up", async () => {
    const { world, item, record } = await pair("salesforce", contact({ lastName: "Berg", accountName: "Berg AG" }));
    expect(world.exchange.row(item).record.accountName).toBe("Berg AG");
    world.salesforce.edit(record, { accountName: null });
    await world.settle();
    expect(world.exchange.row(item).record.accountName).toBe("Berg AG");
    world.exchange.edit(item, { accountName: "Berg & Co" });
    await world.settle();
    expect(world.salesforce.row(record).record.accountName).toBeNull();
    expect(world.link.dueAt).toBeNull();
  });
});

describe("keeping in step", () => {
  it("M2: edits of different fields on both sides both arrive", async () => {
    const { world, item, record } = await pair();
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.edit(record, { department: "Sales" });
    await world.settle();
    const both = { ...anna, jobTitle: "Buyer", department: "Sales" };
    expect(world.exchange.row(item).record).toEqual(both);
    expect(world.salesforce.row(record).record).toEqual(both);
    expect(world.links.conflicts).toEqual([]);
  });

  it("M2: where both changed one field the preset's winner stands and the loser is kept", async () => {
    const { world, item, record } = await pair();
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.edit(record, { jobTitle: "Head of buying" });
    await world.settle();
    expect(world.exchange.row(item).record.jobTitle).toBe("Head of buying");
    expect(world.links.conflicts).toMatchObject([{ field: "jobTitle", winner: "salesforce", kept: "Head of buying", lost: "Buyer" }]);
    expect((await world.links.counts()).conflicts).toBe(1);
  });

  it("M2: where the preset asks, both sides keep their own, and the choice is about what stands there now", async () => {
    const { world, item, record } = await pair();
    world.preset = { ...world.preset, winner: "ask" };
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.edit(record, { jobTitle: "Head of buying", department: "Sales" });
    await world.settle();
    world.exchange.edit(item, { jobTitle: "Chief buyer" });
    await world.settle();
    expect(world.exchange.row(item).record).toMatchObject({ jobTitle: "Chief buyer", department: "Sales" });
    expect(world.salesforce.row(record).record.jobTitle).toBe("Head of buying");
    expect(world.links.conflicts).toMatchObject([{ field: "jobTitle", kept: "Chief buyer", lost: "Head of buying", open: true }]);
    expect(world.links.notes.filter(({ outcome }) => outcome === "conflict").map(({ reason }) => reason)).toContain(
      "The two sides differ, and each keeps its own until a person has chosen.",
    );
    const [{ id = "" } = {}] = world.links.conflicts;
    const wish = {
      id,
      of: "conflict",
      on: "exchange",
      expected: { jobTitle: "Chief buyer" },
      wanted: { jobTitle: "Head of buying" },
    } as const;
    world.answer(world.link.id, "set", null, wish);
    await world.settle();
    expect(world.exchange.row(item).record.jobTitle).toBe("Head of buying");
    expect((await world.links.counts()).conflicts).toBe(0);
  });

  it.each([
    { first: "exchange", stands: "Head of buying" },
    { first: "salesforce", stands: "Buyer" },
  ] as const)("M2: where the newest wins, the side edited after $first stands, and the loser is listed", async ({ first, stands }) => {
    const { world, item, record } = await pair();
    world.preset = { ...world.preset, winner: "newest" };
    const edits = {
      exchange: () => world.exchange.edit(item, { jobTitle: "Buyer" }),
      salesforce: () => world.salesforce.edit(record, { jobTitle: "Head of buying" }),
    };
    const then = first === "exchange" ? "salesforce" : "exchange";
    const [early, late] = ["2026-03-01T08:00:00Z", "2026-03-01T09:00:00Z"];
    edits[first]();
    edits[then]();
    world.exchange.stand(item, { changedAt: first === "exchange" ? early : late });
    world.salesforce.stand(record, { changedAt: first === "salesforce" ? early : late });
    await world.settle();
    expect([world.exchange.row(item), world.salesforce.row(record)].map((row) => row.record.jobTitle)).toEqual([stands, stands]);
    expect(world.links.conflicts).toMatchObject([{ field: "jobTitle", kept: stands }]);
  });

  it("P3: only the changed field is written, and what is not mapped stays", async () => {
    const { world, item, record } = await pair();
    const written: unknown[] = [];
    world.salesforce.beforeEffect = (action) => written.push(action.do === "update" ? action.changes : action.do);
    world.exchange.edit(item, { mobilePhone: "+49 170 1" });
    await world.settle();
    expect(written).toEqual([{ mobilePhone: "+49 170 1" }]);
    expect(world.exchange.row(item).unmapped).toBe("a person's own");
    expect(world.salesforce.row(record).record.mobilePhone).toBe("+49 170 1");
  });

  it("M6: our own writes come back from the feed and change nothing", async () => {
    const { world } = await pair();
    const before = [world.exchange.rows, world.salesforce.rows].flat().map(({ version }) => version);
    await world.settle();
    await world.slice();
    expect([world.exchange.rows, world.salesforce.rows].flat().map(({ version }) => version)).toEqual(before);
    expect(world.exchange.calls.filter((call) => call === "read")).toEqual([]);
  });

  it("M6: a feed that lags behind what we read and wrote does not bring an old value back", async () => {
    const { world, item, record } = await pair();
    world.exchange.lag = 2;
    world.exchange.edit(item, { jobTitle: "Trainee" });
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.edit(record, { department: "Sales" });
    await world.settle(); // reads the item, for its version has moved, and writes the department: the third change
    expect(world.salesforce.row(record).record).toMatchObject({ jobTitle: "Buyer", department: "Sales" });
    const written: unknown[] = [];
    world.salesforce.beforeEffect = (action) => written.push(action);
    await world.settle(); // now the feed shows the first edit only
    world.exchange.lag = 0;
    await world.settle();
    expect(written).toEqual([]);
    expect(world.exchange.row(item).record).toMatchObject({ jobTitle: "Buyer", department: "Sales" });
  });

  it("M2: an edit that races the way up of the one before does not meet it as a conflict", async () => {
    const { world, item, record } = await pair();
    world.exchange.lag = 1;
    world.exchange.edit(item, { jobTitle: "Trainee" });
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.edit(record, { department: "Sales" });
    await world.settle();
    expect(world.salesforce.row(record).record).toMatchObject({ jobTitle: "Buyer", department: "Sales" });
    expect(world.links.conflicts).toEqual([]);
  });

  it("M6: a value that another program keeps putting back stops the item and says so", async () => {
    const { world, item, record } = await pair();
    for (const title of ["Buyer", null, "Buyer", null, "Buyer", null]) {
      world.salesforce.edit(record, { jobTitle: title });
      await world.settle();
    }
    expect(world.link.problem?.code).toBe("SWINGING");
    expect(categoriesOf(world, item)).toContain("Conflicting software");
  });

  it("P9: an edit that races our write is kept, and both sides end alike", async () => {
    const { world, item, record } = await pair();
    world.salesforce.edit(record, { jobTitle: "Buyer" });
    let raced = false;
    world.exchange.beforeEffect = () => {
      if (!raced) world.exchange.edit(item, { department: "Purchase" });
      raced = true;
    };
    await world.settle();
    expect(world.exchange.row(item).record).toMatchObject({ jobTitle: "Buyer", department: "Purchase" });
    expect(world.salesforce.row(record).record).toMatchObject({ jobTitle: "Buyer", department: "Purchase" });
  });

  it("what automation makes of a value comes back down", async () => {
    const { world, item, record } = await pair();
    world.salesforce.automation = (row) => ({ ...row, mailingCity: row.mailingCity?.toUpperCase() ?? null });
    world.exchange.edit(item, { mailingCity: "Bonn" });
    await world.settle();
    expect(world.salesforce.row(record).record.mailingCity).toBe("BONN");
    expect(world.exchange.row(item).record.mailingCity).toBe("BONN");
  });

  it("P7: a field the user may not see in Salesforce is left alone in the mailbox", async () => {
    const world = new ContactWorld();
    world.salesforce.hidden = ["birthday"];
    const id = world.exchange.add({ ...anna, birthday: "1980-05-01" });
    await world.settle();
    world.salesforce.edit(world.salesforce.rows[0]?.id ?? "", { jobTitle: "Buyer" });
    await world.settle();
    expect(world.exchange.row(id).record).toMatchObject({ birthday: "1980-05-01", jobTitle: "Buyer" });
    expect(world.salesforce.rows[0]?.record.birthday).toBeNull();
  });

  it("P6: of long notes only a hash rests, and an edit of them arrives whole", async () => {
    const long = "n".repeat(5_000);
    const { world, item, record } = await pair("exchange", { ...anna, notes: long });
    expect(JSON.stringify(world.link.base)).not.toContain(long);
    world.salesforce.edit(record, { jobTitle: "Buyer" });
    await world.settle();
    expect(world.exchange.row(item).record.notes).toBe(long);
    world.exchange.edit(item, { notes: `${long}!` });
    await world.settle();
    expect(world.salesforce.row(record).record.notes).toBe(`${long}!`);
    expect(world.links.notes.findLast(({ after }) => after?.["notes"])?.before?.["notes"]).toBe(long);
  });
});

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
