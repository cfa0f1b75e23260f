import type { Contact } from "../../shared/records/contact.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { Gone, OutcomeUnknown, type Problem, Refused, SyncError, Throttled, VersionMoved } from "../errors.ts";
import { contactFromSalesforce, contactToSalesforce } from "../mappings/contact.ts";
import type { RecordFields, Salesforce, Saved } from "./api.ts";
import { chunksOf, RECORDS_AT_ONCE, savedOf } from "./collections.ts";
import { readsAsReference } from "./composite-references.ts";
import { accountsFor } from "./contact-accounts.ts";
import { readRows, rowsQuery, seenRow, STAMP_FIELD, versionOf, type ContactAccess, type ContactRow } from "./contact-rows.ts";
import { restPath } from "./soql.ts";

export interface ContactWritePorts {
  readonly api: Salesforce;
  readonly access: ContactAccess;
  /** The company's own domains, in lower case. */
  readonly ownDomains: ReadonlySet<string>;
  /** The record that carries this stamp. */
  readonly findStamped: (stamps: readonly string[]) => Promise<ReadonlyMap<string, ContactRow>>;
}

type Done = Outcome<Contact>;
type Update = Extract<Action<Contact>, { readonly do: "update" }>;
type Create = Extract<Action<Contact>, { readonly do: "create" }>;
type Settle = (action: Action<Contact>, outcome: Done) => void;

/** So long a write waits whose read failed, or whose user may do nothing at present. */
const LATER_MS = 30_000;

/**
 * P9: the versions are read right before; then only the changed fields are sent, in one request with a reading just before and one
 * just after. What is contested goes by itself with `If-Unmodified-Since`, a removal after reading that record.
 */
export async function writeContacts(actions: readonly Action<Contact>[], ports: ContactWritePorts): Promise<readonly Done[]> {
  const outcomes = new Map<Action<Contact>, Done>();
  const settle: Settle = (action, outcome) => outcomes.set(action, outcome);
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

async function changeAll(actions: readonly Exclude<Action<Contact>, Create>[], ports: ContactWritePorts, settle: Settle): Promise<void> {
  if (actions.length === 0) return;
  const rows = await readRows(
    actions.map(({ id }) => id),
    ports.access,
    ports.api,
  );
  const current = actions.filter((action) => {
    const row = rows.get(action.id);
    if (!row) settle(action, action.do === "remove" ? { is: "done", seen: null } : { is: "gone" });
    else if (hasMoved(action, row)) settle(action, { is: "moved" });
    return row !== undefined && !hasMoved(action, row);
  });
  const updates: { readonly action: Update; readonly fields: RecordFields }[] = [];
  for (const action of current) {
    if (action.do !== "update") continue;
    const fields = writable(action.changes, ports.access);
    const row = rows.get(action.id);
    if (Object.keys(fields).length === 0 && row) settle(action, { is: "done", seen: seenRow(row, ports.access) });
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
function hasMoved(action: Exclude<Action<Contact>, Create>, row: ContactRow): boolean {
  return versionOf(row) !== action.version || (action.do === "update" && "overwrote" in overwritten(action, row));
}

/** What is contested, for the precondition; and what Composite would read as its own words. */
function goesApart({ action, fields }: { readonly action: Update; readonly fields: RecordFields }): boolean {
  return action.contested || readsAsReference(fields);
}

/** One request for up to 200: what stands there, the change, what stands there then. */
async function updateTogether(
  updates: readonly { readonly action: Update; readonly fields: RecordFields }[],
  { api, access }: ContactWritePorts,
  settle: Settle,
): Promise<void> {
  const ids = updates.map(({ action }) => action.id);
  const records = updates.map(({ action, fields }) => ({ attributes: { type: "Contact" }, Id: action.id, ...fields }));
  let replies;
  try {
    replies = await api.composite([
      api.queryPart("before", rowsQuery(ids, access)),
      { method: "PATCH", path: restPath`/composite/sobjects`, referenceId: "change", body: { allOrNone: false, records } },
      api.queryPart("after", rowsQuery(ids, access)),
    ]);
  } catch (error) {
    if (!(error instanceof OutcomeUnknown)) throw error;
    for (const { action } of updates) settle(action, { is: "unknown" });
    return;
  }
  const [before, change, after] = replies;
  if (change?.error) throw change.error;
  const saved = savedOf("PATCH", change?.body, updates.length);
  const [rowsBefore, rowsAfter] = [rowsIn(before?.body), rowsIn(after?.body)];
  for (const [index, { action }] of updates.entries()) {
    const result = saved[index];
    const row = rowsAfter.get(action.id);
    if (result?.is === "failed") settle(action, failed(action, result.error));
    else if (!row) settle(action, { is: "unknown" });
    else settle(action, { is: "done", seen: seenRow(row, access), ...overwritten(action, rowsBefore.get(action.id)) });
  }
}

async function updateOneByOne(
  updates: readonly { readonly action: Update; readonly fields: RecordFields }[],
  { api, access }: ContactWritePorts,
  settle: Settle,
): Promise<void> {
  const done: Update[] = [];
  for (const { action, fields } of updates) {
    try {
      await api.updateIf("Contact", action.id, fields, new Date(action.version));
      done.push(action);
      // Until it is read back it counts as unknown, whatever happens next.
      settle(action, { is: "unknown" });
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      settle(action, failed(action, error));
    }
  }
  if (done.length === 0) return;
  const rows = await readRows(
    done.map(({ id }) => id),
    access,
    api,
  );
  for (const action of done) {
    const row = rows.get(action.id);
    if (row) settle(action, { is: "done", seen: seenRow(row, access) });
  }
}

async function removeAll(
  actions: readonly Extract<Action<Contact>, { readonly do: "remove" }>[],
  { api }: ContactWritePorts,
  settle: Settle,
): Promise<void> {
  const saved = await api.delete(actions.map(({ id }) => id));
  for (const [index, action] of actions.entries()) {
    const result = saved[index];
    if (result?.is === "failed" && !(result.error instanceof Gone)) settle(action, failed(action, result.error));
    else settle(action, result ? { is: "done", seen: null } : { is: "unknown" });
  }
}

async function createAll(actions: readonly Create[], ports: ContactWritePorts, settle: Settle): Promise<void> {
  if (actions.length === 0) return;
  const { api, access } = ports;
  if (!access.description.createable) {
    for (const action of actions) settle(action, { is: "refused", problem: MAY_NOT_CREATE });
    return;
  }
  const accounts =
    access.description.fields.get("AccountId")?.createable === true
      ? await accountsFor(
          actions.map(({ record }) => record),
          ports.ownDomains,
          api,
        )
      : [];
  const saved = await api.create(
    actions.map(({ record, stamp }, index) => ({
      object: "Contact",
      fields: {
        ...withoutBlanks(writable(record, access)),
        OwnerId: access.userId,
        ...(accounts[index] ? { AccountId: accounts[index] } : {}),
        ...(access.stamps ? { [STAMP_FIELD]: stamp } : {}),
      },
    })),
  );
  const made = new Map<Create, string>();
  for (const [index, action] of actions.entries()) {
    const result = saved[index];
    settle(action, result?.is === "failed" ? failed(action, result.error) : { is: "unknown" });
    if (result?.is === "done") made.set(action, result.id);
  }
  const before = actions.filter((_, index) => access.stamps && isOurOwn(saved[index]));
  const [rows, stamped] = [
    await readRows([...made.values()], access, api),
    before.length === 0 ? null : await ports.findStamped(before.map(({ stamp }) => stamp)),
  ];
  for (const action of actions) {
    const row = rows.get(made.get(action) ?? "") ?? stamped?.get(action.stamp);
    if (row) settle(action, { is: "done", seen: seenRow(row, access) });
  }
}

const MAY_NOT_CREATE: Problem = {
  code: "SALESFORCE_INSUFFICIENT_ACCESS_OR_READONLY",
  message: "The Salesforce user may not create contacts.",
  remedy:
    "Ask an administrator for the permission Create on contacts; it is tried again when the contact changes, or when sync is switched on once more.",
};

/** The unique stamp stands there already: an earlier try went through and its reply was lost. */
function isOurOwn(result: Saved | undefined): boolean {
  return result?.is === "failed" && result.vendor.some(({ code, message }) => code === "DUPLICATE_VALUE" && message.includes(STAMP_FIELD));
}

/** Values of others that stood there at the last moment and that our change replaced. */
function overwritten({ was, changes }: Update, row: ContactRow | undefined): { readonly overwrote?: Partial<Contact> } {
  if (!row) return {};
  const there = contactFromSalesforce(row);
  const lost = Object.keys(changes).filter(
    (field): field is keyof Contact =>
      field in there &&
      there[field as keyof Contact] !== was[field as keyof Contact] &&
      there[field as keyof Contact] !== changes[field as keyof Contact],
  );
  return lost.length === 0 ? {} : { overwrote: Object.fromEntries(lost.map((field) => [field, there[field]])) };
}

function writable(changes: Partial<Contact>, { fields }: ContactAccess): RecordFields {
  return contactToSalesforce(
    Object.fromEntries(Object.entries(changes).filter(([field]) => fields.has(field as keyof Contact))) as Partial<Contact>,
  ) as RecordFields;
}

function withoutBlanks(fields: RecordFields): RecordFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function rowsIn(body: unknown): ReadonlyMap<string, ContactRow> {
  const { records = [] } = (body ?? {}) as { readonly records?: readonly ContactRow[] };
  return new Map(records.map((row) => [row.Id, row]));
}

function failed(action: Action<Contact>, error: SyncError): Done {
  if (error instanceof Gone) return action.do === "create" ? { is: "refused", problem: error.problem } : { is: "gone" };
  if (error instanceof VersionMoved) return { is: "moved" };
  if (error instanceof OutcomeUnknown) return { is: "unknown" };
  if (error instanceof Throttled) return { is: "later", retryAfterMs: error.retryAfterMs };
  if (error instanceof Refused) return { is: "refused", problem: error.problem };
  return { is: "later", retryAfterMs: LATER_MS };
}
