import type { OrganisationChange, OrganisationChanges, OrganisationPage } from "../cycle/organisation-changes.ts";
import { CursorExpired } from "../errors.ts";
import type { Salesforce } from "./api.ts";
import { recordIds, soql } from "./soql.ts";

/** A long transaction is stamped when it ran and seen when it commits, minutes later (facts, section 2.10). */
const OVERLAP_MS = 10 * 60_000;
/** A stamp names a second (SF4): while that second lasts, another change may bear the same one, so it is told once more. */
const STAMP_OPEN_MS = 2_000;
/** Deleted rows are kept 15 days; what lies further back cannot be asked. */
const REACH_MS = 14 * 24 * 60 * 60_000;
/** The windows of `updated` and `deleted` count in minutes. */
const MINUTE_MS = 60_000;
const CHANGES_A_PAGE = 500;
/** So many ids fit into one query's address. */
const IDS_A_QUERY = 400;

interface ChangedRow {
  readonly Id: string;
  readonly OwnerId: string | null;
  readonly IsDeleted: boolean;
  readonly MasterRecordId: string | null;
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

/** What changed among all contacts of the org: asked as the reader, who learns ids, owners and stamps and no values (P7, S2). */
export function organisationChanges(reader: Salesforce): OrganisationChanges {
  return { contacts: (since) => contacts(since, reader), backstop: (since) => backstop(since, reader) };
}

async function* contacts(since: string | null, reader: Salesforce): AsyncIterable<OrganisationPage> {
  if (since === null) {
    await reader.query(soql`SELECT Id FROM Contact LIMIT 1`);
    return yield { changes: [], cursor: JSON.stringify({ until: orgTime(reader).toISOString(), told: [] } satisfies LookPosition) };
  }
  const { until, told } = parsed<LookPosition>(since);
  const from = new Date(Date.parse(until) - OVERLAP_MS);
  const rows = await reader.queryAll<ChangedRow>(
    soql`SELECT Id, OwnerId, IsDeleted, MasterRecordId, SystemModstamp FROM Contact WHERE SystemModstamp >= ${from} ORDER BY SystemModstamp, Id`,
  );
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
async function* backstop(since: string | null, reader: Salesforce): AsyncIterable<OrganisationPage> {
  await reader.query(soql`SELECT Id FROM Contact LIMIT 1`);
  const now = orgTime(reader);
  const fresh = new Date(now.getTime() - OVERLAP_MS).toISOString();
  const position = since === null ? { updated: fresh, deleted: fresh } : parsed<BackstopPosition>(since);
  const starts = { updated: new Date(position.updated), deleted: new Date(position.deleted) };
  if (now.getTime() - Math.min(starts.updated.getTime(), starts.deleted.getTime()) > REACH_MS)
    throw new CursorExpired("Salesforce was last looked at longer ago than it keeps what was deleted.");
  if (now.getTime() - Math.max(starts.updated.getTime(), starts.deleted.getTime()) < MINUTE_MS)
    return yield { changes: [], cursor: JSON.stringify(position) };

  const updated = await reader.updated("Contact", starts.updated, now);
  const deleted = await reader.deleted("Contact", starts.deleted, now);
  if (deleted.earliestDateAvailable > starts.deleted)
    throw new CursorExpired("Salesforce no longer knows everything that was deleted since the last look.");
  const next: BackstopPosition = { updated: updated.latestDateCovered.toISOString(), deleted: deleted.latestDateCovered.toISOString() };
  const changes = await owned([...new Set([...updated.ids, ...deleted.ids])], new Set(deleted.ids), next.deleted, reader);
  yield* pages(changes, JSON.stringify(position), JSON.stringify(next));
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
  ids: readonly string[],
  deleted: ReadonlySet<string>,
  stamp: string,
  reader: Salesforce,
): Promise<readonly OrganisationChange[]> {
  const rows = new Map<string, ChangedRow>();
  for (let start = 0; start < ids.length; start += IDS_A_QUERY) {
    const some = recordIds(ids.slice(start, start + IDS_A_QUERY));
    for (const row of await reader.queryAll<ChangedRow>(
      soql`SELECT Id, OwnerId, IsDeleted, MasterRecordId, SystemModstamp FROM Contact WHERE Id IN ${some}`,
    ))
      rows.set(row.Id, row);
  }
  return ids.map((id) => {
    const row = rows.get(id);
    return row ? changeOf(row) : { id, ownerId: null, isDeleted: deleted.has(id), masterRecordId: null, systemModstamp: stamp };
  });
}

function changeOf(row: ChangedRow): OrganisationChange {
  return {
    id: row.Id,
    ownerId: row.OwnerId,
    isDeleted: row.IsDeleted,
    masterRecordId: row.MasterRecordId,
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
