import { refusal } from "../errors.ts";
import type { Found } from "../soql/run.ts";

interface Open {
  readonly userId: string;
  readonly found: Found;
  readonly openedAt: number;
}

const OPEN_PER_USER = 10;
const LIFE_MS = 2 * 86_400_000;

/** The query locators: results that are read page by page. At most ten are open to a user; an eleventh closes the oldest. */
export class QueryPages {
  readonly #open = new Map<string, Open>();
  readonly #now: () => Date;
  #number = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The first page. */
  open(userId: string, found: Found, size: number, version: string): object {
    if (found.rows.length <= size) return this.#page(null, found, 0, size, version);
    this.#number += 1;
    const locator = `01gTd${String(this.#number).padStart(13, "0")}`;
    const own = [...this.#open].filter(([, open]) => open.userId === userId);
    for (const [oldest] of own.slice(0, Math.max(0, own.length - OPEN_PER_USER + 1))) this.#open.delete(oldest);
    this.#open.set(locator, { userId, found, openedAt: this.#now().getTime() });
    return this.#page(locator, found, 0, size, version);
  }

  /** A further page, by what stands after `/query/`. @throws Refusal INVALID_QUERY_LOCATOR */
  next(userId: string, cursor: string, size: number, version: string): object {
    const [locator = "", from = ""] = cursor.split("-");
    const open = this.#open.get(locator);
    const start = Number(from);
    if (!open || open.userId !== userId || !Number.isInteger(start) || this.#now().getTime() - open.openedAt > LIFE_MS) {
      throw refusal(400, "INVALID_QUERY_LOCATOR", "invalid query locator");
    }
    return this.#page(locator, open.found, start, size, version);
  }

  #page(locator: string | null, found: Found, from: number, size: number, version: string): object {
    const until = from + size;
    const done = until >= found.rows.length;
    return {
      totalSize: found.total,
      done,
      ...(done || locator === null ? {} : { nextRecordsUrl: `/services/data/${version}/query/${locator}-${until}` }),
      records: found.rows.slice(from, until).map(found.shape),
    };
  }
}
