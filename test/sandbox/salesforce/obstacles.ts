import type { Draft } from "./draft.ts";
import { refused } from "./errors.ts";

/** What an administrator's automation does to a record on its way into the org: change `draft.values`, or refuse. */
export type Automation = (draft: Draft) => void;

/**
 * Validation rules, flows and triggers that a test adds, and rows that another transaction holds. They live in this process only
 * and do not survive a restart.
 */
export class Obstacles {
  readonly #automations: Automation[] = [];
  readonly #locks = new Map<string, number>();

  /** Runs on every save from now on, the org's own seeding excepted. */
  automate(automation: Automation): void {
    this.#automations.push(automation);
  }

  /** A validation rule: `broken` answers the administrator's message when the record may not be saved. */
  validate(object: string, broken: (values: Draft["values"]) => string | null): void {
    this.automate((draft) => {
      const message = draft.object.name === object ? broken(draft.values) : null;
      if (message !== null) throw refused("FIELD_CUSTOM_VALIDATION_EXCEPTION", message);
    });
  }

  /** The next so many writes of a record fail for the lock of another. */
  lock(id: string, times: number): void {
    this.#locks.set(id, times);
  }

  clear(): void {
    this.#automations.length = 0;
    this.#locks.clear();
  }

  /** @throws Refusal UNABLE_TO_LOCK_ROW while the row is held */
  checkLock(id: string): void {
    const left = this.#locks.get(id) ?? 0;
    if (left <= 0) return;
    this.#locks.set(id, left - 1);
    throw refused("UNABLE_TO_LOCK_ROW", `unable to obtain exclusive access to this record or 1 records: ${id}`);
  }

  run(draft: Draft): void {
    for (const automation of this.#automations) automation(draft);
  }
}
