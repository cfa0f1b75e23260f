import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { FieldValue } from "../../shared/records/fields.ts";
import type { Policy } from "../engine/policy.ts";
import { contactFault } from "../mappings/contact-faults.ts";
import { contactFields, contactMapping } from "../mappings/contact.ts";
import { leadMapping } from "../mappings/lead.ts";
import type { PersonObject } from "../mappings/person-object.ts";
import { folded } from "./natural-keys.ts";
import { presetRules, writableBy } from "./preset-directions.ts";

type ContactField = keyof Contact;

/** What the preset, the mapping and each side's field security come to for contacts. */
export function contactPolicy(
  preset: Preset["contacts"],
  exchange: ReadonlySet<ContactField>,
  salesforce: ReadonlySet<ContactField>,
  object: PersonObject = "contact",
): Policy<Contact> {
  const mapping = object === "lead" ? leadMapping : contactMapping;
  const downOnly = contactFields.filter((field) => mapping[field].flow === "toExchange");
  // What goes down only need not be writable in Salesforce, where it belongs to another record.
  const inPlay = contactFields.filter((field) => exchange.has(field) && (salesforce.has(field) || downOnly.includes(field)));
  const ownToSalesforce = new Set(inPlay.filter((field) => !downOnly.includes(field)));
  return {
    ...presetRules<Contact>(preset),
    inPlay: new Set(inPlay),
    // The company name goes along into Salesforce, so that the account can be proposed by it (C4).
    givenTo: { exchange: new Set(inPlay), salesforce: new Set(inPlay) },
    writable: writableBy<Contact>(preset, { exchange: new Set(inPlay), salesforce: ownToSalesforce }),
    neverWiped: new Set<ContactField>(["accountName"]),
    alike: (field, one, other) => one === other || (ADDRESSES.has(field) && lower(one) === lower(other)),
    blankAtFirst: exchange,
    comesDown: preset.scope !== "off",
    namedApart: (one, other) => differ(one.lastName, other.lastName) || differ(one.firstName, other.firstName),
    fault: (contact) => contactFault(contact, ownToSalesforce, object),
  };
}

const ADDRESSES: ReadonlySet<ContactField> = new Set(["email", "secondEmail", "thirdEmail"]);
const lower = (value: FieldValue) => (typeof value === "string" ? value.toLowerCase() : value);

/** A blank is filled rather than asked about. */
const differ = (one: string | null, other: string | null) => one !== null && other !== null && folded(one) !== folded(other);
