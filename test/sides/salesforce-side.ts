import type { Contact } from "../../shared/records/contact.ts";
import { salesforceContacts } from "../../sync-service/salesforce/contacts.ts";
import { contactFromSalesforce, contactToSalesforce } from "../../sync-service/mappings/contact.ts";
import { leadFromSalesforce, leadToSalesforce } from "../../sync-service/mappings/lead.ts";
import { personObject } from "../../sync-service/mappings/person-object.ts";
import type { PeopleRules } from "../../sync-service/salesforce/contact-access.ts";
import { lookAt } from "./noted-changes.ts";
import type { SideUnderTest } from "./side-contract.ts";
import { ADA, openStandIns, type Settings, type StandIns } from "./stand-ins.ts";
import { keptInMemory } from "../doubles/kept-in-memory.ts";

export interface SalesforceSideUnderTest extends SideUnderTest {
  readonly standIns: StandIns;
  /** The organisation's look: what it finds is noted for Ada's mailbox. */
  look(): Promise<void>;
  /** The preset is published anew; what it does not name is as on a new installation. */
  rules: Partial<PeopleRules>;
}

export const NEW_INSTALLATION: PeopleRules = { objects: "contacts", priority: "contact", scope: "own" };

/** Ada's people in an org; new ones are made as the object with priority, contacts by default. The organisation's look is asked for news whenever the side asks for what was noted. */
export async function openSalesforceSide(
  settings: Settings & { readonly people?: Partial<PeopleRules> } = {},
): Promise<SalesforceSideUnderTest> {
  const { people = {} } = settings;
  const standIns = await openStandIns(settings);
  const { seed, org } = standIns.salesforce;
  const { noted, look } = await lookAt(standIns, ["Contact", "Lead"]);
  const first = { ...NEW_INSTALLATION, ...people };
  const made = first.objects === "contacts" ? "contact" : first.priority;
  const wire = { contact: contactToSalesforce, lead: leadToSalesforce };
  const read = { contact: contactFromSalesforce, lead: leadFromSalesforce };
  const objects = { contact: "Contact", lead: "Lead" };
  /** A plain org has no middle names and suffixes. */
  const known = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
    const { MiddleName: _middle, Suffix: _suffix, ...others } = fields;
    return others;
  };
  const row = (id: string): Readonly<Record<string, unknown>> | null => {
    const found = org.store.get(objects[personObject(id)], id);
    return found && found.values["IsDeleted"] !== true ? found.values : null;
  };
  const kept = keptInMemory();
  const under: SalesforceSideUnderTest = {
    rules: people,
    standIns,
    look,
    side: () =>
      salesforceContacts({
        ...{ api: standIns.salesforceClient.as(ADA), noted, rules: { ...NEW_INSTALLATION, ...under.rules } },
        ...{ kept, now: standIns.now },
        ownDomains: new Set(["northwind.example"]),
      }),
    add: async (record: Contact) => seed[made]({ ...known(wire[made](record)), OwnerId: standIns.adaInSalesforce }),
    async edit(id, changes) {
      seed.change(objects[personObject(id)], id, known(wire[personObject(id)](changes)));
    },
    async remove(id) {
      seed.remove(objects[personObject(id)], id);
    },
    async there(id) {
      const found = row(id);
      return found ? read[personObject(id)](found) : null;
    },
    count: async () =>
      ["Contact", "Lead"].flatMap((object) => [...org.store.rows(object)]).filter(({ values }) => values["IsDeleted"] !== true).length,
    loseNextReply: () =>
      void standIns.faults.plant({ kind: "lost-after", on: "salesforce", method: "POST", path: "/composite/sobjects$", times: 1 }),
    tick: () => standIns.clock.move(2000),
    close: () => standIns.close(),
  };
  return under;
}
