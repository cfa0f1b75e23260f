import type { Preset } from "../../shared/api/preset.ts";
import type { Event } from "../../shared/records/event.ts";
import type { Policy } from "../engine/policy.ts";
import { eventFault } from "../mappings/event-faults.ts";
import { sentOnlyEventFields } from "../mappings/event.ts";

type EventField = keyof Event;

/** What the preset and each side's field security come to for events. */
export function eventPolicy(
  preset: Preset["events"],
  exchange: ReadonlySet<EventField>,
  salesforce: ReadonlySet<EventField>,
): Policy<Event> {
  const goesDown = preset.update === "both" || preset.update === "to-outlook";
  const goesUp = preset.update === "both" || preset.update === "to-salesforce";
  const inPlay = new Set([...exchange].filter((field) => salesforce.has(field)));
  const comesDown = new Set([...inPlay].filter((field) => !sentOnlyEventFields.has(field)));
  const none = new Set<EventField>();
  return {
    inPlay,
    givenTo: { exchange: comesDown, salesforce: inPlay },
    writable: { exchange: goesDown ? comesDown : none, salesforce: goesUp ? inPlay : none },
    neverWiped: none,
    sentOnly: sentOnlyEventFields,
    winner: preset.winner,
    alike: (_field, one, other) => one === other,
    createIn: {
      salesforce: preset.create === "both" || preset.create === "to-salesforce",
      exchange: preset.create === "both" || preset.create === "to-outlook",
    },
    comesDown: true,
    removeInSalesforce: preset.deleteInSalesforce,
    namedApart: () => false,
    fault: eventFault,
  };
}
