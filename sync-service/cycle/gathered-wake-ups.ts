import type { Concern, Waking } from "./wake-up.ts";

/** By mailbox, the number of the wake-up. */
type Woken = ReadonlyMap<string, bigint>;

/**
 * While one writing of wake-ups is under way, those that come gather and are written together: the notifications of a bulk of changes cost
 * a few statements, and the first of them waits for nothing. Whoever wakes learns when his own was stored, and that it was not when it failed.
 */
export class GatheredWakeUps {
  readonly #write: (waking: Waking) => Promise<Woken>;
  #underWay: Promise<unknown> = Promise.resolve();
  #next: { readonly waking: Map<string, Set<Concern>>; readonly written: Promise<Woken> } | null = null;

  constructor(write: (waking: Waking) => Promise<Woken>) {
    this.#write = write;
  }

  /** Answers the numbers of all that were written together. */
  wake(waking: Waking): Promise<Woken> {
    this.#next ??= this.#begun();
    const { waking: all, written } = this.#next;
    for (const [id, concerns] of waking) all.set(id, new Set([...(all.get(id) ?? []), ...concerns]));
    return written;
  }

  #begun() {
    const waking = new Map<string, Set<Concern>>();
    const written = this.#underWay.then(() => {
      this.#next = null;
      return this.#write(waking);
    });
    this.#underWay = written.catch(() => {});
    return { waking, written };
  }
}
