/** What was met of late, by id: the newest, so that a mailbox of any size costs the same. */
export class RecentlyMet<T> {
  readonly #held = new Map<string, T>();
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get(id: string): T | undefined {
    return this.#held.get(id);
  }

  meet(id: string, met: T): void {
    this.#held.delete(id);
    this.#held.set(id, met);
    for (const eldest of this.#held.keys()) {
      if (this.#held.size <= this.#most) break;
      this.#held.delete(eldest);
    }
  }

  forget(id: string): void {
    this.#held.delete(id);
  }
}
