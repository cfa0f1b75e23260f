import { setTimeout as pause } from "node:timers/promises";
import pRetry from "p-retry";
import { Throttled, VendorFailed } from "./errors.ts";

/** Tries again, for as long as a person would not notice, what had no effect. Longer waits are the schedule's. */
export type Patience = <T>(work: () => Promise<T>) => Promise<T>;

const MOST_RETRIES = 4;
const FIRST_WAIT_MS = 150;
/** A time a vendor names is waited for in place up to this long. */
const LONGEST_WAIT_MS = 3_000;
/** A time of ours up to this one stands for "soon", and is begun with a short wait. */
const SOON_MS = 10_000;

/** Waits for nothing: a read that broke off is asked once more at once, and that is all. */
export const impatient: Patience = async (work) => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof VendorFailed) return work();
    throw error;
  }
};

/**
 * REL8: full-jitter back-off for what broke off or was refused without a named time; a named time is obeyed to the letter.
 * A throttled request had no effect, so a write may be repeated too; `VendorFailed` is only ever said of reads.
 */
export const patient: Patience = (work) =>
  pRetry(work, {
    retries: MOST_RETRIES,
    minTimeout: FIRST_WAIT_MS,
    factor: 2,
    randomize: true,
    shouldRetry: ({ error }) => isPassing(error),
    onFailedAttempt: async ({ error, retriesLeft }) => {
      if (retriesLeft > 0 && error instanceof Throttled && !error.isGuess && isPassing(error)) await pause(error.retryAfterMs);
    },
  });

function isPassing(error: unknown): boolean {
  if (error instanceof VendorFailed) return true;
  return error instanceof Throttled && error.retryAfterMs <= (error.isGuess ? SOON_MS : LONGEST_WAIT_MS);
}
