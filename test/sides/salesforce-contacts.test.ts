import { afterEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Action, Seen } from "../../sync-service/cycle/side.ts";
import type { Salesforce } from "../../sync-service/salesforce/api.ts";
import { salesforceContacts } from "../../sync-service/salesforce/contacts.ts";
import type { NotedChanges } from "../../sync-service/salesforce/noted-changes.ts";
import { contact } from "../doubles/blank-contact.ts";
import { NEW_INSTALLATION, openSalesforceSide, type SalesforceSideUnderTest } from "./salesforce-side.ts";
import { everything, present } from "./side-contract.ts";
import { ADA, requestsSince, type Settings } from "./stand-ins.ts";
import { keptInMemory } from "../doubles/kept-in-memory.ts";

let world: SalesforceSideUnderTest;
afterEach(() => world.close());

const open = async (settings: Settings = {}): Promise<void> => {
  world = await openSalesforceSide(settings);
};
const read = async (ids: readonly string[]): Promise<readonly Seen<Contact>[]> => [...(await world.side().read(ids)).values()];
const update = (seen: Seen<Contact>, changes: Partial<Contact>, contested = false): Action<Contact> => ({
  do: "update",
  id: seen.id,
  version: seen.version,
  changes,
  was: seen.record,
  contested,
});
const nothingNoted: NotedChanges = { head: async () => "0", after: async () => [] };
const unlisted = { kept: keptInMemory(), now: () => new Date() };
const create = (stamp: string, values: Partial<Contact>): Action<Contact> => ({ do: "create", stamp, record: contact(values) });

describe("contacts of a Salesforce user", () => {
  it("S2: 1,000 changed records cost at most 0.04 requests each, version reads and read-backs included", async () => {
    await open();
    const ids: string[] = [];
    for (let index = 0; index < 1000; index += 1) ids.push(await world.add(contact({ lastName: `Person ${index}`, firstName: "Some" })));
    world.tick();
    const seen = await read(ids);
    const mark = world.standIns.log.count;
    const outcomes = await world.side().apply(seen.map((one) => update(one, { jobTitle: "changed" })));
    expect(outcomes.every((outcome) => outcome.is === "done" && outcome.seen?.record.jobTitle === "changed")).toBe(true);
    expect(requestsSince(world.standIns, mark)).toBeLessThanOrEqual(10);
  });

  it("S2: 400 new records cost at most 0.04 requests each, the search for twins and the accounts included", async () => {
    await open();
    const actions = Array.from({ length: 400 }, (_, index) =>
      create(`s${index}`, {
        lastName: `Person ${index}`,
        firstName: "Some",
        email: `person${index}@customer${index % 50}.example`,
        businessPhone: `+1 202 555 ${1000 + index}`,
      }),
    );
    const side = world.side();
    await side.fields();
    const mark = world.standIns.log.count;
    for (let start = 0; start < actions.length; start += 200) {
      const batch = actions.slice(start, start + 200);
      const twins = await side.candidates(batch.map((action) => (action.do === "create" ? action.record : contact())));
      expect(twins.flat()).toEqual([]);
      const outcomes = await side.apply(batch);
      expect(outcomes.every(({ is }) => is === "done")).toBe(true);
    }
    expect(requestsSince(world.standIns, mark)).toBeLessThanOrEqual(16);
  });

  it("S3: an idle look costs the user's side no request, and the organisation's look one", async () => {
    await open();
    await world.add(contact({ lastName: "Hopper" }));
    const { cursor } = await everything(world.side(), null);
    await everything(world.side(), cursor);
    const mark = world.standIns.log.count;
    expect((await everything(world.side(), cursor)).changes.length).toBeLessThanOrEqual(1);
    expect(requestsSince(world.standIns, mark)).toBeLessThanOrEqual(4);
  });

  it("C1: tells only own contacts at first, and of others that they are out of scope", async () => {
    await open();
    const { seed } = world.standIns.salesforce;
    const mine = await world.add(contact({ lastName: "Mine" }));
    const ben = seed.user({ Email: "ben@northwind.example" });
    const account = seed.account({ Name: "Shared", OwnerId: ben });
    seed.contact({ LastName: "Theirs", OwnerId: ben, AccountId: account });
    world.tick();
    world.tick();
    const { changes, cursor } = await everything(world.side(), null);
    expect(present(changes).map(({ id }) => id)).toEqual([mine]);
    world.tick();
    seed.change("Contact", mine, { OwnerId: ben, AccountId: account });
    const [handedOver] = present((await everything(world.side(), cursor)).changes);
    expect(handedOver).toMatchObject({ id: mine, standing: { inScope: false, ownerId: ben } });
  });

  it("reads on across many that share one stamp", async () => {
    await open({ start: "2026-03-02T09:00:00Z" });
    const ids: string[] = [];
    for (let index = 0; index < 1203; index += 1) ids.push(await world.add(contact({ lastName: `Person ${index}` })));
    const { changes } = await everything(world.side(), null);
    expect(
      present(changes)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
  });

  it("C5: follows a merged contact to the one that won (SF19)", async () => {
    await open();
    const { seed, org } = world.standIns.salesforce;
    const [winner, loser] = [await world.add(contact({ lastName: "Winner" })), await world.add(contact({ lastName: "Loser" }))];
    const { cursor } = await everything(world.side(), null);
    world.tick();
    seed.remove("Contact", loser);
    const row = org.store.get("Contact", loser);
    if (!row) throw new Error("purged");
    org.store.put("Contact", { ...row, values: { ...row.values, MasterRecordId: winner } });
    expect((await everything(world.side(), cursor)).changes).toContainEqual({ is: "gone", id: loser, followedBy: winner });
  });

  it("P9: sees an edit of the same second, which bears the same version, and overwrites nothing", async () => {
    await open();
    const id = await world.add(contact({ lastName: "Hopper", jobTitle: "Captain" }));
    world.tick();
    const [seen] = await read([id]);
    if (!seen) throw new Error("not there");
    const { store } = world.standIns.salesforce.org;
    const row = store.get("Contact", id);
    if (!row) throw new Error("not there");
    // The same stamp and another value: versions count seconds.
    store.put("Contact", { ...row, values: { ...row.values, Title: "Commodore" } });
    const [outcome] = await world.side().apply([update(seen, { jobTitle: "Admiral" })]);
    expect(outcome).toEqual({ is: "moved" });
    expect((await read([id]))[0]?.record.jobTitle).toBe("Commodore");
  });

  describe("C4: the account of a new contact", () => {
    const accountOf = async (values: Partial<Contact>): Promise<unknown> => {
      const [outcome] = await world.side().apply([create("s", { lastName: "New", ...values })]);
      if (outcome?.is !== "done" || !outcome.seen) throw new Error(JSON.stringify(outcome));
      return world.standIns.salesforce.org.store.get("Contact", outcome.seen.id)?.values["AccountId"] ?? null;
    };

    it("is the only one of exactly that name", async () => {
      await open();
      const { seed } = world.standIns.salesforce;
      const acme = seed.account({ Name: "Acme" });
      seed.account({ Name: "Acme Ltd" });
      expect(await accountOf({ accountName: "Acme" })).toBe(acme);
    });

    it("is left empty for a name that two have, whatever the domain says", async () => {
      await open();
      const { seed } = world.standIns.salesforce;
      const acme = seed.account({ Name: "Acme" });
      seed.account({ Name: "Acme" });
      seed.contact({ LastName: "There", Email: "there@acme.example", AccountId: acme });
      expect(await accountOf({ accountName: "Acme", email: "new@acme.example" })).toBeNull();
    });

    it("is the only one whose contacts use the domain", async () => {
      await open();
      const { seed } = world.standIns.salesforce;
      const acme = seed.account({ Name: "Acme" });
      seed.contact({ LastName: "There", Email: "there@ACME.example", AccountId: acme });
      seed.contact({ LastName: "Elsewhere", Email: "there@notacme.example", AccountId: seed.account({ Name: "Other" }) });
      expect(await accountOf({ email: "new@acme.example" })).toBe(acme);
    });

    it.each(["gmail.com", "northwind.example"])("is never found by the domain %s", async (domain) => {
      await open();
      const { seed } = world.standIns.salesforce;
      seed.contact({ LastName: "There", Email: `there@${domain}`, AccountId: seed.account({ Name: "Acme" }) });
      expect(await accountOf({ email: `new@${domain}` })).toBeNull();
    });

    it("is left empty when two accounts use the domain", async () => {
      await open();
      const { seed } = world.standIns.salesforce;
      for (const name of ["Acme", "Acme Ltd"])
        seed.contact({ LastName: name, Email: "there@acme.example", AccountId: seed.account({ Name: name }) });
      expect(await accountOf({ email: "new@acme.example" })).toBeNull();
    });

    it("is never written on an update", async () => {
      await open();
      const id = await world.add(contact({ lastName: "Hopper" }));
      world.standIns.salesforce.seed.account({ Name: "Navy" });
      world.tick();
      const [seen] = await read([id]);
      if (!seen) throw new Error("not there");
      await world.side().apply([update(seen, { accountName: "Navy", jobTitle: "Captain" })]);
      expect(world.standIns.salesforce.org.store.get("Contact", id)?.values["AccountId"] ?? null).toBeNull();
    });
  });

  it("SF6: leaves out fields that the org does not have", async () => {
    await open();
    const fields = await world.side().fields();
    expect(fields.has("middleName")).toBe(false);
    expect(fields.has("lastName")).toBe(true);
    expect(fields.has("accountName")).toBe(true);
    const [outcome] = await world.side().apply([create("s", { lastName: "Hopper", middleName: "Brewster" })]);
    expect(outcome?.is).toBe("done");
  });

  it("says in words why Salesforce did not take a record, and takes the others", async () => {
    await open();
    const outcomes = await world
      .side()
      .apply([
        create("a", { firstName: "Nameless" }),
        create("b", { lastName: "Named" }),
        create("c", { lastName: "Wrong", email: "no address" }),
      ]);
    expect(outcomes.map(({ is }) => is)).toEqual(["refused", "done", "refused"]);
    expect(outcomes[0]).toMatchObject({ problem: { code: "SALESFORCE_REQUIRED_FIELD_MISSING" } });
    expect(outcomes[2]).toMatchObject({ problem: { code: "SALESFORCE_INVALID_EMAIL_ADDRESS" } });
  });

  it("M1: honours a duplicate rule", async () => {
    await open({ org: { duplicateRules: "block" } });
    await world.add(contact({ firstName: "Grace", lastName: "Hopper", email: "grace@navy.example" }));
    const [outcome] = await world.side().apply([create("s", { firstName: "Grace", lastName: "Hopper", email: "grace@navy.example" })]);
    expect(outcome).toMatchObject({ is: "refused", problem: { code: "SALESFORCE_DUPLICATES_DETECTED" } });
  });

  it("O6: takes one record for one stamp only, where content is all there is to go by", async () => {
    await open();
    const since = new Date();
    const record = contact({ firstName: "Grace", lastName: "Hopper" });
    await world.side().apply([{ do: "create", stamp: "one", record }]);
    const found = await world.side().find([
      { stamp: "one", record, since },
      { stamp: "two", record, since },
      { stamp: "three", record: contact({ lastName: "Hopper" }), since },
    ]);
    expect([...found.keys()]).toEqual(["one"]);
  });

  it("O6: the same stamp twice gives the same record where the org has the field", async () => {
    await open({ org: { tandemFields: true } });
    const [first] = await world.side().apply([create("stamp-1", { lastName: "Hopper" })]);
    const [second] = await world.side().apply([create("stamp-1", { lastName: "Hopper" })]);
    expect(second).toEqual(first);
    expect(await world.count()).toBe(1);
  });

  it("P4: what was made and belongs to somebody else at once is told as made, and not as unknown", async () => {
    await open({ org: { tandemFields: true } });
    const { salesforce, salesforceClient } = world.standIns;
    const ben = salesforce.seed.user({ Email: "ben@northwind.example" });
    const api = salesforceClient.as(ADA);
    const handingOver: Salesforce = {
      ...api,
      async create(records) {
        const saved = await api.create(records);
        for (const one of saved) if (one.is === "done") salesforce.seed.change("Contact", one.id, { OwnerId: ben });
        return saved;
      },
    };
    const side = salesforceContacts({ api: handingOver, noted: nothingNoted, rules: NEW_INSTALLATION, ownDomains: new Set(), ...unlisted });
    const [outcome] = await side.apply([create("stamp-1", { lastName: "Hopper" })]);
    expect(outcome).toMatchObject({ is: "done", unread: true, seen: { record: { lastName: "Hopper" } } });
    const id = outcome?.is === "done" ? (outcome.seen?.id ?? "") : "";
    expect(await world.there(id)).toMatchObject({ lastName: "Hopper" });
    expect((await side.read([id])).size).toBe(0);
  });

  it("P4: what was made, had its reply lost, and belongs to somebody else by now is told as made under its own id", async () => {
    await open({ org: { tandemFields: true } });
    const { salesforce } = world.standIns;
    const ben = salesforce.seed.user({ Email: "ben@northwind.example" });
    const side = world.side();
    const [first] = await side.apply([create("stamp-1", { lastName: "Hopper" })]);
    const id = first?.is === "done" ? (first.seen?.id ?? "") : "";
    salesforce.seed.change("Contact", id, { OwnerId: ben });
    const [again] = await side.apply([create("stamp-1", { lastName: "Hopper" })]);
    expect(again).toMatchObject({ is: "done", unread: true, seen: { id } });
  });

  it("P7: a permission that was missing when last looked is not missing from memory", async () => {
    await open();
    const { org } = world.standIns.salesforce;
    const allowed = await world.side().fields();
    org.allow(world.standIns.adaInSalesforce, { readOnlyObjects: ["Contact"] });
    world.standIns.clock.move(16 * 60_000); // what was described has to be asked anew
    expect((await world.side().fields()).size).toBeLessThan(allowed.size);
    expect(await world.side().apply([create("stamp-1", { lastName: "Hopper" })])).toMatchObject([{ is: "refused" }]);
    org.allow(world.standIns.adaInSalesforce, { readOnlyObjects: [] });
    expect(await world.side().fields()).toEqual(allowed);
    expect(await world.side().apply([create("stamp-2", { lastName: "Hopper" })])).toMatchObject([{ is: "done" }]);
  });

  it("tells of an organisation that has no API what it needs", async () => {
    await open();
    world.standIns.salesforce.set({ apiEnabled: false });
    await expect(world.side().fields()).rejects.toMatchObject({ name: "AccessLost", code: "SALESFORCE_API_DISABLED" });
  });
});
