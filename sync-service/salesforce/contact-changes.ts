import type { Contact } from "../../shared/records/contact.ts";
import type { Change, Cursor, Page } from "../cycle/side.ts";
import { CursorExpired } from "../errors.ts";
import type { Salesforce } from "./api.ts";
import { contactAccess, readRows, seenRow, versionOf, type ContactAccess, type ContactRow } from "./contact-rows.ts";
import { anyOf, fieldNames, recordId, soql, type Soql } from "./soql.ts";

/** One contact of which the organisation's look says that it changed and concerns this mailbox. */
export interface NotedChange {
  readonly id: string;
  /** The contact it was merged into. */
  readonly followedBy: string | null;
  /** Rises with each note; a text, as it outgrows a number. */
  readonly seq: string;
}

/** What the organisation's look left for a mailbox. */
export interface NotedChanges {
  /** The newest number there is; everything noted later has a greater one. */
  head(): Promise<string>;
  /** In the order of their numbers, at most `limit`. */
  after(seq: string, limit: number): Promise<readonly NotedChange[]>;
}

/** Either reading all own contacts, from a place in their order, or following the notes. */
interface Position {
  /** The notes from which following begins. */
  readonly seq: string;
  /** How far the first reading came; null when it is over. */
  readonly reading: { readonly stamp: string; readonly id: string } | "from-the-start" | null;
}

const READ_AT_ONCE = 500;
const FOLLOWED_AT_ONCE = 300;

/**
 * With null, all contacts that the user owns, in the order of their modification; then only those that were noted. The notes' number
 * is taken before the reading begins, so that what changes meanwhile is met twice and never missed. Idle, it asks Salesforce nothing.
 */
export async function* contactChanges(since: Cursor | null, api: Salesforce, noted: NotedChanges): AsyncIterable<Page<Contact>> {
  let position: Position = since === null ? { seq: await noted.head(), reading: "from-the-start" } : parsed(since);
  while (position.reading !== null) {
    const access = await contactAccess(api);
    const rows: readonly ContactRow[] = await api.query<ContactRow>(ownContacts(access, position.reading));
    const end = rows.at(-1);
    position = { ...position, reading: end && rows.length === READ_AT_ONCE ? { stamp: versionOf(end), id: end.Id } : null };
    yield {
      changes: rows.map((row): Change<Contact> => ({ is: "present", seen: seenRow(row, access) })),
      cursor: JSON.stringify(position),
      last: position.reading === null,
    };
    if (position.reading === null) return;
  }
  for (let last = false; !last;) {
    const notes = await noted.after(position.seq, FOLLOWED_AT_ONCE);
    last = notes.length < FOLLOWED_AT_ONCE;
    position = { seq: notes.at(-1)?.seq ?? position.seq, reading: null };
    yield { changes: await changesOf(notes, api), cursor: JSON.stringify(position), last };
  }
}

/** Values are read as the user himself: what he may not see is gone for him (P7). */
async function changesOf(notes: readonly NotedChange[], api: Salesforce): Promise<readonly Change<Contact>[]> {
  if (notes.length === 0) return [];
  const access = await contactAccess(api);
  const newest = new Map(notes.map((note) => [note.id, note]));
  const rows = await readRows([...newest.keys()], access, api);
  return [...newest.values()].map(({ id, followedBy }): Change<Contact> => {
    const row = rows.get(id);
    if (row) return { is: "present", seen: seenRow(row, access) };
    return { is: "gone", id, ...(followedBy === null ? {} : { followedBy }) };
  });
}

function ownContacts({ columns, userId }: ContactAccess, from: Exclude<Position["reading"], null>): Soql {
  return soql`SELECT ${fieldNames(columns)} FROM Contact WHERE OwnerId = ${recordId(userId)} ${after(from)} ORDER BY SystemModstamp, Id LIMIT ${READ_AT_ONCE}`;
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
    throw new CursorExpired("The cursor of the contacts cannot be read.", { cause });
  }
}
