import type { StandInName } from "./faults.ts";

export interface LoggedRequest {
  readonly on: StandInName;
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  /** The status answered; 0 when the reply was lost on request. */
  readonly status: number;
  readonly ms: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** The `client-request-id`, or the Salesforce caller's name, when given. */
  readonly caller: string | null;
}

/** What was asked of the stand-ins, in order, for tests and the bench to count. Holds the newest `limit` in full, all in number. */
export class RequestLog {
  readonly #limit: number;
  #requests: LoggedRequest[] = [];
  #count = 0;

  constructor(limit = 100_000) {
    this.#limit = limit;
  }

  add(request: LoggedRequest): void {
    this.#count += 1;
    this.#requests.push(request);
    if (this.#requests.length > this.#limit * 1.1) this.#requests = this.#requests.slice(-this.#limit);
  }

  /** How many there were in all; a mark to measure from. */
  get count(): number {
    return this.#count;
  }

  /** Those since a mark taken from `count`. */
  since(mark: number): readonly LoggedRequest[] {
    return this.#requests.slice(Math.max(0, this.#requests.length - (this.#count - mark)));
  }
}
