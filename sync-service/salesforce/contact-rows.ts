import type { Contact } from "../../shared/records/contact.ts";
import { Gone } from "../errors.ts";
import { contactFields, contactFromSalesforce, contactMapping, contactToSalesforce, salesforceContactFields } from "../mappings/contact.ts";
import { leadFromSalesforce, leadMapping, leadToSalesforce, salesforceLeadFields } from "../mappings/lead.ts";
import type { SalesforceContact } from "../mappings/wire/salesforce-contact.ts";
import type { SalesforceLead } from "../mappings/wire/salesforce-lead.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { hasStamp, type RecordAccess, type RecordRow, versionOf } from "./record-access.ts";
import { recordId, soql, type Soql } from "./soql.ts";

/** What people are in Salesforce, as it calls them. */
export type PeopleObject = "Contact" | "Lead";

/** A row of Contact or Lead as we ask for it. */
export interface PersonRow extends SalesforceContact, SalesforceLead, RecordRow {
  readonly IsPersonAccount?: boolean;
  readonly IsConverted?: boolean;
}

export type PersonAccess = RecordAccess<Contact, PersonRow>;

const BESIDE = ["AccountId", "IsPersonAccount", "IsConverted"];

const ways = {
  Contact: {
    many: "contacts",
    mapping: contactMapping,
    columns: salesforceContactFields,
    fromRow: contactFromSalesforce,
    toFields: contactToSalesforce,
  },
  Lead: { many: "leads", mapping: leadMapping, columns: salesforceLeadFields, fromRow: leadFromSalesforce, toFields: leadToSalesforce },
} as const;

/** Asked once, kept by the client. Null when the user may not see the object. @param isWanted kept in step at all (C1) */
export async function personAccess(object: PeopleObject, isWanted: boolean, api: Salesforce): Promise<PersonAccess | null> {
  const [{ userId }, description] = await Promise.all([api.identity(), describe(object, api)]);
  if (!description) return null;
  const { many, columns, fromRow, toFields } = ways[object];
  const fields = contactFields.filter((field) => isUsable(field, object, description));
  return {
    object,
    many,
    userId,
    description,
    fields: new Set(fields),
    columns: [
      "Id",
      "OwnerId",
      "SystemModstamp",
      ...BESIDE.filter((name) => description.fields.has(name)),
      ...fields.map((field) => columns[field]),
    ],
    stamps: hasStamp(description),
    fromRow,
    toFields: (changes) => ({ ...toFields(changes) }),
    seen(row) {
      // It lives on as a contact.
      if (row.IsConverted === true) return null;
      return {
        id: row.Id,
        version: versionOf(row),
        record: fromRow(row),
        standing: {
          on: "salesforce",
          inScope: isWanted && row.OwnerId === userId,
          ownerId: row.OwnerId,
          // A person account's contact is a shadow: it is written through its account.
          editable: description.updateable && row.IsPersonAccount !== true,
        },
      };
    },
  };
}

/** C1: the user's own. A converted lead is not there any more (SF19). */
export function peopleScope({ userId, description }: PersonAccess): Soql {
  const own = soql`OwnerId = ${recordId(userId)}`;
  return description.fields.has("IsConverted") ? soql`${own} AND IsConverted = false` : own;
}

/** Null when the user may not see the object: describe then knows no such. */
async function describe(object: PeopleObject, api: Salesforce): Promise<Description | null> {
  try {
    return await api.describe(object);
  } catch (error) {
    if (error instanceof Gone) return null;
    throw error;
  }
}

/** Hidden fields are absent from the describe (SF6); what cannot be written is left alone, but for what only goes down. */
function isUsable(field: keyof Contact, object: PeopleObject, description: Description): boolean {
  const { columns, mapping } = ways[object];
  const [relation, inner] = columns[field].split(".");
  if (inner !== undefined) return description.fields.has(`${relation ?? ""}Id`);
  const found = description.fields.get(relation ?? "");
  return found !== undefined && (mapping[field].flow === "toExchange" || (found.createable && found.updateable));
}
