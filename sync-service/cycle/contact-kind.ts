import type { CountryCode } from "libphonenumber-js/min";
import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import { likeness } from "../engine/match.ts";
import { contactFaultCategories } from "../mappings/contact-faults.ts";
import { contactName } from "./contact-name.ts";
import { contactPolicy } from "./contact-policy.ts";
import { contactKeys } from "./natural-keys.ts";
import type { KindRules, RecordKind } from "./record-kind.ts";

export const contactKind: RecordKind<Contact> = {
  kind: "contact",
  words: { one: "contact", many: "contacts", same: "person" },
  nameOf: contactName,
  problemCategories: contactFaultCategories,
};

/** @param region where phone numbers without a country are dialled */
export function contactRules(preset: Preset["contacts"], region: CountryCode): KindRules<Contact> {
  return {
    ...contactKind,
    recognition: { keysOf: (contact) => contactKeys(contact, region), likeness, repeats: false },
    policyOf: (exchange, salesforce) => contactPolicy(preset, exchange, salesforce),
  };
}
