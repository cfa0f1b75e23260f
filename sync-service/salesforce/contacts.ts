import type { Contact } from "../../shared/records/contact.ts";
import type { Side } from "../cycle/side.ts";
import type { Salesforce } from "./api.ts";
import { type People, type PeopleRules, peopleOf } from "./contact-access.ts";
import { contactChanges, type NotedChanges } from "./contact-changes.ts";
import { readPeople } from "./contact-rows.ts";
import { findAlike, findCreated } from "./contact-search.ts";
import { successors } from "./contact-successors.ts";
import { writeContacts } from "./contact-writes.ts";

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
  return {
    name: "salesforce",
    async fields(object) {
      const { made, accessTo } = await open();
      const isMade = object === undefined || object === made.object;
      const access = isMade ? made : await accessTo(object === "lead" ? "lead" : "contact");
      // A permission that is missing may be granted any moment, and a person then tries again at once: the next look asks anew.
      if (!made.description.createable) api.doubtDescription(made.name);
      return access?.fields ?? new Set();
    },
    changes: (since) => contactChanges(since, { rules, open }, noted),
    async read(ids) {
      return ids.length === 0 ? new Map() : readPeople(ids, await open());
    },
    async successors(ids) {
      return ids.length === 0 ? new Map() : successors(ids, await open());
    },
    async find(sought) {
      return findCreated(sought, await open());
    },
    async candidates(records) {
      return findAlike(records, await open());
    },
    async apply(actions) {
      if (actions.length === 0) return [];
      const people = await open();
      return writeContacts(actions, { people, ownDomains, findStamped });

      /** Only the stamp counts here; the record and the time are not asked for. */
      async function findStamped(stamps: readonly string[]): ReturnType<typeof findCreated> {
        const first = actions.find((action) => action.do === "create");
        if (!first) return new Map();
        return findCreated(
          stamps.map((stamp) => ({ stamp, record: first.record, since: new Date(0) })),
          people,
        );
      }
    },
  };
}
