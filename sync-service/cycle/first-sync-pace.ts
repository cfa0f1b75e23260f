interface Look {
  readonly at: number;
  readonly done: number;
}

/** A rate is that of the last minute: a vendor that slows us down shows soon, and what was read before any work does not count. */
const LOOKS_BACK_MS = 60_000;
const APART_MS = 1_000;
/** Two looks closer together than this tell chance, not a rate. */
const TELLS_AFTER_MS = 3_000;

/** How fast first syncs go, from how far they were whenever somebody asked. In memory: after a restart it is measured anew. */
export class FirstSyncPace {
  readonly #looks = new Map<string, readonly Look[]>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Seconds until all is done; null where nothing can be said yet. */
  secondsLeft(mailboxId: string, { done, of }: { readonly done: number; readonly of: number }): number | null {
    const at = this.#now().getTime();
    const known = (this.#looks.get(mailboxId) ?? []).filter((look) => at - look.at <= LOOKS_BACK_MS && look.done <= done);
    const last = known.at(-1);
    const looks = last && at - last.at < APART_MS ? known : [...known, { at, done }];
    this.#looks.set(mailboxId, looks);
    const [first] = looks;
    if (!first || at - first.at < TELLS_AFTER_MS || done <= first.done) return null;
    return Math.ceil(((of - done) * (at - first.at)) / (done - first.done) / 1_000);
  }

  /** It stands still, is still reading, or is over: what was measured says nothing of what comes. */
  forget(mailboxId: string): void {
    this.#looks.delete(mailboxId);
  }
}
