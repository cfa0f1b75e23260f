import type { Mailbox } from "../accounts/mailbox.ts";
import { asksToWait, type Problem } from "../errors.ts";
import { earliestIfAny } from "./clocks.ts";
import type { Finish } from "./cycle-store.ts";
import type { Round, Rounds } from "./rounds.ts";
import type { CycleEnd, KindOfWork } from "./run-cycle.ts";

/** With notifications a mailbox is read for safety this often (S1). */
export const SAFETY_READ_MS = 15 * 60_000;
const SHORTEST_THROTTLE_MS = 500;

export interface FinishParts {
  readonly mailbox: Mailbox;
  readonly end: CycleEnd;
  /** A missing folder, told although nothing failed (B2). */
  readonly folderProblem: Problem | null;
  /** The kinds of the mailbox, but those that are paused. */
  readonly kinds: readonly Pick<KindOfWork, "kind" | "isTold">[];
  /** Rounds of before that still held when the cycle began. */
  readonly before: Rounds;
  /** Until when kinds rest after a failure, of this cycle or an earlier one. */
  readonly restingUntil: Date | null;
  /** The mailbox has notifications: what they tell of is not polled. */
  readonly isNotified: boolean;
  readonly pollMs: number;
  readonly now: Date;
}

/** What a cycle leaves on its mailbox: how it stands, and when it is due again. */
export function finishOf(parts: FinishParts): Finish {
  const { end, pollMs, now, restingUntil } = parts;
  const rounds = roundsAfter(parts);
  const look = new Date(now.getTime() + pollMs);
  const looks = Object.values(rounds).map((round) => round?.until ?? look);
  const nextDueAt = end.more ? now : (earliestIfAny(looks) ?? look);
  const doneSeq = restingUntil ? null : end.doneSeq;
  return {
    ...standing(parts, doneSeq !== null),
    doneSeq,
    nextDueAt: nextDueAt < now ? now : nextDueAt,
    retryAt: restingUntil,
    throttledUntil: throttledUntil(parts),
    rounds,
  };
}

/** How each kind stands now: read in this cycle, still resting since an earlier one, or to be looked at with the next. */
function roundsAfter({ kinds, before, end, isNotified, pollMs, now }: FinishParts): Rounds {
  const failed = new Set(end.failures.map(({ kind }) => kind));
  const stands = ({ kind, isTold }: FinishParts["kinds"][number]): Round | null => {
    const read = end.read.find((each) => each.kind === kind);
    if (!read) return failed.has(kind) ? null : (before[kind] ?? null);
    const look = new Date(now.getTime() + (isNotified && isTold ? SAFETY_READ_MS : pollMs));
    return { seq: read.seq, until: earliestIfAny([look, read.nextItemAt]) ?? look, isTold };
  };
  return Object.fromEntries(kinds.map((each) => [each.kind, stands(each)]));
}

function standing({ mailbox, end, folderProblem, restingUntil }: FinishParts, isDone: boolean): Pick<Finish, "state" | "problem"> {
  const fault = folderProblem ?? end.failures.find(({ isFault }) => isFault)?.problem;
  if (fault) return { state: "faulty", problem: fault };
  if (isDone) return { state: "healthy", problem: null };
  // Neither well nor newly failed: what was said of it stands, until the kinds that rest were tried again.
  if (mailbox.state === "faulty" && restingUntil) return { state: "faulty", problem: mailbox.problem };
  const standsAs = mailbox.firstSyncDoneAt === null ? "first-sync" : "healthy";
  return { state: mailbox.state === "faulty" ? standsAs : mailbox.state, problem: null };
}

function throttledUntil({ end, now }: FinishParts): Date | null {
  const asked = end.failures.flatMap(({ error }) => (asksToWait(error) ? [Math.max(error.retryAfterMs, SHORTEST_THROTTLE_MS)] : []));
  return asked.length === 0 ? null : new Date(now.getTime() + Math.max(...asked));
}
