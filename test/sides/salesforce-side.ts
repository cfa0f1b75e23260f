import type { Contact } from "../../shared/records/contact.ts";
import type { NotedChange, NotedChanges } from "../../sync-service/salesforce/contact-changes.ts";
import { organisationChanges } from "../../sync-service/salesforce/changes.ts";
import { salesforceContacts } from "../../sync-service/salesforce/contacts.ts";
import { contactFromSalesforce, contactToSalesforce } from "../../sync-service/mappings/contact.ts";
import type { SalesforceContact } from "../../sync-service/mappings/wire/salesforce-contact.ts";
import type { SideUnderTest } from "./side-contract.ts";
import { ADA, openStandIns, READER, type Settings, type StandIns } from "./stand-ins.ts";

export interface SalesforceSideUnderTest extends SideUnderTest {
  readonly standIns: StandIns;
  /** The organisation's look: what it finds is noted for Ada's mailbox. */
  look(): Promise<void>;
}

/** Ada's contacts in an org. The organisation's look is asked for news whenever the side asks for what was noted. */
export async function openSalesforceSide(settings: Settings = {}): Promise<SalesforceSideUnderTest> {
  const standIns = await openStandIns(settings);
  const { seed, org } = standIns.salesforce;
  const look = organisationChanges(standIns.salesforceClient.as(READER));
  const notes: NotedChange[] = [];
  let cursor: string | null = null;
  const lookNow = async (): Promise<void> => {
    for await (const page of look.contacts(cursor)) {
      for (const change of page.changes) notes.push({ id: change.id, followedBy: change.masterRecordId, seq: String(notes.length + 1) });
      ({ cursor } = page);
    }
  };
  await lookNow();
  const noted: NotedChanges = {
    async head() {
      await lookNow();
      return String(notes.length);
    },
    async after(seq, limit) {
      await lookNow();
      return notes.filter((note) => Number(note.seq) > Number(seq)).slice(0, limit);
    },
  };
  /** A plain org has no middle names and suffixes. */
  const known = ({ MiddleName: _middle, Suffix: _suffix, ...fields }: Partial<SalesforceContact>): Readonly<Record<string, unknown>> =>
    fields;
  const row = (id: string): Readonly<Record<string, unknown>> | null => {
    const found = org.store.get("Contact", id);
    return found && found.values["IsDeleted"] !== true ? found.values : null;
  };
  return {
    standIns,
    look: lookNow,
    side: () => salesforceContacts({ api: standIns.salesforceClient.as(ADA), noted, ownDomains: new Set(["northwind.example"]) }),
    add: async (record: Contact) => seed.contact({ ...known(contactToSalesforce(record)), OwnerId: standIns.adaInSalesforce }),
    async edit(id, changes) {
      seed.change("Contact", id, known(contactToSalesforce(changes)));
    },
    async remove(id) {
      seed.remove("Contact", id);
    },
    async there(id) {
      const found = row(id);
      return found ? contactFromSalesforce(found as SalesforceContact) : null;
    },
    count: async () => [...org.store.rows("Contact")].filter(({ values }) => values["IsDeleted"] !== true).length,
    loseNextReply: () =>
      void standIns.faults.plant({ kind: "lost-after", on: "salesforce", method: "POST", path: "/composite/sobjects$", times: 1 }),
    tick: () => standIns.clock.move(2000),
    close: () => standIns.close(),
  };
}
