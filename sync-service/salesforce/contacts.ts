import type { Contact } from "../../shared/records/contact.ts";
import type { Side } from "../cycle/side.ts";
import type { Salesforce } from "./api.ts";
import { contactChanges, type NotedChanges } from "./contact-changes.ts";
import { contactAccess, readRows, seenRow, type ContactRow } from "./contact-rows.ts";
import { findAlike, findCreated } from "./contact-search.ts";
import { writeContacts } from "./contact-writes.ts";

export interface SalesforceContactsOptions {
  /** As the mapped user (P7). */
  readonly api: Salesforce;
  readonly noted: NotedChanges;
  /** The company's own e-mail domains, in lower case: no account is found by them (C4). */
  readonly ownDomains: ReadonlySet<string>;
}

/** The contacts of one user in a Salesforce org. */
export function salesforceContacts({ api, noted, ownDomains }: SalesforceContactsOptions): Side<Contact> {
  return {
    name: "salesforce",
    async fields() {
      const { description, fields } = await contactAccess(api);
      // A permission that is missing may be granted any moment, and a person then tries again at once.
      if (!description.createable) api.doubtDescription("Contact");
      return fields;
    },
    changes: (since) => contactChanges(since, api, noted),
    async read(ids) {
      if (ids.length === 0) return new Map();
      const access = await contactAccess(api);
      const rows = await readRows(ids, access, api);
      return new Map([...rows].map(([id, row]) => [id, seenRow(row, access)]));
    },
    async find(sought) {
      const access = await contactAccess(api);
      const rows = await findCreated(sought, access, api);
      return new Map([...rows].map(([stamp, row]) => [stamp, seenRow(row, access)]));
    },
    async candidates(records) {
      const access = await contactAccess(api);
      const found = await findAlike(records, access, api);
      return found.map((rows) => rows.map((row) => seenRow(row, access)));
    },
    async apply(actions) {
      if (actions.length === 0) return [];
      const access = await contactAccess(api);
      return writeContacts(actions, { api, access, ownDomains, findStamped });

      /** Only the stamp counts here; the record and the time are not asked for. */
      async function findStamped(stamps: readonly string[]): Promise<ReadonlyMap<string, ContactRow>> {
        const first = actions.find((action) => action.do === "create");
        if (!first) return new Map();
        return findCreated(
          stamps.map((stamp) => ({ stamp, record: first.record, since: new Date(0) })),
          access,
          api,
        );
      }
    },
  };
}
