import type { DirectoryUser } from "../../entra/directory.ts";
import type { World } from "../call.ts";
import { GraphError, itemNotFound } from "../graph-error.ts";
import type { Mailbox } from "../mailbox.ts";
import type { Extended, Fields, StoredItem } from "../stored.ts";
import { wallMs } from "../time-zones.ts";
import { DAY_MS } from "./days.ts";
import { writtenEvent } from "./event-fields.ts";
import {
  dayOfPart,
  NO_STATE,
  occurrenceOn,
  recurrenceOf,
  shapeOf,
  stateOf,
  zoneOf,
  type PastSeries,
  type SeriesState,
} from "./occurrences.ts";
import { samePattern } from "./recurrence.ts";
import { fallsOn, nextDay, previousDay } from "./series-days.ts";

/** Whose calendar is written, and where it stands; a call to Graph is one. */
export interface Desk {
  readonly world: World;
  readonly user: DirectoryUser;
  readonly mailbox: Mailbox;
}

/** So many former shapes of a series are remembered for delta queries. */
const PAST_KEPT = 20;

const writer = (desk: Desk): Parameters<typeof writtenEvent>[0] => ({
  user: desk.user,
  seriesStartMismatch: desk.world.switches.seriesStartMismatch,
});

/** @throws GraphError 400 */
export function addEvent(desk: Desk, calendarId: string, sent: Fields, extended: Extended): StoredItem {
  const seed = `${desk.mailbox.user}/${desk.mailbox.seq}/${desk.world.clock.now().toISOString()}`;
  return desk.mailbox.add("event", calendarId, writtenEvent(writer(desk), null, sent, seed), extended);
}

/** Writes to a single event, a series, or one occurrence, which then is an exception. @throws GraphError 400 */
export function changeEvent(desk: Desk, item: StoredItem, sent: Fields, extended: Extended): StoredItem {
  if (!item.occurrence) return replaceEvent(desk, item, writtenEvent(writer(desk), item.fields, sent, ""), extended);
  if (sent["recurrence"]) throw new GraphError(400, "ErrorInvalidPropertySet", "Set action is invalid for property. Property: Recurrence");
  const { recurrence: _recurrence, ...rest } = sent;
  return replaceOccurrence(desk, item, writtenEvent(writer(desk), item.fields, rest, ""), extended);
}

/** Keeps new fields of a single event or a series. What a rule or a time of day makes of a series' exceptions is done here. */
export function replaceEvent(desk: Desk, item: StoredItem, fields: Fields, extended: Extended): StoredItem {
  const settled = { ...fields, ...seriesAfter(desk, item, fields) };
  return desk.mailbox.change(item, settled, changedNames(item.fields, settled), extended);
}

/**
 * The exceptions of a series are lost when its rule, its time, or its length changes; where only its end is moved, those beyond it are.
 */
function seriesAfter(desk: Desk, item: StoredItem, fields: Fields): Fields {
  const [was, now] = [recurrenceOf(item.fields), recurrenceOf(fields)];
  if (!was && !now) return {};
  const state = stateOf(item);
  const sameTimes = ["startsAt", "endsAt", "isAllDay"].every((name) => item.fields[name] === fields[name]);
  if (sameTimes && JSON.stringify(was) === JSON.stringify(now)) return {};
  const kept = (day: number): boolean => was !== null && now !== null && sameTimes && samePattern(was, now) && fallsOn(now, day);
  const exceptions = Object.entries(state.exceptions).filter(([day]) => kept(Number(day)));
  for (const [day, key] of Object.entries(state.exceptions)) if (!kept(Number(day))) removeRow(desk, key);
  const next: SeriesState = {
    exceptions: Object.fromEntries(exceptions),
    cancelled: state.cancelled.filter(kept),
    past: withPast(desk, item),
  };
  return { series: next };
}

/**
 * Keeps what differs on one day.
 * @param because where its organizer moved it, who was checked himself, a copy follows unchecked
 * @throws GraphError 400 ErrorOccurrenceCrossingBoundary
 */
export function replaceOccurrence(
  desk: Desk,
  item: StoredItem,
  fields: Fields,
  extended: Extended,
  because?: "moved by its organizer",
): StoredItem {
  const { mailbox } = desk;
  const { occurrence } = item;
  const master = occurrence && mailbox.item(occurrence.master);
  if (!occurrence || !master) throw itemNotFound();
  const day = dayOfPart(occurrence);
  const moved = fields["startsAt"] !== item.fields["startsAt"] || fields["endsAt"] !== item.fields["endsAt"];
  if (moved && because === undefined) checkNeighbours(desk, master, day, fields);
  const key = stateOf(master).exceptions[String(day)];
  const row = key === undefined ? undefined : mailbox.item(key);
  const names = changedNames(item.fields, fields).filter((name) => !["type", "recurrence", "originalStart"].includes(name));
  const own = Object.fromEntries(names.map((name) => [name, fields[name]]));
  const differing = Object.fromEntries(Object.entries(extended).filter(([name, value]) => master.extended[name] !== value));
  if (row) {
    mailbox.change(row, { ...row.fields, ...own }, names, differing);
  } else {
    const times = { startsAt: fields["startsAt"], endsAt: fields["endsAt"], isAllDay: fields["isAllDay"] };
    const made = mailbox.add("event", master.folderId, { ...own, ...times, type: "exception" }, differing, { occurrence });
    for (const attachment of mailbox.attachments(master.key)) mailbox.attach(made.key, attachment);
    const state = stateOf(master);
    keepState(desk, master, { ...state, exceptions: { ...state.exceptions, [day]: made.key } }, "exceptionOccurrences");
  }
  return occurrenceOn(mailbox, mailbox.item(master.key) ?? master, day) ?? item;
}

/** One occurrence less: its day is noted with the master, which is all that remains of it. */
export function cancelOccurrence(desk: Desk, item: StoredItem): void {
  const { mailbox } = desk;
  const master = item.occurrence && mailbox.item(item.occurrence.master);
  if (!item.occurrence || !master) throw itemNotFound();
  const day = dayOfPart(item.occurrence);
  const state = stateOf(master);
  const key = state.exceptions[String(day)];
  const exceptions = Object.fromEntries(Object.entries(state.exceptions).filter(([one]) => one !== String(day)));
  const cancelled = [...state.cancelled, day].sort((left, right) => left - right);
  keepState(desk, master, { exceptions, cancelled, past: withPast(desk, master) }, "cancelledOccurrences");
  if (key !== undefined) removeRow(desk, key);
}

/** To Deleted Items, a series with all that belongs to it. */
export function removeEvent(desk: Desk, item: StoredItem): void {
  const { mailbox } = desk;
  mailbox.move(item, mailbox.standard("deleteditems").id);
  for (const key of Object.values(stateOf(item).exceptions)) removeRow(desk, key);
}

function removeRow({ mailbox }: Desk, key: number): void {
  const row = mailbox.item(key);
  if (row) mailbox.remove(row);
}

function keepState({ mailbox }: Desk, master: StoredItem, series: SeriesState, name: string): void {
  const held = mailbox.item(master.key) ?? master;
  mailbox.change(held, { ...held.fields, series }, [name]);
}

function withPast({ mailbox }: Desk, item: StoredItem): readonly PastSeries[] {
  const { past } = (item.fields["series"] ?? NO_STATE) as SeriesState;
  return [...past, { ...shapeOf(item.fields), until: mailbox.seq }].slice(-PAST_KEPT);
}

/** An occurrence stays between the days of the one before and the one after it, wherever those are now (api/event-update). */
function checkNeighbours(desk: Desk, master: StoredItem, day: number, fields: Fields): void {
  const recurrence = recurrenceOf(master.fields);
  if (!recurrence) return;
  const zone = zoneOf(recurrence, fields["isAllDay"] === true);
  const dayIn = (instant: unknown): number => Math.floor(wallMs(Date.parse(String(instant)), zone) / DAY_MS);
  const neighbour = (step: (from: number) => number | null): StoredItem | null => {
    for (let at = step(day); at !== null; at = step(at)) {
      const found = occurrenceOn(desk.mailbox, master, at);
      if (found) return found;
    }
    return null;
  };
  const [before, after] = [neighbour((from) => previousDay(recurrence, from)), neighbour((from) => nextDay(recurrence, from))];
  const start = dayIn(fields["startsAt"]);
  const crosses = (before && start <= dayIn(before.fields["startsAt"])) || (after && start >= dayIn(after.fields["startsAt"]));
  const overlaps = after && String(fields["endsAt"]) > String(after.fields["startsAt"]);
  if (crosses || overlaps)
    throw new GraphError(400, "ErrorOccurrenceCrossingBoundary", "Modified occurrence is crossing or overlapping adjacent occurrence.");
}

function changedNames(before: Fields, after: Fields): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => name !== "series" && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}
