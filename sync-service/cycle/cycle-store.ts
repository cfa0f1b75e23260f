import type { Mailbox } from "../accounts/mailbox.ts";
import type { HeldLease, Lease } from "./lease.ts";
import type { Kind } from "../../shared/records/fields.ts";
import type { OrganisationPage } from "./organisation-changes.ts";
import type { Rounds } from "./rounds.ts";
import type { WakeUps, Waking } from "./wake-up.ts";

/** A mailbox with what its cycles have stored. */
export interface CycleMailbox extends Mailbox {
  readonly throttledUntil: Date | null;
}

/** A mailbox taken for one cycle. */
export interface Taken extends HeldLease {
  /** As the last cycle left them; empty when it was cut short. */
  readonly rounds: Rounds;
}

/** What a cycle leaves on its mailbox when it ends. */
export interface Finish {
  /** Null: not everything was read, so it stays due. */
  readonly doneSeq: bigint | null;
  readonly state: Mailbox["state"];
  readonly problem: Mailbox["problem"];
  readonly nextDueAt: Date;
  readonly retryAt: Date | null;
  readonly throttledUntil: Date | null;
  readonly rounds: Rounds;
}

/** What the schedule needs stored. */
export interface CycleStore {
  find(mailboxId: string): Promise<CycleMailbox | null>;
  /** Takes a mailbox for one cycle; null when another cycle, of this process or another, holds it. */
  take(mailboxId: string): Promise<Taken | null>;
  /** Its wake-ups by now; null when its sync is not on. */
  wakeUps(mailboxId: string): Promise<WakeUps | null>;
  /** Raises `wake_seq` of those whose sync is on, notes what for, and answers the new values. */
  wake(waking: Waking): Promise<ReadonlyMap<string, bigint>>;
  /** Mailboxes that are due by themselves, the longest waiting first. */
  due(now: Date, limit: number): Promise<readonly string[]>;
  /** @throws Fenced */
  finish(lease: Lease, end: Finish): Promise<void>;
  doneSeq(mailboxId: string): Promise<bigint>;
  /** A person asked: what only waited for its back-off may be tried at once. What a vendor asked for stays. */
  retryNow(mailboxId: string): Promise<void>;
  /**
   * Does something to the items of a mailbox that a running cycle, which has them in hand, would write over. After half a minute it is
   * done all the same.
   */
  betweenCycles(mailboxId: string, work: () => Promise<void>): Promise<void>;
  /** Runs `work` unless somebody else does so under this name; false when somebody does. */
  alone(name: string, work: () => Promise<void>): Promise<boolean>;
  organisationCursor(collection: string): Promise<string | null>;
  /**
   * Notes the changes for the mailboxes they concern, raises their `wake_seq`, and stores the cursor, in one transaction. Call
   * it by one at a time (`alone`): the numbers of the rows are read in order. Answers whom it woke.
   * @param everybodys kinds of which each change is noted once for all. Woken are its owner, who has the record, and everybody for one that
   * is new; the others meet it when they look next.
   */
  noteOrganisation(collection: string, page: OrganisationPage, everybodys: ReadonlySet<Kind>): Promise<readonly string[]>;
}
