import { CursorExpired } from "../errors.ts";
import type { Kind } from "../../shared/records/fields.ts";
import type { CycleStore } from "./cycle-store.ts";
import type { OrganisationChanges } from "./organisation-changes.ts";

export interface OrganisationLookParts {
  readonly changes: OrganisationChanges;
  readonly store: CycleStore;
  /** Kinds of which every record concerns every mailbox: whether its user may see it, Salesforce tells him alone. */
  readonly everybodys: () => Promise<ReadonlySet<Kind>>;
  /** Sends the jobs of the woken mailboxes; their `wake_seq` is raised already. */
  readonly awaken: (mailboxIds: readonly string[]) => Promise<void>;
}

type Feed = "contacts" | "backstop";
const collections: Readonly<Record<Feed, string>> = { contacts: "organisation-contacts", backstop: "organisation-contacts-backstop" };

/** One look at Salesforce for all mailboxes (S2). False when another look, here or in another process, is at it. */
export function lookAtOrganisation(feed: Feed, parts: OrganisationLookParts): Promise<boolean> {
  // Both feeds under one name: the rows they note are numbered, and read in that order.
  return parts.store.alone("look", () => look(feed, parts));
}

async function look(feed: Feed, parts: OrganisationLookParts): Promise<void> {
  const collection = collections[feed];
  const since = await parts.store.organisationCursor(collection);
  try {
    await read(feed, since, parts);
  } catch (error) {
    if (!(error instanceof CursorExpired) || since === null) throw error;
    await read(feed, null, parts); // the backstop, and the mailboxes' own safety reads, find what lies between
  }
}

async function read(feed: Feed, since: string | null, { changes, store, everybodys, awaken }: OrganisationLookParts): Promise<void> {
  for await (const page of changes[feed](since)) {
    const woken = await store.noteOrganisation(collections[feed], page, await everybodys());
    await awaken(woken);
  }
}
