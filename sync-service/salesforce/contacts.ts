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
  /** Contacts, leads, or both; the user's own, or all that he may see. */
  readonly rules: PeopleRules;
}

/** The people of one user in a Salesforce org: its contacts and leads, as far as the preset names them. */
export function salesforceContacts({ api, noted, ownDomains, rules }: SalesforceContactsOptions): Side<Contact> {
  const open = (): Promise<People> => peopleOf(rules, api);
  const side = recordSide({
    noted,
    open,
    // Before there were leads, only contacts were read.
    objects: { now: whatIsRead(rules), unnamed: "contacts" },
    lookedForBy: { field: "lastName", column: "LastName" },
    scope: (access) => peopleScope(access, rules.scope === "visible"),
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

/** In the words of cursors from before there were scopes and further phones, where neither is chosen. */
function whatIsRead({ objects, scope, furtherPhones }: PeopleRules): string {
  return [objects, ...(scope === "own" ? [] : [scope]), ...(furtherPhones === true ? ["further phones"] : [])].join(", ");
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
