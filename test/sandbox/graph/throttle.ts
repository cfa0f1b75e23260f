import type { Clock } from "../base/clock.ts";
import type { Switches } from "./switches.ts";

/** The limits as Outlook names them in its refusals. */
export type Limit = "RequestsPerTimeSpan" | "IncomingBytes" | "ApplicationRequests";

export interface Asked {
  readonly appId: string;
  readonly mailbox: string;
  readonly method: string;
  readonly bytes: number;
}

interface Window {
  readonly since: number;
  sum: number;
}

/** Counts requests and bytes per application and mailbox, where a test switched a limit on. A refused call counts too. */
export class Throttle {
  readonly #clock: Clock;
  readonly #switches: Switches;
  readonly #windows = new Map<string, Window>();
  readonly #underWay = new Map<string, number>();

  constructor(clock: Clock, switches: Switches) {
    this.#clock = clock;
    this.#switches = switches;
  }

  /** The limit that this request goes over; null when it may run. */
  over({ appId, mailbox, method, bytes }: Asked): Limit | null {
    const { requestsPerTenMinutes, uploadBytesPerFiveMinutes, requestsPerTenSeconds } = this.#switches;
    const uploaded = ["POST", "PATCH", "PUT"].includes(method) ? bytes : 0;
    const over: readonly (readonly [Limit, boolean])[] = [
      ["RequestsPerTimeSpan", this.#isOver(`requests ${appId}/${mailbox}`, 10 * 60_000, 1, requestsPerTenMinutes)],
      ["IncomingBytes", this.#isOver(`bytes ${appId}/${mailbox}`, 5 * 60_000, uploaded, uploadBytesPerFiveMinutes)],
      ["ApplicationRequests", this.#isOver(`requests ${appId}`, 10_000, 1, requestsPerTenSeconds)],
    ];
    return over.find(([, isOver]) => isOver)?.[0] ?? null;
  }

  #isOver(key: string, lengthMs: number, amount: number, limit: number | null): boolean {
    if (limit === null) return false;
    const now = this.#clock.now().getTime();
    let window = this.#windows.get(key);
    if (!window || now - window.since >= lengthMs) this.#windows.set(key, (window = { since: now, sum: 0 }));
    window.sum += amount;
    return amount > 0 && window.sum > limit;
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
