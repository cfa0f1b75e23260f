import type { Contact } from "../../shared/records/contact.ts";
import { contactFields } from "../../sync-service/mappings/contact.ts";

/** A contact with these values; every other field is blank. */
export function contact(values: Partial<Contact> = {}): Contact {
  const blank = Object.fromEntries(contactFields.map((field) => [field, null])) as Contact;
  return { ...blank, ...values };
}
