/** The stand-ins' own time. Handed in, so that a test can move it; the service under test keeps its own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export class MovableClock implements Clock {
  #offsetMs = 0;
  readonly #start: () => number;

  constructor(start: () => number = () => Date.now()) {
    this.#start = start;
  }

  now(): Date {
    return new Date(this.#start() + this.#offsetMs);
  }

  move(byMs: number): void {
    this.#offsetMs += byMs;
  }
}
