import { AccessLost, asksToWait, CursorExpired, Fenced, OutcomeUnknown, Refused, SyncError, Throttled, type Problem } from "../errors.ts";
import { fileEmail } from "./file-email.ts";
import { stays, takeOut } from "./take-out.ts";
import type { Filing } from "./filing-store.ts";
import type { FilingParts } from "./parts.ts";

/** An error that none of ours explains may be the mail's own: it parks soon, and the rest goes on. */
const MOST_UNEXPLAINED = 8;
/** A vendor that fails is waited for: an hour and a half. */
const MOST_ATTEMPTS = 100;
const FIRST_WAIT_MS = 500;
/** A write without an answer may still be under way. */
const UNKNOWN_WAIT_MS = 2_000;
/** So often a write may lose its answer before the waits grow: what came before it went through each time. */
const UNKNOWN_UNHURRIED = 5;
const LONGEST_WAIT_MS = 60_000;
/** While access is lost, or a vendor asks to come later, attempts are not counted beyond this, however long it takes. */
const UNCOUNTED_ATTEMPTS = 8;

/** `filing` once more, to whatever end, which stands on its row. Answers what ended it before its time. @throws Fenced */
export async function attempt(filing: Filing, parts: FilingParts): Promise<unknown> {
  try {
    await (filing.state === "removing" ? takeOut(filing, parts) : fileEmail(filing, parts));
    return null;
  } catch (error) {
    await putOffOrPark(filing, error, parts);
    return error;
  }
}

async function putOffOrPark(filing: Filing, error: unknown, { store, now, unexpected }: FilingParts): Promise<void> {
  if (error instanceof Fenced || error instanceof CursorExpired) throw error;
  const inMs = (wait: number) => new Date(now().getTime() + wait);
  if (asksToWait(error)) return store.later(filing, error.problem, filing.attempts, inMs(error.retryAfterMs));
  if (error instanceof Throttled || error instanceof AccessLost) {
    const attempts = Math.max(filing.attempts, Math.min(filing.attempts + 1, UNCOUNTED_ATTEMPTS));
    const wait = error instanceof Throttled ? Math.min(error.retryAfterMs, waitBefore(attempts)) : waitBefore(attempts);
    return store.later(filing, error.problem, attempts, inMs(wait));
  }
  if (error instanceof Refused) {
    await store.release(filing);
    return park(withNextStep(error.problem));
  }
  const ours = error instanceof SyncError;
  if (!ours) unexpected(error);
  const attempts = filing.attempts + 1;
  const problem: Problem = ours ? error.problem : UNEXPLAINED;
  if (attempts >= (ours ? MOST_ATTEMPTS : MOST_UNEXPLAINED)) return park(gaveUp(problem, attempts));
  const wait = error instanceof OutcomeUnknown ? Math.max(UNKNOWN_WAIT_MS, waitBefore(attempts - UNKNOWN_UNHURRIED)) : waitBefore(attempts);
  return store.later(filing, problem, attempts, inMs(wait));

  function park(reason: Problem): Promise<void> {
    if (filing.state === "removing") return store.settle(filing, stays(filing, reason), now());
    return store.settle(filing, { state: "failed", problem: reason, detail: null, activityId: null, marksDue: true }, now());
  }
}

/** Milliseconds: doubling, so that a passing fault costs seconds and an outage few requests. */
export function waitBefore(attempts: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempts - 1), LONGEST_WAIT_MS);
}

/** A mail that was refused is not tried by itself again: nothing of the mail would change. */
function withNextStep(problem: Problem): Problem {
  if (problem.remedy.includes("in the pane")) return problem;
  return { ...problem, remedy: `${problem.remedy} Then choose File in the pane to try again.` };
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
