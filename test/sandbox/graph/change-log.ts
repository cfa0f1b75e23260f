import type { StoredGone } from "./stored.ts";

export interface LogEntry {
  readonly seq: number;
  readonly key: number;
  /** Set when the entry tells of a departure. */
  readonly gone: StoredGone | null;
}

/** What happened in one folder, in order: the ground of its delta queries. Rebuilt from the stored items when a file is opened. */
export class ChangeLog {
  #entries: LogEntry[] = [];

  add(entry: LogEntry): void {
    this.#entries.push(entry);
  }

  /** Entries read from a file come in any order. */
  sort(): void {
    this.#entries.sort((left, right) => left.seq - right.seq);
  }

  /** The entries with `after < seq <= until`, oldest first. */
  *between(after: number, until: number): Generator<LogEntry> {
    for (let index = this.#firstAfter(after); index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (entry === undefined || entry.seq > until) return;
      yield entry;
    }
  }

  /** Drops entries of live items that a later entry repeats, once they are many. */
  compact(latest: (key: number) => number | undefined, live: number): void {
    if (this.#entries.length < live * 4 + 1000) return;
    this.#entries = this.#entries.filter((entry) => entry.gone !== null || latest(entry.key) === entry.seq);
  }

  #firstAfter(seq: number): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
