import type { FilingChoice } from "../../shared/api/filing.ts";
import type { Filing } from "./filing-store.ts";

/** A message's activity as anyone who has the message may know of it (F3). */
export interface MadeActivity {
  readonly salesforceId: string;
  /** Display name of the user who filed it first. */
  readonly by: string;
  readonly byMailbox: string;
  readonly at: Date;
  /** Display names of those whose mailboxes stand behind it besides the one that asks. */
  readonly others: readonly string[];
}

/** A mail as its own mailbox says it is called: nothing that a caller said (P8). */
export interface MailIdentity {
  readonly id: string;
  readonly internetMessageId: string | null;
}

/** The filings as the pane reads and asks for them: outside any cycle, of one mailbox at a time. */
export interface FilingRequests {
  find(mailboxId: string, mail: MailIdentity): Promise<Filing | null>;
  activityOf(filing: Filing): Promise<MadeActivity | null>;
  /** The activity of a message, whoever filed it; null when there is none yet. */
  madeFor(fingerprint: string): Promise<MadeActivity | null>;
  /**
   * A person wants it filed. What is settled badly, or was left, begins anew with this choice; what waits takes the choice over;
   * what is being filed or is filed stays. Answers whether anything began.
   */
  ask(mailboxId: string, mail: MailIdentity, choice: FilingChoice, now: Date): Promise<boolean>;
  /** A draft is filed when it has been sent, or no more. What is under way or filed stays as it is. */
  whenSent(mailboxId: string, mail: MailIdentity, file: boolean, now: Date): Promise<void>;
  /**
   * A person wants the activity out of Salesforce: the mailbox's cycle does it. What is under way or not filed stays as it is.
   * @param undone the entry of the journal that is undone so, which the journal then tells. Answers whether it was taken.
   */
  takeOut(filing: Filing, now: Date, undone?: string): Promise<boolean>;
}
