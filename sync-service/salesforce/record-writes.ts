import type { Fields } from "../../shared/records/fields.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { Gone, OutcomeUnknown, type Problem, Refused, SyncError, Throttled, VersionMoved } from "../errors.ts";
import type { RecordFields, Salesforce, Saved } from "./api.ts";
import { chunksOf, RECORDS_AT_ONCE, savedOf } from "./collections.ts";
import { readsAsReference } from "./composite-references.ts";
import { readRecords, recordsQuery, STAMP_FIELD, versionOf, type RecordAccess, type RecordRow } from "./record-access.ts";
import { restPath } from "./soql.ts";

export interface RecordWritePorts<F extends Fields, R extends RecordRow> {
  readonly api: Salesforce;
  readonly access: RecordAccess<F, R>;
  /** What new records are given beside their own fields, in order. */
  readonly besides?: (records: readonly F[]) => Promise<readonly RecordFields[]>;
  /** The records that carry these stamps, by stamp. */
  readonly findStamped: (stamps: readonly string[]) => Promise<ReadonlyMap<string, R>>;
}

type Update<F extends Fields> = Extract<Action<F>, { readonly do: "update" }>;
type Create<F extends Fields> = Extract<Action<F>, { readonly do: "create" }>;
type Remove<F extends Fields> = Extract<Action<F>, { readonly do: "remove" }>;
type Settle<F extends Fields> = (action: Action<F>, outcome: Outcome<F>) => void;
interface Sent<F extends Fields> {
  readonly action: Update<F>;
  readonly fields: RecordFields;
}

/** So long a write waits whose read failed, or whose user may do nothing at present. */
const LATER_MS = 30_000;

/**
 * P9: the versions are read right before; then only the changed fields are sent, in one request with a reading just before and one
 * just after. What is contested goes by itself with `If-Unmodified-Since`, a removal after reading that record.
 */
export async function writeRecords<F extends Fields, R extends RecordRow>(
  actions: readonly Action<F>[],
  ports: RecordWritePorts<F, R>,
): Promise<readonly Outcome<F>[]> {
  const outcomes = new Map<Action<F>, Outcome<F>>();
  const settle: Settle<F> = (action, outcome) => outcomes.set(action, outcome);
  try {
    await changeAll(
      actions.filter((action) => action.do !== "create"),
      ports,
      settle,
    );
    await createAll(
      actions.filter((action) => action.do === "create"),
      ports,
      settle,
    );
  } catch (error) {
    // Once something was written, an exception would lose its outcome.
    const wrote = [...outcomes.values()].some(({ is }) => is !== "moved" && is !== "gone");
    if (!(error instanceof SyncError) || !wrote) throw error;
    for (const action of actions) if (!outcomes.has(action)) settle(action, failed(action, error));
  }
  return actions.map((action) => outcomes.get(action) ?? { is: "unknown" });
}

async function changeAll<F extends Fields, R extends RecordRow>(
  actions: readonly (Update<F> | Remove<F>)[],
  ports: RecordWritePorts<F, R>,
  settle: Settle<F>,
): Promise<void> {
  if (actions.length === 0) return;
  const rows = await readRecords(
    actions.map(({ id }) => id),
    ports.access,
    ports.api,
  );
  const current = actions.filter((action) => {
    const row = rows.get(action.id);
    if (!row) settle(action, action.do === "remove" ? { is: "done", seen: null } : { is: "gone" });
    else if (hasMoved(action, row, ports.access)) settle(action, { is: "moved" });
    return row !== undefined && !hasMoved(action, row, ports.access);
  });
  const updates: Sent<F>[] = [];
  for (const action of current) {
    if (action.do !== "update") continue;
    const fields = writable(action.changes, ports.access);
    const row = rows.get(action.id);
    if (Object.keys(fields).length === 0 && row) settle(action, { is: "done", seen: ports.access.seen(row) });
    else updates.push({ action, fields });
  }
  for (const chunk of chunksOf(
    updates.filter((update) => !goesApart(update)),
    RECORDS_AT_ONCE,
  ))
    await updateTogether(chunk, ports, settle);
  await updateOneByOne(updates.filter(goesApart), ports, settle);
  await removeAll(
    current.filter((action) => action.do === "remove"),
    ports,
    settle,
  );
}

/** Another version; or the same one and other content, as versions count seconds (SF4) and two edits may fall into one. */
function hasMoved<F extends Fields, R extends RecordRow>(action: Update<F> | Remove<F>, row: R, access: RecordAccess<F, R>): boolean {
  return versionOf(row) !== action.version || (action.do === "update" && "overwrote" in overwritten(action, row, access));
}

/** What is contested, for the precondition; and what Composite would read as its own words. */
function goesApart<F extends Fields>({ action, fields }: Sent<F>): boolean {
  return action.contested || readsAsReference(fields);
}

/** One request for up to 200: what stands there, the change, what stands there then. */
async function updateTogether<F extends Fields, R extends RecordRow>(
  updates: readonly Sent<F>[],
  { api, access }: RecordWritePorts<F, R>,
  settle: Settle<F>,
): Promise<void> {
  const ids = updates.map(({ action }) => action.id);
  const records = updates.map(({ action, fields }) => ({ attributes: { type: access.object }, Id: action.id, ...fields }));
  let replies;
  try {
    replies = await api.composite([
      api.queryPart("before", recordsQuery(ids, access)),
      { method: "PATCH", path: restPath`/composite/sobjects`, referenceId: "change", body: { allOrNone: false, records } },
      api.queryPart("after", recordsQuery(ids, access)),
    ]);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    for (const { action } of updates) settle(action, { is: "unknown" });
    return;
  }
  const [before, change, after] = replies;
  if (change?.error) throw change.error;
  const saved = savedOf("PATCH", change?.body, updates.length);
  const [rowsBefore, rowsAfter] = [rowsIn<R>(before?.body), rowsIn<R>(after?.body)];
  for (const [index, { action }] of updates.entries()) {
    const result = saved[index];
    const row = rowsAfter.get(action.id);
    if (result?.is === "failed") settle(action, failed(action, result.error));
    else if (!row) settle(action, { is: "unknown" });
    else settle(action, { is: "done", seen: access.seen(row), ...overwritten(action, rowsBefore.get(action.id), access) });
  }
}

async function updateOneByOne<F extends Fields, R extends RecordRow>(
  updates: readonly Sent<F>[],
  { api, access }: RecordWritePorts<F, R>,
  settle: Settle<F>,
): Promise<void> {
  const done: Update<F>[] = [];
  for (const { action, fields } of updates) {
    try {
      await api.updateIf(access.object, action.id, fields, new Date(action.version));
      done.push(action);
      // Until it is read back it counts as unknown, whatever happens next.
      settle(action, { is: "unknown" });
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      settle(action, failed(action, error));
    }
  }
  if (done.length === 0) return;
  const rows = await readRecords(
    done.map(({ id }) => id),
    access,
    api,
  );
  for (const action of done) {
    const row = rows.get(action.id);
    if (row) settle(action, { is: "done", seen: access.seen(row) });
  }
}

async function removeAll<F extends Fields, R extends RecordRow>(
  actions: readonly Remove<F>[],
  { api }: RecordWritePorts<F, R>,
  settle: Settle<F>,
): Promise<void> {
  const saved = await api.delete(actions.map(({ id }) => id));
  for (const [index, action] of actions.entries()) {
    const result = saved[index];
    if (result?.is === "failed" && !(result.error instanceof Gone)) settle(action, failed(action, result.error));
    else settle(action, result ? { is: "done", seen: null } : { is: "unknown" });
  }
}

async function createAll<F extends Fields, R extends RecordRow>(
  actions: readonly Create<F>[],
  ports: RecordWritePorts<F, R>,
  settle: Settle<F>,
): Promise<void> {
  if (actions.length === 0) return;
  const { api, access } = ports;
  if (!access.description.createable) {
    for (const action of actions) settle(action, { is: "refused", problem: mayNotCreate(access.many) });
    return;
  }
  const besides = (await ports.besides?.(actions.map(({ record }) => record))) ?? [];
  const saved = await api.create(
    actions.map(({ record, stamp }, index) => ({
      object: access.object,
      fields: {
        ...withoutBlanks(writable(record, access)),
        OwnerId: access.userId,
        ...besides[index],
        ...(access.stamps ? { [STAMP_FIELD]: stamp } : {}),
      },
    })),
  );
  const made = new Map<Create<F>, string>();
  for (const [index, action] of actions.entries()) {
    const result = saved[index];
    settle(action, result?.is === "failed" ? failed(action, result.error) : { is: "unknown" });
    if (result?.is === "done") made.set(action, result.id);
  }
  const before = actions.filter((_, index) => access.stamps && isOurOwn(saved[index]));
  const [rows, stamped] = [
    await readRecords([...made.values()], access, api),
    before.length === 0 ? null : await ports.findStamped(before.map(({ stamp }) => stamp)),
  ];
  for (const action of actions) {
    const row = rows.get(made.get(action) ?? "") ?? stamped?.get(action.stamp);
    if (row) settle(action, { is: "done", seen: access.seen(row) });
  }
}

function mayNotCreate(many: string): Problem {
  return {
    code: "SALESFORCE_INSUFFICIENT_ACCESS_OR_READONLY",
    message: `The Salesforce user may not create ${many}.`,
    remedy: `Ask an administrator for the permission Create on ${many}; it is tried again when the item changes, or when sync is switched on once more.`,
  };
}

/** The unique stamp stands there already: an earlier try went through and its reply was lost. */
function isOurOwn(result: Saved | undefined): boolean {
  return result?.is === "failed" && result.vendor.some(({ code, message }) => code === "DUPLICATE_VALUE" && message.includes(STAMP_FIELD));
}

/** Values of others that stood there at the last moment and that our change replaced. */
function overwritten<F extends Fields, R extends RecordRow>(
  { was, changes }: Update<F>,
  row: R | undefined,
  { fromRow }: RecordAccess<F, R>,
): { readonly overwrote?: Partial<F> } {
  if (!row) return {};
  const there: Fields = fromRow(row);
  const lost = Object.keys(changes).filter((field) => field in there && there[field] !== was[field] && there[field] !== changes[field]);
  return lost.length === 0 ? {} : { overwrote: Object.fromEntries(lost.map((field) => [field, there[field]])) as Partial<F> };
}

function writable<F extends Fields, R extends RecordRow>(changes: Partial<F>, { fields, toFields }: RecordAccess<F, R>): RecordFields {
  return toFields(Object.fromEntries(Object.entries(changes).filter(([field]) => fields.has(field))) as Partial<F>);
}

function withoutBlanks(fields: RecordFields): RecordFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function rowsIn<R extends RecordRow>(body: unknown): ReadonlyMap<string, R> {
  const { records = [] } = (body ?? {}) as { readonly records?: readonly R[] };
  return new Map(records.map((row) => [row.Id, row]));
}

function failed<F extends Fields>(action: Action<F>, error: SyncError): Outcome<F> {
  if (error instanceof Gone) return action.do === "create" ? { is: "refused", problem: error.problem } : { is: "gone" };
  if (error instanceof VersionMoved) return { is: "moved" };
  if (error instanceof OutcomeUnknown) return { is: "unknown" };
  if (error instanceof Throttled) return { is: "later", retryAfterMs: error.retryAfterMs };
  if (error instanceof Refused) return { is: "refused", problem: error.problem };
  return { is: "later", retryAfterMs: LATER_MS };
}
