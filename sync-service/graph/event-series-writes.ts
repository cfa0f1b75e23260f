import type { Event } from "../../shared/records/event.ts";
import { categoryName } from "../../shared/records/names.ts";
import { seriesModel, type Wanted } from "../cycle/event-series-model.ts";
import type { Action, Outcome, Seen, Sought } from "../cycle/side.ts";
import { OutcomeUnknown, Refused, SyncError } from "../errors.ts";
import { type EventSeries, occurrenceOf } from "../mappings/event-series.ts";
import type { BatchRequest } from "./batch.ts";
import { STAMP_ID, STAMP_PROPERTY } from "./contact-items.ts";
import type { EventItem } from "./event-items.ts";
import { finishSeries } from "./event-series-items.ts";
import { markSeries, marksOfSeries } from "./event-series-marks.ts";
import { type BearsNote, NOTE_EXPANSION, NOTE_PROPERTY, noteOf, readNote } from "./event-series-note.ts";
import { type Create, dayOf, planSeries, type SeriesPlan } from "./event-series-plan.ts";
import { type EventWritePorts, writeEvents } from "./event-writes.ts";
import { failureOf } from "./item-writes.ts";
import { graphPath, odataText, type ODataText } from "./path.ts";

type Outcomes = Map<Action<Event>, Outcome<Event>>;

/** Why an event of a series in Salesforce is one by itself, for the item. */
const SINGLE = {
  refused: "Exchange did not take it as a series, so each event is one by itself in Outlook.",
  rule: "Outlook has no such rule, or only a part of the series was to be made, so it is an event by itself there.",
  preset: "The preset keeps series as single events, so each event is one by itself in Outlook.",
} as const;

/** The writes of events, in which the events of a series in Salesforce are made as one (E4). */
export async function writeWithSeries(
  actions: readonly Action<Event>[],
  ports: EventWritePorts,
  asSeries: boolean,
): Promise<readonly Outcome<Event>[]> {
  const plans = asSeries ? planSeries(actions.filter((action) => action.do === "create")) : [];
  const marks = await marksOfSeries(actions, ports);
  const together = new Set<Action<Event>>([...plans.flatMap((plan) => [...plan.creates.values()]), ...[...marks.values()].flat()]);
  const rest = actions.filter((action) => !together.has(action));
  const written = rest.length === 0 ? [] : await writeEvents(rest, ports);
  const why = asSeries ? SINGLE.rule : SINGLE.preset;
  const outcomes: Outcomes = new Map(
    rest.map((action, index) => [
      action,
      action.do === "create" && keyOf(action.record) !== null ? told(written[index], why) : (written[index] ?? { is: "unknown" }),
    ]),
  );
  for (const [action, outcome] of await markSeries(marks, ports)) outcomes.set(action, outcome);
  for (const plan of plans) for (const [action, outcome] of await makeSeries(plan, ports)) outcomes.set(action, outcome);
  return actions.map((action) => outcomes.get(action) ?? { is: "unknown" });
}

/** The series, then what differs from it. Never throws, as something may have been written before. */
async function makeSeries(plan: SeriesPlan, ports: EventWritePorts): Promise<Outcomes> {
  const { of, creates: byStart } = plan;
  const creates = [...byStart.values()];
  const all = (outcome: (create: Create) => Outcome<Event>): Outcomes => new Map(creates.map((create) => [create, outcome(create)]));
  const body = newSeries(plan, ports);
  try {
    const [reply] = body === null ? [] : await ports.graph.batch([{ method: "POST", path: graphPath`/events`, body }]);
    const error = reply?.error ?? null;
    if (!reply || error instanceof Refused) return await oneByOne(creates, ports);
    if (error) return all((create) => failureOf(create, error));
    const { id } = reply.body as EventItem;
    const finished = await finishSeries({ id, note: noteOf(plan), zone: of.zone, creates: byStart }, ports);
    return all(({ stamp }) => finished.get(stamp) ?? { is: "unknown" });
  } catch (error) {
    if (error instanceof SyncError) return all((create) => failureOf(create, error));
    throw error;
  }
}

async function oneByOne(creates: readonly Create[], ports: EventWritePorts): Promise<Outcomes> {
  const outcomes = await writeEvents(creates, ports);
  return new Map(creates.map((create, index) => [create, told(outcomes[index], SINGLE.refused)]));
}

const told = (outcome: Outcome<Event> = { is: "unknown" }, remark: string): Outcome<Event> =>
  outcome.is === "done" ? { ...outcome, remark } : outcome;

/** Null when none of its events takes place where the rule has it. Nobody is asked to come (P5). */
function newSeries(plan: SeriesPlan, { forms }: EventWritePorts): Readonly<Record<string, unknown>> | null {
  const { of, pattern, starts, creates } = plan;
  const wanted = [...creates].map(([at, { record }]): Wanted => ({ at, record, besides: {} }));
  const [first = ""] = starts;
  const model = seriesModel(first, wanted);
  if (model === null) return null;
  const [stamp = ""] = [...creates.values()].map((create) => create.stamp).toSorted();
  const range = { type: "numbered", startDate: dayOf(first, of.zone), numberOfOccurrences: starts.length };
  return {
    ...forms.toGraph(model.record, { originalStartTimeZone: of.zone }),
    recurrence: { pattern, range: of.zone === null ? range : { ...range, recurrenceTimeZone: of.zone } },
    categories: [categoryName],
    transactionId: stamp,
    singleValueExtendedProperties: [
      { id: STAMP_PROPERTY, value: stampOf(of) },
      { id: NOTE_PROPERTY, value: JSON.stringify(noteOf(plan)) },
    ],
  };
}

const stampOf = ({ key }: EventSeries) => `series ${key}`;

/** What was made as a series although no answer came, by stamp. What was left to be done to such a series is done. */
export async function findMadeInSeries(
  sought: readonly Sought<Event>[],
  ports: EventWritePorts,
): Promise<ReadonlyMap<string, Seen<Event>>> {
  const groups = [...Map.groupBy(sought, ({ record }) => keyOf(record)).entries()].flatMap(([key, members]) => {
    const of = occurrenceOf(members[0]?.record.series ?? null)?.of;
    return key !== null && of && "key" in of ? [{ of, members }] : [];
  });
  const found = new Map<string, Seen<Event>>();
  if (groups.length === 0) return found;
  const replies = await ports.graph.batch(groups.map(({ of }) => masterRequest(of)));
  for (const [index, { of, members }] of groups.entries()) {
    const { body, error } = replies[index] ?? { body: null, error: new OutcomeUnknown("A reply is missing.") };
    if (error) throw error;
    const stamps = new Set(members.map(({ stamp }) => stamp));
    const bearing = (body as { readonly value: readonly BearsNote[] }).value.map((one) => ({ master: one, note: readNote(one) }));
    const { master, note } = bearing.find(({ note: own }) => own?.stamps.some((stamp) => stamps.has(stamp))) ?? {};
    if (!master || !note) continue;
    const placed = members.map(({ stamp, record }) => {
      const at = occurrenceOf(record.series)?.at ?? "";
      return [note.moved[at] ?? at, { stamp, record }] as const;
    });
    const finished = await finishSeries({ id: master.id, note, zone: of.zone, creates: new Map(placed) }, ports);
    for (const [stamp, outcome] of finished) if (outcome.is === "done" && outcome.seen) found.set(stamp, outcome.seen);
  }
  return found;
}

/** Of one whose events are in Salesforce. */
function keyOf({ series }: Event): string | null {
  const of = occurrenceOf(series)?.of;
  return of && "key" in of && of.count === null ? of.key : null;
}

function masterRequest(of: EventSeries): BatchRequest {
  const filter: ODataText = {
    odata: `singleValueExtendedProperties/Any(ep: ep/id eq ${STAMP_ID.odata} and ep/value eq ${odataText(stampOf(of)).odata})`,
  };
  return { method: "GET", path: graphPath`/events?$select=id&$filter=${filter}&$expand=${NOTE_EXPANSION}&$top=50` };
}
