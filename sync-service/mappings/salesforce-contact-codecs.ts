import { canonicalText, type TextForm } from "./canonical-text.ts";
import type { Codec } from "./mapping.ts";
import type { SalesforceContact } from "./wire/salesforce-contact.ts";

type SalesforceCodec = Codec<SalesforceContact, string | null>;
type TextField = Exclude<keyof SalesforceContact, "Account" | "Birthdate">;

export function text(property: TextField, form: TextForm): SalesforceCodec {
  return {
    property,
    read: (wire) => canonicalText(wire[property], form),
    write: (value) => ({ [property]: value?.replaceAll("\n", "\r\n") ?? null }),
  };
}

export function day(property: "Birthdate"): SalesforceCodec {
  return {
    property,
    read: (wire) => wire[property]?.slice(0, "YYYY-MM-DD".length) ?? null,
    write: (value) => ({ [property]: value }),
  };
}

/** The account's name: a relation's field, so it can be read only. */
export function accountName(form: TextForm): SalesforceCodec {
  return { property: "Account.Name", read: (wire) => canonicalText(wire.Account?.Name, form), write: () => ({}) };
}
