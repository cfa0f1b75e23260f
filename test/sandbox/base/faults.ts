import { Random } from "./random.ts";

export type StandInName = "graph" | "entra" | "salesforce";

/**
 * What can go wrong, asked for by a test or a person; nothing goes wrong by itself.
 * - `latency`: the reply comes `ms` later.
 * - `lost-before`: the connection breaks before anything happened.
 * - `lost-after`: the effect happens, and its reply is lost.
 * - `throttled`, `unavailable`, `expired-session`: the vendor's own answer for it, before any effect.
 * - `unavailable-after`: the effect happens, and something on the way back answers 503 in its place, without a word of the vendor's.
 * - `notification-lost`, `notification-doubled`, `notification-late`: for change notifications, `ms` late.
 */
export type FaultKind =
  | "latency"
  | "lost-before"
  | "lost-after"
  | "throttled"
  | "unavailable"
  | "unavailable-after"
  | "expired-session"
  | "notification-lost"
  | "notification-doubled"
  | "notification-late";

export interface Fault {
  readonly kind: FaultKind;
  /** Which stand-in; every one when absent. */
  readonly on?: StandInName;
  readonly method?: string;
  /** A regular expression on the path without its query. */
  readonly path?: string;
  /** How often, 0 to 1; always when absent. */
  readonly probability?: number;
  /** Ends after so many hits; never when absent. */
  readonly times?: number;
  readonly ms?: number;
}

interface Planted {
  readonly id: number;
  readonly fault: Fault;
  readonly path: RegExp | null;
  hits: number;
}

/** The board on which faults are asked for. One board serves all stand-ins of a world. */
export class FaultBoard {
  #planted: Planted[] = [];
  #next = 1;
  #random: Random;

  constructor(seed = 1) {
    this.#random = new Random(seed);
  }

  plant(fault: Fault): number {
    const id = this.#next++;
    this.#planted.push({ id, fault, path: fault.path === undefined ? null : new RegExp(fault.path, "u"), hits: 0 });
    return id;
  }

  lift(id: number): void {
    this.#planted = this.#planted.filter((planted) => planted.id !== id);
  }

  /** All faults gone; with a seed, the chances begin anew. */
  clear(seed?: number): void {
    this.#planted = [];
    if (seed !== undefined) this.#random = new Random(seed);
  }

  list(): readonly { readonly id: number; readonly fault: Fault; readonly hits: number }[] {
    return this.#planted.map(({ id, fault, hits }) => ({ id, fault, hits }));
  }

  /** The faults that strike this request (or, for the `notification-…` kinds, this delivery); each counts as a hit. */
  strike(on: StandInName, method: string, path: string, kinds: readonly FaultKind[]): readonly Fault[] {
    const struck: Fault[] = [];
    for (const planted of this.#planted) {
      const { fault } = planted;
      if (!kinds.includes(fault.kind)) continue;
      if (fault.on !== undefined && fault.on !== on) continue;
      if (fault.method !== undefined && fault.method !== method) continue;
      if (planted.path && !planted.path.test(path)) continue;
      if (fault.times !== undefined && planted.hits >= fault.times) continue;
      if (fault.probability !== undefined && this.#random.next() >= fault.probability) continue;
      planted.hits += 1;
      struck.push(fault);
    }
    return struck;
  }
}
