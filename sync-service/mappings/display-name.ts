import type { GraphContact } from "./wire/graph-contact.ts";

const NAME_PARTS = ["title", "givenName", "middleName", "surname", "generation"] as const;

/** The ways in which Outlook and Graph put a display name together; first the one we use. */
const FORMS: readonly ((contact: GraphContact) => string)[] = [
  ({ givenName, surname }) => joined(givenName, surname),
  ({ givenName, middleName, surname }) => joined(givenName, middleName, surname),
  ({ givenName, middleName, surname, generation }) => joined(givenName, middleName, surname, generation),
  ({ title, givenName, middleName, surname, generation }) => joined(title, givenName, middleName, surname, generation),
  ({ givenName, surname }) => [surname, givenName].filter(Boolean).join(", "),
  ({ givenName, middleName, surname }) => [surname, joined(givenName, middleName)].filter(Boolean).join(", "),
];

/**
 * Graph recomputes displayName and fileAs when a part of the name is written without them (MG18). A name the user made up
 * is not ours to recompute (P3): it is sent again as it is. One that was only put together from the parts follows them.
 */
export function withNames(patch: Partial<GraphContact>, current: GraphContact): Partial<GraphContact> {
  if (!changesName(patch)) return patch;
  const next = { ...current, ...patch };
  const fileAs = current.fileAs && !formOf(current.fileAs, current) ? { fileAs: current.fileAs } : {};
  return { ...patch, ...fileAs, displayName: displayName(current, next) };
}

/** Whether a part of the name is among it. */
export const changesName = (patch: Partial<GraphContact>): boolean => NAME_PARTS.some((part) => part in patch);

function displayName(current: GraphContact, next: GraphContact): string {
  if (!current.displayName) return formed(next);
  const form = formOf(current.displayName, current);
  return form ? form(next) || formed(next) : current.displayName;
}

/** How this name was put together from the parts; undefined when it was not. */
const formOf = (name: string, contact: GraphContact) => FORMS.find((form) => form(contact) === name);

const formed = ({ givenName, surname, companyName, emailAddresses }: GraphContact) =>
  joined(givenName, surname) || companyName || emailAddresses?.[0]?.address || "";

function joined(...parts: readonly (string | null | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
