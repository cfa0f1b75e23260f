import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contact } from "../doubles/blank-contact.ts";
import { openSalesforceSide, type SalesforceSideUnderTest } from "./salesforce-side.ts";
import { everything, present } from "./side-contract.ts";
import { BEN, requestsSince } from "./stand-ins.ts";

const MINUTE = 60_000;

describe("C1: a list view as the scope of a user's people", () => {
  let world: SalesforceSideUnderTest;
  let ben: string;
  let account: string;
  let view: string;

  beforeEach(async () => {
    world = await openSalesforceSide();
    ben = seed().user({ Email: BEN });
    account = seed().account({ Name: "Navy", OwnerId: ben });
    view = seed().listView({ object: "Contact", name: "Buyers", fields: ["Name", "Title"], where: "Title = 'Buyer'", orderBy: "Name" });
    world.rules = { scope: "list-view", listView: view };
  });
  afterEach(() => world.close());

  const seed = () => world.standIns.salesforce.seed;
  const bens = (LastName: string, values: Readonly<Record<string, unknown>> = {}) =>
    seed().contact({ LastName, Title: "Buyer", OwnerId: ben, AccountId: account, ...values });
  /** Every change, and whether it is in scope. */
  const standing = ({ changes }: Awaited<ReturnType<typeof everything>>) =>
    new Map(present(changes).map(({ id, standing: stands }) => [id, stands.on === "salesforce" && stands.inScope]));
  const inScope = (read: Awaited<ReturnType<typeof everything>>) => [...standing(read)].flatMap(([id, isIn]) => (isIn ? [id] : [])).sort();
  const read = (cursor: string | null) => everything(world.side(), cursor);

  it("P7: brings down whom it shows this user, whoever owns them, and nobody else", async () => {
    const shown = bens("Shown");
    bens("Hidden", { AccountId: null });
    await world.add(contact({ lastName: "Own", jobTitle: "Seller" }));
    expect(inScope(await read(null))).toEqual([shown]);
  });

  it("tells what came into it and what left it, and asks for that every five minutes at most", async () => {
    const [stays, leaves, joins] = [bens("Stays"), bens("Leaves"), bens("Joins", { Title: "Clerk" })];
    world.standIns.clock.move(MINUTE);
    await world.look();
    const first = await read(null);
    expect(standing(first)).toEqual(
      new Map([
        [stays, true],
        [leaves, true],
      ]),
    );
    // By the hand of the org: nothing is noted of what a filter by the day lets in.
    const { store } = world.standIns.salesforce.org;
    const retitle = (id: string, Title: string) => {
      const row = store.get("Contact", id);
      if (row) store.put("Contact", { ...row, values: { ...row.values, Title } });
    };
    retitle(leaves, "Clerk");
    retitle(joins, "Buyer");
    world.standIns.clock.move(MINUTE);
    expect((await read(first.cursor)).changes).toEqual([]);
    world.standIns.clock.move(5 * MINUTE);
    const mark = world.standIns.log.count;
    const second = await read(first.cursor);
    expect(standing(second)).toEqual(
      new Map([
        [leaves, false],
        [joins, true],
      ]),
    );
    expect((await world.side().read([leaves])).get(leaves)?.standing).toMatchObject({ outside: "unlisted", ownerId: ben });
    expect(requestsSince(world.standIns, mark)).toBeLessThanOrEqual(5);
    expect((await read(second.cursor)).changes).toEqual([]);
  });

  it("S3: idle, it costs one request in five minutes, and none in between", async () => {
    for (let index = 0; index < 40; index += 1) bens(`Person ${index}`);
    const first = await read(null);
    expect(standing(first).size).toBe(40);
    world.standIns.clock.move(10 * MINUTE);
    const { cursor } = await read(first.cursor);
    const idle = async () => {
      const mark = world.standIns.log.count;
      expect((await read(cursor)).changes).toEqual([]);
      return requestsSince(world.standIns, mark) - 1; // the test's own look at the organisation
    };
    expect(await idle()).toBe(0);
    world.standIns.clock.move(6 * MINUTE);
    expect(await idle()).toBe(1);
    expect(await idle()).toBe(0);
  });

  it("P4: what moved is told again by whoever was stopped before he stored it, and told to the end by whoever was stopped between", async () => {
    const first = await read(null);
    const joined = Array.from({ length: 700 }, (_, index) => bens(`Person ${index}`));
    world.standIns.clock.move(20 * MINUTE);
    await world.look();
    const told = new Set<string>();
    let { cursor } = first;
    for (let stops = 0; stops < 12; stops += 1) {
      for await (const page of world.side().changes(cursor)) {
        for (const { id } of present(page.changes)) told.add(id);
        if (stops % 2 === 1) ({ cursor } = page);
        break;
      }
    }
    expect([...told].sort()).toEqual(joined.sort());
  });

  it("follows another list view from its beginning, and one of leads beside it", async () => {
    const [buyer, lead] = [bens("Buyer"), seed().lead({ LastName: "Lead", Company: "Navy", OwnerId: ben })];
    const seller = bens("Seller", { Title: "Seller" });
    const { cursor } = await read(null);
    const sellers = seed().listView({ object: "Contact", name: "Sellers", fields: ["Name"], where: "Title = 'Seller'" });
    const leadListView = seed().listView({ object: "Lead", name: "All", fields: ["Name", "Company"] });
    world.rules = { objects: "both", scope: "list-view", listView: sellers, leadListView };
    await expect(read(cursor)).rejects.toMatchObject({ name: "CursorExpired" });
    expect(inScope(await read(null))).toEqual([seller, lead].sort());
    expect((await world.side().read([buyer])).get(buyer)?.standing).toMatchObject({ inScope: false });
  });

  it("means the user's own where the view says so, for each user", async () => {
    const mine = await world.add(contact({ lastName: "Mine" }));
    bens("Theirs");
    world.rules = { scope: "list-view", listView: seed().listView({ object: "Contact", name: "My", fields: ["Name"], mine: true }) };
    expect(inScope(await read(null))).toEqual([mine]);
  });

  it.each([
    ["gone, or not shared with him", () => "00B000000000001AAA", "SALESFORCE_LIST_VIEW_MISSING"],
    ["not chosen", () => null, "SALESFORCE_LIST_VIEW_NOT_CHOSEN"],
    ["of another object", () => seed().listView({ object: "Lead", name: "Leads", fields: ["Name"] }), "SALESFORCE_LIST_VIEW_MISSING"],
    [
      "filtered by what the user may not see",
      () => seed().listView({ object: "Contact", name: "Odd", fields: ["Name"], where: "Nothing__c = 'x'" }),
      "SALESFORCE_LIST_VIEW_UNREADABLE",
    ],
  ])("says so, with what to do, when it is %s", async (_, listView, code) => {
    world.rules = { scope: "list-view", listView: listView() };
    const failure = await read(null).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: "AccessLost", code });
    expect((failure as { readonly remedy: string }).remedy).toContain("preset");
  });
});
