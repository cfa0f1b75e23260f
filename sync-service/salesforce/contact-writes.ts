import type { Contact } from "../../shared/records/contact.ts";
import type { Action, Outcome, Seen } from "../cycle/side.ts";
import { Gone, OutcomeUnknown, type Problem, Refused, SyncError, Throttled, VersionMoved } from "../errors.ts";
import { personObject } from "../mappings/person-object.ts";
import type { RecordFields, Saved, SubReply } from "./api.ts";
import { chunksOf, RECORDS_AT_ONCE, savedOf } from "./collections.ts";
import { readsAsReference } from "./composite-references.ts";
import { accountsFor } from "./contact-accounts.ts";
import { type People, type PersonAccess, STAMP_FIELD } from "./contact-access.ts";
import { accessesTo, type PersonRow, readPeople, rowsQuery, seenRows, writable } from "./contact-rows.ts";
import { restPath } from "./soql.ts";

export interface ContactWritePorts {
  readonly people: People;
  /** The company's own domains, in lower case. */
  readonly ownDomains: ReadonlySet<string>;
  /** The record that carries this stamp. */
  readonly findStamped: (stamps: readonly string[]) => Promise<ReadonlyMap<string, Seen<Contact>>>;
}

type Done = Outcome<Contact>;
type Update = Extract<Action<Contact>, { readonly do: "update" }>;
type Create = Extract<Action<Contact>, { readonly do: "create" }>;
type Change = Exclude<Action<Contact>, Create>;
type Settle = (action: Action<Contact>, outcome: Done) => void;

interface Prepared {
  readonly action: Update;
  readonly access: PersonAccess;
  readonly fields: RecordFields;
}

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

async function changeAll(actions: readonly Change[], ports: ContactWritePorts, settle: Settle): Promise<void> {
  if (actions.length === 0) return;
  const ids = actions.map(({ id }) => id);
  const there = await readPeople(ids, ports.people);
  const access = new Map((await accessesTo(ids, ports.people)).map((wanted) => [wanted.access.object, wanted.access]));
  const current = actions.filter((action) => {
    const seen = there.get(action.id);
    if (!seen) settle(action, action.do === "remove" ? { is: "done", seen: null } : { is: "gone" });
    else if (hasMoved(action, seen)) settle(action, { is: "moved" });
    return seen !== undefined && !hasMoved(action, seen);
  });
  const updates: Prepared[] = [];
  for (const action of current) {
    if (action.do !== "update") continue;
    const [seen, its] = [there.get(action.id), access.get(personObject(action.id))];
    if (!seen || !its) continue;
    const fields = writable(action.changes, its);
    if (Object.keys(fields).length === 0) settle(action, { is: "done", seen });
    else updates.push({ action, access: its, fields });
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
function hasMoved(action: Change, seen: Seen<Contact>): boolean {
  return seen.version !== action.version || (action.do === "update" && "overwrote" in overwritten(action, seen));
}

/** What is contested, for the precondition; and what Composite would read as its own words. */
function goesApart({ action, fields }: Prepared): boolean {
  return action.contested || readsAsReference(fields);
}

/** One request for up to 200: what stands there, the change, what stands there then. Of contacts and leads alike. */
async function updateTogether(updates: readonly Prepared[], { people: { api } }: ContactWritePorts, settle: Settle): Promise<void> {
  const byAccess = [...Map.groupBy(updates, ({ access }) => access)];
  const records = updates.map(({ action, access, fields }) => ({ attributes: { type: access.name }, Id: action.id, ...fields }));
  const look = (when: string) =>
    byAccess.map(([access, some]) =>
      api.queryPart(
        `${when}${access.name}`,
        rowsQuery(
          some.map(({ action }) => action.id),
          access,
        ),
      ),
    );
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
  const accesses = byAccess.map(([access]) => access);
  const before = seenIn(replies.slice(0, byAccess.length), accesses);
  const after = seenIn(replies.slice(byAccess.length + 1), accesses);
  for (const [index, { action }] of updates.entries()) {
    const result = saved[index];
    const seen = after.get(action.id);
    if (result?.is === "failed") settle(action, failed(action, result.error));
    else if (!seen) settle(action, { is: "unknown" });
    else settle(action, { is: "done", seen, ...overwritten(action, before.get(action.id)) });
  }
}

async function updateOneByOne(updates: readonly Prepared[], { people }: ContactWritePorts, settle: Settle): Promise<void> {
  const done: Update[] = [];
  for (const { action, access, fields } of updates) {
    try {
      await people.api.updateIf(access.name, action.id, fields, new Date(action.version));
      done.push(action);
      // Until it is read back it counts as unknown, whatever happens next.
      settle(action, { is: "unknown" });
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      settle(action, failed(action, error));
    }
  }
  if (done.length === 0) return;
  const there = await readPeople(
    done.map(({ id }) => id),
    people,
  );
  for (const action of done) {
    const seen = there.get(action.id);
    if (seen) settle(action, { is: "done", seen });
  }
}

async function removeAll(
  actions: readonly Extract<Action<Contact>, { readonly do: "remove" }>[],
  { people: { api } }: ContactWritePorts,
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
  const { people } = ports;
  const { api, made: access } = people;
  if (!access.description.createable) {
    for (const action of actions) settle(action, { is: "refused", problem: mayNotCreate(access) });
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
      object: access.name,
      fields: {
        ...withoutBlanks(writable(record, access)),
        OwnerId: access.userId,
        ...(accounts[index] ? { AccountId: accounts[index] } : {}),
        ...(access.stamps ? { [STAMP_FIELD]: stamp } : {}),
      },
    })),
  );
  const ids = new Map<Create, string>();
  for (const [index, action] of actions.entries()) {
    const result = saved[index];
    settle(action, result?.is === "failed" ? failed(action, result.error) : { is: "unknown" });
    if (result?.is === "done") ids.set(action, result.id);
  }
  const before = actions.filter((_, index) => access.stamps && isOurOwn(saved[index]));
  const [there, stamped] = [
    await readPeople([...ids.values()], people),
    before.length === 0 ? null : await ports.findStamped(before.map(({ stamp }) => stamp)),
  ];
  for (const action of actions) {
    const seen = there.get(ids.get(action) ?? "") ?? stamped?.get(action.stamp);
    if (seen) settle(action, { is: "done", seen });
  }
}

const mayNotCreate = ({ object }: PersonAccess): Problem => ({
  code: "SALESFORCE_INSUFFICIENT_ACCESS_OR_READONLY",
  message: `The Salesforce user may not create ${object}s.`,
  remedy: `Ask an administrator for the permission Create on ${object}s; it is tried again when the contact changes, or when sync is switched on once more.`,
});

/** The unique stamp stands there already: an earlier try went through and its reply was lost. */
function isOurOwn(result: Saved | undefined): boolean {
  return result?.is === "failed" && result.vendor.some(({ code, message }) => code === "DUPLICATE_VALUE" && message.includes(STAMP_FIELD));
}

/** Values of others that stood there at the last moment and that our change replaced. */
function overwritten({ was, changes }: Update, seen: Seen<Contact> | undefined): { readonly overwrote?: Partial<Contact> } {
  if (!seen) return {};
  const there = seen.record;
  const lost = Object.keys(changes).filter(
    (field): field is keyof Contact =>
      field in there &&
      there[field as keyof Contact] !== was[field as keyof Contact] &&
      there[field as keyof Contact] !== changes[field as keyof Contact],
  );
  return lost.length === 0 ? {} : { overwrote: Object.fromEntries(lost.map((field) => [field, there[field]])) };
}

function withoutBlanks(fields: RecordFields): RecordFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** What the queries found, each for its object. */
function seenIn(replies: readonly SubReply[], accesses: readonly PersonAccess[]): ReadonlyMap<string, Seen<Contact>> {
  return new Map(
    accesses.flatMap((access, index) => {
      const { records = [] } = (replies[index]?.body ?? {}) as { readonly records?: readonly PersonRow[] };
      return seenRows(records, access).map((seen) => [seen.id, seen] as const);
    }),
  );
}

function failed(action: Action<Contact>, error: SyncError): Done {
  if (error instanceof Gone) return action.do === "create" ? { is: "refused", problem: error.problem } : { is: "gone" };
  if (error instanceof VersionMoved) return { is: "moved" };
  if (error instanceof OutcomeUnknown) return { is: "unknown" };
  if (error instanceof Throttled) return { is: "later", retryAfterMs: error.retryAfterMs };
  if (error instanceof Refused) return { is: "refused", problem: error.problem };
  return { is: "later", retryAfterMs: LATER_MS };
}
