import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FieldSettings } from "../../sync-service/cycle/contact-fields.ts";
import { byChoice, mappedFields } from "../../sync-service/cycle/contact-fields.ts";
import { CursorExpired } from "../../sync-service/errors.ts";
import { exchangeContacts } from "../../sync-service/graph/contacts.ts";
import { contact } from "../doubles/blank-contact.ts";
import { type FieldSettingsWorld, openFieldSettingsWorld } from "./field-settings-world.ts";
import { everything, present } from "./side-contract.ts";

const SECOND = { secondEmail: "Second_Email__c" };
const BOTH = { ...SECOND, thirdEmail: "Third_Email__c" };
const [A, B, C] = ["grace@navy.example", "grace@home.example", "grace@club.example"];
const NAMES = { FirstName: "Grace", LastName: "Hopper" };
const grace = contact({ firstName: "Grace", lastName: "Hopper", email: A });

let world: FieldSettingsWorld;
beforeEach(async () => {
  world = await openFieldSettingsWorld();
});
afterEach(() => world.close());

const addresses = (id: string): readonly string[] =>
  (world.mailbox.item(id).fields["emailAddresses"] as readonly { readonly address: string }[]).map(({ address }) => address);
const columns = (id: string) => {
  const { Email, Second_Email__c: second, Third_Email__c: third } = world.row(id);
  return [Email ?? null, second ?? null, third ?? null];
};

it("C3: a third address stands behind a second, and is no field without it", () => {
  const fields = (settings: FieldSettings) => byChoice(mappedFields(settings));
  expect(fields({})).toEqual([]);
  expect(fields(SECOND)).toEqual(["secondEmail"]);
  expect(fields({ thirdEmail: "Third_Email__c" })).toEqual([]);
  expect(fields({ ...BOTH, furtherPhones: true })).toEqual(["fax", "otherPhone", "assistantPhone", "secondEmail", "thirdEmail"]);
});

describe("further addresses in the mailbox", () => {
  const side = (settings: FieldSettings) =>
    exchangeContacts({
      graph: world.mailbox.standIns.graphClient.mailbox(world.mailbox.standIns.ada),
      folderId: world.mailbox.folderId,
      ...settings,
    });

  it("P6: those that are not kept in step are not even told", async () => {
    const id = await world.mailbox.add({ ...grace, secondEmail: B, thirdEmail: C });
    const told = async (settings: FieldSettings) => {
      const record = (await side(settings).read([id])).get(id)?.record;
      return [record?.email, record?.secondEmail, record?.thirdEmail];
    };
    expect(await told({})).toEqual([A, null, null]);
    expect(await told(SECOND)).toEqual([A, B, null]);
    expect(await told(BOTH)).toEqual([A, B, C]);
  });

  it("a look that knows another setting reads everything again", async () => {
    await world.mailbox.add({ ...grace, secondEmail: B });
    const { cursor } = await everything(side({}), null);
    await expect(everything(side(SECOND), cursor)).rejects.toBeInstanceOf(CursorExpired);
    expect(present((await everything(side(SECOND), null)).changes).map(({ record }) => record.secondEmail)).toEqual([B]);
  });
});

describe("further addresses between a mailbox and an org with fields of its own", () => {
  it("P3: without a setting they stay on both sides while the first changes", async () => {
    const id = await world.mailbox.add({ ...grace, secondEmail: B, thirdEmail: C });
    const row = world.addRow({ ...NAMES, Email: A, Second_Email__c: "other@x.example" });
    await world.settle({});
    world.editRow(row, { Email: "hopper@navy.example" });
    await world.settle({});
    expect(addresses(id)).toEqual(["hopper@navy.example", B, C]);
    expect(columns(row)).toEqual(["hopper@navy.example", "other@x.example", null]);
  });

  it("C3: with one of them mapped it goes both ways, and the third stays what it is", async () => {
    const id = await world.mailbox.add({ ...grace, secondEmail: B, thirdEmail: C });
    const row = world.addRow({ ...NAMES, Email: A });
    await world.settle(SECOND);
    expect(columns(row)).toEqual([A, B, null]);
    world.editRow(row, { Second_Email__c: "two@x.example" });
    await world.settle(SECOND);
    expect(addresses(id)).toEqual([A, "two@x.example", C]);
    await world.mailbox.edit(id, { secondEmail: B });
    await world.settle(SECOND);
    expect(columns(row)).toEqual([A, B, null]);
  });

  it("C3: both are carried to new ones, and a change in capitals is none", async () => {
    const id = await world.mailbox.add({ ...grace, secondEmail: B, thirdEmail: C });
    const down = world.addRow({
      FirstName: "Alan",
      LastName: "Turing",
      Email: "alan@x.example",
      Second_Email__c: "at@x.example",
      Third_Email__c: "t@x.example",
    });
    await world.settle(BOTH);
    const [up = ""] = [...world.mailbox.standIns.salesforce.org.store.rows("Contact")].map((row) => row.id).filter((row) => row !== down);
    expect(columns(up)).toEqual([A, B, C]);
    const items = world.mailbox.standIns.graph.seed.items("ada@northwind.example", "Salesforce Contacts", "contacts");
    expect(items.map(({ fields }) => (fields["emailAddresses"] as readonly object[]).length)).toEqual([3, 3]);
    world.editRow(up, { Third_Email__c: C.toUpperCase() });
    await world.settle(BOTH);
    expect(addresses(id)).toEqual([A, B, C]);
  });

  it("an address without a first one moves up in the mailbox, and Salesforce follows once: nothing is lost, and nothing swings", async () => {
    const row = world.addRow({ ...NAMES, Phone: "+1 202 555 0101", Second_Email__c: B, Third_Email__c: C });
    await world.settle(BOTH);
    expect(columns(row)).toEqual([B, C, null]);
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked"]);
    expect(world.links.conflicts).toEqual([]);
  });

  it("P3: switched off and on again, and moved to another field, nothing is wiped: what the other field has not is filled", async () => {
    const id = await world.mailbox.add({ ...grace, secondEmail: B });
    const row = world.addRow({ ...NAMES, Email: A });
    await world.settle(SECOND);
    await world.settle({});
    expect([addresses(id), columns(row)]).toEqual([
      [A, B],
      [A, B, null],
    ]);
    world.editRow(row, { Second_Email__c: "two@x.example", Phone: "1" });
    await world.settle({});
    expect(addresses(id)).toEqual([A, B]);
    await world.settle(SECOND);
    expect(addresses(id)).toEqual([A, "two@x.example"]);

    await world.settle({ secondEmail: "Other_Email__c" });
    expect(addresses(id)).toEqual([A, "two@x.example"]);
    expect(world.row(row)).toMatchObject({ Second_Email__c: "two@x.example", Other_Email__c: "two@x.example" });
    await world.mailbox.edit(id, { secondEmail: null });
    await world.settle({ secondEmail: "Other_Email__c" });
    expect([columns(row)[1], world.row(row)["Other_Email__c"] ?? null]).toEqual(["two@x.example", null]);
  });
});

describe("a field that cannot hold a further address", () => {
  const FITS = "Good__c | Good | email 80 | CUNFGS";
  const FIELDS = [
    FITS,
    "Short__c | Short | string 40 | CUNFGS",
    "Formula__c | Formula | string 120 | NFGS",
    "Amount__c | Amount | double | CUNFGS",
  ];

  it.each([
    ["that is not there", { secondEmail: "Nowhere__c" }, "a field that contacts do not have, or that a user may not see"],
    ["that is too short", { secondEmail: "Short__c" }, "no field for an e-mail address"],
    ["that is no text", { secondEmail: "Amount__c" }, "no field for an e-mail address"],
    ["that cannot be written", { secondEmail: "Formula__c" }, "which a user may not edit"],
    ["that the second address has already", { secondEmail: "Good__c", thirdEmail: "good__c" }, "holds the second one already"],
  ])("C3, P7: one %s is left alone with a reason, and all else is kept in step", async (_what, settings, reason) => {
    world.mailbox.standIns.salesforce.org.customize({ fields: { Contact: FIELDS } });
    const id = await world.mailbox.add({ ...grace, thirdEmail: C, secondEmail: B });
    const row = world.addRow({ ...NAMES, Email: A, Phone: "+1 202 555 0101" });
    await world.settle(settings);
    expect(world.leftAlone().map(({ code, message }) => [code, message.includes(reason)])).toEqual([["OWN_FIELD_LEFT_ALONE", true]]);
    expect(addresses(id)).toEqual([A, B, C]);
    expect((await world.mailbox.there(id))?.businessPhone).toBe("+1 202 555 0101");
    expect(world.row(row)["Email"]).toBe(A);
  });

  it("C3: without a place for the second there is none for the third, and an API name counts in any letter case", async () => {
    const row = world.addRow({ ...NAMES, Email: A, Third_Email__c: C });
    await world.settle({ secondEmail: "Nowhere__c", thirdEmail: "Third_Email__c" });
    expect(columns(row)).toEqual([A, null, C]);
    await world.settle({ secondEmail: "THIRD_email__c" });
    expect(world.leftAlone()).toEqual([]);
    expect(
      world.mailbox.standIns.graph.seed.items("ada@northwind.example", "Salesforce Contacts", "contacts")[0]?.fields["emailAddresses"],
    ).toMatchObject([{ address: A }, { address: C }]);
  });
});
