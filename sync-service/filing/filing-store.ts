import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { FilingChoice } from "../../shared/api/filing.ts";
import type { RecordLink } from "../../shared/api/person.ts";
import type { Bookmark } from "../cycle/link.ts";
import type { Problem } from "../errors.ts";
import type { ShareKeys } from "./mail-traits.ts";
import type { AttachmentsAs } from "./rules.ts";
import type { FlagsBind, ShareFlags } from "./sharing.ts";
import type { Threads } from "./threads.ts";

export type Via = "folder" | "category" | "pane" | "listed" | "thread" | "sent";
export type FilingState = Exclude<EmailStatus["state"], "not-filed"> | "left";

/** One mail of one mailbox on its way into Salesforce. */
export interface Filing {
  readonly id: string;
  readonly messageId: string;
  readonly via: Via;
  readonly state: FilingState;
  readonly problem: Problem | null;
  readonly choice: FilingChoice;
  readonly activityId: string | null;
  readonly detail: FilingDetail | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly requestedAt: Date;
  readonly settledAt: Date | null;
  /** The mail's categories do not say yet what this row says. */
  readonly marksDue: boolean;
}

/** What the pane shows of a filing. Record urls are those of the user who filed. */
export interface FilingDetail {
  readonly notes: readonly string[];
  readonly activity: RecordLink | null;
  readonly related: readonly RecordLink[];
  readonly files: readonly FilingFile[];
}

export interface FilingFile {
  readonly name: string;
  readonly size: number;
  readonly link: RecordLink | null;
  readonly problem: Problem | null;
}

/** What was decided before the first write: with it an activity is known again whose making got no answer. No mail text in it (P6). */
export interface Intent {
  readonly who: RecordLink | null;
  readonly what: RecordLink | null;
  readonly beside: readonly RecordLink[];
  readonly listed: readonly RecordLink[];
  readonly files: readonly IntendedFile[];
  readonly cloudFiles: readonly string[];
  /** Absent: as a task. */
  readonly storedAs?: "email-message";
  /** Of an EmailMessage: the people on it who are known. */
  readonly known?: readonly KnownAddress[];
  /** Absent in what an earlier Tandem decided: files. */
  readonly attachmentsAs?: AttachmentsAs;
  readonly notes: readonly string[];
}

export interface KnownAddress {
  readonly address: string;
  readonly id: string;
}

export interface IntendedFile {
  /** Unique among all files Tandem ever uploads. */
  readonly stamp: string;
  /** Null: the whole text of the mail, which did not fit. */
  readonly attachmentId: string | null;
  readonly name: string;
  readonly size: number;
  readonly refused: Problem | null;
}

/** A message and its one activity in the org (F3). */
export interface Activity {
  readonly id: string;
  readonly intent: Intent | null;
  readonly intentAt: Date;
  readonly salesforceId: string | null;
}

export type Claim =
  /** This filing makes the activity. `fresh`: nobody had begun; `takenOver`: another filing had, and stopped for good. */
  | { readonly is: "ours"; readonly activity: Activity; readonly fresh: boolean; readonly takenOver: boolean }
  /** Another filing is at it right now. */
  | { readonly is: "taken" }
  /** It stands. `files`: those it was made with. */
  | {
      readonly is: "made";
      readonly activity: Activity;
      readonly salesforceId: string;
      /** This very filing made it: the mail was left and marked again. */
      readonly own: boolean;
      readonly by: string;
      readonly files: readonly MadeFile[];
    };

export interface MadeFile {
  readonly name: string;
  readonly size: number;
}

/** What a look at the mailbox makes of a mail; see `observe.ts`. */
export interface Noted {
  readonly messageId: string;
  readonly internetMessageId: string | null;
  readonly via: Via;
  readonly state: FilingState;
  readonly problem: Problem | null;
  readonly marksDue: boolean;
}

export interface Settlement {
  readonly state: FilingState;
  readonly problem: Problem | null;
  readonly detail: FilingDetail | null;
  readonly activityId: string | null;
  readonly marksDue: boolean;
  /** What was made in this attempt, remembered in the same transaction. */
  readonly made?: { readonly salesforceId: string; readonly files: readonly MadeFile[] };
  /** What the journal calls it; without, that the mail was filed, with its state as the outcome. */
  readonly act?: { readonly action: "remove"; readonly outcome: "done" | "not-needed" | "refused" };
  /** By which the thread is known in this mailbox; what is absent stays as it is. */
  readonly conversationId?: string | null;
}

type OfMailbox<F> = F extends (mailboxId: string, ...rest: infer Rest) => infer Answer ? (...rest: Rest) => Answer : never;

/** What filing asks of the threads of its one mailbox. */
export type ThreadsOfMailbox = { readonly [Name in "followedSince" | "followed" | "recordOf"]: OfMailbox<Threads[Name]> };

/** The filings of one mailbox. Every write is refused with `Fenced` once another cycle has taken the mailbox. */
export interface FilingStore {
  bookmark(): Promise<Bookmark>;
  /** The cursor is no good any more: the next look reads everything. Rows that are there keep what they know, and it is no first look. */
  forgetCursor(now: Date): Promise<void>;
  of(messageIds: readonly string[]): Promise<ReadonlyMap<string, Filing>>;
  /** The rows and the cursor in one transaction. */
  observed(noted: readonly Noted[], cursor: string, now: Date): Promise<void>;
  /** Waiting, or cut off in the middle, and due. The oldest first. */
  due(now: Date, limit: number): Promise<readonly Filing[]>;
  /** When the next of those that wait will be due. */
  nextDue(now: Date): Promise<Date | null>;
  began(filing: Filing): Promise<void>;
  claim(filing: Filing, fingerprint: string, now: Date): Promise<Claim>;
  intend(activity: Activity, intent: Intent): Promise<Activity>;
  /** What this filing had begun to make and never finished, with what was decided; null when nothing. */
  begun(filing: Filing): Promise<Activity | null>;
  /** What this mailbox's user answered about threads, and where their mails went. */
  readonly threads: ThreadsOfMailbox;
  /** What people said of a mail or its thread (F5). Asked anew at each step, as they may say it at any moment. */
  flags(keys: ShareKeys, binds: FlagsBind): Promise<ShareFlags>;
  /**
   * The activity is to be taken out of Salesforce: from now on nobody adds to it. Names whoever else's mailbox stands behind it; then
   * it is left as it was. Null: it is none of this mailbox's any more.
   */
  retract(filing: Filing): Promise<{ readonly salesforceId: string; readonly others: readonly string[] } | null>;
  /** It is out of Salesforce: all filings of this mailbox that stood behind it have left, and the message may be filed anew. */
  retracted(filing: Filing, settlement: Settlement, now: Date): Promise<void>;
  /** Message ids of drafts that are filed when they have been sent, the newest first. */
  unsent(limit: number): Promise<readonly string[]>;
  /** Those have been sent: they wait to be filed. */
  sent(messageIds: readonly string[], now: Date): Promise<void>;
  /** Nothing was made: what was decided is forgotten, so that the next attempt decides anew. */
  release(filing: Filing): Promise<void>;
  /** With an entry in the journal. */
  settle(filing: Filing, settlement: Settlement, now: Date): Promise<void>;
  /** Tried again at `nextAttemptAt`. */
  later(filing: Filing, problem: Problem | null, attempts: number, nextAttemptAt: Date): Promise<void>;
  marksDue(limit: number): Promise<readonly Filing[]>;
  marked(filing: Filing): Promise<void>;
  /** Those of the Salesforce ids that belong to another message. */
  claimed(salesforceIds: readonly string[], except: Activity): Promise<ReadonlySet<string>>;
}
