import type { Contact } from "../../shared/records/contact.ts";

/** What a person tells a contact from others by. */
export function contactName({ firstName, lastName, accountName, email }: Contact): string {
  const name = [firstName, lastName].filter(Boolean).join(" ");
  return [name, accountName, email].filter(Boolean).join(", ") || "(no name)";
}
