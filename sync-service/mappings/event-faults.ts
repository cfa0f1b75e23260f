import type { Event } from "../../shared/records/event.ts";
import { minutesBetween, timeOf } from "./event-time.ts";

/** What keeps an event out of Salesforce, in the words of its item (E6, C6). Shaped as the engine's `Fault`. */
export interface EventFault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly category: string | null;
}

/** Set on the item beside "Sync Error". */
export const eventFaultCategory = "Event cannot be saved";

/** The longest event the API makes where events may span days; where they may not, Salesforce itself says so (salesforce.md 4.5). */
const LONGEST_DAYS = 14;

/** E6: longer than any org allows, or ending before it starts. */
export function eventFault({ time }: Event): EventFault | null {
  const at = timeOf(time);
  if (at === null) return fault("EVENT_WITHOUT_TIME", "The event has no start or no end that can be read.", "Give it a start and an end.");
  const minutes = minutesBetween(at.start, at.end);
  if (minutes < 0) return fault("EVENT_ENDS_BEFORE_START", "The event ends before it starts.", "Correct its start or its end.");
  if (minutes <= LONGEST_DAYS * 1_440) return null;
  return fault("EVENT_TOO_LONG", `Salesforce takes events of at most ${LONGEST_DAYS} days.`, "Split it into shorter events.");
}

const fault = (code: string, message: string, remedy: string): EventFault => ({ code, message, remedy, category: eventFaultCategory });
