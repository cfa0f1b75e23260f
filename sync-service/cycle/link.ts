import type { FieldValue, Fields, SideName } from "../../shared/records/fields.ts";
import type { RuleId } from "../../shared/records/rules.ts";
import type { Decision } from "../engine/decision.ts";
import type { Replaced, Stood } from "../engine/known.ts";
import type { Choice, LinkState, Origin } from "../engine/link-state.ts";
import type { Conflict } from "../engine/reconcile.ts";
import type { Swings } from "../engine/swing.ts";
import type { Wish } from "../engine/wish.ts";
import type { Problem } from "../errors.ts";
import type { Lease } from "./lease.ts";
import type { Action, Cursor, Seen } from "./side.ts";

/** What one side was last seen to hold. */
export type Sight<F extends Fields> =
  | { readonly is: "never" }
  | {
      readonly is: "present";
      readonly seen: Seen<F>;
      /** False: to be read again before anything rests on it. */
      readonly certain: boolean;
      /** The version came from our own write or read, and the feed has not yet caught up with it. */
      readonly ours: boolean;
    }
  | {
      readonly is: "gone";
      readonly id: string;
      /** False: reported, and not yet asked for by its id (M5). */
      readonly certain: boolean;
      /** The record it was merged or converted into (C5). */
      readonly followedBy: string | null;
      /** Nobody has deleted it: the plan that it came from was changed. */
      readonly replaced?: Replaced;
    };

/** A record that may be the same as another, as a person can tell it. Kept until he has said (P6). */
export interface Candidate {
  readonly id: string;
  readonly name: string;
}

/** What is about to be done: written before it is done, kept until its outcome is known. */
export interface Intent<F extends Fields> {
  readonly decision: Decision<F>;
  readonly exchange: Action<F> | null;
  readonly salesforce: Action<F> | null;
  readonly at: Date;
}

/** One record as we know it: what each side was last seen to hold, and what they last agreed on. */
export interface Link<F extends Fields> {
  readonly id: string;
  readonly state: LinkState;
  readonly origin: Origin | null;
  readonly exchange: Sight<F>;
  readonly salesforce: Sight<F>;
  readonly base: F | null;
  readonly stood: Stood;
  /** Lay in the mailbox before activation (B4). */
  readonly early: boolean;
  readonly choice: Choice | null;
  /** What goes with a choice of values, or of something to be undone; kept until the link is settled. */
  readonly wishes: readonly Wish<F>[];
  /** On the other side, those that may be the same (M1), while a person is asked; the one he chose, once he has answered. */
  readonly among: readonly Candidate[];
  readonly swings: Swings;
  readonly intent: Intent<F> | null;
  readonly problem: Problem | null;
  /** Why it stands as it does, in a sentence. */
  readonly reason: string | null;
  readonly attempts: number;
  /** When it is to be decided on; null when there is nothing to decide. */
  readonly dueAt: Date | null;
  /** When a removal was last believed, for the brake. */
  readonly removedAt: Date | null;
}

/** An entry of the journal. */
export interface Note {
  readonly at: Date;
  readonly kind: string;
  readonly action: string;
  readonly outcome: string;
  /** Those that it rests on. */
  readonly rules: readonly RuleId[];
  readonly reason: string | null;
  /** Of the problem whose words the reason holds; absent when the reason is a sentence of our own without values. */
  readonly code?: string;
  readonly item: string | null;
  readonly record: string | null;
  readonly linkId: string;
  readonly before?: Readonly<Record<string, FieldValue>>;
  readonly after?: Readonly<Record<string, FieldValue>>;
}

/** What a link has become, with everything that is to be remembered at the same moment. */
export interface Settlement<F extends Fields> {
  readonly id: string;
  /** Null: nothing of it is kept. */
  readonly link: Link<F> | null;
  /** A one-sided link that turned out to be the other half of this one. */
  readonly absorbed: string | null;
  readonly conflicts: readonly Conflict<F>[];
  /** The ids of the conflicts that a person has settled with it. Absent: none. */
  readonly settles?: readonly string[];
  readonly notes: readonly Note[];
}

/** What a person can say about a link that waits for him: a choice the engine obeys, or to try again what failed. */
export type Answer = Choice | "try-again";
/** Those that a link offers by its state; the others come with a wish. */
export type Offered = Exclude<Answer, "set" | "restore" | "take-back">;

export interface GivenAnswer {
  /** Tells it from a later answer about the same link. */
  readonly id: string;
  readonly linkId: string;
  readonly answer: Answer;
  /** Which of several it is the same as, by its id on the other side. */
  readonly recordId: string | null;
  /** Of "set", "restore" and "take-back". */
  readonly wish: Wish<Fields> | null;
}

export interface Answered<F extends Fields> {
  readonly given: GivenAnswer;
  readonly link: Link<F>;
}

/** How far a side was read, and whether it was read to the end at least once (B4). */
export interface Bookmark {
  readonly cursor: Cursor | null;
  readonly readOnce: boolean;
}

/** Items by what they wait for (O5). */
export interface Counts {
  readonly waiting: number;
  readonly running: number;
  readonly held: number;
  readonly failed: number;
  readonly conflicts: number;
}

/**
 * The links of one kind in the mailbox of the lease. Every write is one transaction and checks the lease in it.
 * @throws Fenced from every write under a lease that is not the newest.
 */
export interface LinkStore<F extends Fields> {
  bookmark(lease: Lease, side: SideName): Promise<Bookmark>;
  /** Those of the ids that are known, by the id on that side. */
  byIds(lease: Lease, side: SideName, ids: readonly string[]): Promise<ReadonlyMap<string, Link<F>>>;
  /** Stores what a page showed together with how far it was read: a change is never skipped, whatever fails later. */
  observed(lease: Lease, side: SideName, links: readonly Link<F>[], bookmark: Bookmark): Promise<void>;
  /** The side's history is lost: forgets the cursor, and makes every present sight of that side doubtful and due. */
  startOver(lease: Lease, side: SideName, at: Date): Promise<void>;
  /** Those with an intent whose outcome is not known. */
  outstanding(lease: Lease, limit: number): Promise<readonly Link<F>[]>;
  /** Those to be decided on at `now`, the longest waiting first; never one with an intent. */
  due(lease: Lease, now: Date, limit: number): Promise<readonly Link<F>[]>;
  /** When the next link falls due, one with an intent included; null when none waits. */
  nextDue(lease: Lease): Promise<Date | null>;
  /** Mailbox items that have no record in Salesforce. */
  withoutRecord(lease: Lease): Promise<readonly Link<F>[]>;
  /** Those whose item was last seen in this container (`Standing`), without those with an intent. */
  lyingIn(lease: Lease, container: string): Promise<readonly Link<F>[]>;
  /** Pairs whose record is the copy of what the user was invited to in Salesforce (E3), without those with an intent. */
  invitations(lease: Lease): Promise<readonly Link<F>[]>;
  /** For the brake: pairs that stand, and removals believed since. */
  removals(lease: Lease, since: Date): Promise<{ readonly pairs: number; readonly lately: number }>;
  /** Stores the links' intents. */
  intend(lease: Lease, links: readonly Link<F>[]): Promise<void>;
  /** Stores what became of the links: rows, conflicts and journal at once. */
  settled(lease: Lease, settlements: readonly Settlement<F>[]): Promise<void>;
  /** A person's answers that wait, the oldest first, with the links they are about as they stand; none of a link with an intent. */
  answers(lease: Lease, limit: number): Promise<readonly Answered<F>[]>;
  /** Stores what answers have made of their links and that they were taken, at once. An answer given anew meanwhile stays. */
  answersTaken(lease: Lease, taken: readonly GivenAnswer[], settlements: readonly Settlement<F>[]): Promise<void>;
  counts(lease: Pick<Lease, "connectionId" | "mailboxId">): Promise<Counts>;
}

/** The id a side knows the record by. */
export function idOn<F extends Fields>(sight: Sight<F>): string | null {
  switch (sight.is) {
    case "never":
      return null;
    case "present":
      return sight.seen.id;
    case "gone":
      return sight.id;
  }
}
