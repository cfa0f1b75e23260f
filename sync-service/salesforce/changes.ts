import type { Kind } from "../../shared/records/fields.ts";
import type { OrganisationChange, OrganisationChanges, OrganisationPage } from "../cycle/organisation-changes.ts";
import { CursorExpired } from "../errors.ts";
import type { Salesforce } from "./api.ts";
import { chunksOf } from "./collections.ts";
import { askAll } from "./many-queries.ts";
import { fieldNames, objectName, recordIds, soql, type Soql } from "./soql.ts";

/** A long transaction is stamped when it ran and seen when it commits, minutes later (facts, section 2.10). */
const OVERLAP_MS = 10 * 60_000;
/** A stamp names a second (SF4): while that second lasts, another change may bear the same one, so it is told once more. */
const STAMP_OPEN_MS = 2_000;
/** A record changed within so long of its making may not have been told of before. */
const NEW_FOR_MS = OVERLAP_MS;
/** Deleted rows are kept 15 days; what lies further back cannot be asked. */
const REACH_MS = 14 * 24 * 60 * 60_000;
/** The windows of `updated` and `deleted` count in minutes. */
const MINUTE_MS = 60_000;
const CHANGES_A_PAGE = 500;
/** So many ids fit into one query's address. */
const IDS_A_QUERY = 400;

/** The objects that are looked at, and what is asked of their rows: whose they are, and what became of them. */
const COLUMNS = {
  Contact: ["Id", "OwnerId", "IsDeleted", "MasterRecordId", "CreatedDate", "SystemModstamp"],
  Lead: ["Id", "OwnerId", "IsDeleted", "MasterRecordId", "ConvertedContactId", "CreatedDate", "SystemModstamp"],
  Task: ["Id", "OwnerId", "IsDeleted", "CreatedDate", "SystemModstamp"],
  Event: ["Id", "OwnerId", "IsDeleted", "CreatedDate", "SystemModstamp"],
} as const;
export type LookedAt = keyof typeof COLUMNS;

const KINDS: Readonly<Record<LookedAt, Kind>> = { Contact: "contact", Lead: "contact", Task: "task", Event: "event" };
/** With which the ids of an object begin, in every org. */
const PREFIXES: Readonly<Record<string, LookedAt>> = { "003": "Contact", "00Q": "Lead", "00T": "Task", "00U": "Event" };

/** Filed emails and calls are tasks too, and concern nobody (T1). The copies of invited users are events of theirs (SF16). */
const ONLY: Partial<Record<LookedAt, Soql>> = {
  Task: soql`AND (TaskSubtype = 'Task' OR TaskSubtype = null)`,
};

interface ChangedRow {
  readonly Id: string;
  readonly OwnerId: string | null;
  readonly IsDeleted: boolean;
  readonly MasterRecordId?: string | null;
  readonly ConvertedContactId?: string | null;
  readonly CreatedDate: string;
  readonly SystemModstamp: string;
}

/** How far the stamps were read, by the org's clock, and what of the overlap was told already: `id@stamp`. */
interface LookPosition {
  readonly until: string;
  readonly told: readonly string[];
}

interface BackstopPosition {
  readonly updated: string;
  readonly deleted: string;
}

/**
 * What changed among all records of the org: asked as the reader, who learns ids, owners and stamps and no values (P7, S2). However many
 * objects are looked at, a look is one request.
 */
export function organisationChanges(
  reader: Salesforce,
  objects: () => Promise<readonly LookedAt[]> = async () => ["Contact"],
): OrganisationChanges {
  return {
    contacts: async function* (since) {
      yield* contacts(since, reader, await objects());
    },
    backstop: async function* (since) {
      yield* backstop(since, reader, await objects());
    },
  };
}

async function* contacts(since: string | null, reader: Salesforce, objects: readonly LookedAt[]): AsyncIterable<OrganisationPage> {
  if (since === null) {
    await reader.query(soql`SELECT Id FROM Contact LIMIT 1`);
    return yield { changes: [], cursor: JSON.stringify({ until: orgTime(reader).toISOString(), told: [] } satisfies LookPosition) };
  }
  const { until, told } = parsed<LookPosition>(since);
  const from = new Date(Date.parse(until) - OVERLAP_MS);
  const rows = await rowsOf(objects, soql`SystemModstamp >= ${from}`, reader);
  const now = orgTime(reader);
  if (now.getTime() - Date.parse(until) > REACH_MS)
    throw new CursorExpired("Salesforce was last looked at longer ago than it keeps what was deleted.");
  const before = new Set(told);
  const news = rows.filter((row) => !before.has(mark(row)));
  const overlap = rows.filter((row) => Date.parse(row.SystemModstamp) >= now.getTime() - OVERLAP_MS);
  const over = overlap.filter((row) => Date.parse(row.SystemModstamp) < now.getTime() - STAMP_OPEN_MS);
  const next: LookPosition = { until: now.toISOString(), told: over.map(mark) };
  yield* pages(news.map(changeOf), since, JSON.stringify(next));
}

/** The only look that counts transactions under way: it goes on from `latestDateCovered`, never from now (SF5). */
async function* backstop(since: string | null, reader: Salesforce, objects: readonly LookedAt[]): AsyncIterable<OrganisationPage> {
  await reader.query(soql`SELECT Id FROM Contact LIMIT 1`);
  const now = orgTime(reader);
  const fresh = new Date(now.getTime() - OVERLAP_MS).toISOString();
  const position = since === null ? { updated: fresh, deleted: fresh } : parsed<BackstopPosition>(since);
  const starts = { updated: new Date(position.updated), deleted: new Date(position.deleted) };
  if (now.getTime() - Math.min(starts.updated.getTime(), starts.deleted.getTime()) > REACH_MS)
    throw new CursorExpired("Salesforce was last looked at longer ago than it keeps what was deleted.");
  if (now.getTime() - Math.max(starts.updated.getTime(), starts.deleted.getTime()) < MINUTE_MS)
    return yield { changes: [], cursor: JSON.stringify(position) };

  const updated = await Promise.all(objects.map((object) => reader.updated(object, starts.updated, now)));
  const deleted = await Promise.all(objects.map((object) => reader.deleted(object, starts.deleted, now)));
  if (deleted.some(({ earliestDateAvailable }) => earliestDateAvailable > starts.deleted))
    throw new CursorExpired("Salesforce no longer knows everything that was deleted since the last look.");
  const next: BackstopPosition = { updated: covered(updated), deleted: covered(deleted) };
  const gone = new Set(deleted.flatMap(({ ids }) => ids));
  const byObject = objects.map((object, index) => [object, [...(updated[index]?.ids ?? []), ...(deleted[index]?.ids ?? [])]] as const);
  yield* pages(await owned(byObject, gone, next.deleted, reader), JSON.stringify(position), JSON.stringify(next));
}

/** As far as all of them reach. */
const covered = (windows: readonly { readonly latestDateCovered: Date }[]): string =>
  new Date(Math.min(...windows.map(({ latestDateCovered }) => latestDateCovered.getTime()))).toISOString();

async function rowsOf(objects: readonly LookedAt[], where: Soql, reader: Salesforce): Promise<readonly ChangedRow[]> {
  const queries = objects.map(
    (object) =>
      soql`SELECT ${fieldNames(COLUMNS[object])} FROM ${objectName(object)} WHERE ${where} ${ONLY[object] ?? soql``} ORDER BY SystemModstamp, Id`,
  );
  return askAll<ChangedRow>(queries, reader, "queryAll");
}

/** A page before the last leaves the cursor where it was: should we stop there, the next look tells all of it again. */
function* pages(changes: readonly OrganisationChange[], before: string, after: string): Iterable<OrganisationPage> {
  let start = 0;
  for (; start + CHANGES_A_PAGE < changes.length; start += CHANGES_A_PAGE)
    yield { changes: changes.slice(start, start + CHANGES_A_PAGE), cursor: before };
  yield { changes: changes.slice(start), cursor: after };
}

/** The ids with their owners; what was purged from the bin has none any more. */
async function owned(
  byObject: readonly (readonly [LookedAt, readonly string[]])[],
  deleted: ReadonlySet<string>,
  stamp: string,
  reader: Salesforce,
): Promise<readonly OrganisationChange[]> {
  const changes: OrganisationChange[] = [];
  for (const [object, all] of byObject) {
    const ids = [...new Set(all)];
    const rows = new Map<string, ChangedRow>();
    for (const some of chunksOf(ids, IDS_A_QUERY))
      for (const row of await rowsOf([object], soql`Id IN ${recordIds(some)}`, reader)) rows.set(row.Id, row);
    for (const id of ids) {
      const row = rows.get(id);
      const unknown = { kind: KINDS[object], id, ownerId: null, isDeleted: deleted.has(id), isNew: false, followedBy: null };
      changes.push(row ? changeOf(row) : { ...unknown, systemModstamp: stamp });
    }
  }
  return changes;
}

function changeOf(row: ChangedRow): OrganisationChange {
  return {
    kind: KINDS[PREFIXES[row.Id.slice(0, 3)] ?? "Contact"],
    id: row.Id,
    ownerId: row.OwnerId,
    isDeleted: row.IsDeleted,
    isNew: !row.IsDeleted && Date.parse(row.SystemModstamp) - Date.parse(row.CreatedDate) < NEW_FOR_MS,
    followedBy: row.ConvertedContactId ?? row.MasterRecordId ?? null,
    systemModstamp: new Date(row.SystemModstamp).toISOString(),
  };
}

function mark(row: ChangedRow): string {
  return `${row.Id}@${(Date.parse(row.SystemModstamp) / 1000).toString(36)}`;
}

/** The `Date` of the reply just read: the org's clock, not ours. */
function orgTime(reader: Salesforce): Date {
  const time = reader.orgTime();
  if (!time) throw new Error("Salesforce's clock is known after a first reply.");
  return time;
}

function parsed<T>(cursor: string): T {
  try {
    return JSON.parse(cursor) as T;
  } catch (cause) {
    throw new CursorExpired("The cursor of the organisation's changes cannot be read.", { cause });
  }
}
