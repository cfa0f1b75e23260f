import type { SyncKind } from "./run-cycle.ts";
import { lastFor, type WakeUps } from "./wake-up.ts";

/** A kind of a mailbox was read to its end. */
export interface Round {
  /** The newest wake-up at that time. */
  readonly seq: bigint;
  /** When it is looked at without having been named: an item falls due, or the interval of looking is over. */
  readonly until: Date;
  /** We are told of its changes where the mailbox has notifications. */
  readonly isTold: boolean;
}

/**
 * How each kind of a mailbox stood when its last cycle ended; null: not read to its end. Kept with the mailbox, so that whichever process
 * has the next cycle looks only at what was named since (S3). A kind that is absent was never looked at.
 */
export type Rounds = Readonly<Partial<Record<SyncKind, Round | null>>>;

/** The round that still holds for a kind; null when it is to be looked at. */
export function roundOf(kind: SyncKind, rounds: Rounds, wakeUps: WakeUps, now: Date): Round | null {
  const round = rounds[kind] ?? null;
  return round && lastFor(kind, wakeUps) <= round.seq && round.until > now ? round : null;
}

/** Nothing that we are told of has news: only what nobody tells us of is to be looked at (MG14). */
export function isQuiet(rounds: Rounds, wakeUps: WakeUps, now: Date): boolean {
  const kinds = Object.keys(rounds) as SyncKind[];
  return kinds.length > 0 && kinds.every((kind) => rounds[kind]?.isTold === false || roundOf(kind, rounds, wakeUps, now) !== null);
}
