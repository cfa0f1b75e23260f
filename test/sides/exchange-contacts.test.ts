import { afterEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Action, Seen } from "../../sync-service/cycle/side.ts";
import { AccessLost, CursorExpired } from "../../sync-service/errors.ts";
import { contact } from "../doubles/blank-contact.ts";
import { FOLDER, openGraphSide, type GraphSideUnderTest } from "./graph-side.ts";
import { everything, present } from "./side-contract.ts";
import { ADA, requestsSince, type Settings } from "./stand-ins.ts";

let world: GraphSideUnderTest;
afterEach(() => world.close());

const open = async (settings: Settings = {}): Promise<void> => {
  world = await openGraphSide(settings);
};
const personal = (values: Readonly<Record<string, unknown>>): string => {
  const { seed } = world.standIns.graph;
  return seed.id(seed.contact(ADA, "contacts", values), "immutable");
};
const seenOf = async (id: string): Promise<Seen<Contact>> => {
  const seen = (await world.side().read([id])).get(id);
  if (!seen) throw new Error("not there");
  return seen;
};
const update = (seen: Seen<Contact>, rest: Partial<Extract<Action<Contact>, { do: "update" }>>): Action<Contact> => ({
  do: "update",
  id: seen.id,
  version: seen.version,
  changes: {},
  was: seen.record,
  contested: false,
  ...rest,
});

describe("contacts of a mailbox", () => {
  it("S3: an idle look is one request, whatever the number of folders and contacts", async () => {
    await open();
    personal({ surname: "Private" });
    world.standIns.graph.seed.folder(ADA, "Family", "contacts");
    for (let index = 0; index < 30; index += 1) await world.add(contact({ lastName: `Person ${index}` }));
    const { cursor } = await everything(world.side(), null);
    const mark = world.standIns.log.count;
    expect((await everything(world.side(), cursor)).changes).toEqual([]);
    expect(requestsSince(world.standIns, mark)).toBe(1);
  });

  it("C2: a personal contact without the mark is not read into anything, one with it is", async () => {
    await open();
    personal({ surname: "Private" });
    const shared = personal({ surname: "Shared", categories: ["Friends", "salesforce"] });
    const { changes } = await everything(world.side(), null);
    expect(changes).toHaveLength(1);
    expect(present(changes)[0]).toMatchObject({
      id: shared,
      standing: { on: "exchange", inFolder: false, categories: ["Friends", "salesforce"] },
    });
  });

  it("M4: one that lost its mark, or left the folder, is hinted at, and stands there without a mark when asked for", async () => {
    await open();
    const { seed } = world.standIns.graph;
    const marked = personal({ surname: "Shared", categories: ["Salesforce"] });
    const moved = await world.add(contact({ lastName: "Mover" }));
    const { cursor } = await everything(world.side(), null);
    const [first] = seed.items(ADA, "contacts", "contacts");
    if (first) seed.change(first, { categories: [] });
    seed.move(world.item(moved), "contacts");
    const { changes } = await everything(world.side(), cursor);
    expect([...changes].sort((one, other) => String(one).localeCompare(String(other)))).toEqual(
      expect.arrayContaining([
        { is: "gone", id: marked },
        { is: "gone", id: moved },
      ]),
    );
    expect(changes).toHaveLength(2);
    const there = await world.side().read([marked, moved]);
    expect(there.get(marked)?.standing).toMatchObject({ categories: [], inFolder: false });
    expect(there.get(moved)?.standing).toMatchObject({ categories: [], inFolder: false });
  });

  it("watches a folder made later, and the default folder from its first contact on (MG4)", async () => {
    await open();
    const { cursor } = await everything(world.side(), null);
    const { seed } = world.standIns.graph;
    const inDefault = personal({ surname: "First", categories: ["Salesforce"] });
    seed.folder(ADA, "Customers", "contacts");
    const inNew = seed.id(seed.contact(ADA, "Customers", { surname: "New", categories: ["Salesforce"] }), "immutable");
    const { changes } = await everything(world.side(), cursor);
    expect(
      present(changes)
        .map(({ id }) => id)
        .sort(),
    ).toEqual([inDefault, inNew].sort());
  });

  it("B2: says that its folder is gone, as a fault and not as removals", async () => {
    await open();
    await world.add(contact({ lastName: "Kept" }));
    const { cursor } = await everything(world.side(), null);
    await world.standIns.graphClient
      .mailbox(world.standIns.ada)
      .send("DELETE", `/contactFolders/${encodeURIComponent(world.folderId)}` as never);
    await expect(everything(world.side(), cursor)).rejects.toMatchObject({ name: "AccessLost", code: "FOLDER_MISSING" });
    await expect(everything(world.side(), null)).rejects.toBeInstanceOf(AccessLost);
  });

  it("reads everything again when another folder was removed with what lay in it", async () => {
    await open();
    world.standIns.graph.seed.folder(ADA, "Customers", "contacts");
    const { cursor } = await everything(world.side(), null);
    const id = world.standIns.graph.seed.folder(ADA, "Customers", "contacts").id;
    await world.standIns.graphClient.mailbox(world.standIns.ada).send("DELETE", `/contactFolders/${encodeURIComponent(id)}` as never);
    await expect(everything(world.side(), cursor)).rejects.toBeInstanceOf(CursorExpired);
    expect((await everything(world.side(), null)).changes).toEqual([]);
  });

  it.each(["gone-with-location", "gone-lower-case", "bad-request", "not-found", "resync-required", "sync-state-invalid"] as const)(
    "MG9: a history forgotten as %s is to be begun anew",
    async (wording) => {
      await open();
      const { cursor } = await everything(world.side(), null);
      world.standIns.graph.seed.expireDeltaTokens(ADA, wording);
      await expect(everything(world.side(), cursor)).rejects.toBeInstanceOf(CursorExpired);
    },
  );

  it("P3: leaves other e-mail addresses, phones, categories and all that is not mapped as they were", async () => {
    await open();
    const { seed } = world.standIns.graph;
    const item = seed.contact(ADA, FOLDER, {
      givenName: "Grace",
      surname: "Hopper",
      nickName: "Amazing",
      emailAddresses: [
        { name: "Grace", address: "grace@navy.example" },
        { name: "Home", address: "grace@home.example" },
      ],
      businessPhones: ["1", "2"],
      categories: ["Navy", "Salesforce"],
      businessAddress: { city: "Arlington", state: "VA" },
    });
    const before = { ...world.item(seed.id(item, "immutable")).fields };
    const seen = await seenOf(seed.id(item, "immutable"));
    const [outcome] = await world.side().apply([
      update(seen, {
        changes: { email: "hopper@navy.example", businessPhone: "9", mailingState: "DC" },
        marks: { problem: "Missing last name" },
      }),
    ]);
    expect(outcome?.is).toBe("done");
    const after = world.item(seen.id).fields;
    expect(after).toMatchObject({
      nickName: "Amazing",
      emailAddresses: [
        { name: "Grace", address: "hopper@navy.example" },
        { name: "Home", address: "grace@home.example" },
      ],
      businessPhones: ["9", "2"],
      categories: ["Navy", "Salesforce", "Sync Error", "Missing last name"],
      businessAddress: { city: "Arlington", state: "DC" },
    });
    const touched = Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]));
    const ours = new Set(["emailAddresses", "businessPhones", "categories", "businessAddress", "changeKey", "lastModifiedDateTime"]);
    expect(touched.filter((name) => !ours.has(name) && !/emailaddress$/iu.test(name))).toEqual([]);
  });

  it("C6: takes both problem categories off again, and its own mark, leaving the rest (MG19)", async () => {
    await open();
    const { seed } = world.standIns.graph;
    const id = seed.id(
      seed.contact(ADA, FOLDER, { surname: "X", categories: ["Navy", "SALESFORCE", "sync error", "Missing Last Name"] }),
      "immutable",
    );
    await world.side().apply([update(await seenOf(id), { marks: { salesforce: false, problem: null } })]);
    expect(world.item(id).fields["categories"]).toEqual(["Navy"]);
  });

  it("MG15: drives what stood behind a failed one by itself", async () => {
    await open();
    const seen: Seen<Contact>[] = [];
    for (let index = 0; index < 30; index += 1) seen.push(await seenOf(await world.add(contact({ lastName: `Person ${index}` }))));
    for (const one of seen.filter((_, index) => index % 7 === 3)) await world.edit(one.id, { department: "theirs" });
    const mark = world.standIns.log.count;
    const outcomes = await world.side().apply(seen.map((one) => update(one, { changes: { jobTitle: "ours" } })));
    expect(outcomes.map(({ is }) => is)).toEqual(seen.map((_, index) => (index % 7 === 3 ? "moved" : "done")));
    expect(requestsSince(world.standIns, mark)).toBeLessThan(12);
  });

  it("MG17: takes a conflict that nobody caused for a moved version, and goes through the next time", async () => {
    await open();
    const seen = await seenOf(await world.add(contact({ lastName: "Hopper" })));
    world.standIns.graph.switches.spontaneousConflicts = 1;
    const action = update(seen, { changes: { jobTitle: "Captain" } });
    expect(await world.side().apply([action])).toEqual([{ is: "moved" }]);
    expect((await world.side().apply([action])).map(({ is }) => is)).toEqual(["done"]);
  });

  it("writes 100 in a handful of requests", async () => {
    await open();
    const mark = world.standIns.log.count;
    const outcomes = await world.side().apply(
      Array.from({ length: 100 }, (_, index): Action<Contact> => ({
        do: "create",
        stamp: `s${index}`,
        record: contact({ lastName: `Person ${index}` }),
      })),
    );
    expect(new Set(outcomes.map(({ is }) => is))).toEqual(new Set(["done"]));
    expect(requestsSince(world.standIns, mark)).toBe(5);
  });

  it("REL: an exception before anything was written, and outcomes once something was", async () => {
    await open();
    const create: Action<Contact> = { do: "create", stamp: "s", record: contact({ lastName: "Late" }) };
    world.standIns.faults.plant({ kind: "throttled", on: "graph", times: 1 });
    await expect(world.side().apply([create])).rejects.toMatchObject({ name: "Throttled", retryAfterMs: 1000 });
    world.standIns.faults.plant({ kind: "unavailable", on: "graph", times: 1 });
    expect(await world.side().apply([create]), "a bare 503 does not say that nothing was made").toEqual([{ is: "unknown" }]);
    world.standIns.faults.plant({ kind: "lost-before", on: "graph", times: 1 });
    expect(await world.side().apply([create])).toEqual([{ is: "unknown" }]);
    expect(await world.count()).toBe(0);
    world.standIns.faults.plant({ kind: "expired-session", on: "graph", times: 1 });
    expect((await world.side().apply([create])).map(({ is }) => is)).toEqual(["done"]);
  });

  it("M1, C2: looks for twins among marked contacts of every folder, and never among personal ones", async () => {
    await open();
    personal({ givenName: "Grace", surname: "Hopper", emailAddresses: [{ address: "grace@navy.example" }] });
    const marked = personal({ givenName: "Grace", surname: "Hopper", categories: ["Salesforce"] });
    const [found] = await world.side().candidates([contact({ firstName: "Grace", lastName: "Hopper", email: "grace@navy.example" })]);
    expect(found?.map(({ id }) => id)).toEqual([marked]);
  });

  it("reads on after a reply was lost on the way", async () => {
    await open();
    const id = await world.add(contact({ lastName: "Hopper" }));
    world.standIns.faults.plant({ kind: "lost-before", on: "graph", times: 1 });
    expect(present((await everything(world.side(), null)).changes).map((seen) => seen.id)).toEqual([id]);
  });
});
