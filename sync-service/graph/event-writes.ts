import type { Event } from "../../shared/records/event.ts";
import { categoryName } from "../../shared/records/names.ts";
import type { Action, Outcome, Seen } from "../cycle/side.ts";
import { AccessLost, Gone, OutcomeUnknown, Refused, type SyncError, Throttled, VersionMoved } from "../errors.ts";
import type { EventForms } from "../mappings/event.ts";
import type { BatchReply, BatchRequest } from "./batch.ts";
import { markedWith } from "./categories.ts";
import type { Graph } from "./client.ts";
import { STAMP_PROPERTY } from "./contact-items.ts";
import type { EventItem } from "./event-items.ts";
import { graphPath } from "./path.ts";

export interface EventWritePorts {
  readonly graph: Graph;
  readonly forms: EventForms;
  /** The event in that very version, when it was met not long ago. */
  readonly remembered: (id: string, version: string) => EventItem | null;
  readonly readItems: (ids: readonly string[]) => Promise<readonly EventItem[]>;
  readonly seen: (item: EventItem) => Seen<Event>;
}

type Done = Outcome<Event>;
type Update = Extract<Action<Event>, { readonly do: "update" }>;
type Prepared = { readonly request: BatchRequest } | { readonly outcome: Done };

/** So long a write waits whose read failed, or whose mailbox let nothing through. */
const LATER_MS = 30_000;

/**
 * Twenty writes a request, each with If-Match, and only what changes (P3, P9). No write here makes Exchange mail anybody: new events have
 * no attendees, and of an event with attendees the engine changes and removes nothing that they would be told (P5).
 */
export async function writeEvents(actions: readonly Action<Event>[], ports: EventWritePorts): Promise<readonly Done[]> {
  const current = await currentItems(actions, ports);
  const prepared = actions.map((action) => prepare(action, current, ports));
  const replies = await ports.graph.batch(prepared.flatMap((one) => ("request" in one ? [one.request] : [])));
  refuseAll(replies);
  let next = 0;
  return prepared.map((one, index): Done => {
    if ("outcome" in one) return one.outcome;
    const reply = replies[next++];
    const action = actions[index];
    return action && reply ? outcomeOf(action, reply, ports) : { is: "unknown" };
  });
}

/** An error for the whole mailbox, met before anything was written, is no matter of one event. */
function refuseAll(replies: readonly BatchReply[]): void {
  const [first] = replies;
  if (first?.error instanceof AccessLost && replies.every(({ error }) => error instanceof AccessLost)) throw first.error;
}

/** Times, reminders and categories rest on the event as it stands. */
async function currentItems(actions: readonly Action<Event>[], ports: EventWritePorts): Promise<ReadonlyMap<string, EventItem>> {
  const known = new Map<string, EventItem>();
  const wanted: string[] = [];
  for (const action of actions) {
    if (action.do === "create") continue;
    const item = ports.remembered(action.id, action.version);
    if (item) known.set(action.id, item);
    else wanted.push(action.id);
  }
  for (const item of await ports.readItems(wanted)) known.set(item.id, item);
  return known;
}

function prepare(action: Action<Event>, current: ReadonlyMap<string, EventItem>, { forms, seen }: EventWritePorts): Prepared {
  if (action.do === "create")
    return { request: { method: "POST", path: graphPath`/events`, body: newEvent(action.record, action.stamp, forms) } };
  const item = current.get(action.id);
  if (!item) return { outcome: action.do === "remove" ? { is: "done", seen: null } : { is: "gone" } };
  if (item["@odata.etag"] !== action.version) return { outcome: { is: "moved" } };
  const path = graphPath`/events/${action.id}`;
  const headers = { "if-match": action.version };
  if (action.do === "remove") return { request: { method: "DELETE", path, headers } };
  const body = changedEvent(action, item, forms);
  if (Object.keys(body).length === 0) return { outcome: { is: "done", seen: seen(item) } };
  return { request: { method: "PATCH", path, headers, body } };
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
  return { ...forms.toGraph(changes, item), ...(categories ? { categories } : {}) };
}

function outcomeOf(action: Action<Event>, reply: BatchReply, { seen }: EventWritePorts): Done {
  if (reply.error) return failureOf(action, reply.error);
  return { is: "done", seen: action.do === "remove" ? null : seen(reply.body as EventItem) };
}

function failureOf(action: Action<Event>, error: SyncError): Done {
  if (error instanceof Gone) return action.do === "remove" ? { is: "done", seen: null } : { is: "gone" };
  if (error instanceof VersionMoved) return { is: "moved" };
  if (error instanceof OutcomeUnknown) return { is: "unknown" };
  if (error instanceof Throttled) return { is: "later", retryAfterMs: error.retryAfterMs };
  if (error instanceof Refused) return { is: "refused", problem: error.problem };
  return { is: "later", retryAfterMs: LATER_MS };
}
