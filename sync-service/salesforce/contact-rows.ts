import type { Contact } from "../../shared/records/contact.ts";
import {
  contactFields,
  contactFromSalesforce,
  contactMapping,
  contactToSalesforce,
  furtherPhoneFields,
  salesforceContactFields,
} from "../mappings/contact.ts";
import { leadFromSalesforce, leadMapping, leadToSalesforce, salesforceLeadFields } from "../mappings/lead.ts";
import type { SalesforceContact } from "../mappings/wire/salesforce-contact.ts";
import type { SalesforceLead } from "../mappings/wire/salesforce-lead.ts";
import type { Outside } from "../engine/known.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { accessOf, describedTo } from "./object-access.ts";
import type { RecordAccess, RecordRow } from "./record-access.ts";
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

interface Wanted {
  /** Kept in step at all (C1). */
  readonly isWanted: boolean;
  /** Whoever owns them. */
  readonly isOfAnybody: boolean;
  /** Only those of these ids; null: all of them. */
  readonly listed: ReadonlySet<string> | null;
  readonly furtherPhones: boolean;
}

/** Null when the user may not see the object. */
export async function personAccess(
  object: PeopleObject,
  { isWanted, isOfAnybody, listed, furtherPhones }: Wanted,
  api: Salesforce,
): Promise<PersonAccess | null> {
  const described = await describedTo(api, object);
  if (!described) return null;
  const { many, columns, fromRow, toFields } = ways[object];
  const isMapped = (field: keyof Contact): boolean => furtherPhones || !furtherPhoneFields.includes(field);
  return accessOf<Contact, PersonRow>(
    {
      ...{ object, many, columns, beside: BESIDE, ofAnybody: isOfAnybody, fromRow },
      fields: contactFields.filter((field) => isMapped(field) && isUsable(field, object, described.description)),
      toFields: (changes) => ({ ...toFields(changes) }),
      // A converted lead lives on as a contact; a person account's contact is a shadow, written through its account.
      standing: ({ Id, IsConverted, IsPersonAccount }) =>
        IsConverted === true ? null : { outside: whyOutside(Id, isWanted, listed), editable: IsPersonAccount !== true },
    },
    described,
  );
}

function whyOutside(id: string, isWanted: boolean, listed: ReadonlySet<string> | null): Outside | null {
  if (!isWanted) return "other-object";
  return listed === null || listed.has(id) ? null : "unlisted";
}

/** C1: the user's own, or all that Salesforce shows him. A converted lead is not there any more (SF19). */
export function peopleScope({ userId, description }: PersonAccess, isOfAnybody: boolean): Soql {
  const owned = isOfAnybody ? soql`Id != null` : soql`OwnerId = ${recordId(userId)}`;
  return description.fields.has("IsConverted") ? soql`${owned} AND IsConverted = false` : owned;
}

/** Hidden fields are absent from the describe (SF6); what cannot be written is left alone, but for what only goes down. */
function isUsable(field: keyof Contact, object: PeopleObject, description: Description): boolean {
  const { columns, mapping } = ways[object];
  const [relation, inner] = columns[field].split(".");
  if (inner !== undefined) return description.fields.has(`${relation ?? ""}Id`);
  const found = description.fields.get(relation ?? "");
  return found !== undefined && (mapping[field].flow === "toExchange" || (found.createable && found.updateable));
}
