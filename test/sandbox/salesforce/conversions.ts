import { binRow, withoutBlanks } from "./bare-rows.ts";
import { textOf } from "./draft.ts";
import { refused } from "./errors.ts";
import type { Org } from "./org.ts";
import type { Row, Value } from "./record-store.ts";
import type { Seed } from "./seed.ts";

export interface Converted {
  readonly accountId: string;
  readonly contactId: string;
}

const PERSON_FIELDS = [
  "FirstName",
  "LastName",
  "Salutation",
  "Title",
  "Email",
  "Phone",
  "MobilePhone",
  "Fax",
  "Description",
  "LeadSource",
  "OwnerId",
];

/** The lead's address becomes the contact's mailing address. */
const ADDRESS_FIELDS = ["Street", "City", "State", "PostalCode", "Country"];

/** What a person does with Convert in Salesforce: a lead becomes a contact at an account, and its activities follow. */
export function convertLead(org: Org, seed: Seed, leadId: string, accountId?: string): Converted {
  return org.store.atomically(() => {
    const lead = org.store.get("Lead", leadId);
    if (!lead || lead.deletedAt !== undefined || lead.values["IsConverted"] === true)
      throw refused("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
    const account = accountId ?? seed.account({ Name: lead.values["Company"], OwnerId: lead.values["OwnerId"] });
    const names = [...PERSON_FIELDS.map((field) => [field, field]), ...ADDRESS_FIELDS.map((field) => [field, `Mailing${field}`])];
    const kept = Object.fromEntries(
      names.flatMap(([from = "", to = ""]) => (lead.values[from] === undefined ? [] : [[to, lead.values[from]]])),
    );
    const contact = seed.contact({ ...kept, AccountId: account });
    for (const activity of ["Task", "Event"]) repoint(org, activity, "WhoId", leadId, contact);
    seed.change("Lead", leadId, {
      IsConverted: true,
      Status: "Closed - Converted",
      ConvertedAccountId: account,
      ConvertedContactId: contact,
      ConvertedDate: org.clock.now().toISOString().slice(0, 10),
    });
    return { accountId: account, contactId: contact };
  });
}

/** Merging of two records: the loser goes to the bin with MasterRecordId, its children move to the winner. */
export function mergeRecords(org: Org, object: "Contact" | "Lead" | "Account", winnerId: string, loserId: string): void {
  org.store.atomically(() => {
    const loser = org.store.get(object, loserId);
    const winner = org.store.get(object, winnerId);
    if (!loser || !winner || loser.deletedAt !== undefined) throw refused("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    for (const child of org.schema.objects) {
      for (const field of child.fields) {
        if (
          field.type === "reference" &&
          field.referenceTo.includes(object) &&
          field.name !== "MasterRecordId" &&
          org.store.hasIndex(child.name, field.name)
        ) {
          repoint(org, child.name, field.name, loserId, winnerId);
        }
      }
    }
    org.store.put(object, { ...loser, values: { ...loser.values, MasterRecordId: winnerId } });
    const marked = org.store.get(object, loserId);
    if (marked) binRow(org, object, marked, textOf(winner, "OwnerId") ?? "");
    touch(org, object, winner, {});
  });
}

function repoint(org: Org, object: string, field: string, from: string, to: string): void {
  for (const row of org.store.having(object, field, from)) if (row.deletedAt === undefined) touch(org, object, row, { [field]: to });
}

function touch(org: Org, object: string, row: Row, changes: Readonly<Record<string, Value>>): void {
  const stamp = org.stamp();
  org.store.put(object, { ...row, values: withoutBlanks({ ...row.values, ...changes, LastModifiedDate: stamp, SystemModstamp: stamp }) });
}
