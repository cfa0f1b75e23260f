import type { Contact } from "../../shared/records/contact.ts";
import { codecs, fieldsOf, type Mapping, readRecord, writeChanges } from "./mapping.ts";
import { column } from "./salesforce-contact-codecs.ts";
import type { GraphContact } from "./wire/graph-contact.ts";

/** C3: the fields of an org's own that hold further addresses, by their API names; null: none does. */
export interface OwnColumns {
  readonly secondEmail: string | null;
  readonly thirdEmail: string | null;
}

export const noOwnColumns: OwnColumns = { secondEmail: null, thirdEmail: null };

/** How people are read and written in Salesforce, as one of its objects. */
export interface SalesforceForms<S extends object> {
  /** What a field is called there: for SELECT lists, and to compare with describe. Blank where the object has none. */
  readonly columns: Readonly<Record<keyof Contact, string>>;
  fromRow(row: S): Contact;
  toFields(changes: Partial<Contact>): Partial<S>;
}

/** The table's forms, with the org's own fields in their places. */
export function salesforceForms<S extends object>(
  mapping: Mapping<Contact, GraphContact, S>,
  { secondEmail, thirdEmail }: OwnColumns,
): SalesforceForms<S> {
  const whole = { limit: null, lines: false };
  const of = { ...codecs(mapping, "salesforce"), secondEmail: column(secondEmail, whole), thirdEmail: column(thirdEmail, whole) };
  return {
    columns: Object.fromEntries(fieldsOf(of).map((field) => [field, of[field].property])) as Record<keyof Contact, string>,
    fromRow: (row) => readRecord<Contact, S>(of, row),
    toFields: (changes) => writeChanges<Contact, S>(of, changes, {} as S),
  };
}
