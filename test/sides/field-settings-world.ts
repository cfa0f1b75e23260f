import type { Contact } from "../../shared/records/contact.ts";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import type { FieldSettings } from "../../sync-service/cycle/contact-fields.ts";
import type { Problem } from "../../sync-service/errors.ts";
import { exchangeContacts } from "../../sync-service/graph/contacts.ts";
import { salesforceContacts } from "../../sync-service/salesforce/contacts.ts";
import { ContactWorld } from "../doubles/contact-world.ts";
import { keptInMemory } from "../doubles/kept-in-memory.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { type GraphSideUnderTest, openGraphSide } from "./graph-side.ts";
import { settled, sliceOf } from "./kind-cycle.ts";
import { lookAt } from "./noted-changes.ts";
import { ADA } from "./stand-ins.ts";

/** Ada's contacts between a mailbox and an org that has fields of its own for addresses, with settings that change between two cycles. */
export interface FieldSettingsWorld {
  readonly mailbox: GraphSideUnderTest;
  readonly links: MemoryLinkStore<Contact>;
  /** What was left alone, as last told. */
  leftAlone(): readonly Problem[];
  /** Cycles under these settings, until nothing is left to do. */
  settle(settings: FieldSettings): Promise<void>;
  addRow(fields: object): string;
  row(id: string): Readonly<Record<string, unknown>>;
  editRow(id: string, fields: object): void;
  close(): Promise<void>;
}

const OWN = ["Second_Email__c | Second Email | email 80 | CUNFGS", "Third_Email__c | Third Email | string 120 | CUNFGS"];

export async function openFieldSettingsWorld(): Promise<FieldSettingsWorld> {
  const mailbox = await openGraphSide();
  const { standIns, folderId } = mailbox;
  const { seed, org } = standIns.salesforce;
  org.customize({ fields: { Contact: [...OWN, "Other_Email__c | Other Email | email 80 | CUNFGS"], Lead: OWN } });
  const links = new MemoryLinkStore<Contact>();
  const { noted } = await lookAt(standIns, ["Contact"]);
  const standard = new ContactWorld().preset;
  let told: readonly Problem[] = [];
  return {
    mailbox,
    links,
    leftAlone: () => told,
    async settle(settings) {
      const preset = { ...standard, ...settings };
      const sides = {
        ...{ standIns, links },
        exchange: () => exchangeContacts({ graph: standIns.graphClient.mailbox(standIns.ada), folderId, ...settings }),
        salesforce: () =>
          salesforceContacts({
            ...{ api: standIns.salesforceClient.as(ADA), noted, ownDomains: new Set<string>(), rules: preset },
            ...{ kept: keptInMemory(), now: standIns.now },
            leftAlone: (problems) => (told = problems),
          }),
      };
      await settled(() => sliceOf(sides, { rules: contactRules(preset, "US"), activatedAt: new Date(0) }));
    },
    addRow: (fields) => seed.contact({ ...fields, OwnerId: standIns.adaInSalesforce }),
    row: (id) => org.store.get("Contact", id)?.values ?? {},
    editRow: (id, fields) => seed.change("Contact", id, { ...fields }),
    close: () => mailbox.close(),
  };
}
