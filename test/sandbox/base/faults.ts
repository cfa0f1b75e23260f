import { Random } from "./random.ts";

export type StandInName = "graph" | "entra" | "salesforce";

/** What can go wrong, asked for by a test or a person; nothing goes wrong by itself. Each with what it means, for the page. */
export const FAULT_KINDS = {
  latency: "the reply comes so many milliseconds later",
  "lost-before": "the connection breaks before anything happened",
  "lost-after": "the effect happens, and its reply is lost",
  "cut-short": "the effect happens, and the connection breaks in the middle of the reply",
  throttled: "the vendor's own answer to too many requests, before any effect",
  unavailable: "the vendor's own 503, before any effect",
  "unavailable-after": "the effect happens, and something on the way back answers 503 in its place, without a word of the vendor's",
  "expired-session": "the vendor's own answer to a token that is over, before any effect",
  "feed-lagging": "Graph's delta shows no change since the last look yet; the next look that is not struck shows them",
  "notification-lost": "a change notification is never sent",
  "notification-doubled": "a change notification is sent twice",
  "notification-late": "a change notification is sent so many milliseconds later",
  "notification-reordered": "a change notification waits until the next one has overtaken it, or for so many milliseconds",
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

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
