import { AsyncLocalStorage } from "node:async_hooks";
import { Fenced } from "../../sync-service/errors.ts";

/** How a piece of work came out, as seen from outside. */
export type Ending = { readonly is: "done" } | { readonly is: "failed"; readonly error: unknown } | { readonly is: "crashed" | "paused" };

/** When the process is to end, counted in steps: a step is a moment before or after a request, or before or after a call to the store. */
export interface Fate {
  readonly diesAt: number;
  /** Stands still at the first write to the store from this step on, as a machine that is suspended does. */
  readonly pausesAt: number;
  /** At this write alone; null: at any. */
  readonly pausesIn: string | null;
}

export const NEVER = Number.POSITIVE_INFINITY;
const CHARMED: Fate = { diesAt: NEVER, pausesAt: NEVER, pausesIn: null };
const running = new AsyncLocalStorage<MortalProcess>();

/** A process of the service that may die or stand still at any await. What waits in a dead one waits for ever. */
export class MortalProcess {
  readonly name: string;
  fate: Fate = CHARMED;
  steps = 0;
  /** Its lease was refused: from then on it has nothing to say to anybody. */
  fenced = false;
  readonly said: string[] = [];
  #dead = false;
  #ended = Promise.withResolvers<Ending>();
  #work: Promise<Ending> | null = null;
  #resume: (() => void) | null = null;

  constructor(name: string) {
    this.name = name;
  }

  /** The process whose code is running. */
  static get current(): MortalProcess | null {
    return running.getStore() ?? null;
  }

  get isAlive(): boolean {
    return !this.#dead;
  }

  get isPaused(): boolean {
    return this.#resume !== null;
  }

  /** Carries out work until it is done, the process dies, or it stands still. */
  async run(work: () => Promise<unknown>): Promise<Ending> {
    this.#work = running.run(this, async (): Promise<Ending> => {
      try {
        await work();
        return { is: "done" };
      } catch (error) {
        return { is: "failed", error };
      }
    });
    return this.#outcome();
  }

  /** The suspended machine wakes, and knows nothing of the time that passed. */
  async goOn(): Promise<Ending> {
    this.fate = CHARMED;
    this.#ended = Promise.withResolvers();
    this.#resume?.();
    this.#resume = null;
    return this.#outcome();
  }

  /** Called at each step. Does not come back where the process dies. */
  async step(what: string, write: string | null = null): Promise<void> {
    if (this.fenced) this.said.push(what);
    this.steps += 1;
    if (this.#dead || this.steps >= this.fate.diesAt) {
      this.die();
      await new Promise<never>(() => {});
    }
    const { pausesAt, pausesIn } = this.fate;
    if (write !== null && this.steps >= pausesAt && (pausesIn ?? write) === write) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#resume = resolve;
      this.fate = { ...this.fate, pausesAt: NEVER };
      this.#ended.resolve({ is: "paused" });
      await promise;
    }
  }

  die(): void {
    this.#dead = true;
    this.#ended.resolve({ is: "crashed" });
  }

  /** The store with a step before and after each call. */
  mortal<T extends object>(store: T, changed: () => void): T {
    return new Proxy(store, {
      get: (of, name) => {
        const value: unknown = Reflect.get(of, name);
        if (typeof value !== "function") return value;
        return async (...args: unknown[]): Promise<unknown> => {
          const isWrite = WRITES.has(String(name));
          await this.step(`store ${String(name)}`, isWrite ? String(name) : null);
          try {
            const answer: unknown = await (value as (...all: unknown[]) => unknown).apply(of, args);
            if (isWrite) changed();
            await this.step(`store ${String(name)} done`);
            return answer;
          } catch (error) {
            if (error instanceof Fenced) this.fenced = true;
            throw error;
          }
        };
      },
    });
  }

  #outcome(): Promise<Ending> {
    return Promise.race([this.#ended.promise, this.#work ?? Promise.resolve<Ending>({ is: "done" })]);
  }
}

const WRITES: ReadonlySet<string> = new Set(["observed", "startOver", "intend", "settled", "answersTaken"]);
