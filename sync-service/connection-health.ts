import type { Overview } from "../shared/api/administration.ts";
import { type Problem, SyncError } from "./errors.ts";

/** What is wrong with the connection as a whole, in this process: each part says when it failed and when it works again (A1). */
export class ConnectionHealth {
  readonly #problems = new Map<string, Problem>();

  failed(part: string, error: unknown): void {
    if (error instanceof SyncError) this.#problems.set(part, { ...error.problem, message: error.plainMessage });
    else
      this.#problems.set(part, {
        code: "UNEXPECTED",
        message: `Something unexpected stopped ${part}.`,
        remedy: "The log of the service says what; it is tried again.",
      });
  }

  worked(part: string): void {
    this.#problems.delete(part);
  }

  get problems(): Overview["connection"]["problems"] {
    return [...this.#problems.values()].map(({ code, message, remedy }) => ({ code, message, remedy }));
  }
}
