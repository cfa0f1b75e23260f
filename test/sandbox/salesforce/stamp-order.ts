interface Entry {
  readonly stamp: string;
  readonly id: string;
}

/**
 * Ids in the order of their stamps. Entries are only ever added; one that a newer stamp has overtaken is passed over when read,
 * and dropped when such entries are many. `current` tells the stamp which a row bears now, null when it is gone.
 */
export class StampOrder {
  #entries: Entry[] = [];
  #sorted = true;
  #sizeToTidy = 10_000;
  readonly #current: (id: string) => string | null;

  constructor(current: (id: string) => string | null) {
    this.#current = current;
  }

  add(stamp: string, id: string): void {
    const last = this.#entries.at(-1);
    if (last && last.stamp === stamp && last.id === id) return;
    if (last && last.stamp > stamp) this.#sorted = false;
    this.#entries.push({ stamp, id });
  }

  since(stamp: string): ReadonlySet<string> {
    if (!this.#sorted || this.#entries.length > this.#sizeToTidy) this.#tidy();
    const ids = new Set<string>();
    for (let index = this.#firstFrom(stamp); index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (entry && this.#current(entry.id) === entry.stamp) ids.add(entry.id);
    }
    return ids;
  }

  #tidy(): void {
    this.#entries = this.#entries
      .filter((entry) => this.#current(entry.id) === entry.stamp)
      .toSorted((a, b) => (a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : 0));
    this.#sorted = true;
    this.#sizeToTidy = this.#entries.length * 2 + 10_000;
  }

  #firstFrom(stamp: string): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#entries[middle]?.stamp ?? "") < stamp) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
