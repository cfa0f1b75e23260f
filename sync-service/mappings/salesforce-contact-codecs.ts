import { canonicalText, type TextForm } from "./canonical-text.ts";
import type { Codec } from "./mapping.ts";
import type { SalesforceContact } from "./wire/salesforce-contact.ts";

/** The text fields of one object. */
export type TextField<W> = {
  [Field in keyof W]-?: W[Field] extends string | null | undefined ? Field : never;
}[keyof W] &
  string;

export const text = <W extends object>(property: TextField<W>, form: TextForm): Codec<W, string | null> => column<W>(property, form);

/** A text field by its name; null: the object has none. */
export function column<W extends object>(property: string | null, form: TextForm): Codec<W, string | null> {
  if (property === null) return noField;
  return {
    property,
    read: (wire) => canonicalText((wire as Readonly<Record<string, string | null | undefined>>)[property], form),
    write: (value) => ({ [property]: value?.replaceAll("\n", "\r\n") ?? null }) as Partial<W>,
  };
}

export function day(property: "Birthdate"): Codec<SalesforceContact, string | null> {
  return {
    property,
    read: (wire) => wire[property]?.slice(0, "YYYY-MM-DD".length) ?? null,
    write: (value) => ({ [property]: value }),
  };
}

/** The account's name: a relation's field, so it can be read only. */
export function accountName(form: TextForm): Codec<SalesforceContact, string | null> {
  return { property: "Account.Name", read: (wire) => canonicalText(wire.Account?.Name, form), write: () => ({}) };
}

/** The object has no such field: no description holds one without a name, so it is never asked for. */
export const noField: Codec<object, string | null> = { property: "", read: () => null, write: () => ({}) };
