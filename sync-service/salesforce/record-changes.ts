import type { Fields } from "../../shared/records/fields.ts";
import type { Change, Cursor, Page } from "../cycle/side.ts";
import { told } from "../cycle/unreadable.ts";
import { CursorExpired } from "../errors.ts";
import type { ListedRecords, Told } from "./listed-records.ts";
import type { NotedChange, NotedChanges } from "./noted-changes.ts";
import { versionOf, type RecordAccess, type RecordRow, type Records } from "./record-access.ts";
import { rowsOf } from "./record-reads.ts";
import { anyOf, fieldNames, objectName, recordId, soql, type Soql } from "./soql.ts";

export interface RecordChangePorts<F extends Fields, R extends RecordRow> {
  readonly noted: NotedChanges;
  /** Asked only when Salesforce is. */
  readonly open: () => Promise<Records<F, R>>;
  /** Which rows of an object are read at first; with a beginning, those that a time which moves on has come to since. */
  readonly scope: (access: RecordAccess<F, R>, from: Date | null) => Soql;
  readonly objects: ObjectsRead;
  /** Where a list says which rows are in scope: then they are read by it, and not in the order of modification. */
  readonly listed?: ListedRecords;
  /** How far ahead rows are in scope, where that moves on by itself. Absent: it does not. */
  readonly until?: () => Date;
}

/** What is read: which objects, and what of them is a setting. With another setting everything is read anew, so that it takes effect at once. */
export interface ObjectsRead {
  readonly now: string;
  /** Those of a cursor that does not name them. */
  readonly unnamed: string;
}

/** Either reading all rows in scope, from a place in their order, or following the notes. */
interface Position {
  /** The notes from which following begins. */
  readonly seq: string;
  readonly objects: string;
  /** How far ahead was read. Absent: never noted. */
  readonly until?: string;
  /** How far the list of what is in scope was told. Absent: none of it was. */
  readonly told?: Told;
  /** How far a reading came; null when it is over. */
  readonly reading: Reading | null;
}

interface Reading {
  readonly object: string;
  /** It reads only what came into scope with the days: from there on. Absent: everything. */
  readonly from?: string;
  /** The last row of the object that was read; null before the first. */
  readonly after: { readonly stamp: string; readonly id: string } | null;
}

const READ_AT_ONCE = 500;
const FOLLOWED_AT_ONCE = 300;

/**
 * With null, everything in scope, each object in the order of modification; then only what was noted, and what nobody notes: what comes into
 * scope as the days pass. The notes' number is taken before the reading begins, so that what changes meanwhile is met twice and never missed.
 * Idle, it asks Salesforce nothing.
 */
export async function* recordChanges<F extends Fields, R extends RecordRow>(
  since: Cursor | null,
  ports: RecordChangePorts<F, R>,
): AsyncIterable<Page<F>> {
  const { open, noted, objects, scope } = ports;
  let position = since === null ? await begun(ports) : await movedOn(parsed(since, objects), ports);
  const isFirst = position.reading !== null && position.reading.from === undefined;
  while (position.reading !== null) {
    const { changes, reading } = await readOn(position.reading, await open(), scope);
    position = { ...position, reading };
    const last = isFirst && reading === null;
    yield { changes, cursor: JSON.stringify(position), last };
    if (last) return;
  }
  for await (const { ids, told: toldSoFar } of ports.listed?.untold(position.told ?? null, FOLLOWED_AT_ONCE) ?? []) {
    position = { ...position, told: toldSoFar };
    const notes = ids.map((id) => ({ id, followedBy: null, seq: position.seq }));
    yield { changes: notes.length === 0 ? [] : await changesOf(notes, await open()), cursor: JSON.stringify(position), last: false };
  }
  for (let last = false; !last;) {
    const notes = await noted.after(position.seq, FOLLOWED_AT_ONCE);
    last = notes.length < FOLLOWED_AT_ONCE;
    position = { ...position, seq: notes.at(-1)?.seq ?? position.seq };
    yield { changes: notes.length === 0 ? [] : await changesOf(notes, await open()), cursor: JSON.stringify(position), last };
  }
}

async function begun<F extends Fields, R extends RecordRow>(ports: RecordChangePorts<F, R>): Promise<Position> {
  const { inScope } = await ports.open();
  const seq = await ports.noted.head();
  const first = ports.listed ? undefined : inScope[0];
  return { seq, objects: ports.objects.now, ...reach(ports), reading: first ? { object: first.object, after: null } : null };
}

/** Reads on where the time that is kept in step has come to since; everything, when it is not known how far was read. */
async function movedOn<F extends Fields, R extends RecordRow>(position: Position, ports: RecordChangePorts<F, R>): Promise<Position> {
  const { until } = reach(ports);
  if (until === undefined || position.reading !== null || until === position.until) return position;
  const [first] = (await ports.open()).inScope;
  const from = position.until === undefined ? {} : { from: position.until };
  return { ...position, until, reading: first ? { object: first.object, ...from, after: null } : null };
}

const reach = ({ until }: { readonly until?: () => Date }): { readonly until?: string } => (until ? { until: until().toISOString() } : {});

/** One page of an object, and where to go on: in it, or with the next one. */
async function readOn<F extends Fields, R extends RecordRow>(
  { object, from, after }: Reading,
  { inScope, api }: Records<F, R>,
  scope: RecordChangePorts<F, R>["scope"],
): Promise<{ readonly changes: readonly Change<F>[]; readonly reading: Reading | null }> {
  const at = inScope.findIndex((access) => access.object === object);
  const access = inScope[at];
  const next = inScope[at + 1];
  const since = from === undefined ? {} : { from };
  const following = next ? { object: next.object, ...since, after: null } : null;
  if (!access) return { changes: [], reading: following };
  const rows = await api.query<R>(inOrder(access, scope(access, from === undefined ? null : new Date(from)), after));
  const end = rows.at(-1);
  return {
    changes: rows.flatMap((row) => told(row.Id, () => access.seen(row)) ?? []),
    reading: end && rows.length === READ_AT_ONCE ? { object, ...since, after: { stamp: versionOf(end), id: end.Id } } : following,
  };
}

/** Values are read as the user himself: what he may not see is gone for him (P7). */
async function changesOf<F extends Fields, R extends RecordRow>(
  notes: readonly NotedChange[],
  records: Records<F, R>,
): Promise<readonly Change<F>[]> {
  const newest = new Map(notes.map((note) => [note.id, note]));
  const rows = await rowsOf([...newest.keys()], records);
  const there = new Map(
    rows.map(({ row, access }) => {
      const change = told(row.Id, () => access.seen(row));
      // What is noted for all is most mailboxes' no business: there it is only asked for where it was known before.
      return [row.Id, change?.is === "unread" && !access.concerns(row) ? null : change] as const;
    }),
  );
  return [...newest.values()].map(({ id, followedBy }): Change<F> => {
    const found = there.get(id);
    if (found) return found;
    return { is: "gone", id, ...(followedBy === null ? {} : { followedBy }) };
  });
}

function inOrder<F extends Fields, R extends RecordRow>(
  { columns, object }: RecordAccess<F, R>,
  scope: Soql,
  after: Reading["after"],
): Soql {
  return soql`SELECT ${fieldNames(columns)} FROM ${objectName(object)} WHERE ${scope} ${from(after)} ORDER BY SystemModstamp, Id LIMIT ${READ_AT_ONCE}`;
}

/** Many rows can share one stamp (facts, section 2.10), so the id tells where among them we are. */
function from(after: Reading["after"]): Soql {
  if (after === null) return soql``;
  const stamp = new Date(after.stamp);
  return soql`AND ${anyOf([soql`SystemModstamp > ${stamp}`, soql`(SystemModstamp = ${stamp} AND Id > ${recordId(after.id)})`])}`;
}

/** @throws CursorExpired when it cannot be read, or something else is wanted than what was read */
function parsed(cursor: Cursor, { now, unnamed }: ObjectsRead): Position {
  try {
    const position = JSON.parse(cursor) as Position;
    const { objects: read = unnamed, reading } = position;
    // Cursors that named no objects told the place in another way.
    const isOld = reading !== null && reading.object === undefined;
    if (read === now && !isOld) return { ...position, objects: read };
  } catch (cause) {
    throw new CursorExpired("The cursor of the records cannot be read.", { cause });
  }
  throw new CursorExpired("Something else is wanted than what was read, so everything is read again.");
}
