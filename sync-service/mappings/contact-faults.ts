import { problemCategories } from "../engine/problem-categories.ts";
import type { Contact } from "../../shared/records/contact.ts";
import type { PersonObject } from "./person-object.ts";

/** Why a contact cannot be in Salesforce as it is (C6): told on the item, and to be repaired there. */
export interface ContactFault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** Set on the item beside "Sync Error". */
  readonly category: string;
}

const missingLastName: ContactFault = {
  code: "FIELD_MISSING",
  message: "The contact has no last name, and Salesforce requires one.",
  remedy: "Enter a last name; the contact is then sent by itself.",
  category: "Missing last name",
};

const missingCompany: ContactFault = {
  code: "FIELD_MISSING",
  message: "The contact has no company, and Salesforce requires one of a lead.",
  remedy: "Enter a company; the contact is then sent by itself.",
  category: "Missing company",
};

/** Contact's and Lead's describe: what the column holds; a longer value is not cut but told. */
const WHOLE: readonly (readonly [keyof Contact, number, string, string])[] = [
  ["email", 80, "e-mail address", "E-mail address too long"],
  ["secondEmail", 80, "second e-mail address", "Second e-mail address too long"],
  ["thirdEmail", 80, "third e-mail address", "Third e-mail address too long"],
  ["businessPhone", 40, "business phone", "Business phone too long"],
  ["homePhone", 40, "home phone", "Home phone too long"],
  ["mobilePhone", 40, "mobile phone", "Mobile phone too long"],
  ["fax", 40, "business fax", "Business fax too long"],
  ["otherPhone", 40, "other phone", "Other phone too long"],
  ["assistantPhone", 40, "assistant's phone", "Assistant's phone too long"],
];

/** Every category that can stand beside "Sync Error", to take it off again once the item is repaired. */
export const contactFaultCategories: readonly string[] = [
  missingLastName.category,
  missingCompany.category,
  ...WHOLE.map(([, , , category]) => category),
  ...Object.values(problemCategories),
];

/**
 * The first thing that keeps this person out of Salesforce as such a record; null when nothing does.
 * @param sent the fields that go there: what stays in the mailbox may be as long as it likes
 */
export function contactFault(contact: Contact, sent: ReadonlySet<keyof Contact>, object: PersonObject = "contact"): ContactFault | null {
  if (contact.lastName === null) return missingLastName;
  if (object === "lead" && contact.accountName === null) return missingCompany;
  const tooLong = WHOLE.find(([field, limit]) => sent.has(field) && (contact[field]?.length ?? 0) > limit);
  if (!tooLong) return null;
  const [, limit, name, category] = tooLong;
  return {
    code: "FIELD_TOO_LONG",
    message: `The ${name} is longer than the ${limit} characters Salesforce holds.`,
    remedy: `Shorten the ${name}; the contact is then sent by itself.`,
    category,
  };
}
