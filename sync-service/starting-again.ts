import type { Kysely } from "kysely";
import type { Backoff } from "./cycle/backoff.ts";
import type { CycleStore } from "./cycle/cycle-store.ts";
import type { Salesforce } from "./salesforce/api.ts";
import type { Mailboxes } from "./store/mailboxes.ts";
import { retryFailed, retryThrottled } from "./store/retries.ts";
import type { Database } from "./store/tables.ts";

export interface StartingAgainParts {
  readonly db: Kysely<Database>;
  readonly connectionId: string;
  readonly store: CycleStore;
  readonly mailboxes: Mailboxes;
  readonly backoff: Backoff;
  readonly salesforceAs: (username: string) => Salesforce;
}

/** A person starts a mailbox again: what only waited, or had failed, is tried now. Everything else is the next cycle's. */
export function startingAgain({ db, connectionId, store, mailboxes, backoff, salesforceAs }: StartingAgainParts) {
  return {
    async retryNow(mailboxId: string): Promise<void> {
      backoff.clear(mailboxId);
      const mailbox = await mailboxes.find(mailboxId);
      // What the user may do can have been mended just now.
      if (mailbox) salesforceAs(mailbox.salesforceUsername).doubtDescription(null);
      await store.retryNow(mailboxId);
      await retryThrottled(db, { connectionId, mailboxId });
    },
    retryFailed: (mailboxId: string) => store.betweenCycles(mailboxId, () => retryFailed(db, { connectionId, mailboxId })),
  };
}
