import type { Fields } from "../../shared/records/fields.ts";
import { Gone, OutcomeUnknown, SyncError } from "../errors.ts";
import type { RecordFields, SubReply } from "./api.ts";
import { chunksOf, RECORDS_AT_ONCE, savedOf } from "./collections.ts";
import { readsAsReference } from "./composite-references.ts";
import { type RecordAccess, type RecordRow, type Records, writable } from "./record-access.ts";
import { failed, type Settle } from "./record-outcomes.ts";
import { type Found, foundRows, readRecords, recordsQuery } from "./record-reads.ts";
import type { Changed, RecordWritePorts, Remove, Update } from "./record-write-ports.ts";
import { restPath } from "./soql.ts";

interface Prepared<F extends Fields, R extends RecordRow> {
  readonly action: Update<F>;
  readonly access: RecordAccess<F, R>;
  readonly fields: RecordFields;
}

/** Updates and removals of what stands there in the version decided on. */
export async function changeAll<F extends Fields, R extends RecordRow>(
  actions: readonly (Update<F> | Remove<F>)[],
  { records, besidesChanges }: RecordWritePorts<F, R>,
  settle: Settle<F>,
): Promise<void> {
  if (actions.length === 0) return;
  const there = await readRecords(
    actions.map(({ id }) => id),
    records,
  );
  const current = actions.filter((action) => {
    const found = there.get(action.id);
    if (!found) settle(action, action.do === "remove" ? { is: "done", seen: null } : { is: "gone" });
    else if (hasMoved(action, found)) settle(action, { is: "moved" });
    return found !== undefined && !hasMoved(action, found);
  });
  const changed = current.flatMap((action): Changed<F, R>[] => {
    const found = there.get(action.id);
    return action.do === "update" && found ? [{ action, ...found }] : [];
  });
  const besides = (await besidesChanges?.(changed)) ?? [];
  const updates: Prepared<F, R>[] = [];
  for (const [index, { action, access, row, seen }] of changed.entries()) {
    const fields = { ...writable(action.changes, access, row), ...besides[index] };
    if (Object.keys(fields).length === 0) settle(action, { is: "done", seen });
    else updates.push({ action, access, fields });
  }
  for (const chunk of chunksOf(
    updates.filter((update) => !goesApart(update)),
    RECORDS_AT_ONCE,
  ))
    await updateTogether(chunk, records, settle);
  await updateOneByOne(updates.filter(goesApart), records, settle);
  await removeAll(
    current.filter((action) => action.do === "remove"),
    records,
    settle,
  );
}

/** Another version; or the same one and other content, as versions count seconds (SF4) and two edits may fall into one. */
function hasMoved<F extends Fields, R extends RecordRow>(action: Update<F> | Remove<F>, found: Found<F, R>): boolean {
  return found.seen.version !== action.version || (action.do === "update" && "overwrote" in overwritten(action, found));
}

/** What is contested, for the precondition; and what Composite would read as its own words. */
function goesApart<F extends Fields, R extends RecordRow>({ action, fields }: Prepared<F, R>): boolean {
  return action.contested || readsAsReference(fields);
}

/** One request for up to 200, of whatever objects: what stands there, the change, what stands there then. */
async function updateTogether<F extends Fields, R extends RecordRow>(
  updates: readonly Prepared<F, R>[],
  { api }: Records<F, R>,
  settle: Settle<F>,
): Promise<void> {
  const byAccess = [...Map.groupBy(updates, ({ access }) => access)];
  const accesses = byAccess.map(([access]) => access);
  const records = updates.map(({ action, access, fields }) => ({ attributes: { type: access.object }, Id: action.id, ...fields }));
  const look = (when: string) =>
    byAccess.map(([access, some]) => {
      const ids = some.map(({ action }) => action.id);
      return api.queryPart(`${when}${access.object}`, recordsQuery(ids, access));
    });
  let replies;
  try {
    replies = await api.composite([
      ...look("before"),
      { method: "PATCH", path: restPath`/composite/sobjects`, referenceId: "change", body: { allOrNone: false, records } },
      ...look("after"),
    ]);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    for (const { action } of updates) settle(action, { is: "unknown" });
    return;
  }
  const change = replies[byAccess.length];
  if (change?.error) throw change.error;
  const saved = savedOf("PATCH", change?.body, updates.length);
  const before = foundIn(replies.slice(0, byAccess.length), accesses);
  const after = foundIn(replies.slice(byAccess.length + 1), accesses);
  for (const [index, { action }] of updates.entries()) {
    const result = saved[index];
    const seen = after.get(action.id)?.seen;
    if (result?.is === "failed") settle(action, failed(action, result.error));
    else if (!seen) settle(action, { is: "unknown" });
    else settle(action, { is: "done", seen, ...overwritten(action, before.get(action.id)) });
  }
}

/** What the queries found, each for its object. */
function foundIn<F extends Fields, R extends RecordRow>(
  replies: readonly SubReply[],
  accesses: readonly RecordAccess<F, R>[],
): ReadonlyMap<string, Found<F, R>> {
  return new Map(
    accesses.flatMap((access, index) => {
      const { records = [] } = (replies[index]?.body ?? {}) as { readonly records?: readonly R[] };
      return foundRows(records, access).map((found) => [found.seen.id, found] as const);
    }),
  );
}

async function updateOneByOne<F extends Fields, R extends RecordRow>(
  updates: readonly Prepared<F, R>[],
  records: Records<F, R>,
  settle: Settle<F>,
): Promise<void> {
  const done: Update<F>[] = [];
  for (const { action, access, fields } of updates) {
    try {
      await records.api.updateIf(access.object, action.id, fields, new Date(action.version));
      done.push(action);
      // Until it is read back it counts as unknown, whatever happens next.
      settle(action, { is: "unknown" });
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      settle(action, failed(action, error));
    }
  }
  if (done.length === 0) return;
  const there = await readRecords(
    done.map(({ id }) => id),
    records,
  );
  for (const action of done) {
    const found = there.get(action.id);
    if (found) settle(action, { is: "done", seen: found.seen });
  }
}

async function removeAll<F extends Fields, R extends RecordRow>(
  actions: readonly Remove<F>[],
  { api }: Records<F, R>,
  settle: Settle<F>,
): Promise<void> {
  const saved = await api.delete(actions.map(({ id }) => id));
  for (const [index, action] of actions.entries()) {
    const result = saved[index];
    if (result?.is === "failed" && !(result.error instanceof Gone)) settle(action, failed(action, result.error));
    else settle(action, result ? { is: "done", seen: null } : { is: "unknown" });
  }
}

/** Values of others that stood there at the last moment and that our change replaced. */
function overwritten<F extends Fields, R extends RecordRow>(
  { was, changes }: Update<F>,
  found: Found<F, R> | undefined,
): { readonly overwrote?: Partial<F> } {
  if (!found) return {};
  const { sentOnly } = found.access;
  const there: Fields = found.seen.record;
  const read = Object.keys(changes).filter((field) => field in there && sentOnly?.has(field) !== true);
  const lost = read.filter((field) => there[field] !== was[field] && there[field] !== changes[field]);
  return lost.length === 0 ? {} : { overwrote: Object.fromEntries(lost.map((field) => [field, there[field]])) as Partial<F> };
}
