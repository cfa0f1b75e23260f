import type { Event } from "../../shared/records/event.ts";
import type { Outcome } from "../cycle/side.ts";
import { Refused, SyncError } from "../errors.ts";
import { eventFields } from "../mappings/event.ts";
import type { BatchReply, BatchRequest } from "./batch.ts";
import { EVENT_SELECT, type EventItem } from "./event-items.ts";
import { originalStart } from "./event-series.ts";
import type { SeriesNote } from "./event-series-note.ts";
import type { Create } from "./event-series-plan.ts";
import type { EventWritePorts } from "./event-writes.ts";
import { graphPath } from "./path.ts";

/** A series that was made, and the events that its occurrences stand for, by where each was to start. */
export interface MadeSeries {
  readonly id: string;
  readonly note: SeriesNote;
  /** IANA; null: whole days. */
  readonly zone: string | null;
  readonly creates: ReadonlyMap<string, Pick<Create, "stamp" | "record">>;
}

/**
 * Gives each occurrence of a new series to the event it stands for, writes what differs there, and removes the days that Salesforce leaves
 * out. May be done again after it broke off. Answers by stamp; while something is left to be done, all of them are unknown.
 */
export async function finishSeries(made: MadeSeries, ports: EventWritePorts): Promise<ReadonlyMap<string, Outcome<Event>>> {
  const { graph, forms, seen } = ports;
  const outcomes = new Map<string, Outcome<Event>>([...made.creates.values()].map(({ stamp }) => [stamp, { is: "unknown" }]));
  try {
    const items = await instancesOf(made, ports);
    const left = made.note.left.flatMap((start) => items.get(start) ?? []);
    const removed = await graph.batch(left.map(({ id }) => ({ method: "DELETE", path: graphPath`/events/${id}` })));
    if (removed.some(({ error }) => error !== null)) return outcomes;
    const changes: { readonly stamp: string; readonly item: EventItem; readonly request: BatchRequest }[] = [];
    for (const [at, { stamp, record }] of made.creates) {
      const item = items.get(at);
      if (!item) continue;
      const body = forms.toGraph(differing(record, forms.fromGraph(item)), item);
      // What a person has changed since then is his edit, which goes its own way.
      if (Object.keys(body).length === 0 || item.type === "exception") outcomes.set(stamp, { is: "done", seen: seen(item) });
      else changes.push({ stamp, item, request: changeOf(item, body) });
    }
    const replies = await graph.batch(changes.map(({ request }) => request));
    for (const [index, { stamp, item }] of changes.entries()) outcomes.set(stamp, await changedTo(item, replies[index], ports));
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
  }
  return outcomes;
}

/** Without a version: each change of a series is one of all its occurrences, and this one was made by us a moment ago. */
const changeOf = ({ id }: EventItem, body: object): BatchRequest => ({ method: "PATCH", path: graphPath`/events/${id}`, body });

/** An occurrence that may not be as it should (moved beyond its neighbour) is not left there as something else. */
async function changedTo(item: EventItem, reply: BatchReply | undefined, { graph, seen }: EventWritePorts): Promise<Outcome<Event>> {
  if (reply?.error === null) return { is: "done", seen: seen(reply.body as EventItem) };
  if (!(reply?.error instanceof Refused)) return { is: "unknown" };
  const [removed] = await graph.batch([{ method: "DELETE", path: graphPath`/events/${item.id}` }]);
  return removed?.error === null ? { is: "refused", problem: reply.error.problem } : { is: "unknown" };
}

const [DAY_MS, PAGE] = [86_400_000, 200];

/** The occurrences by where each was to start. */
async function instancesOf({ id, note, zone }: MadeSeries, { graph, forms }: EventWritePorts): Promise<ReadonlyMap<string, EventItem>> {
  const from = new Date(Date.parse(note.first) - DAY_MS).toISOString();
  const until = new Date(Date.parse(note.last) + 2 * DAY_MS).toISOString();
  const found = new Map<string, EventItem>();
  let page = await graph.get<ItemPage>(
    graphPath`/events/${id}/instances?startDateTime=${from}&endDateTime=${until}&$select=${EVENT_SELECT}&$top=${PAGE}`,
  );
  for (;;) {
    for (const item of page.value) {
      const at = originalStart(item, zone, forms);
      if (at !== null) found.set(at, item);
    }
    const next = page["@odata.nextLink"];
    if (next === undefined) return found;
    page = await graph.follow<ItemPage>(next);
  }
}

interface ItemPage {
  readonly value: readonly EventItem[];
  readonly "@odata.nextLink"?: string;
}

/** Nobody is ever asked to come by what comes down (P5), and its place in the series is given. */
const NEVER_WRITTEN: ReadonlySet<keyof Event> = new Set(["people", "meeting", "series"]);

function differing(wanted: Event, held: Event): Partial<Event> {
  const fields = eventFields.filter((field) => !NEVER_WRITTEN.has(field) && wanted[field] !== held[field]);
  return Object.fromEntries(fields.map((field) => [field, wanted[field]])) as Partial<Event>;
}
