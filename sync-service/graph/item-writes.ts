import type { Fields } from "../../shared/records/fields.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { AccessLost, Gone, OutcomeUnknown, type Problem, Refused, type SyncError, Throttled, VersionMoved } from "../errors.ts";
import type { BatchReply } from "./batch.ts";

/** So long a write waits whose read failed, or whose mailbox let nothing through. */
const LATER_MS = 30_000;

/** What an error means for one action. `missing`: what is said when the container of a new item is gone. */
export function failureOf<F extends Fields>(action: Action<F>, error: SyncError, missing: (cause: unknown) => Problem): Outcome<F> {
  if (error instanceof Gone) {
    if (action.do === "remove") return { is: "done", seen: null };
    return action.do === "create" ? { is: "refused", problem: missing(error) } : { is: "gone" };
  }
  if (error instanceof VersionMoved) return { is: "moved" };
  if (error instanceof OutcomeUnknown) return { is: "unknown" };
  if (error instanceof Throttled) return { is: "later", retryAfterMs: error.retryAfterMs };
  if (error instanceof Refused) return { is: "refused", problem: error.problem };
  return { is: "later", retryAfterMs: LATER_MS };
}

/** An error for the whole mailbox, met before anything was written, is no matter of one item. @throws AccessLost */
export function refuseAll(replies: readonly BatchReply[]): void {
  const [first] = replies;
  if (first?.error instanceof AccessLost && replies.every(({ error }) => error instanceof AccessLost)) throw first.error;
}

/** In a new item what is blank need not be said. */
export function withoutBlanks<T extends object>(wire: Partial<T>): Partial<T> {
  return Object.fromEntries(
    Object.entries(wire).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  ) as Partial<T>;
}
