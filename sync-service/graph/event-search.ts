import type { Event } from "../../shared/records/event.ts";
import type { Sought } from "../cycle/side.ts";
import { timeOf } from "../mappings/event-time.ts";
import type { BatchRequest } from "./batch.ts";
import type { Graph } from "./client.ts";
import { STAMP_ID } from "./contact-items.ts";
import { EVENT_SELECT, isMarked, isMeeting, type EventItem } from "./event-items.ts";
import { graphPath, odataText, type ODataText } from "./path.ts";

interface ItemList {
  readonly value: readonly EventItem[];
  readonly "@odata.nextLink"?: string;
}

/** What was created under these stamps. */
export async function findEventsByStamp(sought: readonly Sought<Event>[], graph: Graph): Promise<ReadonlyMap<string, EventItem>> {
  const found = new Map<string, EventItem>();
  const replies = await graph.batch(sought.map(({ stamp }) => stampRequest(stamp)));
  for (const [index, { body, error }] of replies.entries()) {
    if (error) throw error;
    const [item] = (body as ItemList).value;
    const stamp = sought[index]?.stamp;
    if (item && stamp !== undefined) found.set(stamp, item);
  }
  return found;
}

function stampRequest(stamp: string): BatchRequest {
  const filter: ODataText = {
    odata: `singleValueExtendedProperties/Any(ep: ep/id eq ${STAMP_ID.odata} and ep/value eq ${odataText(stamp).odata})`,
  };
  return { method: "GET", path: graphPath`/events?$select=${EVENT_SELECT}&$filter=${filter}&$top=1` };
}

/**
 * Those that the calendar shows: a deleted event may still be read by its id, from Deleted Items, and nothing on it says so.
 * @param timeOfItem as `Event.time`
 */
export async function shownInCalendar(
  items: readonly EventItem[],
  timeOfItem: (item: EventItem) => string | null,
  graph: Graph,
): Promise<readonly EventItem[]> {
  const lists = await besides(items.map(timeOfItem), { odata: "id" }, graph);
  return items.filter((item, index) => lists[index]?.some(({ id }) => id === item.id));
}

/** For each record the marked events that take place while it does; in order, empty when none. */
export async function findEventsBeside(records: readonly Event[], graph: Graph): Promise<readonly (readonly EventItem[])[]> {
  const times = records.map(({ time }) => time);
  const lists = await besides(times, EVENT_SELECT, graph);
  return lists.map((list) => list.filter(isMarked));
}

/** For each record the meetings with others that take place while it does, marked or not; in order, empty when none. */
export async function findMeetingsBeside(records: readonly Event[], graph: Graph): Promise<readonly (readonly EventItem[])[]> {
  const times = records.map(({ time }) => time);
  const lists = await besides(times, EVENT_SELECT, graph);
  return lists.map((list) => list.filter(isMeeting));
}

/** What the calendar shows at each of these times. */
async function besides(times: readonly (string | null)[], select: ODataText, graph: Graph): Promise<readonly (readonly EventItem[])[]> {
  const windows = times.map(windowOf);
  const replies = await graph.batch(
    windows.flatMap((window): BatchRequest[] => {
      if (window === null) return [];
      const [start, end] = window;
      return [{ method: "GET", path: graphPath`/calendarView?startDateTime=${start}&endDateTime=${end}&$select=${select}&$top=200` }];
    }),
  );
  let next = 0;
  const lists: (readonly EventItem[])[] = [];
  for (const window of windows) {
    const reply = window === null ? null : replies[next++];
    if (reply?.error) throw reply.error;
    lists.push(reply ? await whole(reply.body as ItemList, graph) : []);
  }
  return lists;
}

async function whole(first: ItemList, graph: Graph): Promise<readonly EventItem[]> {
  const found = [...first.value];
  for (let next = first["@odata.nextLink"]; next !== undefined;) {
    const page = await graph.follow<ItemList>(next);
    found.push(...page.value);
    next = page["@odata.nextLink"];
  }
  return found;
}

const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000];

/** A view that holds the time: an event without duration too, and whole days in any zone. */
function windowOf(time: string | null): readonly [string, string] | null {
  const at = timeOf(time);
  if (at === null) return null;
  const margin = at.allDay ? DAY_MS : MINUTE_MS;
  return [new Date(Date.parse(at.start) - margin).toISOString(), new Date(Date.parse(at.end) + margin).toISOString()];
}
