import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import { exchangeContacts } from "../../sync-service/graph/contacts.ts";
import { salesforceContacts } from "../../sync-service/salesforce/contacts.ts";
import { contact } from "../doubles/blank-contact.ts";
import { ContactWorld } from "../doubles/contact-world.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { type GraphSideUnderTest, openGraphSide } from "./graph-side.ts";
import { settled, sliceOf } from "./kind-cycle.ts";
import { lookAt, type NotedByLook } from "./noted-changes.ts";
import { ADA } from "./stand-ins.ts";
import { keptInMemory } from "../doubles/kept-in-memory.ts";

const PRESET = new ContactWorld().preset;
const person = contact({ firstName: "Grace", lastName: "Hopper", email: "grace@navy.example" });

describe("the setting of the further phones, switched between two cycles", () => {
  let world: GraphSideUnderTest;
  let links: MemoryLinkStore<Contact>;
  let noted: NotedByLook["noted"];
  let preset = PRESET;
  let ids = { item: "", row: "" };

  beforeEach(async () => {
    world = await openGraphSide();
    links = new MemoryLinkStore();
    ({ noted } = await lookAt(world.standIns, ["Contact"]));
    preset = PRESET;
    const { seed } = world.standIns.salesforce;
    ids = {
      item: await world.add({ ...person, fax: "in Outlook", otherPhone: "1" }),
      row: seed.contact({
        ...{ FirstName: "Grace", LastName: "Hopper", Email: "grace@navy.example", Fax: "in Salesforce", AssistantPhone: "2" },
        OwnerId: world.standIns.adaInSalesforce,
      }),
    };
  });
  afterEach(() => world.close());

  async function settle(furtherPhones: boolean): Promise<void> {
    preset = { ...PRESET, furtherPhones };
    const { standIns, folderId } = world;
    const sides = {
      ...{ standIns, links },
      exchange: () => exchangeContacts({ graph: standIns.graphClient.mailbox(standIns.ada), folderId, furtherPhones }),
      salesforce: () =>
        salesforceContacts({
          ...{ api: standIns.salesforceClient.as(ADA), noted, ownDomains: new Set(), rules: preset },
          ...{ kept: keptInMemory(), now: standIns.now },
        }),
    };
    await settled(() => sliceOf(sides, { rules: contactRules(preset, "US"), activatedAt: new Date(0) }));
  }
  const item = async () => {
    const { fax, otherPhone, assistantPhone, mobilePhone } = (await world.there(ids.item)) ?? contact();
    return { fax, otherPhone, assistantPhone, mobilePhone };
  };
  const row = () => {
    const { Fax, OtherPhone, AssistantPhone, MobilePhone } = world.standIns.salesforce.org.store.get("Contact", ids.row)?.values ?? {};
    return { fax: Fax ?? null, otherPhone: OtherPhone ?? null, assistantPhone: AssistantPhone ?? null, mobilePhone: MobilePhone ?? null };
  };
  const editRow = (fields: object) => world.standIns.salesforce.seed.change("Contact", ids.row, { ...fields });

  it("C3, P3: nothing of them moves while it is off; on, blanks are filled and Salesforce's value stands, the other being listed", async () => {
    await settle(false);
    await world.edit(ids.item, { mobilePhone: "3" });
    await settle(false);
    expect(links.all.map(({ state }) => state)).toEqual(["linked"]);
    expect(await item()).toEqual({ fax: "in Outlook", otherPhone: "1", assistantPhone: null, mobilePhone: "3" });
    expect(row()).toEqual({ fax: "in Salesforce", otherPhone: null, assistantPhone: "2", mobilePhone: "3" });

    await settle(true);
    const together = { fax: "in Salesforce", otherPhone: "1", assistantPhone: "2", mobilePhone: "3" };
    expect(await item()).toEqual(together);
    expect(row()).toEqual(together);
    expect(links.conflicts).toMatchObject([{ field: "fax", lost: "in Outlook" }]);
  });

  it("C3, P3: switched off, both keep what they have; switched on again, what was edited meanwhile is carried over and nothing is wiped", async () => {
    await settle(true);
    await settle(false);
    const before = { fax: "in Salesforce", otherPhone: "1", assistantPhone: "2", mobilePhone: null };
    expect([await item(), row()]).toEqual([before, before]);
    await world.edit(ids.item, { otherPhone: "4", mobilePhone: "3" });
    editRow({ Fax: "5" });
    await settle(false);
    expect(await item()).toEqual({ ...before, otherPhone: "4", mobilePhone: "3" });
    expect(row()).toEqual({ ...before, fax: "5", mobilePhone: "3" });

    await settle(true);
    const together = { fax: "5", otherPhone: "4", assistantPhone: "2", mobilePhone: "3" };
    expect([await item(), row()]).toEqual([together, together]);
    expect(links.conflicts).toHaveLength(1);
  });

  it("C3: on, each follows an edit on either side, a blank included", async () => {
    await settle(true);
    await world.edit(ids.item, { assistantPhone: "6" });
    await settle(true);
    editRow({ OtherPhone: null });
    await settle(true);
    const together = { fax: "in Salesforce", otherPhone: null, assistantPhone: "6", mobilePhone: null };
    expect([await item(), row()]).toEqual([together, together]);
  });
});
