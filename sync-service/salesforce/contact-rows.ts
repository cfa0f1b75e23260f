import type { Contact } from "../../shared/records/contact.ts";
import type { Seen } from "../cycle/side.ts";
import { contactFields, contactFromSalesforce, contactToSalesforce } from "../mappings/contact.ts";
import { leadFromSalesforce, leadToSalesforce } from "../mappings/lead.ts";
import { type PersonObject, personObject } from "../mappings/person-object.ts";
import type { SalesforceContact } from "../mappings/wire/salesforce-contact.ts";
import type { SalesforceLead } from "../mappings/wire/salesforce-lead.ts";
import type { RecordFields } from "./api.ts";
import type { People, PersonAccess } from "./contact-access.ts";
import { askAll } from "./many-queries.ts";
import { fieldNames, objectName, recordIds, soql, type Soql } from "./soql.ts";

/** A row of Contact or Lead as we ask for it. */
export interface PersonRow extends SalesforceContact, SalesforceLead {
  readonly Id: string;
  readonly OwnerId: string;
  readonly SystemModstamp: string;
  readonly IsPersonAccount?: boolean;
  readonly IsConverted?: boolean;
}

/** So many ids fit into one query's address (16,384 bytes), beside the fields. */
const IDS_A_QUERY = 300;

/** The records of these ids that are there and that the user may see. A converted lead is not there any more (SF19). */
export async function readPeople(ids: readonly string[], people: People): Promise<ReadonlyMap<string, Seen<Contact>>> {
  const accesses = await accessesTo(ids, people);
  const rows = await askAll<PersonRow>(accesses.flatMap(queriesOf), people.api);
  return new Map(
    rows.flatMap((row) => {
      const access = accesses.find(({ access: { object } }) => object === personObject(row.Id))?.access;
      const seen = access && seenRow(row, access);
      return seen ? [[row.Id, seen] as const] : [];
    }),
  );
}

interface Wanted {
  readonly access: PersonAccess;
  readonly ids: readonly string[];
}

/** The ids by object; those of an object that the user may not see at all are left out. */
export async function accessesTo(ids: readonly string[], people: People): Promise<readonly Wanted[]> {
  const byObject = Map.groupBy(new Set(ids), personObject);
  const accesses = await Promise.all([...byObject.keys()].map((object) => people.accessTo(object)));
  return accesses.flatMap((access) => (access ? [{ access, ids: byObject.get(access.object) ?? [] }] : []));
}

function queriesOf({ access, ids }: Wanted): readonly Soql[] {
  const queries: Soql[] = [];
  for (let start = 0; start < ids.length; start += IDS_A_QUERY) queries.push(rowsQuery(ids.slice(start, start + IDS_A_QUERY), access));
  return queries;
}

export function rowsQuery(ids: readonly string[], { columns, name }: PersonAccess): Soql {
  return soql`SELECT ${fieldNames(columns)} FROM ${objectName(name)} WHERE Id IN ${recordIds(ids)}`;
}

/** Null for a converted lead: it lives on as a contact. */
export function seenRow(row: PersonRow, access: PersonAccess): Seen<Contact> | null {
  if (row.IsConverted === true) return null;
  return {
    id: row.Id,
    version: versionOf(row),
    record: recordOf(row),
    standing: {
      on: "salesforce",
      inScope: access.inScope && row.OwnerId === access.userId,
      ownerId: row.OwnerId,
      // A person account's contact is a shadow: it is written through its account.
      editable: access.description.updateable && row.IsPersonAccount !== true,
    },
  };
}

export const seenRows = (rows: readonly PersonRow[], access: PersonAccess): readonly Seen<Contact>[] =>
  rows.flatMap((row) => seenRow(row, access) ?? []);

export function recordOf(row: PersonRow): Contact {
  return personObject(row.Id) === "lead" ? leadFromSalesforce(row) : contactFromSalesforce(row);
}

/** What to send for these changes, as far as the user may write them. */
export function writable(changes: Partial<Contact>, { object, fields }: PersonAccess): RecordFields {
  const mine = Object.fromEntries(
    contactFields.filter((field) => field in changes && fields.has(field)).map((field) => [field, changes[field]]),
  );
  const write: Readonly<Record<PersonObject, (changes: Partial<Contact>) => object>> = {
    contact: contactToSalesforce,
    lead: leadToSalesforce,
  };
  return { ...write[object](mine) };
}

/** SystemModstamp in one form, whichever API told it. */
export function versionOf({ SystemModstamp }: { readonly SystemModstamp: string }): string {
  return new Date(SystemModstamp).toISOString();
}
