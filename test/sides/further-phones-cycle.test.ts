import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { contact } from "../doubles/blank-contact.ts";
import { type FieldSettingsWorld, openFieldSettingsWorld } from "./field-settings-world.ts";

const person = contact({ firstName: "Grace", lastName: "Hopper", email: "grace@navy.example" });

describe("the setting of the further phones, switched between two cycles", () => {
  let world: FieldSettingsWorld;
  let ids = { item: "", row: "" };

  beforeEach(async () => {
    world = await openFieldSettingsWorld();
    const names = { FirstName: "Grace", LastName: "Hopper", Email: "grace@navy.example" };
    ids = {
      item: await world.mailbox.add({ ...person, fax: "in Outlook", otherPhone: "1" }),
      row: world.addRow({ ...names, Fax: "in Salesforce", AssistantPhone: "2" }),
    };
  });
  afterEach(() => world.close());

  const settle = (furtherPhones: boolean) => world.settle({ furtherPhones });
  const item = async () => {
    const { fax, otherPhone, assistantPhone, mobilePhone } = (await world.mailbox.there(ids.item)) ?? contact();
    return { fax, otherPhone, assistantPhone, mobilePhone };
  };
  const row = () => {
    const { Fax, OtherPhone, AssistantPhone, MobilePhone } = world.row(ids.row);
    return { fax: Fax ?? null, otherPhone: OtherPhone ?? null, assistantPhone: AssistantPhone ?? null, mobilePhone: MobilePhone ?? null };
  };
  const editRow = (fields: object) => world.editRow(ids.row, fields);

  it("C3, P3: nothing of them moves while it is off; on, blanks are filled and Salesforce's value stands, the other being listed", async () => {
    await settle(false);
    await world.mailbox.edit(ids.item, { mobilePhone: "3" });
    await settle(false);
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked"]);
    expect(await item()).toEqual({ fax: "in Outlook", otherPhone: "1", assistantPhone: null, mobilePhone: "3" });
    expect(row()).toEqual({ fax: "in Salesforce", otherPhone: null, assistantPhone: "2", mobilePhone: "3" });

    await settle(true);
    const together = { fax: "in Salesforce", otherPhone: "1", assistantPhone: "2", mobilePhone: "3" };
    expect(await item()).toEqual(together);
    expect(row()).toEqual(together);
    expect(world.links.conflicts).toMatchObject([{ field: "fax", lost: "in Outlook" }]);
  });

  it("C3, P3: switched off, both keep what they have; switched on again, what was edited meanwhile is carried over and nothing is wiped", async () => {
    await settle(true);
    await settle(false);
    const before = { fax: "in Salesforce", otherPhone: "1", assistantPhone: "2", mobilePhone: null };
    expect([await item(), row()]).toEqual([before, before]);
    await world.mailbox.edit(ids.item, { otherPhone: "4", mobilePhone: "3" });
    editRow({ Fax: "5" });
    await settle(false);
    expect(await item()).toEqual({ ...before, otherPhone: "4", mobilePhone: "3" });
    expect(row()).toEqual({ ...before, fax: "5", mobilePhone: "3" });

    await settle(true);
    const together = { fax: "5", otherPhone: "4", assistantPhone: "2", mobilePhone: "3" };
    expect([await item(), row()]).toEqual([together, together]);
    expect(world.links.conflicts).toHaveLength(1);
  });

  it("C3: on, each follows an edit on either side, a blank included", async () => {
    await settle(true);
    await world.mailbox.edit(ids.item, { assistantPhone: "6" });
    await settle(true);
    editRow({ OtherPhone: null });
    await settle(true);
    const together = { fax: "in Salesforce", otherPhone: null, assistantPhone: "6", mobilePhone: null };
    expect([await item(), row()]).toEqual([together, together]);
  });
});
