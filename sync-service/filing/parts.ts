import type { Crm } from "./crm.ts";
import type { FilingStore } from "./filing-store.ts";
import type { FilingMailbox } from "./mailbox.ts";
import type { FilingRules } from "./rules.ts";

/** What it takes to file the mails of one mailbox. */
export interface FilingParts {
  readonly mailbox: FilingMailbox;
  readonly crm: Crm;
  readonly store: FilingStore;
  readonly rules: FilingRules;
  readonly now: () => Date;
  /** Errors that are none of ours: for the log, without content. */
  readonly unexpected: (error: unknown) => void;
}
