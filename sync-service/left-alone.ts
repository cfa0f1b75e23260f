import type { Overview } from "../shared/api/administration.ts";
import type { Problem } from "./errors.ts";

/** What the preset asks for and some users' Salesforce has no place for, as their last cycles in this process met it: no fault, yet to be seen (C3). */
export class LeftAlone {
  readonly #byMailbox = new Map<string, readonly Problem[]>();

  /** All of a mailbox; with nothing it is told no more. */
  told(mailboxId: string, problems: readonly Problem[]): void {
    if (problems.length === 0) this.#byMailbox.delete(mailboxId);
    else this.#byMailbox.set(mailboxId, problems);
  }

  /** Each once, with how many users it is so for. */
  get all(): Overview["leftAlone"] {
    const found = new Map<string, Overview["leftAlone"][number]>();
    for (const { code, message, remedy } of [...this.#byMailbox.values()].flat()) {
      const users = (found.get(message)?.users ?? 0) + 1;
      found.set(message, { code, message, remedy, users });
    }
    return [...found.values()];
  }
}
