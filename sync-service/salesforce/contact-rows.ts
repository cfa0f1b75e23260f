import type { Contact } from "../../shared/records/contact.ts";
import { mappedFields, type FieldSettings } from "../cycle/contact-fields.ts";
import type { Problem } from "../errors.ts";
import { contactMapping } from "../mappings/contact.ts";
import { leadMapping } from "../mappings/lead.ts";
import { type OwnColumns, type SalesforceForms, salesforceForms } from "../mappings/own-columns.ts";
import type { SalesforceContact } from "../mappings/wire/salesforce-contact.ts";
import type { SalesforceLead } from "../mappings/wire/salesforce-lead.ts";
import type { Outside } from "../engine/known.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { accessOf, describedTo } from "./object-access.ts";
import { followedColumns } from "./own-columns.ts";
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

const ways = { Contact: { many: "contacts", mapping: contactMapping }, Lead: { many: "leads", mapping: leadMapping } } as const;

interface Wanted {
  /** Kept in step at all (C1). */
  readonly isWanted: boolean;
  /** Whoever owns them. */
  readonly isOfAnybody: boolean;
  /** Only those of these ids; null: all of them. */
  readonly listed: ReadonlySet<string> | null;
  readonly settings: FieldSettings;
}

/** An object as one user can work with it. */
interface Opened {
  readonly access: PersonAccess;
  /** What of the settings cannot be followed for him. */
  readonly leftAlone: readonly Problem[];
}

/** Null when the user may not see the object. */
export async function openPeople(object: PeopleObject, wanted: Wanted, api: Salesforce): Promise<Opened | null> {
  const described = await describedTo(api, object);
  if (!described) return null;
  const { isWanted, isOfAnybody, listed, settings } = wanted;
  const { many } = ways[object];
  const own = { secondEmail: settings.secondEmail ?? null, thirdEmail: settings.thirdEmail ?? null };
  const { columns: heldIn, leftAlone } = followedColumns(own, many, described.description);
  const { columns, fromRow, toFields } = formsOf(object, heldIn);
  const access = accessOf<Contact, PersonRow>(
    {
      ...{ object, many, columns, heldIn, beside: BESIDE, ofAnybody: isOfAnybody, fromRow },
      fields: [...mappedFields(settings)].filter((field) => isUsable(field, columns[field], object, described.description)),
      toFields: (changes) => ({ ...toFields(changes) }),
      // A converted lead lives on as a contact; a person account's contact is a shadow, written through its account.
      standing: ({ Id, IsConverted, IsPersonAccount }) =>
        IsConverted === true ? null : { outside: whyOutside(Id, isWanted, listed), editable: IsPersonAccount !== true },
    },
    described,
  );
  return { access, leftAlone };
}

function formsOf(object: PeopleObject, heldIn: OwnColumns): SalesforceForms<PersonRow> {
  return object === "Lead" ? salesforceForms<PersonRow>(leadMapping, heldIn) : salesforceForms<PersonRow>(contactMapping, heldIn);
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
function isUsable(field: keyof Contact, column: string, object: PeopleObject, description: Description): boolean {
  const [relation, inner] = column.split(".");
  if (inner !== undefined) return description.fields.has(`${relation ?? ""}Id`);
  const found = description.fields.get(relation ?? "");
  return found !== undefined && (ways[object].mapping[field].flow === "toExchange" || (found.createable && found.updateable));
}
