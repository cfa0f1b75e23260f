import type { Contact } from "../../shared/records/contact.ts";
import type { Seen } from "../cycle/side.ts";
import { AccessLost, Gone } from "../errors.ts";
import { contactFields, contactFromSalesforce, contactMapping, salesforceContactFields } from "../mappings/contact.ts";
import type { SalesforceContact } from "../mappings/wire/salesforce-contact.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { fieldNames, recordIds, soql } from "./soql.ts";

/** A row of Contact as we ask for it. */
export interface ContactRow extends SalesforceContact {
  readonly Id: string;
  readonly OwnerId: string;
  readonly AccountId?: string | null;
  readonly SystemModstamp: string;
  readonly IsPersonAccount?: boolean;
}

/** So many ids fit into one query's address (16,384 bytes), beside the fields. */
const IDS_A_QUERY = 300;

/** The field of product.md O6, where the org has it. */
export const STAMP_FIELD = "Tandem_Id__c";

/** What this user can do with contacts: asked once, kept by the client. */
export interface ContactAccess {
  readonly userId: string;
  readonly description: Description;
  readonly fields: ReadonlySet<keyof Contact>;
  /** For SELECT. */
  readonly columns: readonly string[];
  /** The stamp can be written and found. */
  readonly stamps: boolean;
}

export async function contactAccess(api: Salesforce): Promise<ContactAccess> {
  const [{ userId }, description] = await Promise.all([api.identity(), describeContact(api)]);
  const fields = contactFields.filter((field) => isUsable(field, description));
  const stamp = description.fields.get(STAMP_FIELD);
  return {
    userId,
    description,
    fields: new Set(fields),
    columns: [
      ...["Id", "OwnerId", "AccountId", "SystemModstamp", "IsPersonAccount"].filter(
        (name) => name === "SystemModstamp" || description.fields.has(name),
      ),
      ...fields.map((field) => salesforceContactFields[field]),
    ],
    stamps: stamp?.createable === true && stamp.filterable,
  };
}

/** @throws AccessLost when the user may not see contacts at all: describe then knows no such object. */
async function describeContact(api: Salesforce): Promise<Description> {
  try {
    return await api.describe("Contact");
  } catch (cause) {
    if (!(cause instanceof Gone)) throw cause;
    throw new AccessLost(
      {
        code: "SALESFORCE_CONTACTS_HIDDEN",
        message: "The Salesforce user may not see contacts, so none are kept in step.",
        remedy:
          "Give the user's profile or a permission set Read, Create and Edit on contacts in Salesforce Setup; sync then goes on by itself.",
      },
      { cause },
    );
  }
}

/** Hidden fields are absent from the describe (SF6); what cannot be written is left alone, but for what only goes down. */
function isUsable(field: keyof Contact, description: Description): boolean {
  const [relation, inner] = salesforceContactFields[field].split(".");
  if (inner !== undefined) return description.fields.has(`${relation ?? ""}Id`);
  const found = description.fields.get(relation ?? "");
  return found !== undefined && (contactMapping[field].flow === "toExchange" || (found.createable && found.updateable));
}

/** Rows of these ids that are there and that the user may see. */
export async function readRows(ids: readonly string[], access: ContactAccess, api: Salesforce): Promise<ReadonlyMap<string, ContactRow>> {
  const rows = new Map<string, ContactRow>();
  const distinct = [...new Set(ids)];
  for (let start = 0; start < distinct.length; start += IDS_A_QUERY) {
    for (const row of await api.query<ContactRow>(rowsQuery(distinct.slice(start, start + IDS_A_QUERY), access))) rows.set(row.Id, row);
  }
  return rows;
}

export function rowsQuery(ids: readonly string[], { columns }: ContactAccess): ReturnType<typeof soql> {
  return soql`SELECT ${fieldNames(columns)} FROM Contact WHERE Id IN ${recordIds(ids)}`;
}

export function seenRow(row: ContactRow, { userId, description }: ContactAccess): Seen<Contact> {
  return {
    id: row.Id,
    version: versionOf(row),
    record: contactFromSalesforce(row),
    standing: {
      on: "salesforce",
      inScope: row.OwnerId === userId,
      ownerId: row.OwnerId,
      // A person account's contact is a shadow: it is written through its account.
      editable: description.updateable && row.IsPersonAccount !== true,
    },
  };
}

/** SystemModstamp in one form, whichever API told it. */
export function versionOf({ SystemModstamp }: { readonly SystemModstamp: string }): string {
  return new Date(SystemModstamp).toISOString();
}
