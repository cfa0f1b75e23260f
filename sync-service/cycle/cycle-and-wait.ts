import { setTimeout as pause } from "node:timers/promises";
import type { CycleStore } from "./cycle-store.ts";
import type { Counts } from "./link.ts";

export interface CycleAndWaitParts {
  readonly store: CycleStore;
  /** A look at Salesforce for the organisation; false when another one is at it. @throws what the look failed with */
  readonly look: () => Promise<boolean>;
  readonly wake: (mailboxIds: readonly string[]) => Promise<ReadonlyMap<string, bigint>>;
  readonly counts: (mailboxId: string) => Promise<Counts>;
  readonly now: () => Date;
}

export interface Waited extends Counts {
  readonly settled: boolean;
}

const LOOK_AGAIN_MS = 40;

/**
 * Reads both sides of a mailbox from now on and waits until all that stood there is acted upon, or the time is over (O5). The
 * look at Salesforce comes first: what it finds is noted before the mailbox is woken, so the cycle that follows reads it.
 */
export async function cycleAndWait(mailboxId: string, waitMs: number, parts: CycleAndWaitParts): Promise<Waited> {
  const { store, counts, now } = parts;
  const deadline = now().getTime() + waitMs;
  const isOver = () => now().getTime() >= deadline;
  const seenAll = await lookFromNow(parts, isOver);
  const seq = (await parts.wake([mailboxId])).get(mailboxId);
  for (;;) {
    const [done, items] = [await store.doneSeq(mailboxId), await counts(mailboxId)];
    const settled = seenAll && seq !== undefined && done >= seq && items.waiting + items.running === 0;
    if (settled || isOver() || seq === undefined) return { ...items, settled };
    await pause(LOOK_AGAIN_MS);
  }
}

/** One look that began after the call. */
async function lookFromNow({ look }: CycleAndWaitParts, isOver: () => boolean): Promise<boolean> {
  for (;;) {
    const looked = await look().catch(() => false);
    if (looked) return true;
    if (isOver()) return false;
    await pause(LOOK_AGAIN_MS);
  }
}
