import { normalAddress } from "./addresses.ts";
import type { Known, KnownPerson } from "./known-records.ts";

/** Whom an address stands for. `several` has no best: among equals nobody is picked for a person. */
export interface Matched {
  readonly is: "contact" | "lead" | "user" | "several" | "nobody";
  readonly best: KnownPerson | null;
  readonly others: readonly KnownPerson[];
}

export function matchAddress(address: string, known: Known, prefer: "contact" | "lead"): Matched {
  const answering = known.people.filter((person) => fieldMatched(person, address) !== null);
  const contacts = answering.filter(({ type }) => type === "Contact");
  const leads = answering.filter(({ type }) => type === "Lead");
  const users = answering.filter(({ type }) => type === "User");
  const ranks = prefer === "contact" ? [contacts, leads, users] : [leads, contacts, users];
  const first = ranks.find((rank) => rank.length > 0);
  if (first === undefined) return { is: "nobody", best: null, others: [] };
  const [best, ...equals] = first;
  if (best === undefined || equals.length > 0) return { is: "several", best: null, others: ranks.flat() };
  return { is: KIND[best.type], best, others: ranks.flat().filter((person) => person !== best) };
}

const KIND = { Contact: "contact", Lead: "lead", User: "user" } as const;

/** The field that holds the address, as `Contact.Email`; null when none does. */
export function fieldMatched(person: KnownPerson, address: string): string | null {
  const sought = normalAddress(address);
  const held = person.addresses.find((one) => normalAddress(one.address) === sought);
  return held === undefined ? null : `${person.type}.${held.field}`;
}
