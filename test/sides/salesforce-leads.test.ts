import { afterEach, describe, expect, it } from "vitest";
import { contact } from "../doubles/blank-contact.ts";
import { openSalesforceSide, type SalesforceSideUnderTest } from "./salesforce-side.ts";
import { everything, present } from "./side-contract.ts";
import { requestsSince } from "./stand-ins.ts";

const grace = contact({ firstName: "Grace", lastName: "Hopper", email: "grace@navy.example", accountName: "Navy" });

describe("leads of a Salesforce user, beside contacts", () => {
  let world: SalesforceSideUnderTest;
  afterEach(() => world.close());

  const open = async (): Promise<void> => {
    world = await openSalesforceSide({ org: { tandemFields: true }, people: { objects: "both", priority: "lead" } });
  };
  const seed = () => world.standIns.salesforce.seed;
  const own = () => ({ OwnerId: world.standIns.adaInSalesforce });

  it("SF19: a converted lead is neither read, nor found alike, nor told; its contact is", async () => {
    await open();
    const id = await world.add(grace);
    const { contactId } = seed().convertLead(id);
    expect((await world.side().read([id])).size).toBe(0);
    expect((await world.side().candidates([grace])).flat().map((seen) => seen.id)).toEqual([contactId]);
    expect(present((await everything(world.side(), null)).changes).map((seen) => seen.id)).toEqual([contactId]);
    expect(await world.side().apply([{ do: "remove", id, version: "any" }])).toEqual([{ is: "done", seen: null }]);
  });

  it("SF19: an update of a lead that was converted meanwhile finds it gone, and writes nothing", async () => {
    await open();
    const id = await world.add(grace);
    const [seen] = [...(await world.side().read([id])).values()];
    if (!seen) throw new Error("not there");
    seed().convertLead(id);
    const { version, record: was } = seen;
    const outcomes = await world.side().apply([{ do: "update", id, version, changes: { jobTitle: "Admiral" }, was, contested: false }]);
    expect(outcomes).toEqual([{ is: "gone" }]);
  });

  it("C5: who lives on in whom is followed to the end: converted, and merged after that", async () => {
    await open();
    const lead = await world.add(grace);
    const { contactId } = seed().convertLead(lead);
    const winner = seed().contact({ LastName: "Hopper", ...own() });
    const kept = await world.add(contact({ lastName: "Turing", accountName: "Bletchley" }));
    seed().merge("Contact", winner, contactId);
    const deleted = await world.add(contact({ lastName: "Liskov", accountName: "MIT" }));
    await world.remove(deleted);
    expect(await world.side().successors?.([lead, contactId, kept, deleted])).toEqual(
      new Map([
        [lead, winner],
        [contactId, winner],
      ]),
    );
  });

  it("C5: the organisation's look names the contact that a lead became", async () => {
    await open();
    const id = await world.add(grace);
    const { cursor } = await everything(world.side(), null);
    const { contactId } = seed().convertLead(id);
    expect((await everything(world.side(), cursor)).changes).toContainEqual({ is: "gone", id, followedBy: contactId });
  });

  it("S2: contacts and leads are changed together, in as many requests as one object alone", async () => {
    await open();
    const ids: string[] = [];
    for (let index = 0; index < 100; index += 1) {
      ids.push(await world.add(contact({ lastName: `Lead ${index}`, accountName: "Navy" })));
      ids.push(seed().contact({ LastName: `Contact ${index}`, ...own() }));
    }
    world.tick();
    const seen = [...(await world.side().read(ids)).values()];
    const mark = world.standIns.log.count;
    const outcomes = await world
      .side()
      .apply(
        seen.map(({ id, version, record }) => ({ do: "update", id, version, changes: { jobTitle: "New" }, was: record, contested: false })),
      );
    expect(outcomes.map((outcome) => outcome.is === "done" && outcome.seen?.record.jobTitle)).toEqual(ids.map(() => "New"));
    expect(requestsSince(world.standIns, mark)).toBe(2);
  });

  it("P4, O6: a lead made before the preset left leads out is found again by its stamp", async () => {
    await open();
    const since = new Date();
    await world.side().apply([{ do: "create", stamp: "stamp", record: grace }]);
    world.rules = { objects: "contacts", priority: "contact" };
    const found = await world.side().find([{ stamp: "stamp", record: grace, since }]);
    expect([...found.values()].map(({ id }) => id.slice(0, 3))).toEqual(["00Q"]);
    // Linked under another setting it is still read, and has left the scope (C1).
    const [seen] = [...found.values()];
    expect((await world.side().read([seen?.id ?? ""])).get(seen?.id ?? "")?.standing).toMatchObject({ inScope: false });
  });

  it("a preset that names other objects ends the history, so that everything is read anew", async () => {
    await open();
    const { cursor } = await everything(world.side(), null);
    world.rules = { objects: "leads", priority: "lead" };
    await expect(everything(world.side(), cursor)).rejects.toMatchObject({ name: "CursorExpired" });
  });

  it("a cursor from before there were leads goes on where only contacts are kept in step", async () => {
    await open();
    world.rules = { objects: "contacts", priority: "contact" };
    await expect(everything(world.side(), JSON.stringify({ seq: "0", reading: null }))).resolves.toMatchObject({ changes: [] });
    const midway = JSON.stringify({ seq: "0", reading: "from-the-start" });
    await expect(everything(world.side(), midway)).rejects.toMatchObject({ name: "CursorExpired" });
  });
});
