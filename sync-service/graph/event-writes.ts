import type { Event } from "../../shared/records/event.ts";
import { categoryName } from "../../shared/records/names.ts";
import type { Action, Outcome, Seen } from "../cycle/side.ts";
import type { EventForms } from "../mappings/event.ts";
import { attendeesOf } from "../mappings/event-people.ts";
import { markedWith } from "./categories.ts";
import type { Graph } from "./client.ts";
import { STAMP_PROPERTY } from "./contact-items.ts";
import type { EventItem } from "./event-items.ts";
import { currentItems, type ItemMemory } from "./item-reads.ts";
import { asDecidedOn, type Prepared, writeItems } from "./item-writes.ts";
import { graphPath } from "./path.ts";

export interface EventWritePorts {
  readonly graph: Graph;
  readonly forms: EventForms;
  readonly memory: ItemMemory<EventItem>;
  readonly readItems: (ids: readonly string[]) => Promise<readonly EventItem[]>;
  readonly seen: (item: EventItem) => Seen<Event>;
}

type Done = Outcome<Event>;
type Update = Extract<Action<Event>, { readonly do: "update" }>;

/**
 * Twenty writes a request, each with If-Match, and only what changes (P3, P9). No write here makes Exchange mail anybody but those whom a
 * person named: new events have no attendees, an event gets them by his word alone, and of an event with attendees the engine changes and
 * removes nothing that they would be told (P5).
 */
export async function writeEvents(actions: readonly Action<Event>[], ports: EventWritePorts): Promise<readonly Done[]> {
  const { graph, memory, readItems, seen } = ports;
  // Times, reminders and categories rest on the event as it stands.
  const current = await currentItems(
    actions.filter((action) => action.do !== "create"),
    memory,
    readItems,
  );
  return writeItems<Event>(
    actions,
    {
      prepare: (action) => prepare(action, current, ports),
      outcomeOf: (action, [reply]) => ({ is: "done", seen: action.do === "remove" ? null : seen(reply?.body as EventItem) }),
    },
    graph,
  );
}

function prepare(action: Action<Event>, current: ReadonlyMap<string, EventItem>, { forms, seen }: EventWritePorts): Prepared<Event> {
  if (action.do === "create")
    return { requests: [{ method: "POST", path: graphPath`/events`, body: newEvent(action.record, action.stamp, forms) }] };
  const there = asDecidedOn<Event, EventItem>(action, current.get(action.id));
  if ("outcome" in there) return there;
  const { item } = there;
  const path = graphPath`/events/${action.id}`;
  const headers = { "if-match": action.version };
  if (action.do === "remove") return { requests: [{ method: "DELETE", path, headers }] };
  const body = changedEvent(action, item, forms);
  if (Object.keys(body).length === 0) return { outcome: { is: "done", seen: seen(item) } };
  return { requests: [{ method: "PATCH", path, headers, body }] };
}

/** With a transaction id Exchange makes it once, however often it is asked. */
function newEvent(record: Event, stamp: string, forms: EventForms): Readonly<Record<string, unknown>> {
  return {
    ...forms.toGraph(record, {}),
    categories: [categoryName],
    transactionId: stamp,
    singleValueExtendedProperties: [{ id: STAMP_PROPERTY, value: stamp }],
  };
}

function changedEvent({ changes, marks }: Update, item: EventItem, forms: EventForms): Readonly<Record<string, unknown>> {
  // An occurrence wears its series' categories: one of its own would make an exception of it, which a problem is not worth.
  const { problem, ...lasting } = marks ?? {};
  const own = item.type === "occurrence" || problem === undefined ? lasting : { ...lasting, problem };
  const categories = markedWith(item.categories, own);
  const guests = changes.people ? { attendees: attendeesOf(changes.people) } : {};
  return { ...forms.toGraph(changes, item), ...guests, ...(categories ? { categories } : {}) };
}
