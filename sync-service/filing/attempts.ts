import { AccessLost, CursorExpired, Fenced, Refused, SyncError, Throttled, type Problem } from "../errors.ts";
import { fileEmail } from "./file-email.ts";
import type { Filing } from "./filing-store.ts";
import type { FilingParts } from "./parts.ts";

/** An error that none of ours explains may be the mail's own: it parks soon, and the rest goes on. */
const MOST_UNEXPLAINED = 8;
/** A vendor that fails is waited for: about two hours. */
const MOST_ATTEMPTS = 18;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10 * 60_000;
const RECONNECT_WAIT_MS = 5 * 60_000;

/** `filing` once more, to whatever end, which stands on its row. @throws Fenced, AccessLost: nothing else of this mailbox will do either. */
export async function attempt(filing: Filing, parts: FilingParts): Promise<void> {
  try {
    await fileEmail(filing, parts);
  } catch (error) {
    await putOffOrPark(filing, error, parts);
  }
}

async function putOffOrPark(filing: Filing, error: unknown, { store, now, unexpected }: FilingParts): Promise<void> {
  if (error instanceof Fenced || error instanceof CursorExpired) throw error;
  const inMs = (wait: number) => new Date(now().getTime() + wait);
  if (error instanceof Throttled) return store.later(filing, error.problem, filing.attempts, inMs(error.retryAfterMs));
  if (error instanceof AccessLost) {
    await store.later(filing, error.problem, filing.attempts, inMs(RECONNECT_WAIT_MS));
    throw error;
  }
  if (error instanceof Refused) {
    await store.release(filing);
    return park(error.problem);
  }
  const ours = error instanceof SyncError;
  if (!ours) unexpected(error);
  const attempts = filing.attempts + 1;
  const problem: Problem = ours ? error.problem : UNEXPLAINED;
  if (attempts >= (ours ? MOST_ATTEMPTS : MOST_UNEXPLAINED)) return park(gaveUp(problem, attempts));
  return store.later(filing, problem, attempts, inMs(waitBefore(attempts)));

  function park(reason: Problem): Promise<void> {
    return store.settle(filing, { state: "failed", problem: reason, detail: null, activityId: null, marksDue: true }, now());
  }
}

/** Milliseconds: doubling, so that a passing fault costs seconds and an outage few requests. */
export function waitBefore(attempts: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
}

function gaveUp(last: Problem, attempts: number): Problem {
  return {
    code: "GAVE_UP",
    message: `Filing was tried ${attempts} times. The last time: ${last.message}`,
    remedy: "Choose File in the pane to try again; if it fails again, give an administrator this message.",
  };
}

const UNEXPLAINED: Problem = {
  code: "UNEXPECTED",
  message: "Filing stopped at an error that Tandem does not know.",
  remedy: "Nothing to do: it is tried again by itself.",
};
