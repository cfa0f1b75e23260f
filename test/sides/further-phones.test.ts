import { afterEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Action, Seen } from "../../sync-service/cycle/side.ts";
import { CursorExpired } from "../../sync-service/errors.ts";
import { contact } from "../doubles/blank-contact.ts";
import { FOLDER, type GraphSideUnderTest, openGraphSide } from "./graph-side.ts";
import { openSalesforceSide, type SalesforceSideUnderTest } from "./salesforce-side.ts";
import { everything, present, type SideUnderTest } from "./side-contract.ts";
import { ADA, requestsSince } from "./stand-ins.ts";

const PHONES = { fax: "+1 202 555 0102", otherPhone: "+1 202 555 0103", assistantPhone: "+1 202 555 0104" };
const grace = contact({ firstName: "Grace", lastName: "Hopper", email: "grace@navy.example", mobilePhone: "+1 202 555 0101", ...PHONES });
const without = contact({ ...grace, fax: null, otherPhone: null, assistantPhone: null });

const read = async (world: SideUnderTest, id: string): Promise<Seen<Contact>> => {
  const seen = (await world.side().read([id])).get(id);
  if (!seen) throw new Error("not there");
  return seen;
};
const update = ({ id, version, record: was }: Seen<Contact>, changes: Partial<Contact>): Action<Contact> => ({
  ...{ do: "update", id, version, changes, was, contested: false },
});

describe("fax, other and assistant's phone in the mailbox", () => {
  let world: GraphSideUnderTest;
  afterEach(() => world.close());

  const open = async (furtherPhones: boolean): Promise<void> => {
    world = await openGraphSide({ furtherPhones });
  };

  it("C3, P3: as long as the setting is off they are no fields, are not read, and stand as they stood when another phone changes", async () => {
    await open(false);
    const id = await world.add(grace);
    const { seed } = world.standIns.graph;
    const emailAddresses = [{ address: "grace@navy.example" }, { name: "Home", address: "grace@home.example" }];
    seed.change(world.item(id), { emailAddresses });
    expect([...(await world.side().fields())].filter((field) => field in PHONES)).toEqual([]);
    const seen = await read(world, id);
    expect(seen.record).toEqual(without);
    const { extended } = world.item(id);
    expect(Object.values(extended)).toEqual(Object.values(PHONES));
    const outcomes = await world.side().apply([update(seen, { mobilePhone: "1", email: "hopper@navy.example" })]);
    expect(outcomes).toMatchObject([{ is: "done", seen: { record: { ...without, mobilePhone: "1", email: "hopper@navy.example" } } }]);
    expect(world.item(id).extended).toEqual(extended);
    expect(world.item(id).fields["emailAddresses"]).toMatchObject([{ address: "hopper@navy.example" }, emailAddresses[1]]);
  });

  it("C3, S2: switched on they are read with what changed, twenty a request, and an idle look is one request still", async () => {
    await open(true);
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) ids.push(await world.add(contact({ ...grace, lastName: `Person ${index}` })));
    const first = await everything(world.side(), null);
    expect(present(first.changes).map(({ record }) => record.fax)).toEqual(ids.map(() => PHONES.fax));
    const idle = world.standIns.log.count;
    const { cursor } = await everything(world.side(), first.cursor);
    expect(requestsSince(world.standIns, idle)).toBe(1);
    for (const id of ids) await world.edit(id, { otherPhone: "9" });
    const mark = world.standIns.log.count;
    const { changes } = await everything(world.side(), cursor);
    expect(present(changes).map(({ record }) => record)).toEqual(
      ids.map((_, index) => contact({ ...grace, lastName: `Person ${index}`, otherPhone: "9" })),
    );
    expect(requestsSince(world.standIns, mark)).toBe(3);
  });

  it("C2: a personal contact is not read for their sake", async () => {
    await open(true);
    const { cursor } = await everything(world.side(), null);
    world.standIns.graph.seed.contact(ADA, "contacts", { surname: "Private" });
    await everything(world.side(), cursor);
    const [item] = world.standIns.graph.seed.items(ADA, "contacts", "contacts");
    const known = (await everything(world.side(), cursor)).cursor;
    if (item) world.standIns.graph.seed.change(item, { jobTitle: "none of ours" });
    const mark = world.standIns.log.count;
    expect(present((await everything(world.side(), known)).changes)).toEqual([]);
    expect(requestsSince(world.standIns, mark)).toBe(1);
  });

  it("MG10, M6: a reply does not repeat them, and what was written is told all the same", async () => {
    await open(true);
    const id = await world.add(grace);
    const { version } = await read(world, id);
    const outcomes = await world.side().apply([update(await read(world, id), { fax: null, assistantPhone: "9", jobTitle: "Captain" })]);
    const record = { ...grace, fax: null, assistantPhone: "9", jobTitle: "Captain" };
    expect(outcomes).toMatchObject([{ is: "done", seen: { record } }]);
    const seen = await read(world, id);
    expect(seen.record).toEqual(record);
    expect(seen.version).not.toBe(version);
    expect(outcomes).toMatchObject([{ seen }]);
  });

  it("P3: a new contact is given those it has, beside our stamp, and nothing for those it has not", async () => {
    await open(true);
    await world.side().apply([{ do: "create", stamp: "stamp-1", record: contact({ ...grace, fax: null }) }]);
    const [item] = world.standIns.graph.seed.items(ADA, FOLDER, "contacts");
    expect(Object.values(item?.extended ?? {})).toEqual(["stamp-1", PHONES.otherPhone, PHONES.assistantPhone]);
  });

  it.each([true, false])(
    "a look that knows the setting as %s reads everything again, as nothing is known of what was not read",
    async (was) => {
      await open(was);
      await world.add(grace);
      const { cursor } = await everything(world.side(), null);
      world.furtherPhones = !was;
      await expect(everything(world.side(), cursor)).rejects.toBeInstanceOf(CursorExpired);
      const { changes } = await everything(world.side(), null);
      expect(present(changes).map(({ record }) => record)).toEqual([was ? without : grace]);
    },
  );
});

describe("fax, other and assistant's phone in Salesforce", () => {
  let world: SalesforceSideUnderTest;
  afterEach(() => world.close());

  it("C3, P3: as long as the setting is off they are neither asked for nor written", async () => {
    world = await openSalesforceSide();
    const id = await world.add(grace);
    const mark = world.standIns.log.count;
    const seen = await read(world, id);
    expect(seen.record).toEqual(without);
    const outcomes = await world.side().apply([update(seen, { mobilePhone: "1" })]);
    expect(outcomes.map(({ is }) => is)).toEqual(["done"]);
    expect(await world.there(id)).toEqual({ ...grace, mobilePhone: "1" });
    expect([...(await world.side().fields())].filter((field) => field in PHONES)).toEqual([]);
    expect(world.standIns.log.since(mark).filter(({ url }) => /Fax|OtherPhone|AssistantPhone/u.test(url))).toEqual([]);
  });

  it("C3: switched on, a contact has all three, and a lead its fax alone", async () => {
    world = await openSalesforceSide({ people: { objects: "both", priority: "contact", furtherPhones: true } });
    const ofPhones = (fields: ReadonlySet<string>) => [...fields].filter((field) => field in PHONES);
    expect(ofPhones(await world.side().fields())).toEqual(Object.keys(PHONES));
    expect(ofPhones(await world.side().fields("lead"))).toEqual(["fax"]);
    expect((await read(world, await world.add(grace))).record).toEqual(grace);
  });

  it.each([true, false])("a look that knows the setting as %s reads everything again", async (was) => {
    world = await openSalesforceSide({ people: { objects: "contacts", priority: "contact", furtherPhones: was } });
    await world.add(grace);
    const { cursor } = await everything(world.side(), null);
    world.rules = { ...world.rules, furtherPhones: !was };
    await expect(everything(world.side(), cursor)).rejects.toBeInstanceOf(CursorExpired);
    expect(present((await everything(world.side(), null)).changes).map(({ record }) => record)).toEqual([was ? without : grace]);
  });
});
