import type { Event } from "../../shared/records/event.ts";
import type { Wanted } from "../cycle/event-series-model.ts";
import type { Outcome } from "../cycle/side.ts";
import { Gone, Refused, SyncError } from "../errors.ts";
import { timeOf } from "../mappings/event-time.ts";
import type { RecordFields, Saved } from "./api.ts";
import type { EventRow } from "./event-rows.ts";
import { type RecordAccess, type Records, writable } from "./record-access.ts";
import { type Found, readRecords } from "./record-reads.ts";

type FoundEvent = Found<Event, EventRow>;

/**
 * Gives each row of a new series to the occurrence it stands for, writes what differs there, and removes those of days left out. May be done
 * again after it broke off. Answers by where each was to start; nothing for one that has no row.
 * @param rows the newest first
 */
export async function finishSeries(
  except: readonly string[],
  wanted: readonly Wanted[],
  rows: readonly FoundEvent[],
  records: Records<Event, EventRow>,
): Promise<ReadonlyMap<string, Outcome<Event>>> {
  const given = givenRows(wanted, rows);
  const left = new Set(except);
  const free = new Set(rows);
  for (const row of given.values()) free.delete(row);
  const surplus = [...free].filter((row) => !isException(row) && left.has(startOf(row)));
  const usual = mostUsual(wanted);
  const changes = wanted.flatMap((one) => {
    const row = given.get(one.at);
    const fields = row ? { ...differing(one, row), ...(JSON.stringify(one.besides) === usual ? {} : one.besides) } : {};
    return row && Object.keys(fields).length > 0 ? [{ at: one.at, row, fields }] : [];
  });
  const outcomes = new Map<string, Outcome<Event>>([...given].map(([at, { seen }]) => [at, { is: "done", seen }]));
  // Until it is read back, what is being changed counts as unknown.
  for (const { at } of changes) outcomes.set(at, { is: "unknown" });
  const { api } = records;
  try {
    const removed = await api.delete(surplus.map(({ row }) => row.Id));
    const saved = await api.update(changes.map(({ row, fields }) => ({ object: "Event", fields: { Id: row.row.Id, ...fields } })));
    const refused = changes.flatMap(({ at, row }, index) => {
      const result = saved[index];
      return result?.is === "failed" && result.error instanceof Refused ? [{ at, row, problem: result.error.problem }] : [];
    });
    // What may not be as it should is not left there as something else.
    const takenBack = await api.delete(refused.map(({ row }) => row.row.Id));
    for (const [index, { at, problem }] of refused.entries())
      if (takenBack[index]?.is === "done") outcomes.set(at, { is: "refused", problem });
    const done = changes.filter((_, index) => saved[index]?.is === "done");
    const there = await readRecords(
      done.map(({ row }) => row.row.Id),
      records,
    );
    for (const { at, row } of done) {
      const found = there.get(row.row.Id);
      if (found) outcomes.set(at, { is: "done", seen: found.seen });
    }
    if (removed.every(isGone)) return outcomes;
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
  }
  // Something is left to be done: while one outcome is open, it is looked at once more.
  const [first] = given.keys();
  if (first !== undefined) outcomes.set(first, { is: "unknown" });
  return outcomes;
}

/** What most of them are given beside their fields. */
function mostUsual(wanted: readonly Wanted[]): string | undefined {
  const groups = [...Map.groupBy(wanted, ({ besides }) => JSON.stringify(besides))];
  return groups.toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
}

const isGone = (result: Saved): boolean => result.is === "done" || result.error instanceof Gone;
const isException = ({ row }: FoundEvent): boolean => row.IsRecurrence2Exception === true;
const startOf = ({ seen }: FoundEvent): string => timeOf(seen.record.time)?.start ?? "";

/** First those that hold everything already, then by the start that the rule gave them. */
function givenRows(wanted: readonly Wanted[], rows: readonly FoundEvent[]): ReadonlyMap<string, FoundEvent> {
  const free = [...rows];
  const given = new Map<string, FoundEvent>();
  const give = (isIt: (one: Wanted, row: FoundEvent) => boolean) => {
    for (const one of wanted) {
      if (given.has(one.at)) continue;
      const at = free.findIndex((row) => isIt(one, row));
      const [row] = at < 0 ? [] : free.splice(at, 1);
      if (row) given.set(one.at, row);
    }
  };
  give((one, row) => Object.keys(differing(one, row)).length === 0);
  give((one, row) => !isException(row) && startOf(row) === one.at);
  return given;
}

/** What has to be written for the row to hold what is wanted, as far as the row tells. */
function differing({ record, besides }: Wanted, { access, row, seen }: FoundEvent): RecordFields {
  const own = fieldsThatDiffer(record, seen.record, access);
  const isTold = (name: string): name is keyof EventRow => name in row;
  const beside = Object.entries(besides).filter(([name, value]) => isTold(name) && (row[name] ?? null) !== value);
  return { ...writable(own, access, row), ...Object.fromEntries(beside) };
}

/** As far as the org can tell two values apart. */
function fieldsThatDiffer(wanted: Event, held: Event, { fields, toFields }: RecordAccess<Event, EventRow>): Partial<Event> {
  const sent = (field: keyof Event, record: Event) => JSON.stringify(toFields({ [field]: record[field] } as Partial<Event>));
  return Object.fromEntries(
    [...fields].filter((field) => sent(field, wanted) !== sent(field, held)).map((field) => [field, wanted[field]]),
  ) as Partial<Event>;
}
