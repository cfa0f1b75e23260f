import type { Event } from "../../shared/records/event.ts";
import { minutesBetween, timeOf } from "./event-time.ts";

/** What keeps an event out of Salesforce, in the words of its item (E6, C6). Shaped as the engine's `Fault`. */
export interface EventFault {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly category: string | null;
}

const DAY_MINUTES = 1_440;
/** The longest event the API makes where events may span days (salesforce.md 4.5). */
const LONGEST_MINUTES = 14 * DAY_MINUTES;

/** E6: longer than the org allows, or ending before it starts. */
export function eventFault({ time }: Event, org: { readonly multidayEvents: boolean }): EventFault | null {
  const at = timeOf(time);
  if (at === null) return fault("EVENT_WITHOUT_TIME", "The event has no start or no end that can be read.", "Give it a start and an end.");
  const minutes = minutesBetween(at.start, at.end);
  if (minutes < 0) return fault("EVENT_ENDS_BEFORE_START", "The event ends before it starts.", "Correct its start or its end.");
  const longest = org.multidayEvents ? LONGEST_MINUTES : DAY_MINUTES;
  if (minutes <= longest) return null;
  return fault(
    "EVENT_TOO_LONG",
    `Salesforce takes events of at most ${longest / DAY_MINUTES} ${org.multidayEvents ? "days" : "day"} in this organisation.`,
    org.multidayEvents
      ? "Split it into shorter events."
      : 'Split it, or ask the administrator to switch on "Enable Creation of Multiday Events" in Salesforce\'s activity settings.',
  );
}

const fault = (code: string, message: string, remedy: string): EventFault => ({ code, message, remedy, category: "Event cannot be saved" });
