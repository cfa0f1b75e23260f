import { describe, expect, it } from "vitest";
import { ContactWorld } from "../doubles/contact-world.ts";
import { anna, categoriesOf, pair } from "./contact-pair.ts";

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
