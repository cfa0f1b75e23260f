import { methodNotAllowed, refusal } from "../errors.ts";
import { textOf } from "../draft.ts";
import { wireTime } from "../wire-time.ts";
import { readMoment } from "./conditions.ts";
import { objectOf, type ApiReply, type ApiRequest } from "./request.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const UPDATED_REACH_DAYS = 30;
const DELETED_REACH_DAYS = 15;

interface Window {
  readonly start: string;
  readonly end: string;
  /** Up to here everything is told: while a slow transaction runs, its start. */
  readonly covered: string;
}

/** GET `/sobjects/X/updated`. */
export function updated(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  if (!object.table.replicateable) throw methodNotAllowed();
  const window = windowOf(request, UPDATED_REACH_DAYS);
  const ids: string[] = [];
  for (const id of request.org.store.stampedSince(object.name, window.start)) {
    const row = request.org.store.get(object.name, id);
    const stamp = textOf(row, "SystemModstamp") ?? "";
    if (row && row.deletedAt === undefined && stamp < window.end && request.access.canRead(object.name, row)) ids.push(id);
  }
  return { status: 200, body: { ids, latestDateCovered: window.covered } };
}

/** GET `/sobjects/X/deleted`. */
export function deleted(request: ApiRequest): ApiReply {
  const object = objectOf(request, request.segments[1]);
  if (!object.table.replicateable) throw methodNotAllowed();
  const window = windowOf(request, DELETED_REACH_DAYS);
  const deletedRecords: { id: string; deletedDate: string }[] = [];
  for (const id of request.org.store.stampedSince(object.name, window.start)) {
    const row = request.org.store.get(object.name, id);
    const deletedDate = row?.deletedAt;
    if (!row || deletedDate === undefined || deletedDate < window.start || deletedDate >= window.end) continue;
    if (request.access.canRead(object.name, row)) deletedRecords.push({ id, deletedDate });
  }
  const earliest = wireTime(new Date(request.org.clock.now().getTime() - DELETED_REACH_DAYS * DAY_MS));
  return { status: 200, body: { deletedRecords, earliestDateAvailable: earliest, latestDateCovered: window.covered } };
}

function windowOf(request: ApiRequest, reachDays: number): Window {
  const start = readMoment(request.query.get("start"));
  const end = readMoment(request.query.get("end"));
  if (!start || !end) throw refusal(400, "INVALID_REPLICATION_DATE", "start and end must be dates with a time and an offset");
  const now = request.org.clock.now().getTime();
  const from = Math.floor(start.getTime() / MINUTE_MS) * MINUTE_MS;
  const until = Math.floor(end.getTime() / MINUTE_MS) * MINUTE_MS;
  if (until <= from) throw refusal(400, "INVALID_REPLICATION_DATE", "endDate must be at least one minute greater than the startDate");
  if (from < now - reachDays * DAY_MS)
    throw refusal(400, "INVALID_REPLICATION_DATE", `startDate cannot be more than ${reachDays} days ago`);
  const covered = Math.min(until, Math.floor((now - request.org.switches.lateCommitMs) / 1000) * 1000);
  return { start: wireTime(new Date(from)), end: wireTime(new Date(until)), covered: wireTime(new Date(covered)) };
}
