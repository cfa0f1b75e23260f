import type { Preset } from "../../shared/api/preset.ts";
import type { Event } from "../../shared/records/event.ts";
import type { Likeness } from "../engine/match.ts";
import { problemCategories } from "../engine/problem-categories.ts";
import { occurrenceOf } from "../mappings/event-series.ts";
import { eventFaultCategory } from "../mappings/event-faults.ts";
import { eventPolicy } from "./event-policy.ts";
import { eventWindow, spanInWords } from "./event-window.ts";
import { folded } from "./natural-keys.ts";
import type { KindRules, RecordKind } from "./record-kind.ts";

export const eventKind: RecordKind<Event> = {
  kind: "event",
  words: { one: "event", many: "events", same: "event" },
  nameOf: ({ subject, time }) => [subject ?? "(no subject)", time === null ? "" : beginning(time)].filter(Boolean).join(", "),
  rules: { up: "E1", down: "E1", fields: "E2", fault: "E6" },
  leftAsideBy: ({ isPrivate }) => (isPrivate === true ? ["E5"] : []),
  problemCategories: [eventFaultCategory, ...Object.values(problemCategories)],
};

/** "2026-11-28 10:00 UTC", or the day alone. Whoever reads it may sit in any zone. */
const beginning = (time: string): string =>
  (time.split("/")[0] ?? "").replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z$/u, "$1 $2 UTC");

interface EventKeys {
  readonly subject: string | null;
  readonly start: string | null;
  readonly meeting: string | null;
  /** Of a changed occurrence: what its series is called and where the rule has it. */
  readonly was: { readonly subject: string | null; readonly start: string } | null;
}

export function eventRules(preset: Preset["events"]): KindRules<Event> {
  return {
    ...eventKind,
    outOfTime({ time }, now) {
      const { start, end } = eventWindow(preset, now);
      const [from = "", until = from] = (time ?? "").split("/");
      const isOutside = Date.parse(until) < start.getTime() || Date.parse(from) > end.getTime();
      return isOutside ? `It lies outside of the time that is kept in step: ${spanInWords(preset)}.` : null;
    },
    recognition: {
      keysOf({ subject, time, meeting, series }): EventKeys {
        const occurrence = occurrenceOf(series);
        const was = occurrence === null || occurrence.named === null ? null : { subject: folded(occurrence.named), start: occurrence.at };
        return { subject: folded(subject), start: time?.split("/")[0] ?? null, meeting, was };
      },
      likeness: eventLikeness,
      repeats: true,
      traits: { identity: ["subject", "time"], common: ["showAs", "isPrivate", "reminderAt", "people", "meeting", "series"] },
    },
    wholeOf({ series }) {
      const of = occurrenceOf(series)?.of;
      return of && "key" in of ? of.key : null;
    },
    policyOf: (exchange, salesforce) => eventPolicy(preset, exchange, salesforce),
  };
}

/** M1: the meeting, else, for events of one owner, subject and start; of a changed occurrence those that it had before, too. */
function eventLikeness(one: EventKeys, other: EventKeys): Likeness {
  if (one.meeting !== null && other.meeting !== null) return one.meeting === other.meeting ? "same" : "other";
  const isAlso = (place: EventKeys["was"], { subject, start }: EventKeys) =>
    place !== null && place.subject !== null && place.subject === subject && place.start === start;
  if (one.subject !== null && one.subject === other.subject && one.start === other.start) return "same";
  return isAlso(one.was, other) || isAlso(other.was, one) ? "same" : "other";
}
