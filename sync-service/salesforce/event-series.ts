import { byAnyClock, earliest } from "../cycle/clocks.ts";
import type { Event } from "../../shared/records/event.ts";
import { seriesModel, type Wanted } from "../cycle/event-series-model.ts";
import type { Action, Outcome, Sought } from "../cycle/side.ts";
import { OutcomeUnknown, Refused, SyncError } from "../errors.ts";
import { occurrenceOf, type SingleReason, singleReasons } from "../mappings/event-series.ts";
import type { SubReply } from "./api.ts";
import { readsAsReference } from "./composite-references.ts";
import type { EventRow } from "./event-rows.ts";
import { planSeries, type SeriesPlan } from "./event-series-plan.ts";
import { finishSeries } from "./event-series-rows.ts";
import { isOfSeries } from "./event-series-text.ts";
import { withoutBlanks } from "./record-creates.ts";
import { failed } from "./record-outcomes.ts";
import { type Found, foundRows } from "./record-reads.ts";
import type { Records } from "./record-access.ts";
import { writable } from "./record-access.ts";
import type { Create, RecordWritePorts } from "./record-write-ports.ts";
import { writeRecords } from "./record-writes.ts";
import { fieldNames, recordId, restPath, soql, type Soql } from "./soql.ts";

type Ports = RecordWritePorts<Event, EventRow>;
type Outcomes = Map<Action<Event>, Outcome<Event>>;

/** E4: how events are made that are a series in the mailbox. */
export interface SeriesRules {
  /** Off: single events throughout. */
  readonly asSeries: boolean;
}

/**
 * The writes of events, in which a series is made in one request. What is no series, and what Salesforce cannot make as one, is written
 * like any record; an event by itself says why.
 */
export async function writeWithSeries(
  actions: readonly Action<Event>[],
  ports: Ports,
  { asSeries }: SeriesRules,
): Promise<readonly Outcome<Event>[]> {
  const creates = actions.filter((action) => action.do === "create" && occurrenceOf(action.record.series) !== null) as Create<Event>[];
  if (creates.length === 0) return writeRecords(actions, ports);
  const { series, single } = await plansOf(creates, ports, asSeries);
  const together = new Set<Action<Event>>(series.flatMap((plan) => [...plan.creates.values()]));
  const rest = actions.filter((action) => !together.has(action));
  const outcomes: Outcomes = new Map();
  const written = rest.length === 0 ? [] : await writeRecords(rest, ports);
  for (const [index, action] of rest.entries()) outcomes.set(action, told(written[index], single.get(action as Create<Event>)));
  for (const plan of series) for (const [action, outcome] of await makeSeries(plan, ports)) outcomes.set(action, outcome);
  return actions.map((action) => outcomes.get(action) ?? { is: "unknown" });
}

async function plansOf(creates: readonly Create<Event>[], { records }: Ports, asSeries: boolean) {
  const { made, api } = records;
  const isOn = made.description.fields.get("Recurrence2PatternText")?.createable === true && made.description.fields.has("IsRecurrence2");
  const why: SingleReason | null = asSeries ? (isOn ? null : "org") : "preset";
  if (why !== null) return { series: [], single: new Map(creates.map((create) => [create, why])) };
  const [user] = await api.query<{ readonly TimeZoneSidKey: string }>(
    soql`SELECT TimeZoneSidKey FROM User WHERE Id = ${recordId(made.userId)}`,
  );
  return planSeries(creates, user?.TimeZoneSidKey ?? "UTC");
}

/** An event by itself says why it is one. */
function told(outcome: Outcome<Event> = { is: "unknown" }, why?: SingleReason): Outcome<Event> {
  return outcome.is === "done" && why !== undefined ? { ...outcome, remark: singleReasons[why] } : outcome;
}

/** The series in one request with a look before and after it, then what differs from it. Never throws once something was written. */
async function makeSeries(plan: SeriesPlan, ports: Ports): Promise<Outcomes> {
  const creates = [...plan.creates.values()];
  try {
    const besides = (await ports.besides?.(creates.map(({ record }) => record))) ?? [];
    const wanted = [...plan.creates].map(([at, { record }], index): Wanted => ({ at, record, besides: besides[index] ?? {} }));
    const rows = await made(plan, wanted, ports.records);
    if (rows === null) return await oneByOne(creates, ports);
    const finished = await finishSeries(plan.of.except, wanted, rows, ports.records);
    return new Map([...plan.creates].map(([at, create]) => [create, finished.get(at) ?? { is: "unknown" }]));
  } catch (error) {
    if (error instanceof SyncError) return new Map(creates.map((create) => [create, failed(create, error)]));
    throw error;
  }
}

async function oneByOne(creates: readonly Create<Event>[], ports: Ports): Promise<Outcomes> {
  const outcomes = await writeRecords(creates, ports);
  return new Map(creates.map((create, index) => [create, told(outcomes[index], "refused")]));
}

/** The new rows; null when Salesforce does not take it as a series. @throws OutcomeUnknown */
async function made(
  plan: SeriesPlan,
  wanted: readonly Wanted[],
  { api, made: access }: Records<Event, EventRow>,
): Promise<readonly Found<Event, EventRow>[] | null> {
  const model = seriesModel(plan.starts[0] ?? "", wanted);
  if (model === null) return null;
  const fields = {
    ...withoutBlanks(writable(model.record, access)),
    OwnerId: access.userId,
    ...model.besides,
    Recurrence2PatternText: plan.pattern,
  };
  if (readsAsReference(fields)) return null;
  const look = seriesQuery(plan, access.userId, access.columns);
  const [before, made, after] = await api.composite([
    api.queryPart("before", look),
    { method: "POST", path: restPath`/sobjects/Event`, referenceId: "series", body: fields },
    api.queryPart("after", look),
  ]);
  if (made?.error instanceof Refused) return null;
  if (made?.error) throw made.error;
  if (before?.error || after?.error) throw new OutcomeUnknown("The new series could not be looked at.");
  const known = new Set(rowsOf(before).map(({ Id }) => Id));
  return foundRows(
    rowsOf(after).filter((row) => !known.has(row.Id) && isOfSeries(row)),
    access,
  );
}

const rowsOf = (reply: SubReply | undefined) => ((reply?.body ?? {}) as { readonly records?: readonly EventRow[] }).records ?? [];

/** The user's own events of any series from its first start to its last. */
function seriesQuery({ starts }: Pick<SeriesPlan, "starts">, userId: string, columns: readonly string[], since?: Date): Soql {
  const [first, last] = [new Date(starts[0] ?? ""), new Date(starts.at(-1) ?? "")];
  const own = soql`OwnerId = ${recordId(userId)} AND IsRecurrence2 = true AND StartDateTime >= ${first} AND StartDateTime <= ${last}`;
  const young = since ? soql`${own} AND CreatedDate >= ${since}` : own;
  return soql`SELECT ${fieldNames(columns)} FROM Event WHERE ${young} ORDER BY CreatedDate DESC, Id LIMIT 2000`;
}

/**
 * What was made as a series although no answer came, by stamp: told by owner, time and content, as the rows of a series cannot bear a stamp
 * each without ceasing to follow it. What was left to be done to such a series is done.
 */
export async function findMadeInSeries(
  sought: readonly Sought<Event>[],
  { records, besides }: Ports,
): Promise<ReadonlyMap<string, Found<Event, EventRow>>> {
  const found = new Map<string, Found<Event, EventRow>>();
  const { api, made: access } = records;
  if (!access.description.fields.has("IsRecurrence2")) return found;
  const groups = Map.groupBy(sought, ({ record }) => {
    const of = occurrenceOf(record.series)?.of;
    return of && "key" in of ? of.key : null;
  });
  groups.delete(null);
  for (const group of groups.values()) {
    const since = byAnyClock(earliest(group.map((one) => one.since)));
    const given = (await besides?.(group.map(({ record }) => record))) ?? [];
    const wanted = group.flatMap(({ record }, index): Wanted[] => {
      const occurrence = occurrenceOf(record.series);
      return occurrence ? [{ at: occurrence.at, record, besides: given[index] ?? {} }] : [];
    });
    const of = occurrenceOf(group[0]?.record.series ?? null)?.of;
    if (!of || !("key" in of)) continue;
    const starts = [...of.except, ...wanted.map(({ at }) => at)].toSorted();
    const rows = await api.query<EventRow>(seriesQuery({ starts }, access.userId, access.columns, since));
    const there = foundRows(
      rows.filter((row) => isOfSeries(row) && isCalledSo(row, wanted)),
      access,
    );
    if (there.length === 0) continue;
    const finished = await finishSeries(of.except, wanted, there, records);
    for (const [index, { at }] of wanted.entries()) {
      const [outcome, stamp] = [finished.get(at), group[index]?.stamp];
      if (outcome?.is !== "done" || !outcome.seen || stamp === undefined) continue;
      const row = there.find(({ row: { Id } }) => Id === outcome.seen?.id);
      if (row) found.set(stamp, { ...row, seen: outcome.seen });
    }
  }
  return found;
}

/** Of an exception the series' own name is known as well. */
function isCalledSo({ Subject }: EventRow, wanted: readonly Wanted[]): boolean {
  const name = Subject ?? null;
  return wanted.some(({ record }) => record.subject === name || occurrenceOf(record.series)?.named === name);
}
