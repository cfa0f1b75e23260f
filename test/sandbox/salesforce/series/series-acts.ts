import { binRow, withoutBlanks } from "../bare-rows.ts";
import { recordOf, textOf } from "../draft.ts";
import type { Org } from "../org.ts";
import type { Row, Value } from "../record-store.ts";
import { wireTime } from "../wire-time.ts";
import { addOccurrence, seriesOf, startsOf, zoneOfSeries } from "./lightning.ts";
import { occurrenceAt } from "./series-rows.ts";

type Values = Readonly<Record<string, Value>>;

/**
 * What a person does in Salesforce with "Edit all events in the series" when the pattern or the times change: events still to come
 * are made anew, also those that had been changed by themselves; those of the past stay and no longer follow the pattern.
 * @throws Error for an event that is in no series, Refusal for a pattern that Salesforce does not take
 */
export function changePattern(org: Org, eventId: string, pattern: string, changes: Values = {}): void {
  const row = eventOf(org, eventId);
  const { pattern: template, occurrences } = seriesOf(org, row);
  if (!template) throw new Error(`${eventId} is in no series`);
  const userId = textOf(row, "OwnerId") ?? "";
  const now = wireTime(org.clock.now());
  org.store.atomically(() => {
    const model: Values = { ...template.values, ...changes, Recurrence2PatternText: pattern, IsRecurrence2Exception: false };
    const starts = startsOf(model, pattern, zoneOfSeries(model), org.switches.seriesMost);
    const [first] = starts;
    const renewed: Values = first ? { ...model, ...occurrenceAt(model, first), Recurrence2PatternStartDate: wireTime(first) } : model;
    touch(org, template, renewed);
    for (const one of occurrences) {
      if ((textOf(one, "StartDateTime") ?? "") < now) touch(org, one, { IsRecurrence2Exclusion: true });
      else binRow(org, "Event", one, userId);
    }
    for (const start of starts) if (wireTime(start) >= now) addOccurrence(org, renewed, userId, start);
  });
}

/** What a person does with "Edit all events": a change of anything but times, on all that were not changed by themselves. */
export function changeSeries(org: Org, eventId: string, changes: Values): void {
  const { pattern, occurrences } = seriesOf(org, eventOf(org, eventId));
  org.store.atomically(() => {
    for (const row of pattern ? [pattern, ...occurrences] : occurrences) {
      if (row.values["IsRecurrence2Exception"] !== true) touch(org, row, changes);
    }
  });
}

function eventOf(org: Org, eventId: string): Row {
  const found = recordOf(org, eventId);
  if (found?.object !== "Event") throw new Error(`${eventId} is no event`);
  return found.row;
}

function touch(org: Org, row: Row, changes: Values): void {
  const stamp = org.stamp();
  const values = { ...row.values, ...changes, SystemModstamp: stamp, LastModifiedDate: stamp };
  org.store.put("Event", { ...row, values: withoutBlanks(values) });
}
