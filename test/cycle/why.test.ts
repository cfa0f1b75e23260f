import { describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Fields } from "../../shared/records/fields.ts";
import { folderNames } from "../../shared/records/names.ts";
import { contactKind, contactRules } from "../../sync-service/cycle/contact-kind.ts";
import type { Link } from "../../sync-service/cycle/link.ts";
import { workOf } from "../../sync-service/cycle/run-kind.ts";
import type { Standing } from "../../sync-service/cycle/side.ts";
import { explainItem, explainLink, explainRecord } from "../../sync-service/cycle/why.ts";
import type { Work } from "../../sync-service/cycle/work.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ACTIVATED_AT, BEFORE_ACTIVATION, ContactWorld } from "../doubles/contact-world.ts";

const anna = contact({ firstName: "Anna", lastName: "Berg", email: "anna@berg.example" });
const PERSONAL = { inFolder: false, container: "elsewhere", categories: [] };
const PLACE = folderNames.contacts;

const workIn = (world: ContactWorld): Promise<Work<Contact>> =>
  workOf(
    {
      exchange: world.exchange,
      salesforce: world.salesforce,
      links: world.links,
      unexpected: () => {},
      now: () => world.now,
      newId: () => "link of nobody",
    },
    { lease: world.lease, rules: contactRules(world.preset, "DE"), activatedAt: ACTIVATED_AT },
  );

/** Of an item that the cycle never met. */
async function whyItem(world: ContactWorld, record: Contact, standing: Partial<Standing> = {}, isEarly = false) {
  const id = world.exchange.add(record, standing);
  const [seen] = (await world.exchange.read([id])).values();
  if (!seen) throw new Error("It is not there.");
  return explainItem(await workIn(world), seen, isEarly, PLACE);
}

async function whyRecord(world: ContactWorld, record: Contact, standing: Partial<Standing> = {}) {
  const id = world.salesforce.add(record, standing);
  const [seen] = (await world.salesforce.read([id])).values();
  if (!seen) throw new Error("It is not there.");
  return explainRecord(await workIn(world), seen);
}

const whyLink = (link: Link<Contact>) => explainLink<Fields>(link as unknown as Link<Fields>, contactKind as unknown as Work<Fields>);

async function pair(from: "exchange" | "salesforce" = "exchange") {
  const world = new ContactWorld();
  world[from].add(anna);
  await world.settle();
  return { world, item: world.exchange.rows[0]?.id ?? "", record: world.salesforce.rows[0]?.id ?? "" };
}

describe("why an item that was never met is not in Salesforce", () => {
  it("C2: it carries neither mark; the answer names both", async () => {
    const world = new ContactWorld();
    expect(await whyItem(world, anna, PERSONAL)).toMatchObject({
      is: "left-alone",
      headline: `It does not lie in “${PLACE}” or carry the category “Salesforce”.`,
      rules: ["C2"],
      can: [`Move it to “${PLACE}”, or set the category “Salesforce” on it.`],
    });
  });

  it("C6: it lacks its last name", async () => {
    const why = await whyItem(new ContactWorld(), contact({ firstName: "Anna" }));
    expect(why).toMatchObject({ is: "failed", rules: ["C6"], headline: expect.stringContaining("last name") });
  });

  it("B4: it lay there before", async () => {
    expect(await whyItem(new ContactWorld(), anna, { createdAt: BEFORE_ACTIVATION }, true)).toMatchObject({
      is: "asks",
      rules: ["B4"],
      can: expect.arrayContaining([expect.stringContaining("Send to Salesforce")]),
    });
  });

  it("A3: the preset makes nothing in Salesforce", async () => {
    const world = new ContactWorld();
    world.preset = { ...world.preset, create: "to-outlook" };
    expect(await whyItem(world, anna)).toMatchObject({ is: "asks", rules: ["A3"] });
  });

  it("M1: two in Salesforce may be the same", async () => {
    const world = new ContactWorld();
    world.salesforce.add(anna, { inScope: false });
    world.salesforce.add(anna, { inScope: false });
    expect(await whyItem(world, anna)).toMatchObject({ is: "asks", rules: ["M1"] });
  });

  it("C2: nothing speaks against it, so it waits for the next look; and looking makes nothing", async () => {
    const world = new ContactWorld();
    const why = await whyItem(world, anna);
    expect(why).toMatchObject({ is: "waits", rules: ["C2"], next: "It becomes a contact in Salesforce." });
    expect(why.waits).toEqual({ for: "the next look at this mailbox", until: null });
    expect(world.salesforce.rows).toEqual([]);
    expect(world.links.all).toEqual([]);
  });
});

describe("why a record that was never met is not in Outlook", () => {
  it("C1: somebody else owns it", async () => {
    expect(await whyRecord(new ContactWorld(), anna, { inScope: false, outside: "not-owned" })).toMatchObject({
      is: "left-alone",
      headline: "Somebody else owns it in Salesforce.",
      rules: ["C1"],
    });
  });

  it.each([
    ["other-object", "The preset keeps no records of this object in step."],
    ["unlisted", "The list view that the preset names does not show it."],
    ["filed", "It is a filed mail or a call, and no task of a person."],
    ["series", "It is the pattern of a series; what it repeats are records of their own."],
    ["met", "The meeting itself stands in the calendar, as the mailbox was invited to it, too."],
  ] as const)("C1: %s", async (outside, headline) => {
    expect(await whyRecord(new ContactWorld(), anna, { inScope: false, outside })).toMatchObject({ headline });
  });

  it("C1: what can be done is what its list view, or its owner, asks for", async () => {
    const can = async (outside: "unlisted" | "not-owned") => (await whyRecord(new ContactWorld(), anna, { inScope: false, outside })).can;
    expect(await can("unlisted")).toEqual(["Change it so that the list view shows it, or ask an administrator to change the preset."]);
    expect(await can("not-owned")).toEqual(["Make the user its owner in Salesforce, if it is to be his."]);
  });

  it("T1: it was settled too long ago", async () => {
    expect((await whyRecord(new ContactWorld(), anna, { past: true })).headline).toContain("outside of the time");
  });

  it("A3, C1: the scope is off, or the preset makes nothing in Outlook", async () => {
    const off = new ContactWorld();
    off.preset = { ...off.preset, scope: "off" };
    expect(await whyRecord(off, anna)).toMatchObject({ is: "left-alone", rules: ["A3", "C1"] });
    const up = new ContactWorld();
    up.preset = { ...up.preset, create: "to-salesforce" };
    expect(await whyRecord(up, anna)).toMatchObject({ is: "left-alone", rules: ["A3"] });
  });

  it("C1: nothing speaks against it", async () => {
    expect(await whyRecord(new ContactWorld(), anna)).toMatchObject({ is: "waits", next: "A copy is made in Outlook.", rules: ["C1"] });
  });
});

describe("why a pair is as it is", () => {
  it("C2, C1: it is kept in step", async () => {
    expect(whyLink((await pair()).world.link)).toMatchObject({ is: "in-step", rules: ["C2", "C3"] });
    expect(whyLink((await pair("salesforce")).world.link)).toMatchObject({ is: "in-step", rules: ["C1", "C3"] });
  });

  it("M4: a mark was taken off", async () => {
    const { world, item } = await pair();
    world.exchange.stand(item, { categories: [] });
    await world.settle();
    expect(whyLink(world.link)).toMatchObject({ is: "left-alone", rules: ["M4"], can: ["Set the mark anew."] });
  });

  it("M3: it was deleted here, or edited here and deleted there", async () => {
    const { world, item } = await pair();
    world.exchange.remove(item);
    await world.settle();
    expect(whyLink(world.link)).toMatchObject({
      is: "left-alone",
      rules: ["M3"],
      headline: expect.stringContaining("Deleted in the mailbox"),
    });

    const parted = await pair();
    parted.world.exchange.edit(parted.item, { jobTitle: "Buyer" });
    parted.world.salesforce.remove(parted.record);
    await parted.world.settle();
    expect(whyLink(parted.world.link)).toMatchObject({
      is: "asks",
      rules: ["M3"],
      next: "Nothing, before a person has answered.",
      can: expect.arrayContaining([expect.stringContaining("Bring back"), expect.stringContaining("Let go")]),
    });
  });

  it("M5: the brake holds it", async () => {
    const world = new ContactWorld();
    for (let number = 0; number < 5; number += 1) world.exchange.add(contact({ lastName: `Berg ${number}` }));
    await world.settle();
    for (const { id } of world.exchange.rows) world.exchange.remove(id);
    await world.settle();
    const [held] = world.links.all;
    if (!held) throw new Error("Nothing is held.");
    expect(whyLink(held)).toMatchObject({ is: "asks", rules: ["M5"], headline: expect.stringContaining("Unusually many contacts") });
  });

  it("C6: Salesforce refused it, in its words", async () => {
    const world = new ContactWorld();
    world.salesforce.faultFor = () => ({ refused: "a rule of the org" });
    world.exchange.add(anna);
    await world.settle();
    const why = whyLink(world.link);
    expect(why).toMatchObject({ is: "failed", rules: ["C6"], next: "It is tried again when it changes, or when somebody says so." });
    expect(why.problem?.message).toBe(why.headline);
  });

  it("P1: it waits for the next try, until a moment that is told", async () => {
    const { world, item } = await pair();
    world.exchange.edit(item, { jobTitle: "Buyer" });
    world.salesforce.faultFor = () => ({ laterMs: 60_000 });
    await world.slice();
    const why = whyLink(world.link);
    expect(why).toMatchObject({ is: "waits", waits: { for: "the next try" } });
    expect(why.waits?.until).toEqual(new Date(world.now.getTime() + 60_000));
  });
});
