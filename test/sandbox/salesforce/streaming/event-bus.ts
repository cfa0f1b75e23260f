import type { Clock } from "../../base/clock.ts";
import { Random } from "../../base/random.ts";
import type { Table, Tables } from "../../base/tables.ts";

const HOUR_MS = 3_600_000;
const CHANGE_EVENTS_KEPT_MS = 72 * HOUR_MS;
const OTHERS_KEPT_MS = 24 * HOUR_MS;
const FIRST_REPLAY_ID = 1_000_000;
const WIDEST_GAP = 4;

/** An event as it is kept until nobody may ask for it any more. */
export interface StoredEvent {
  readonly replayId: number;
  /** `/data/ContactChangeEvent`, `/topic/Name`, `/u/Name`. */
  readonly channel: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** What the subscriber gets as `data`, without the replay id. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * The events of the org in the order of their publishing. Replay ids grow and leave gaps; change events are kept 72 hours, those of
 * topics and generic channels 24.
 */
export class EventBus {
  /** How often this org was started: what is drawn by chance differs from one start to the next. */
  readonly starts: number;
  readonly #clock: Clock;
  readonly #events: Table<StoredEvent>;
  readonly #numbers: Table<number>;
  readonly #random: Random;
  readonly #listeners = new Set<(event: StoredEvent) => void>();

  constructor(tables: Tables, clock: Clock, seed: number) {
    this.#clock = clock;
    this.#events = tables.table<StoredEvent>("salesforce.events");
    this.#numbers = tables.table<number>("salesforce.events.numbers");
    this.#random = new Random(seed + (this.#numbers.get("replay") ?? 0));
    this.starts = this.#numbers.put("starts", (this.#numbers.get("starts") ?? 0) + 1);
  }

  listen(listener: (event: StoredEvent) => void): void {
    this.#listeners.add(listener);
  }

  publish(channel: string, data: StoredEvent["data"]): void {
    this.#prune();
    const replayId = this.newest + 1 + Math.floor(this.#random.next() * WIDEST_GAP);
    const event: StoredEvent = { replayId, channel, at: this.#clock.now().getTime(), data };
    this.#numbers.put("replay", replayId);
    this.#events.put(String(replayId).padStart(15, "0"), event);
    for (const listener of this.#listeners) listener(event);
  }

  /** The last replay id given away. */
  get newest(): number {
    return this.#numbers.get("replay") ?? FIRST_REPLAY_ID;
  }

  /** The events kept after this id, in order. -2 stands for all of them. Null when the id is too old, or was never reached. */
  after(replayId: number): readonly StoredEvent[] | null {
    this.#prune();
    const kept = [...this.#events.values()];
    if (replayId === -2) return kept;
    const floor = this.#numbers.get("dropped") ?? FIRST_REPLAY_ID - 1;
    if (!Number.isInteger(replayId) || replayId <= floor || replayId > this.newest) return null;
    return kept.filter((event) => event.replayId > replayId);
  }

  #prune(): void {
    const now = this.#clock.now().getTime();
    for (const [key, event] of this.#events.entries()) {
      const ageMs = now - event.at;
      if (ageMs <= OTHERS_KEPT_MS) return;
      const isChange = event.channel.startsWith("/data/");
      if (isChange && ageMs <= CHANGE_EVENTS_KEPT_MS) continue;
      this.#events.delete(key);
      if (isChange) this.#numbers.put("dropped", event.replayId);
    }
  }
}
