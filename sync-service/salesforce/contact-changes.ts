import type { Contact } from "../../shared/records/contact.ts";
import type { Change, Cursor, Page } from "../cycle/side.ts";
import { CursorExpired } from "../errors.ts";
import type { PersonObject } from "../mappings/person-object.ts";
import type { People, PeopleRules, PersonAccess } from "./contact-access.ts";
import { readPeople, seenRows, versionOf, type PersonRow } from "./contact-rows.ts";
import { anyOf, fieldNames, objectName, recordId, soql, type Soql } from "./soql.ts";

/** One contact or lead of which the organisation's look says that it changed and concerns this mailbox. */
export interface NotedChange {
  readonly id: string;
  /** The record it was merged or converted into. */
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

/** Either reading all own people, from a place in their order, or following the notes. */
interface Position {
  /** The notes from which following begins. */
  readonly seq: string;
  /** Which objects were read. With another setting everything is read anew, so that it takes effect at once. */
  readonly objects: PeopleRules["objects"];
  /** How far the first reading came; null when it is over. */
  readonly reading: Reading | null;
}

interface Reading {
  readonly object: PersonObject;
  /** The last row of the object that was read; null before the first. */
  readonly after: { readonly stamp: string; readonly id: string } | null;
}

const READ_AT_ONCE = 500;
const FOLLOWED_AT_ONCE = 300;

/**
 * With null, all contacts and leads that the user owns, each in the order of their modification; then only those that were noted. The
 * notes' number is taken before the reading begins, so that what changes meanwhile is met twice and never missed. Idle, it asks
 * Salesforce nothing.
 */
export async function* contactChanges(
  since: Cursor | null,
  { rules, open }: { readonly rules: PeopleRules; readonly open: () => Promise<People> },
  noted: NotedChanges,
): AsyncIterable<Page<Contact>> {
  let position = since === null ? await begun(await open(), noted) : parsed(since, rules);
  while (position.reading !== null) {
    const { changes, reading } = await readOn(position.reading, await open());
    position = { ...position, reading };
    yield { changes, cursor: JSON.stringify(position), last: reading === null };
    if (reading === null) return;
  }
  for (let last = false; !last;) {
    const notes = await noted.after(position.seq, FOLLOWED_AT_ONCE);
    last = notes.length < FOLLOWED_AT_ONCE;
    position = { ...position, seq: notes.at(-1)?.seq ?? position.seq };
    yield { changes: notes.length === 0 ? [] : await changesOf(notes, await open()), cursor: JSON.stringify(position), last };
  }
}

async function begun({ rules, inScope }: People, noted: NotedChanges): Promise<Position> {
  const seq = await noted.head();
  const [first] = inScope;
  return { seq, objects: rules.objects, reading: first ? { object: first.object, after: null } : null };
}

/** One page of an object, and where to go on: in it, or with the next one. */
async function readOn(
  { object, after }: Reading,
  { inScope, api }: People,
): Promise<{ readonly changes: readonly Change<Contact>[]; readonly reading: Reading | null }> {
  const at = inScope.findIndex((access) => access.object === object);
  const access = inScope[at];
  const next = inScope[at + 1];
  const following = next ? { object: next.object, after: null } : null;
  if (!access) return { changes: [], reading: following };
  const rows = await api.query<PersonRow>(ownRows(access, after));
  const end = rows.at(-1);
  return {
    changes: seenRows(rows, access).map((seen) => ({ is: "present", seen })),
    reading: end && rows.length === READ_AT_ONCE ? { object, after: { stamp: versionOf(end), id: end.Id } } : following,
  };
}

/** Values are read as the user himself: what he may not see is gone for him (P7). */
async function changesOf(notes: readonly NotedChange[], people: People): Promise<readonly Change<Contact>[]> {
  const newest = new Map(notes.map((note) => [note.id, note]));
  const there = await readPeople([...newest.keys()], people);
  return [...newest.values()].map(({ id, followedBy }): Change<Contact> => {
    const seen = there.get(id);
    if (seen) return { is: "present", seen };
    return { is: "gone", id, ...(followedBy === null ? {} : { followedBy }) };
  });
}

function ownRows({ columns, userId, name, description }: PersonAccess, after: Reading["after"]): Soql {
  const open = description.fields.has("IsConverted") ? soql`AND IsConverted = false ` : soql``;
  return soql`SELECT ${fieldNames(columns)} FROM ${objectName(name)} WHERE OwnerId = ${recordId(userId)} ${open}${from(after)} ORDER BY SystemModstamp, Id LIMIT ${READ_AT_ONCE}`;
}

/** Many rows can share one stamp (facts, section 2.10), so the id tells where among them we are. */
function from(after: Reading["after"]): Soql {
  if (after === null) return soql``;
  const stamp = new Date(after.stamp);
  return soql`AND ${anyOf([soql`SystemModstamp > ${stamp}`, soql`(SystemModstamp = ${stamp} AND Id > ${recordId(after.id)})`])}`;
}

/** @throws CursorExpired when it cannot be read, or the preset names other objects than those that were read */
function parsed(cursor: Cursor, { objects }: PeopleRules): Position {
  try {
    const position = JSON.parse(cursor) as Position;
    // Kept from before there were leads: then only contacts were read.
    const { objects: read = "contacts", reading } = position;
    const isOld = reading !== null && reading.object === undefined;
    if (read === objects && !isOld) return { ...position, objects: read };
  } catch (cause) {
    throw new CursorExpired("The cursor of the contacts cannot be read.", { cause });
  }
  throw new CursorExpired("The preset names other objects than those that were read, so people are read again.");
}
