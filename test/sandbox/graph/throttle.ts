import type { Clock } from "../base/clock.ts";
import type { Switches } from "./switches.ts";

const WINDOW_MS = 10 * 60_000;

/** Counts requests per application and mailbox, where a test switched a limit on. A refused call counts too. */
export class Throttle {
  readonly #clock: Clock;
  readonly #switches: Switches;
  readonly #windows = new Map<string, { since: number; count: number }>();
  readonly #underWay = new Map<string, number>();

  constructor(clock: Clock, switches: Switches) {
    this.#clock = clock;
    this.#switches = switches;
  }

  /** Whether one more request may run. */
  admits(appId: string, mailbox: string): boolean {
    const limit = this.#switches.requestsPerTenMinutes;
    if (limit === null) return true;
    const now = this.#clock.now().getTime();
    const key = `${appId}/${mailbox}`;
    let window = this.#windows.get(key);
    if (!window || now - window.since >= WINDOW_MS) this.#windows.set(key, (window = { since: now, count: 0 }));
    window.count += 1;
    return window.count <= limit;
  }

  /** A request to that mailbox arrived; false when too many are under way already. Call `leaves` in any case. */
  arrives(mailbox: string): boolean {
    const count = (this.#underWay.get(mailbox) ?? 0) + 1;
    this.#underWay.set(mailbox, count);
    return this.#switches.concurrentRequests === null || count <= this.#switches.concurrentRequests;
  }

  leaves(mailbox: string): void {
    this.#underWay.set(mailbox, (this.#underWay.get(mailbox) ?? 1) - 1);
  }
}
