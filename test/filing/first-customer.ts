import { onTestFinished } from "vitest";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import type { OrgSwitches } from "../sandbox/salesforce/options.ts";
import type { Row } from "../sandbox/salesforce/record-store.ts";
import { type Colleague, type Office, openOffice } from "./office.ts";

/** Mails that lie there are filed. */
export const FOLDER = "Salesforce Emails";

export interface FirstCustomer {
  readonly office: Office;
  readonly anna: Colleague;
  /** Ids in Salesforce of the account and of its contact, from whom `mime` writes. */
  readonly acme: string;
  readonly jane: string;
}

/** An office with one colleague, Anna, and one customer, until the test is over. */
export async function anOffice(org: Partial<OrgSwitches> = {}): Promise<FirstCustomer> {
  const office = await openOffice(org);
  onTestFinished(() => office.close());
  const anna = await office.hire("Anna");
  const { seed } = office.world.salesforce;
  const acme = seed.account({ Name: "Acme", OwnerId: anna.salesforceUserId });
  const jane = seed.contact({
    LastName: "Doe",
    FirstName: "Jane",
    Email: "jane@acme.example",
    AccountId: acme,
    OwnerId: anna.salesforceUserId,
  });
  return { office, anna, acme, jane };
}

export function arrive(office: Office, colleague: Colleague, message: Buffer, folder = FOLDER): Promise<StoredItem> {
  return office.world.graph.seed.mime(colleague.email, folder, message);
}

export function categories(office: Office, mail: StoredItem): unknown {
  return office.world.graph.mailboxes.of(mail.mailbox).item(mail.key)?.fields["categories"];
}

/** What the activities in Salesforce hold. */
export function tasks(office: Office): readonly Readonly<Record<string, unknown>>[] {
  return [...office.world.salesforce.org.store.rows("Task")].map(({ values }) => values);
}

export function subjects(office: Office): readonly string[] {
  return sorted(tasks(office).map((task) => task["Subject"]));
}

/** The files in Salesforce. */
export function versions(office: Office): readonly Row[] {
  return [...office.world.salesforce.org.store.rows("ContentVersion")];
}

export function linkedTo(office: Office, id: string | undefined): readonly Row[] {
  return [...office.world.salesforce.org.store.rows("ContentDocumentLink")].filter(({ values }) => values["LinkedEntityId"] === id);
}

/** How far each mail that we know of has come. */
export async function states(office: Office): Promise<readonly string[]> {
  const rows = await office.db.selectFrom("filings").select("state").orderBy("state").execute();
  return rows.map(({ state }) => state);
}

export function sorted(values: readonly unknown[]): readonly string[] {
  return values.map(String).sort((one, other) => one.localeCompare(other));
}
