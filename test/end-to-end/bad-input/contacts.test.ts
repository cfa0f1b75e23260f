import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { folderNames } from "../../../shared/records/names.ts";
import type { StoredItem } from "../../sandbox/graph/stored.ts";
import { expectClear, type Person, unkindWorld, type UnkindWorld } from "./unkind-world.ts";

let world: UnkindWorld;
let anna: Person;
let ben: Person;
let cleo: Person;
let dina: Person;

beforeAll(async () => {
  world = await unkindWorld();
  [anna, ben, cleo, dina] = [world.person("anna"), world.person("ben"), world.person("cleo"), world.person("dina")];
  await leaveBehind(dina);
  await world.admin.activateAll();
  for (const person of [anna, ben, cleo, dina]) await settled(person);
});

afterAll(() => world.close());

async function settled(person: Person): Promise<{ readonly held: number; readonly failed: number; readonly conflicts: number }> {
  const cycle = await world.admin.cycle(person.email, 30);
  expect(cycle).toMatchObject({ settled: true, waiting: 0, running: 0 });
  return cycle;
}

const categories = (person: Person, item: StoredItem): unknown => person.now(item)?.fields["categories"];
const change = (person: Person, item: StoredItem, fields: Readonly<Record<string, unknown>>) =>
  world.standIns.graph.seed.change(person.now(item) ?? item, fields);

async function record(lastName: string): Promise<Record<string, unknown>> {
  const found = await world.salesforce.query<Record<string, unknown>>(
    `SELECT Id, FirstName, LastName, Title, Department, AssistantName, Email, Phone, HomePhone, MobilePhone, Description FROM Contact WHERE LastName = '${lastName}'`,
  );
  expect(found).toHaveLength(1);
  return found[0] ?? {};
}

/** What another product left in a mailbox: full folders, a subfolder, a category; half of the contacts are in Salesforce. */
async function leaveBehind(person: Person): Promise<void> {
  const { graph, salesforce } = world.standIns;
  for (let index = 0; index < 20; index += 1) {
    const address = `left${index}@outside.example`;
    person.contact({ givenName: "Left", surname: `Behind${index}`, emailAddresses: [{ name: "", address }] });
    if (index < 10)
      salesforce.seed.contact({ FirstName: "Left", LastName: `Behind${index}`, Email: address, OwnerId: person.salesforceId });
  }
  salesforce.seed.contact({ FirstName: "Another", LastName: "Name", Email: "left15@outside.example", OwnerId: person.salesforceId });
  for (let index = 0; index < 5; index += 1) await person.filed({ subject: `Left ${index}` });
  person.drag(await person.filed({ subject: "Left deep" }), `${folderNames.emails}/Old`);
  graph.seed.change(await person.mail({ subject: "Left with a category" }), { categories: ["Salesforce"] });
}

describe("Show 6, B4: folders full from a predecessor", () => {
  it("nothing is filed or created unasked, twins are linked, the rest is listed", async () => {
    expect(await world.salesforce.countAll("SELECT COUNT() FROM Task")).toBe(0);
    expect(await world.salesforce.count(`SELECT COUNT() FROM Contact WHERE OwnerId = '${dina.salesforceId}'`)).toBe(11);
    expect(dina.contacts()).toHaveLength(20);
    expect(dina.contacts().filter(({ fields }) => String(fields["categories"]) === "Salesforce")).toHaveLength(10);
    const journal = await world.admin.journal({ user: dina.email });
    const outcomes = Map.groupBy(
      journal.filter(({ kind }) => kind === "contact"),
      ({ outcome }) => outcome,
    );
    expect([outcomes.get("listed")?.length, outcomes.get("question")?.length]).toEqual([9, 1]);
    for (const folder of [folderNames.emails, `${folderNames.emails}/Old`, "inbox"]) {
      for (const mail of world.standIns.graph.seed.items(dina.email, folder)) {
        const { state, problem } = await dina.status(mail);
        expect(state).toBe("listed");
        expectClear(problem);
      }
    }
  });

  it("what a person then chooses is filed, and only that; a mail that comes later is filed by itself", async () => {
    const [chosen] = world.standIns.graph.seed.items(dina.email, folderNames.emails);
    if (!chosen) throw new Error("nothing lies there");
    await dina.fileInPane(chosen, {});
    await dina.filed({ subject: "Of today" });
    await settled(dina);
    expect(await world.salesforce.countAll("SELECT COUNT() FROM Task")).toBe(2);
    expect((await dina.status(chosen)).state).toBe("filed");
  });
});

describe("C6: contacts that cannot be as they are", () => {
  it("say why on the item and in the list, hold up none beside them, and go through once mended", async () => {
    const bad: readonly (readonly [Readonly<Record<string, unknown>>, string, Readonly<Record<string, unknown>>])[] = [
      [{ givenName: "Nolast" }, "Missing last name", { surname: "Mended1" }],
      [{}, "Missing last name", { surname: "Mended2" }],
      [{ surname: "Mended3", emailAddresses: [{ name: "", address: "no address" }] }, "Refused by Salesforce", { emailAddresses: [] }],
      [{ surname: "Mended4", mobilePhone: "1".repeat(60) }, "Mobile phone too long", { mobilePhone: "1" }],
    ];
    const items = bad.map(([fields]) => anna.contact(fields));
    const beside = anna.contact({ givenName: "Well", surname: "Formed" });
    expect(await settled(anna)).toMatchObject({ failed: bad.length });
    expect(items.map((item) => categories(anna, item))).toEqual(bad.map(([, reason]) => ["Sync Error", reason]));
    expect(categories(anna, beside)).toEqual(["Salesforce"]);
    const { attention } = await anna.me();
    expect(attention).toHaveLength(bad.length);
    for (const { problem } of attention) expectClear(problem);

    for (const [index, [, , mended]] of bad.entries()) change(anna, items[index] ?? beside, mended);
    expect(await settled(anna)).toMatchObject({ failed: 0 });
    expect(items.map((item) => categories(anna, item))).toEqual(bad.map(() => ["Salesforce"]));
    for (const number of [1, 2, 3, 4]) await record(`Mended${number}`);
  });

  it("names of 300 characters, notes of 40,000, emoji and control characters fit, and stay whole in the mailbox", async () => {
    const long = anna.contact({ givenName: "G".repeat(300), surname: "L".repeat(300) });
    const notes = anna.contact({ givenName: "Nora", surname: "Notes", personalNotes: "n".repeat(40_000) });
    const emoji = anna.contact({ givenName: "🎉", surname: "Emo\u0007ji\u0001", jobTitle: "👩‍🚀".repeat(60) });
    expect(await settled(anna)).toMatchObject({ failed: 0 });
    expect((await record("L".repeat(80)))["FirstName"]).toBe("G".repeat(40));
    expect(String((await record("Notes"))["Description"])).toHaveLength(32_000);
    const { FirstName, Title } = await record("Emoji");
    expect([FirstName, String(Title).isWellFormed()]).toEqual(["🎉", true]);
    change(anna, notes, { department: "Sales" });
    change(anna, long, { department: "Sales" });
    await settled(anna);
    expect((await record("Notes"))["Department"]).toBe("Sales");
    expect([String(anna.now(notes)?.fields["personalNotes"]).length, String(anna.now(long)?.fields["surname"]).length]).toEqual([
      40_000, 300,
    ]);
    expect(anna.now(emoji)?.fields["jobTitle"]).toBe("👩‍🚀".repeat(60));
  });

  it("P3: of five phones the first of each go up, and none of the others is lost by an edit on either side", async () => {
    const item = anna.contact({
      givenName: "Fay",
      surname: "Phones",
      businessPhones: ["+1 212 555 0101", "+1 212 555 0102"],
      homePhones: ["+1 212 555 0103", "+1 212 555 0104"],
      mobilePhone: "+1 212 555 0105",
    });
    await settled(anna);
    const { Id, ...phones } = await record("Phones");
    expect(phones).toMatchObject({ Phone: "+1 212 555 0101", HomePhone: "+1 212 555 0103", MobilePhone: "+1 212 555 0105" });
    world.standIns.salesforce.seed.change("Contact", String(Id), { Phone: "+1 212 555 0199" });
    await settled(anna);
    expect(anna.now(item)?.fields["businessPhones"]).toEqual(["+1 212 555 0199", "+1 212 555 0102"]);
    expect(anna.now(item)?.fields["homePhones"]).toEqual(["+1 212 555 0103", "+1 212 555 0104"]);
  });

  it("M2: edited on both sides at once, each field comes through; where both edited the same, the loser is kept in the list", async () => {
    const item = anna.contact({ givenName: "Edith", surname: "Edited", jobTitle: "Before" });
    await settled(anna);
    const { Id } = await record("Edited");
    change(anna, item, { jobTitle: "From Outlook", department: "From Outlook" });
    world.standIns.salesforce.seed.change("Contact", String(Id), { Title: "From Salesforce", AssistantName: "Al" });
    expect(await settled(anna)).toMatchObject({ conflicts: 1 });
    expect(await record("Edited")).toMatchObject({ Title: "From Salesforce", Department: "From Outlook", AssistantName: "Al" });
    expect(anna.now(item)?.fields).toMatchObject({ jobTitle: "From Salesforce", department: "From Outlook", assistantName: "Al" });
  });
});

describe("M5: sixty contacts gone at once", () => {
  it("from the mailbox: the brake holds most, Salesforce keeps all, and one that is put back goes on", async () => {
    for (let index = 0; index < 70; index += 1) {
      world.standIns.salesforce.seed.contact({ FirstName: "Ben's", LastName: `Many${index}`, OwnerId: ben.salesforceId });
    }
    await settled(ben);
    const all = ben.contacts();
    expect(all).toHaveLength(70);
    for (const item of all.slice(0, 60)) world.standIns.graph.seed.move(item, "deleteditems");
    const { held } = await settled(ben);
    expect(held).toBeGreaterThanOrEqual(46);
    expect(await world.salesforce.count("SELECT COUNT() FROM Contact WHERE FirstName = 'Ben\\'s'")).toBe(70);
    const { attention } = await ben.me();
    for (const { problem } of attention) expectClear(problem);

    for (const item of all.slice(0, 60)) world.standIns.graph.seed.move(item, folderNames.contacts);
    expect(await settled(ben)).toMatchObject({ held: 0 });
    expect(ben.contacts()).toHaveLength(70);
    expect(await world.salesforce.count("SELECT COUNT() FROM Contact WHERE FirstName = 'Ben\\'s'")).toBe(70);
  });

  it("from Salesforce: the brake keeps most of the copies; what comes back from the bin is one again", async () => {
    const ids = Array.from({ length: 70 }, (_, index) =>
      world.standIns.salesforce.seed.contact({ FirstName: "Cleo", LastName: `Many${index}`, OwnerId: cleo.salesforceId }),
    );
    await settled(cleo);
    for (const id of ids.slice(0, 60)) world.standIns.salesforce.seed.remove("Contact", id);
    const { held } = await settled(cleo);
    expect(held).toBeGreaterThanOrEqual(46);
    expect(cleo.contacts().length).toBeGreaterThanOrEqual(56);
    for (const id of ids.slice(0, 60)) world.standIns.salesforce.seed.undelete("Contact", id);
    expect(await settled(cleo)).toMatchObject({ held: 0 });
    expect(cleo.contacts()).toHaveLength(70);
    expect(new Set(cleo.contacts().map(({ fields }) => fields["surname"])).size).toBe(70);
  });
});
