import type { Fields } from "../../shared/records/fields.ts";
import type { Change, Cursor, Page } from "../cycle/side.ts";
import { CursorExpired } from "../errors.ts";
import type { Salesforce } from "./api.ts";
import type { NotedChange, NotedChanges } from "./contact-changes.ts";
import { readRecords, versionOf, type RecordAccess, type RecordRow } from "./record-access.ts";
import { anyOf, fieldNames, objectName, recordId, soql, type Soql } from "./soql.ts";

export interface RecordChangePorts<F extends Fields, R extends RecordRow> {
  readonly api: Salesforce;
  readonly noted: NotedChanges;
  /** Asked only when Salesforce is. */
  readonly access: () => Promise<RecordAccess<F, R>>;
  /** Which of the object's rows are read at first. */
  readonly scope: (access: RecordAccess<F, R>) => Soql;
}

/** Either reading all rows in scope, from a place in their order, or following the notes. */
interface Position {
  /** The notes from which following begins. */
  readonly seq: string;
  /** How far the first reading came; null when it is over. */
  readonly reading: { readonly stamp: string; readonly id: string } | "from-the-start" | null;
}

const READ_AT_ONCE = 500;
const FOLLOWED_AT_ONCE = 300;

/**
 * With null, everything in scope, in the order of modification; then only what was noted. The notes' number is taken before the
 * reading begins, so that what changes meanwhile is met twice and never missed. Idle, it asks Salesforce nothing.
 */
export async function* recordChanges<F extends Fields, R extends RecordRow>(
  since: Cursor | null,
  ports: RecordChangePorts<F, R>,
): AsyncIterable<Page<F>> {
  let position: Position = since === null ? { seq: await ports.noted.head(), reading: "from-the-start" } : parsed(since);
  while (position.reading !== null) {
    const access = await ports.access();
    const rows: readonly R[] = await ports.api.query<R>(inScope(access, ports.scope(access), position.reading));
    const end = rows.at(-1);
    position = { ...position, reading: end && rows.length === READ_AT_ONCE ? { stamp: versionOf(end), id: end.Id } : null };
    yield {
      changes: rows.map((row): Change<F> => ({ is: "present", seen: access.seen(row) })),
      cursor: JSON.stringify(position),
      last: position.reading === null,
    };
    if (position.reading === null) return;
  }
  for (let last = false; !last;) {
    const notes = await ports.noted.after(position.seq, FOLLOWED_AT_ONCE);
    last = notes.length < FOLLOWED_AT_ONCE;
    position = { seq: notes.at(-1)?.seq ?? position.seq, reading: null };
    yield { changes: await changesOf(notes, ports), cursor: JSON.stringify(position), last };
  }
}

/** Values are read as the user himself: what he may not see is gone for him (P7). */
async function changesOf<F extends Fields, R extends RecordRow>(
  notes: readonly NotedChange[],
  { access: accessOf, api }: RecordChangePorts<F, R>,
): Promise<readonly Change<F>[]> {
  if (notes.length === 0) return [];
  const access = await accessOf();
  const newest = new Map(notes.map((note) => [note.id, note]));
  const rows = await readRecords([...newest.keys()], access, api);
  return [...newest.values()].map(({ id, followedBy }): Change<F> => {
    const row = rows.get(id);
    if (row) return { is: "present", seen: access.seen(row) };
    return { is: "gone", id, ...(followedBy === null ? {} : { followedBy }) };
  });
}

function inScope<F extends Fields, R extends RecordRow>(
  { columns, object }: RecordAccess<F, R>,
  scope: Soql,
  from: Exclude<Position["reading"], null>,
): Soql {
  return soql`SELECT ${fieldNames(columns)} FROM ${objectName(object)} WHERE ${scope} ${after(from)} ORDER BY SystemModstamp, Id LIMIT ${READ_AT_ONCE}`;
}

/** Many rows can share one stamp (facts, section 2.10), so the id tells where among them we are. */
function after(from: Exclude<Position["reading"], null>): Soql {
  if (from === "from-the-start") return soql``;
  const stamp = new Date(from.stamp);
  return soql`AND ${anyOf([soql`SystemModstamp > ${stamp}`, soql`(SystemModstamp = ${stamp} AND Id > ${recordId(from.id)})`])}`;
}

function parsed(cursor: Cursor): Position {
  try {
    return JSON.parse(cursor) as Position;
  } catch (cause) {
    throw new CursorExpired("The cursor of the records cannot be read.", { cause });
  }
}
