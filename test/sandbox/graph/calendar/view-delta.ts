import type { MailboxCall } from "../call.ts";
import type { DeltaTerms } from "../delta.ts";
import { stub, wholeEvent } from "../event-view.ts";
import { encodeId } from "../ids.ts";
import { changedSince, itemId, picked } from "../item-view.ts";
import { eventShape } from "../shapes/event-shape.ts";
import type { Fields, StoredGone, StoredItem } from "../stored.ts";
import {
  dayOfPart,
  daysIn,
  occurrenceOn,
  occurrencesIn,
  partOfDay,
  shapeOf,
  stateOf,
  touches,
  wholeException,
  type PastSeries,
  type Window,
} from "./occurrences.ts";

type Told = Readonly<Record<string, unknown>>;

/** Changes of a series that leave its other occurrences as they were. */
const OF_ONE_OCCURRENCE: readonly string[] = ["exceptionOccurrences", "cancelledOccurrences"];

/**
 * What a delta of a calendar view tells of a changed item: of a series the master and a stub for each occurrence in the window, of an
 * exception all of it; of what is or went outside of the window that it is removed (MG6, MG8).
 * @param fresh the first page of a first round, which does not tell what lies outside
 */
export function changesOf(call: MailboxCall, item: StoredItem, since: number | null, window: Window, fresh: boolean): readonly Told[] {
  if (item.kind !== "event") return [];
  if (item.occurrence) return exceptionChange(call, item, window, fresh);
  const state = stateOf(item);
  const told = (day: number): boolean => call.world.switches.cancelledInDelta || !state.cancelled.includes(day);
  const lost =
    since === null
      ? []
      : lostDays(item, since, window)
          .filter(told)
          .map((day) => removed(call, item, day));
  if (item.fields["type"] !== "seriesMaster") {
    if (touches(item.fields, window)) return [...lost, whole(call, item)];
    return fresh ? [] : [...lost, removed(call, item)];
  }
  const shown = occurrencesIn(call.mailbox, item, window);
  if (shown.length === 0) return fresh ? [] : [...lost, removed(call, item)];
  const names = since === null ? null : changedSince(item, since);
  const onlyOne = names !== null && names.length > 0 && names.every((name) => OF_ONE_OCCURRENCE.includes(name));
  const plain = onlyOne ? [] : shown.filter((one) => state.exceptions[dayKey(one)] === undefined);
  return [...lost, whole(call, item), ...plain.map((one) => stub(call, one))];
}

const dayKey = (item: StoredItem): string => String(item.occurrence ? dayOfPart(item.occurrence) : "");

function exceptionChange(call: MailboxCall, row: StoredItem, window: Window, fresh: boolean): readonly Told[] {
  const item = wholeException(call.mailbox, row);
  if (item && touches(item.fields, window)) return [whole(call, item)];
  return fresh || !row.occurrence ? [] : [{ "@removed": { reason: "deleted" }, id: itemId(row, call.prefer.idForm) }];
}

/** What is told of an item that left the calendar: of a series each occurrence in the window with it. */
export function departuresOf(call: MailboxCall, gone: StoredGone, { window }: DeltaTerms): readonly Told[] | null {
  if (gone.kind !== "event" || window === null) return null;
  if (gone.occurrence) {
    const master = call.mailbox.item(gone.occurrence.master);
    const day = dayOfPart(gone.occurrence);
    // The master's own entry tells what became of an exception that is none any more.
    if (!master || master.folderId !== gone.folderId || stateOf(master).cancelled.includes(day)) return [];
    return occurrenceOn(call.mailbox, master, day) ? [] : null;
  }
  if (!gone.series) return null;
  const days = daysIn(shapeOf(gone.series), window);
  const id = (part: number): string =>
    encodeId({ kind: "event", mailbox: gone.mailbox, key: gone.key, generation: gone.generation, part }, call.prefer.idForm);
  return [0, ...days.map(partOfDay)].map((part) => ({ "@removed": { reason: "deleted" }, id: id(part) }));
}

/** Days that the view showed when the client last asked, and no longer does. A cancelled one may be told, or not (MG8). */
function lostDays(item: StoredItem, since: number, window: Window): readonly number[] {
  const state = stateOf(item);
  const before: PastSeries | undefined = state.past.find((past) => past.until >= since);
  if (!before) return [];
  const now = new Set(daysIn(shapeOf(item.fields), window));
  return daysIn(before, window).filter((day) => !now.has(day));
}

function removed(call: MailboxCall, item: StoredItem, day?: number): Told {
  const occurrence = day === undefined ? {} : { occurrence: { master: item.key, part: partOfDay(day) } };
  return { "@removed": { reason: "deleted" }, id: itemId({ ...item, ...occurrence }, call.prefer.idForm) };
}

const whole = (call: MailboxCall, item: StoredItem): Fields => ({
  "@odata.type": "#microsoft.graph.event",
  ...picked(wholeEvent(call, item), null, eventShape),
});
