import type { Kind } from "../../shared/records/fields.ts";

/** One record of the organisation that changed: the reader learns this much and no values (P7). */
export interface OrganisationChange {
  readonly kind: Kind;
  readonly id: string;
  readonly ownerId: string | null;
  readonly isDeleted: boolean;
  /** It was made just before: hardly a mailbox can have it. */
  readonly isNew: boolean;
  /** The record it lives on in: a merge loser names its winner, a converted lead its contact (SF19). */
  readonly followedBy: string | null;
  readonly systemModstamp: string;
}

export interface OrganisationPage {
  readonly changes: readonly OrganisationChange[];
  /** Where to go on from, once this page is stored. */
  readonly cursor: string;
}

/** What changed in the whole organisation: one look for all mailboxes (S2). */
export interface OrganisationChanges {
  /** The contacts that changed since the cursor. With null the look begins now: a mailbox's first read is its own. @throws CursorExpired */
  contacts(since: string | null): AsyncIterable<OrganisationPage>;
  /** `updated` and `deleted` since the last time, for what the modification stamps lost (S1, SF5). Every 15 minutes. */
  backstop(since: string | null): AsyncIterable<OrganisationPage>;
}
