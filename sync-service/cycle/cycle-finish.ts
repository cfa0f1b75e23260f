import type { Mailbox } from "../accounts/mailbox.ts";
import { asksToWait, type Problem } from "../errors.ts";
import type { Finish } from "./cycle-store.ts";
import { type CycleEnd, earliest } from "./run-cycle.ts";

/** With notifications a mailbox is read for safety this often (S1). */
export const SAFETY_READ_MS = 15 * 60_000;
const SHORTEST_THROTTLE_MS = 500;

export interface FinishParts {
  readonly mailbox: Mailbox;
  readonly end: CycleEnd;
  /** A missing folder, told although nothing failed (B2). */
  readonly folderProblem: Problem | null;
  /** Until when kinds rest after a failure, of this cycle or an earlier one. */
  readonly restingUntil: Date | null;
  /** We are told of everything that changes: nothing has to be polled. */
  readonly isTold: boolean;
  readonly pollMs: number;
  readonly now: Date;
}

/** What a cycle leaves on its mailbox: how it stands, and when it is due again. */
export function finishOf(parts: FinishParts): Finish {
  const { end, isTold, pollMs, now, restingUntil } = parts;
  const look = new Date(now.getTime() + (isTold ? SAFETY_READ_MS : pollMs));
  const nextDueAt = end.more ? now : (earliest([look, end.nextItemAt]) ?? look);
  const doneSeq = restingUntil ? null : end.doneSeq;
  return {
    ...standing(parts, doneSeq !== null),
    doneSeq,
    nextDueAt: nextDueAt < now ? now : nextDueAt,
    retryAt: restingUntil,
    throttledUntil: throttledUntil(parts),
  };
}

function standing({ mailbox, end, folderProblem, restingUntil }: FinishParts, isDone: boolean): Pick<Finish, "state" | "problem"> {
  const fault = folderProblem ?? end.failures.find(({ isFault }) => isFault)?.problem;
  if (fault) return { state: "faulty", problem: fault };
  if (isDone) return { state: "healthy", problem: null };
  // Neither well nor newly failed: what was said of it stands, until the kinds that rest were tried again.
  if (mailbox.state === "faulty" && restingUntil) return { state: "faulty", problem: mailbox.problem };
  return { state: mailbox.state === "faulty" ? "healthy" : mailbox.state, problem: null };
}

function throttledUntil({ end, now }: FinishParts): Date | null {
  const asked = end.failures.flatMap(({ error }) => (asksToWait(error) ? [Math.max(error.retryAfterMs, SHORTEST_THROTTLE_MS)] : []));
  return asked.length === 0 ? null : new Date(now.getTime() + Math.max(...asked));
}
