import type { Clock } from "../../base/clock.ts";
import type { Table, Tables } from "../../base/tables.ts";

/** A mail about a meeting that Exchange would have sent, inside the tenant or out of it. */
export interface MailedNotice {
  readonly number: number;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly why: "invitation" | "update" | "cancellation" | "response" | "forward" | "forward-notice";
  /** Mail addresses, in lower case. */
  readonly from: string;
  readonly to: string;
  readonly event: {
    /** Object id of the user in whose calendar it was done, and the id by which Graph calls the event there. */
    readonly mailbox: string;
    readonly id: string;
    readonly iCalUId: string;
    readonly subject: string;
    /** Of one occurrence: which. Null for a single event and for a whole series. */
    readonly originalStart: string | null;
  };
  readonly response: string | null;
  readonly comment: string | null;
}

/** Everything that would have left by mail because of a calendar: what a sync must not cause by surprise. */
export class MailRecord {
  readonly #table: Table<MailedNotice>;
  readonly #clock: Clock;

  constructor(tables: Tables, clock: Clock) {
    this.#table = tables.table("graph.mailed");
    this.#clock = clock;
  }

  add(notice: Omit<MailedNotice, "number" | "at">): MailedNotice {
    const number = this.#table.size + 1;
    return this.#table.put(String(number), { number, at: this.#clock.now().toISOString(), ...notice });
  }

  /** Oldest first. */
  list(): readonly MailedNotice[] {
    return [...this.#table.values()].sort((left, right) => left.number - right.number);
  }
}
