import type { Event } from "../../shared/records/event.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { SyncError } from "../errors.ts";
import { isMarked, type EventItem } from "./event-items.ts";
import type { EventWritePorts } from "./event-writes.ts";
import { markedWith } from "./categories.ts";
import { currentItems } from "./item-reads.ts";
import { failureOf } from "./item-writes.ts";
import { graphPath } from "./path.ts";

type Update = Extract<Action<Event>, { readonly do: "update" }>;
type Outcomes = Map<Action<Event>, Outcome<Event>>;

/** Occurrences that only get the category, by their series. */
export type SeriesMarks = ReadonlyMap<string, readonly Update[]>;

/**
 * A series that the preset takes up wears the category itself: set on each occurrence it would make exceptions of them all. One occurrence
 * alone is marked by itself, as a person may want that one only.
 */
export async function marksOfSeries(actions: readonly Action<Event>[], { memory, readItems }: EventWritePorts): Promise<SeriesMarks> {
  const marking = actions.filter((action) => action.do === "update").filter(onlyMarks);
  if (marking.length < 2) return new Map();
  const items = await currentItems(marking, memory, readItems);
  const bySeries = Map.groupBy(marking, ({ id }) => {
    const item = items.get(id);
    return item?.type === "occurrence" ? (item.seriesMasterId ?? "") : "";
  });
  return new Map([...bySeries].filter(([series, updates]) => series !== "" && updates.length > 1));
}

const onlyMarks = ({ changes, marks = {} }: Update): boolean =>
  Object.keys(changes).length === 0 && marks.salesforce === true && (marks.problem ?? null) === null;

/** Categories are one's own: nobody is told of them (P5). Never throws, as other things were written before. */
export async function markSeries(marks: SeriesMarks, ports: EventWritePorts): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  for (const [series, updates] of marks) {
    try {
      const failed = await marked(series, ports);
      const items = new Map((failed ? [] : await ports.readItems(updates.map(({ id }) => id))).map((item) => [item.id, item]));
      for (const update of updates) outcomes.set(update, failed ? failureOf(update, failed) : outcomeOf(items.get(update.id), ports));
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      for (const update of updates) outcomes.set(update, failureOf(update, error));
    }
  }
  return outcomes;
}

/** One that was changed by itself meanwhile wears its own categories. */
function outcomeOf(item: EventItem | undefined, { seen }: EventWritePorts): Outcome<Event> {
  if (!item) return { is: "gone" };
  return isMarked(item) ? { is: "done", seen: seen(item) } : { is: "moved" };
}

/** Answers why it could not be; null: it is. */
async function marked(series: string, { graph }: EventWritePorts): Promise<SyncError | null> {
  const path = graphPath`/events/${series}`;
  const master = await graph.get<Pick<EventItem, "@odata.etag" | "categories">>(graphPath`/events/${series}?$select=categories`);
  const categories = markedWith(master.categories, { salesforce: true });
  if (categories === null) return null;
  const headers = { "if-match": master["@odata.etag"] };
  const [reply] = await graph.batch([{ method: "PATCH", path, headers, body: { categories } }]);
  return reply?.error ?? null;
}
