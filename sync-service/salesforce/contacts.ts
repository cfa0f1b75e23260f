import type { Contact } from "../../shared/records/contact.ts";
import { byChoice, mappedFields } from "../cycle/contact-fields.ts";
import type { Side } from "../cycle/side.ts";
import type { Problem } from "../errors.ts";
import type { RecordFields, Salesforce } from "./api.ts";
import { accountsFor } from "./contact-accounts.ts";
import { isOfAnybody, type People, peopleObjects, type PeopleRules, peopleOf, wantedObjects } from "./contact-access.ts";
import { peopleScope } from "./contact-rows.ts";
import { findAlikePeople } from "./contact-search.ts";
import { successors } from "./contact-successors.ts";
import { type KeptMembers, listedRecords } from "./listed-records.ts";
import type { ListView } from "./list-view.ts";
import type { NotedChanges } from "./noted-changes.ts";
import { recordSide } from "./record-side.ts";

export interface SalesforceContactsOptions {
  /** As the mapped user (P7). */
  readonly api: Salesforce;
  readonly noted: NotedChanges;
  /** The company's own e-mail domains, in lower case: no account is found by them (C4). */
  readonly ownDomains: ReadonlySet<string>;
  /** Where the members of a list view are kept. */
  readonly kept: KeptMembers;
  readonly now: () => Date;
  /** Contacts, leads, or both; the user's own, all that he may see, or those of a list view. */
  readonly rules: PeopleRules;
  /** Told of what the preset asks for and this user's Salesforce has no place for, whenever that was looked at. */
  readonly leftAlone?: (problems: readonly Problem[]) => void;
}

/** The people of one user in a Salesforce org: its contacts and leads, as far as the preset names them. */
export function salesforceContacts({ api, noted, kept, now, ownDomains, rules, leftAlone }: SalesforceContactsOptions): Side<Contact> {
  const listed = rules.scope === "list-view" ? listedRecords(viewsOf(rules), { api, kept, now }) : null;
  const open = async (): Promise<People> => {
    const people = await peopleOf(rules, api, listed && (await listed.ids()));
    leftAlone?.(people.leftAlone);
    return people;
  };
  const side = recordSide({
    noted,
    open,
    // Before there were leads, only contacts were read.
    objects: { now: whatIsRead(rules), unnamed: "contacts" },
    lookedForBy: { field: "lastName", column: "LastName" },
    scope: (access) => peopleScope(access, isOfAnybody(rules)),
    ...(listed ? { listed } : {}),
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

/** In the words of cursors from before there were scopes and settings of fields, where none is chosen. */
function whatIsRead(rules: PeopleRules): string {
  const { objects, scope, secondEmail = null, thirdEmail = null } = rules;
  const views = scope === "list-view" ? viewsOf(rules).map(({ id }) => id ?? "none") : [];
  const own = [secondEmail, thirdEmail].filter((name) => name !== null);
  return [objects, ...(scope === "own" ? [] : [scope]), ...views, ...byChoice(mappedFields(rules)), ...own].join(", ");
}

const viewsOf = (rules: PeopleRules): readonly ListView[] =>
  wantedObjects(rules).map((object) => ({ object, id: (object === "Lead" ? rules.leadListView : rules.listView) ?? null }));

/** C4; leads have none, and not every user may set them. */
async function withAccounts(
  contacts: readonly Contact[],
  { api, made }: Pick<People, "api" | "made">,
  ownDomains: ReadonlySet<string>,
): Promise<readonly RecordFields[]> {
  if (made.description.fields.get("AccountId")?.createable !== true) return [];
  const accounts = await accountsFor(contacts, ownDomains, api);
  return accounts.map((AccountId): RecordFields => (AccountId === null ? {} : { AccountId }));
}
