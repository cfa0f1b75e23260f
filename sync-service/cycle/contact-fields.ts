import type { Preset } from "../../shared/api/preset.ts";
import type { Contact } from "../../shared/records/contact.ts";
import { contactFields, furtherPhoneFields } from "../mappings/contact.ts";

type ContactField = keyof Contact;

/** What the preset says of fields that not everybody wants (C3). Absent: off. */
export type FieldSettings = Partial<Pick<Preset["contacts"], "furtherPhones" | "secondEmail" | "thirdEmail">>;

/** Those that are kept in step by a setting alone. */
const optional: readonly ContactField[] = [...furtherPhoneFields, "secondEmail", "thirdEmail"];

/** The fields that are kept in step. A third address stands behind a second, so that alone it has no place. */
export function mappedFields({ furtherPhones = false, secondEmail = null, thirdEmail = null }: FieldSettings): ReadonlySet<ContactField> {
  const off: readonly ContactField[] = [
    ...(furtherPhones ? [] : furtherPhoneFields),
    ...(secondEmail === null ? (["secondEmail"] as const) : []),
    ...(secondEmail === null || thirdEmail === null ? (["thirdEmail"] as const) : []),
  ];
  return new Set(contactFields.filter((field) => !off.includes(field)));
}

/** Of these, the ones that another setting would leave out: what was read without them says nothing of them. */
export const byChoice = (mapped: ReadonlySet<ContactField>): readonly ContactField[] => optional.filter((field) => mapped.has(field));
