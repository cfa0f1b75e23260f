import type { Preset } from "../../shared/api/preset.ts";
import type { Event } from "../../shared/records/event.ts";
import type { Policy, Withheld } from "../engine/policy.ts";
import { eventFault } from "../mappings/event-faults.ts";
import { sentOnlyEventFields } from "../mappings/event.ts";
import { activityPolicy } from "./activity-policy.ts";

/** E5: of a private event nothing but its time goes up. Whom it is with never does. */
const timeOnly = ({ isPrivate }: Event): Withheld<Event> | null =>
  isPrivate === true ? { instead: { subject: "Busy", location: null, notes: null }, by: "isPrivate" } : null;

type EventField = keyof Event;

/** What the preset and each side's field security come to for events. */
export function eventPolicy(
  preset: Preset["events"],
  exchange: ReadonlySet<EventField>,
  salesforce: ReadonlySet<EventField>,
): Policy<Event> {
  return activityPolicy<Event>(preset, exchange, salesforce, {
    sentOnly: sentOnlyEventFields,
    // A series counts when it is made; what is told of it later, with the window that moved on, asks for no write.
    alike: (field, one, other) => field === "series" || one === other,
    // A time, a reminder and how it shows in the calendar come with any event.
    blankAtFirst: new Set(["location", "notes"]),
    fault: eventFault,
    ...(preset.privateEvents === "time-only" ? { withheld: timeOnly } : {}),
  });
}
