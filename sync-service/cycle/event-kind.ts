import type { Preset } from "../../shared/api/preset.ts";
import type { Event } from "../../shared/records/event.ts";
import type { Likeness } from "../engine/match.ts";
import { problemCategories } from "../engine/problem-categories.ts";
import { eventFaultCategory } from "../mappings/event-faults.ts";
import { eventPolicy } from "./event-policy.ts";
import { folded } from "./natural-keys.ts";
import type { KindRules, RecordKind } from "./record-kind.ts";

export const eventKind: RecordKind<Event> = {
  kind: "event",
  words: { one: "event", many: "events", same: "event" },
  nameOf: ({ subject, time }) => [subject ?? "(no subject)", time?.split("/")[0]].filter(Boolean).join(", "),
  problemCategories: [eventFaultCategory, ...Object.values(problemCategories)],
};

interface EventKeys {
  readonly subject: string | null;
  readonly start: string | null;
  readonly meeting: string | null;
}

export function eventRules(preset: Preset["events"]): KindRules<Event> {
  return {
    ...eventKind,
    recognition: {
      keysOf: ({ subject, time, meeting }): EventKeys => ({ subject: folded(subject), start: time?.split("/")[0] ?? null, meeting }),
      likeness: eventLikeness,
      repeats: true,
    },
    policyOf: (exchange, salesforce) => eventPolicy(preset, exchange, salesforce),
  };
}

/** M1: the meeting, else, for events of one owner, subject and start. */
function eventLikeness(one: EventKeys, other: EventKeys): Likeness {
  if (one.meeting !== null && other.meeting !== null) return one.meeting === other.meeting ? "same" : "other";
  return one.subject !== null && one.subject === other.subject && one.start === other.start ? "same" : "other";
}
