import type { Fields, SideName } from "../../shared/records/fields.ts";
import { Unreadable } from "../errors.ts";
import { isOwnFault } from "./own-fault.ts";
import type { Change, Seen } from "./side.ts";

/** Reads one record. @throws Unreadable in place of what our own code throws over it */
export function readable<T>(on: SideName, id: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isOwnFault(error) || error instanceof Unreadable) throw error;
    throw new Unreadable(on, id, { cause: error });
  }
}

/** What a page tells of one record: as it stands, or that it could not be read; null when it is none of our business. */
export function told<F extends Fields>(id: string, seen: () => Seen<F> | null): Change<F> | null {
  try {
    const found = seen();
    return found && { is: "present", seen: found };
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    return { is: "unread", id };
  }
}
