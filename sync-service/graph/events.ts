import type { Preset } from "../../shared/api/preset.ts";
import type { Event } from "../../shared/records/event.ts";
import { type EventSpan, eventWindow } from "../cycle/event-window.ts";
import type { TakingUp } from "../cycle/outside-meetings.ts";
import type { Seen, Side } from "../cycle/side.ts";
import { readable } from "../cycle/unreadable.ts";
import { eventFields, type EventForms } from "../mappings/event.ts";
import type { Graph } from "./client.ts";
import { type CalendarWindow, eventChanges } from "./event-changes.ts";
import { EVENT_SELECT, seenEvent, type EventItem } from "./event-items.ts";
import { occurrenceTexts } from "./event-series.ts";
import { findEventsBeside, findEventsByStamp, findMeetingsBeside, shownInCalendar } from "./event-search.ts";
import { findMadeInSeries, writeWithSeries } from "./event-series-writes.ts";
import { ItemMemory, readEach } from "./item-reads.ts";
import { graphPath } from "./path.ts";

export interface ExchangeEventsOptions {
  /** The user's mailbox. */
  readonly graph: Graph;
  readonly forms: EventForms;
  readonly now: () => Date;
  /** E4: the events of a series in Salesforce are made as one. Off: single events throughout. */
  readonly asSeries: boolean;
  /** What of it the reading rests on. */
  readonly preset: Pick<Preset["events"], "daysBack" | "monthsAhead" | "takeUp" | "privateEvents">;
  readonly takingUp: TakingUp;
}

const DAY_MS = 86_400_000;

/** The default calendar of one mailbox. Made for one cycle: it remembers what it met. */
export function exchangeEvents({ graph, forms, now, asSeries, preset, takingUp }: ExchangeEventsOptions): Side<Event> {
  const memory = new ItemMemory<EventItem>();
  /** What an occurrence says of its series, of which it bears no word itself; by its id. */
  const ofSeries = new Map<string, () => ReadonlyMap<string, string>>();
  const seen = (item: EventItem): Seen<Event> =>
    readable("exchange", item.id, () => {
      const text = ofSeries.get(item.id)?.().get(item.id) ?? null;
      return seenEvent({ ...item, ofSeries: text }, forms, eventFields, takingUp);
    });
  const writing = { graph, forms, memory, readItems, seen };
  return {
    name: "exchange",
    fields: async () => new Set(eventFields),
    changes: (since) =>
      eventChanges(since, {
        ...{ graph, now, window: windowAround(now(), preset), readItems, seen, met: (items) => memory.meet(items) },
        setting: `${preset.takeUp}, ${preset.privateEvents}`,
        takesUp: takingUp.takesUp !== null,
        metSeries(master, occurrences) {
          // Read when the first of them is: a series that cannot be read stops its own events, and no others.
          let texts: ReadonlyMap<string, string> | null = null;
          const textsOf = () => (texts ??= occurrenceTexts(master, occurrences, forms));
          for (const { id } of occurrences) ofSeries.set(id, textsOf);
        },
      }),
    async read(ids) {
      const items = await shown(await readItems(ids));
      memory.meet(items);
      return new Map(items.map((item) => [item.id, seen(item)]));
    },
    async find(sought) {
      const made = await findMadeInSeries(sought, writing);
      const left = sought.filter(({ stamp }) => !made.has(stamp));
      const found = left.length === 0 ? new Map<string, EventItem>() : await findEventsByStamp(left, graph);
      memory.meet(found.values());
      return new Map([...made, ...[...found].map(([stamp, item]) => [stamp, seen(item)] as const)]);
    },
    async candidates(records) {
      const beside = await findEventsBeside(records, graph);
      return beside.map((items) => items.map(seen));
    },
    async meetingsBeside(records) {
      const beside = await findMeetingsBeside(records, graph);
      return beside.map((items) => items.map(seen));
    },
    async apply(actions) {
      const outcomes = await writeWithSeries(actions, writing, asSeries);
      memory.forget(actions);
      return outcomes;
    },
  };

  async function readItems(ids: readonly string[]): Promise<readonly EventItem[]> {
    const paths = ids.map((id) => graphPath`/events/${id}?$select=${EVENT_SELECT}`);
    return (await readEach<EventItem>(paths, graph)).filter((item) => item !== null);
  }

  /** A series as a whole is no record; what the calendar does not show is gone (M5). */
  async function shown(items: readonly EventItem[]): Promise<readonly EventItem[]> {
    const records = items.filter(({ type }) => type !== "seriesMaster");
    return records.length === 0
      ? []
      : shownInCalendar(records, (item) => readable("exchange", item.id, () => forms.fromGraph(item).time), graph);
  }
}

/** Moves on once a day. */
function windowAround(now: Date, span: EventSpan): CalendarWindow {
  const today = new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS);
  const { start, end } = eventWindow(span, today);
  return { start: start.toISOString(), end: end.toISOString() };
}
