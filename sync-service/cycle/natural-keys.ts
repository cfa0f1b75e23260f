import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/min";
import type { Contact } from "../../shared/records/contact.ts";
import type { NaturalKeys } from "../engine/match.ts";

/** What a contact is recognised by (M1). `region` is where numbers without a country are dialled. */
export function contactKeys(contact: Contact, region: CountryCode): NaturalKeys {
  const { firstName, lastName, businessPhone, homePhone, mobilePhone } = contact;
  const phones = [businessPhone, homePhone, mobilePhone].map((phone) => inE164(phone, region)).filter((phone) => phone !== null);
  const fullName = lastName === null ? null : folded([firstName, lastName].filter(Boolean).join(" "));
  return { email: folded(contact.email), phones, lastName: folded(lastName), fullName, company: folded(contact.accountName) };
}

/** Null when it is not a number anyone could dial. */
export function inE164(phone: string | null, region: CountryCode): string | null {
  if (phone === null) return null;
  const parsed = parsePhoneNumber(phone, region);
  return parsed?.isPossible() ? parsed.number : null;
}

/** Without regard to capitals, accents and spaces. */
export function folded(text: string | null): string | null {
  if (text === null) return null;
  const plain = text.normalize("NFKD").replaceAll(/\p{M}/gu, "").replaceAll(/\s+/gu, " ").trim().toLowerCase();
  return plain === "" ? null : plain;
}
