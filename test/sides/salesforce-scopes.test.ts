import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contact } from "../doubles/blank-contact.ts";
import { openSalesforceSide, type SalesforceSideUnderTest } from "./salesforce-side.ts";
import { everything, present } from "./side-contract.ts";
import { BEN, requestsSince } from "./stand-ins.ts";

describe("C1: the people of a Salesforce user, as far as he may see them", () => {
  let world: SalesforceSideUnderTest;
  let ben: string;
  let account: string;

  beforeEach(async () => {
    world = await openSalesforceSide({ people: { objects: "both", scope: "visible" } });
    ben = seed().user({ Email: BEN });
    account = seed().account({ Name: "Navy", OwnerId: ben });
  });
  afterEach(() => world.close());

  const seed = () => world.standIns.salesforce.seed;
  const bens = (LastName: string, values: Readonly<Record<string, unknown>> = {}) =>
    seed().contact({ LastName, OwnerId: ben, AccountId: account, ...values });
  const ids = (changes: Parameters<typeof present>[0]) =>
    present(changes)
      .map(({ id }) => id)
      .sort();

  it("P7: tells everybody's that he may see, of both objects, as in scope; a converted lead and what is hidden from him are not there", async () => {
    const mine = await world.add(contact({ lastName: "Mine" }));
    const [shared, lead] = [bens("Shared"), seed().lead({ LastName: "Lead", Company: "Navy", OwnerId: ben })];
    const { contactId } = seed().convertLead(seed().lead({ LastName: "Converted", Company: "Navy", OwnerId: ben }));
    bens("Hidden", { AccountId: null });
    const { changes } = await everything(world.side(), null);
    expect(ids(changes)).toEqual([mine, shared, lead, contactId].sort());
    expect(present(changes).every(({ standing }) => standing.on === "salesforce" && standing.inScope)).toBe(true);
    expect(present(changes).find(({ id }) => id === shared)?.standing).toMatchObject({ ownerId: ben, editable: true });
  });

  it("is told of a change of what he may not see, and it is not there; idle, it costs nothing", async () => {
    const hidden = bens("Hidden", { AccountId: null });
    const { cursor } = await everything(world.side(), null);
    world.tick();
    seed().change("Contact", hidden, { Title: "Changed" });
    // While its second lasts, what bears a stamp is told once more.
    world.tick();
    world.tick();
    const told = await everything(world.side(), cursor);
    expect(told.changes).toEqual([{ is: "gone", id: hidden }]);
    await world.look();
    const mark = world.standIns.log.count;
    // Each time what was noted is asked for, the test looks at the organisation: one request, and none of the user's own.
    expect((await everything(world.side(), told.cursor)).changes).toEqual([]);
    expect(requestsSince(world.standIns, mark)).toBe(1);
  });

  it("S2: many thousands are read in pages of 500, each in one request", async () => {
    for (let index = 0; index < 1_100; index += 1) bens(`Person ${index}`);
    world.rules = { scope: "visible" };
    const side = world.side();
    await side.fields();
    await world.look();
    const mark = world.standIns.log.count;
    const { changes } = await everything(side, null);
    expect(present(changes)).toHaveLength(1_100);
    expect(requestsSince(world.standIns, mark)).toBeLessThanOrEqual(5); // three pages, and the test's looks
  });

  it.each(["own", "off"] as const)("published as %s, it ends the history, and colleagues' people are out of scope", async (scope) => {
    const shared = bens("Shared");
    const { cursor } = await everything(world.side(), null);
    world.rules = { objects: "both", scope };
    await expect(everything(world.side(), cursor)).rejects.toMatchObject({ name: "CursorExpired" });
    expect((await world.side().read([shared])).get(shared)?.standing).toMatchObject({ inScope: false, outside: "not-owned" });
    const narrowed = await everything(world.side(), null);
    expect(narrowed.changes).toEqual([]);
    const told = present((await everything(world.side(), narrowed.cursor)).changes);
    expect(told.every(({ standing }) => standing.on === "salesforce" && !standing.inScope)).toBe(true);
  });

  it("with one's own, goes on from a cursor of before there were scopes", async () => {
    world.rules = { scope: "own" };
    const before = JSON.stringify({ seq: "0", objects: "contacts", reading: null });
    await expect(everything(world.side(), before)).resolves.toMatchObject({ changes: [] });
  });
});
