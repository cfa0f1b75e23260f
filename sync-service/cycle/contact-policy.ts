import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { FieldValue } from "../../shared/records/fields.ts";
import type { Policy } from "../engine/policy.ts";
import { contactFault } from "../mappings/contact-faults.ts";
import { contactFields, contactMapping } from "../mappings/contact.ts";
import { leadMapping } from "../mappings/lead.ts";
import type { PersonObject } from "../mappings/person-object.ts";
import { folded } from "./natural-keys.ts";

type ContactField = keyof Contact;

/** What the preset, the mapping and each side's field security come to for contacts. */
export function contactPolicy(
  preset: Preset["contacts"],
  exchange: ReadonlySet<ContactField>,
  salesforce: ReadonlySet<ContactField>,
  object: PersonObject = "contact",
): Policy<Contact> {
  const mapping = object === "lead" ? leadMapping : contactMapping;
  const goesDown = preset.update === "both" || preset.update === "to-outlook";
  const goesUp = preset.update === "both" || preset.update === "to-salesforce";
  const downOnly = contactFields.filter((field) => mapping[field].flow === "toExchange");
  // What goes down only need not be writable in Salesforce, where it belongs to another record.
  const inPlay = contactFields.filter((field) => exchange.has(field) && (salesforce.has(field) || downOnly.includes(field)));
  const ownToSalesforce = inPlay.filter((field) => !downOnly.includes(field));
  return {
    inPlay: new Set(inPlay),
    // The company name goes along into Salesforce, so that the account can be proposed by it (C4).
    givenTo: { exchange: new Set(inPlay), salesforce: new Set(inPlay) },
    writable: { exchange: new Set(goesDown ? inPlay : []), salesforce: new Set(goesUp ? ownToSalesforce : []) },
    neverWiped: new Set<ContactField>(["accountName"]),
    winner: preset.winner,
    alike: (field, one, other) => one === other || (field === "email" && lower(one) === lower(other)),
    createIn: {
      salesforce: preset.create === "both" || preset.create === "to-salesforce",
      exchange: preset.create === "both" || preset.create === "to-outlook",
    },
    comesDown: preset.scope !== "off",
    removeInSalesforce: preset.deleteInSalesforce,
    namedApart: (one, other) => differ(one.lastName, other.lastName) || differ(one.firstName, other.firstName),
    fault: (contact) => contactFault(contact, object),
  };
}

const lower = (value: FieldValue) => (typeof value === "string" ? value.toLowerCase() : value);

/** A blank is filled rather than asked about. */
const differ = (one: string | null, other: string | null) => one !== null && other !== null && folded(one) !== folded(other);
