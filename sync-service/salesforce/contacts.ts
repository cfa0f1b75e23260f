import type { Contact } from "../../shared/records/contact.ts";
import type { Side } from "../cycle/side.ts";
import type { RecordFields, Salesforce } from "./api.ts";
import { accountsFor } from "./contact-accounts.ts";
import { type People, peopleObjects, type PeopleRules, peopleOf } from "./contact-access.ts";
import { peopleScope } from "./contact-rows.ts";
import { findAlikePeople } from "./contact-search.ts";
import { successors } from "./contact-successors.ts";
import type { NotedChanges } from "./noted-changes.ts";
import { recordSide } from "./record-side.ts";

export interface SalesforceContactsOptions {
  /** As the mapped user (P7). */
  readonly api: Salesforce;
  readonly noted: NotedChanges;
  /** The company's own e-mail domains, in lower case: no account is found by them (C4). */
  readonly ownDomains: ReadonlySet<string>;
  /** Contacts, leads, or both. */
  readonly rules: PeopleRules;
}

/** The people of one user in a Salesforce org: its contacts and leads, as far as the preset names them. */
export function salesforceContacts({ api, noted, ownDomains, rules }: SalesforceContactsOptions): Side<Contact> {
  const open = (): Promise<People> => peopleOf(rules, api);
  const side = recordSide({
    noted,
    open,
    // Before there were leads, only contacts were read.
    objects: { now: rules.furtherPhones === true ? `${rules.objects}, further phones` : rules.objects, unnamed: "contacts" },
    lookedForBy: { field: "lastName", column: "LastName" },
    scope: peopleScope,
    findAlike: findAlikePeople,
    alongside: (people) => ({ besides: (contacts) => withAccounts(contacts, people, ownDomains) }),
  });
  return {
    ...side,
    fields: (object) => side.fields(object === undefined ? undefined : peopleObjects[object === "lead" ? "lead" : "contact"]),
    async successors(ids) {
      return ids.length === 0 ? new Map() : successors(ids, await open());
    },
  };
}

/** C4; leads have none, and not every user may set them. */
async function withAccounts(
  contacts: readonly Contact[],
  { api, made }: People,
  ownDomains: ReadonlySet<string>,
): Promise<readonly RecordFields[]> {
  if (made.description.fields.get("AccountId")?.createable !== true) return [];
  const accounts = await accountsFor(contacts, ownDomains, api);
  return accounts.map((AccountId): RecordFields => (AccountId === null ? {} : { AccountId }));
}
