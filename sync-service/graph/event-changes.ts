import type { Event } from "../../shared/records/event.ts";
import type { Change, Cursor, Page, Seen } from "../cycle/side.ts";
import { told } from "../cycle/unreadable.ts";
import { CursorExpired, Gone } from "../errors.ts";
import type { BatchRequest } from "./batch.ts";
import type { Graph } from "./client.ts";
import { EVENT_SELECT, isMarked, isMeeting, isWholeSingle, type EventItem } from "./event-items.ts";
import { replacedBy, MASTER_SELECT, type SeriesMaster } from "./event-series.ts";
import { graphPath } from "./path.ts";

/** The part of a calendar that is kept in step (E1): two instants, ISO 8601. */
export interface CalendarWindow {
  readonly start: string;
  readonly end: string;
}

interface Position {
  readonly window: CalendarWindow;
  /** The preset, as far as what was read rests on it. */
  readonly setting?: string;
  /** Null: not begun. */
  readonly link: string | null;
  /** Everything in the window was told once, so that what is not marked may be one that lost its mark. */
  readonly known: boolean;
}

interface DeltaPage {
  readonly value: readonly (Partial<EventItem> & { readonly id: string; readonly "@removed"?: unknown })[];
  readonly "@odata.nextLink"?: string;
  readonly "@odata.deltaLink"?: string;
}

export interface EventChangesPorts {
  readonly graph: Graph;
  readonly window: CalendarWindow;
  /** The preset, as far as what is read rests on it: with another one everything is read anew, so that it takes effect at once. */
  readonly setting: string;
  /** Whether what is not marked may be taken up all the same. */
  readonly takesUp: boolean;
  readonly readItems: (ids: readonly string[]) => Promise<readonly EventItem[]>;
  readonly seen: (item: EventItem) => Seen<Event>;
  readonly now: () => Date;
  /** Told of a series read whole, before its occurrences are seen. */
  readonly metSeries: (master: SeriesMaster, occurrences: readonly EventItem[]) => void;
  /** Told of every event met. */
  readonly met: (items: readonly EventItem[]) => void;
}

/** A hint: pages may be smaller. */
const PAGE = { prefer: "odata.maxpagesize=200" };
/** More make the calendar's answer slow; a longer series is paged. */
const OCCURRENCES_A_PAGE = 200;

/**
 * The default calendar by its view's delta, whose window is frozen in the link (MG7). Once the window has moved on, the view is read anew
 * and every event looked at by its id, which also finds an occurrence that was cancelled without an entry (MG8).
 */
export async function* eventChanges(since: Cursor | null, ports: EventChangesPorts): AsyncIterable<Page<Event>> {
  const { window, setting } = ports;
  let position = since === null ? { window, setting, link: null, known: false } : parsed(since, ports);
  for (let last = false; !last;) {
    const page = await nextPage(position, ports.graph);
    const found = await changesOf(page.value, position, ports);
    const link = page["@odata.nextLink"] ?? page["@odata.deltaLink"] ?? null;
    if (link === null) throw new CursorExpired("Exchange sent neither a next page nor a place to go on from.");
    last = page["@odata.nextLink"] === undefined;
    position = { ...position, link, known: position.known || last };
    yield { ...found, cursor: JSON.stringify(position), last };
  }
}

function nextPage({ link, window }: Position, graph: Graph): Promise<DeltaPage> {
  if (link !== null) return graph.follow<DeltaPage>(link, { headers: PAGE });
  const { start, end } = window;
  return graph.get<DeltaPage>(graphPath`/calendarView/delta?startDateTime=${start}&endDateTime=${end}`, { headers: PAGE });
}

/**
 * Events that are marked or taken up are told as they are; of others only the id, as a hint that they may have left, and nothing when the
 * calendar is met for the first time. Of a series each occurrence is a record of its own, read whole, as delta shows only stubs of them.
 */
async function changesOf(
  items: DeltaPage["value"],
  position: Position,
  ports: EventChangesPorts,
): Promise<Pick<Page<Event>, "changes" | "whole" | "meetings">> {
  const present = new Map<string, EventItem>();
  const gone = new Set<string>();
  const partial = new Set<string>();
  const series = new Set<string>();
  for (const item of items) {
    if (item["@removed"] !== undefined) gone.add(item.id);
    else if (item.type === "seriesMaster") series.add(item.id);
    else if (typeof item.seriesMasterId === "string" && item.seriesMasterId !== "") series.add(item.seriesMasterId);
    else if (isWholeSingle(item)) present.set(item.id, item);
    else partial.add(item.id);
  }
  for (const item of await ports.readItems([...partial])) {
    if (item.type === "seriesMaster") series.add(item.id);
    else present.set(item.id, item);
  }
  const whole = await occurrencesOf([...series], position.window, ports.graph);
  for (const { master, occurrences } of whole) ports.metSeries(master, occurrences);
  for (const item of whole.flatMap(({ occurrences }) => occurrences)) present.set(item.id, item);
  for (const id of partial) if (!present.has(id) && !series.has(id)) gone.add(id);
  ports.met([...present.values()]);

  // A single event that became a series is no record any more; its occurrences are.
  if (position.known) for (const id of series) gone.add(id);

  const changes: Change<Event>[] = [];
  const meetings = [...present.values()].filter((item) => isMeeting(item) && !isMarked(item));
  for (const item of present.values()) {
    gone.delete(item.id);
    const change = told(item.id, () => {
      const seen = isMarked(item) || ports.takesUp ? ports.seen(item) : null;
      return seen && (isMarked(item) || isTakenUp(seen)) ? seen : null;
    });
    if (change) changes.push(change);
    else if (position.known) changes.push({ is: "gone", id: item.id });
  }
  return {
    changes: [...changes, ...[...gone].map((id): Change<Event> => ({ is: "gone", id }))],
    ...(meetings.length === 0 ? {} : { meetings: () => meetings.flatMap((item) => readOf(told(item.id, () => ports.seen(item)))) }),
    whole: whole.map(({ master, occurrences }) => ({
      container: master.id,
      ids: occurrences.map(({ id }) => id),
      replaced: replacedBy(master, ports.now()),
    })),
  };
}

interface Occurrences {
  readonly master: SeriesMaster;
  readonly occurrences: readonly EventItem[];
}

async function occurrencesOf(series: readonly string[], { start, end }: CalendarWindow, graph: Graph): Promise<readonly Occurrences[]> {
  if (series.length === 0) return [];
  const found: Occurrences[] = [];
  const replies = await graph.batch(
    series.flatMap((id): BatchRequest[] => [
      {
        method: "GET",
        path: graphPath`/events/${id}/instances?startDateTime=${start}&endDateTime=${end}&$select=${EVENT_SELECT}&$top=${OCCURRENCES_A_PAGE}`,
      },
      { method: "GET", path: graphPath`/events/${id}?$select=${MASTER_SELECT}` },
    ]),
  );
  for (const [index, id] of series.entries()) {
    const [instances, master] = replies.slice(2 * index, 2 * index + 2);
    const error = instances?.error ?? master?.error;
    // Deleted meanwhile: its occurrences are told as removed, or found so by their ids.
    if (error instanceof Gone) continue;
    if (error) throw error;
    const occurrences: EventItem[] = [];
    for (let page = instances?.body as DeltaPage; ;) {
      occurrences.push(...(page.value as readonly EventItem[]));
      const next = page["@odata.nextLink"];
      if (next === undefined) break;
      page = await graph.follow<DeltaPage>(next);
    }
    found.push({ master: { ...(master?.body as SeriesMaster), id }, occurrences });
  }
  return found;
}

const readOf = (change: Change<Event> | null): readonly Seen<Event>[] => (change?.is === "present" ? [change.seen] : []);
const isTakenUp = ({ standing }: Seen<Event>): boolean => standing.on === "exchange" && standing.takenUp !== undefined;

/** @throws CursorExpired when it cannot be read, the window has moved on, or the preset was set otherwise */
function parsed(cursor: Cursor, { window, setting }: Pick<EventChangesPorts, "window" | "setting">): Position {
  let position: Position;
  try {
    position = JSON.parse(cursor) as Position;
  } catch (cause) {
    throw new CursorExpired("The cursor of the calendar cannot be read.", { cause });
  }
  if (position.setting !== setting) throw new CursorExpired("The preset was set otherwise.");
  if (position.window.start !== window.start || position.window.end !== window.end)
    throw new CursorExpired("Another window of the calendar is kept in step now.");
  return position;
}
