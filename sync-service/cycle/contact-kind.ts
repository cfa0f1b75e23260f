import type { CountryCode } from "libphonenumber-js/min";
import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { Traits } from "../engine/likely-made.ts";
import { likeness } from "../engine/match.ts";
import { contactFaultCategories } from "../mappings/contact-faults.ts";
import { contactName } from "./contact-name.ts";
import { contactPolicy } from "./contact-policy.ts";
import { contactKeys } from "./natural-keys.ts";
import { type PersonObject, personObject } from "../mappings/person-object.ts";
import type { KindRules, RecordKind, SalesforceObjects } from "./record-kind.ts";

export const contactKind: RecordKind<Contact> = {
  kind: "contact",
  words: { one: "contact", many: "contacts", same: "person" },
  nameOf: contactName,
  rules: { up: "C2", down: "C1", fields: "C3", fault: "C6" },
  problemCategories: contactFaultCategories,
};

/** What a new person is made as (C2). */
function madeAs({ objects, priority }: Preset["contacts"]): PersonObject {
  if (objects === "both") return priority;
  return objects === "leads" ? "lead" : "contact";
}

/** The objects that people are in Salesforce, by the preset (C1, A3). */
function peopleObjects({ objects, priority }: Preset["contacts"]): SalesforceObjects {
  return {
    inScope: objects === "both" ? ["contact", "lead"] : [objects === "leads" ? "lead" : "contact"],
    of: personObject,
    hasPriority: (recordId) => personObject(recordId) === priority,
  };
}

/** The account's name belongs to another record. */
const traits: Traits<Contact> = {
  identity: ["lastName", "email", "businessPhone", "mobilePhone", "homePhone"],
  common: ["salutation", "accountName"],
};

/** @param region where phone numbers without a country are dialled */
export function contactRules(preset: Preset["contacts"], region: CountryCode): KindRules<Contact> {
  return {
    ...contactKind,
    recognition: { keysOf: (contact) => contactKeys(contact, region), likeness, repeats: false, traits },
    objects: peopleObjects(preset),
    policyOf: (exchange, salesforce, object) =>
      contactPolicy(preset, exchange, salesforce, (object ?? madeAs(preset)) === "lead" ? "lead" : "contact"),
  };
}
