import { minuteOf } from "./event-time.ts";
import type { Codec } from "./mapping.ts";
import type { GraphEvent } from "./wire/graph-event.ts";
import type { SalesforceEvent } from "./wire/salesforce-event.ts";

/**
 * The same in every mailbox that has the meeting, and another for each occurrence, wherever it was moved to. Nothing of an event in which
 * nobody else takes part, and nothing of a private one, which is nobody else's.
 */
export function meeting(): Codec<GraphEvent, string | null> {
  return {
    property: "iCalUId",
    read({ iCalUId, originalStart, attendees, sensitivity }) {
      const isPrivate = ["private", "confidential"].includes(sensitivity?.toLowerCase() ?? "");
      if (!iCalUId || (attendees ?? []).length === 0 || isPrivate) return null;
      const start = originalStart ? minuteOf(originalStart) : null;
      return start === null ? iCalUId : `${iCalUId} ${start}`;
    },
    write: () => ({}),
  };
}

/** Salesforce has no field for it; which event it is there is kept beside. */
export function meetingInSalesforce(): Codec<SalesforceEvent, string | null> {
  return { property: "Subject", read: () => null, write: () => ({}) };
}
