import type { Event } from "../../shared/records/event.ts";
import type { Seen, Side } from "../cycle/side.ts";
import { AccessLost, Gone } from "../errors.ts";
import { eventFields, type EventForms } from "../mappings/event.ts";
import type { Graph } from "./client.ts";
import { type CalendarWindow, eventChanges } from "./event-changes.ts";
import { EVENT_SELECT, seenEvent, type EventItem } from "./event-items.ts";
import { findEventsBeside, findEventsByStamp, shownInCalendar } from "./event-search.ts";
import { writeEvents } from "./event-writes.ts";
import { graphPath } from "./path.ts";

export interface ExchangeEventsOptions {
  /** The user's mailbox. */
  readonly graph: Graph;
  readonly forms: EventForms;
  readonly now: () => Date;
}

const DAY_MS = 86_400_000;
/** E1: from 90 days back to 18 months ahead. */
const DAYS_BACK = 90;
const MONTHS_AHEAD = 18;
/** So many events are remembered in the version met, to spare reading them again before a write. */
const REMEMBERED = 1_000;

/** The default calendar of one mailbox. Made for one cycle: it remembers what it met. */
export function exchangeEvents({ graph, forms, now }: ExchangeEventsOptions): Side<Event> {
  const memory = new Map<string, EventItem>();
  const seen = (item: EventItem): Seen<Event> => seenEvent(item, forms, eventFields);
  return {
    name: "exchange",
    fields: async () => new Set(eventFields),
    changes: (since) => eventChanges(since, { graph, window: windowAround(now()), readItems, seen, met: remember }),
    async read(ids) {
      const items = await shown(await readItems(ids));
      remember(items);
      return new Map(items.map((item) => [item.id, seen(item)]));
    },
    async find(sought) {
      const found = sought.length === 0 ? new Map<string, EventItem>() : await findEventsByStamp(sought, graph);
      remember([...found.values()]);
      return new Map([...found].map(([stamp, item]) => [stamp, seen(item)]));
    },
    async candidates(records) {
      const beside = await findEventsBeside(records, graph);
      return beside.map((items) => items.map(seen));
    },
    async apply(actions) {
      const outcomes = await writeEvents(actions, { graph, forms, readItems, remembered, seen });
      for (const action of actions) if (action.do !== "create") memory.delete(action.id);
      return outcomes;
    },
  };

  async function readItems(ids: readonly string[]): Promise<readonly EventItem[]> {
    if (ids.length === 0) return [];
    const replies = await graph.batch(ids.map((id) => ({ method: "GET", path: graphPath`/events/${id}?$select=${EVENT_SELECT}` })));
    return replies.flatMap(({ body, error }) => {
      if (error instanceof AccessLost || (error && !(error instanceof Gone))) throw error;
      return error ? [] : [body as EventItem];
    });
  }

  /** A series as a whole is no record; what the calendar does not show is gone (M5). */
  async function shown(items: readonly EventItem[]): Promise<readonly EventItem[]> {
    const records = items.filter(({ type }) => type !== "seriesMaster");
    return records.length === 0 ? [] : shownInCalendar(records, (item) => forms.fromGraph(item).time, graph);
  }

  function remembered(id: string, version: string): EventItem | null {
    const item = memory.get(id);
    return item?.["@odata.etag"] === version ? item : null;
  }

  function remember(items: readonly EventItem[]): void {
    for (const item of items) {
      memory.delete(item.id);
      memory.set(item.id, item);
    }
    for (const id of memory.keys()) {
      if (memory.size <= REMEMBERED) break;
      memory.delete(id);
    }
  }
}

/** Moves on once a day. */
function windowAround(now: Date): CalendarWindow {
  const today = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const ahead = new Date(today);
  ahead.setUTCMonth(ahead.getUTCMonth() + MONTHS_AHEAD);
  return { start: new Date(today.getTime() - DAYS_BACK * DAY_MS).toISOString(), end: ahead.toISOString() };
}
