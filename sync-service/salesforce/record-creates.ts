import type { Fields } from "../../shared/records/fields.ts";
import type { Seen } from "../cycle/side.ts";
import type { Problem } from "../errors.ts";
import type { RecordFields, Saved } from "./api.ts";
import { STAMP_FIELD, type RecordRow, writable } from "./record-access.ts";
import { failed, type Settle } from "./record-outcomes.ts";
import { readRecords } from "./record-reads.ts";
import { findStampedRecords } from "./record-search.ts";
import type { Create, RecordWritePorts } from "./record-write-ports.ts";
import { wholeId } from "./whole-id.ts";

/** New records in one go, each read back; one whose stamp stands there already is taken for what it is: made before. */
export async function createAll<F extends Fields, R extends RecordRow>(
  actions: readonly Create<F>[],
  { records, besides: givenBeside }: RecordWritePorts<F, R>,
  settle: Settle<F>,
): Promise<void> {
  if (actions.length === 0) return;
  const { api, made: access } = records;
  if (!access.description.createable) {
    for (const action of actions) settle(action, { is: "refused", problem: mayNotCreate(access.many) });
    return;
  }
  const besides = (await givenBeside?.(actions.map(({ record }) => record))) ?? [];
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
  const ids = new Map<Create<F>, string>();
  for (const [index, action] of actions.entries()) {
    const result = saved[index];
    const id = result?.is === "done" ? result.id : access.stamps ? bearerOf(result) : null;
    if (id !== null) {
      ids.set(action, id);
      // Whatever becomes of the reading: made once more it would be there twice.
      settle(action, { is: "done", seen: asSent(id, action.record, access.userId), unread: true });
    } else settle(action, result?.is === "failed" ? failed(action, result.error) : { is: "unknown" });
  }
  const before = actions.filter((action, index) => access.stamps && !ids.has(action) && isOurOwn(saved[index]));
  const stamps = before.map(({ stamp }) => stamp);
  const [there, stamped] = [
    await readRecords([...ids.values()], records),
    stamps.length === 0 ? null : await findStampedRecords(stamps, access, api),
  ];
  for (const action of actions) {
    const found = there.get(ids.get(action) ?? "") ?? stamped?.get(action.stamp);
    if (found) settle(action, { is: "done", seen: found.seen });
  }
}

/** As far as is known: a rule of the org, or a person, may have given it to somebody else at once, so that this user does not see it. */
function asSent<F extends Fields>(id: string, record: F, ownerId: string): Seen<F> {
  return { id, version: "", record, standing: { on: "salesforce", inScope: true, ownerId, editable: true } };
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

/** The record that bears it, which by now may be somebody else's and out of this user's sight. Null where Salesforce does not name it. */
function bearerOf(result: Saved | undefined): string | null {
  if (result?.is !== "failed" || !isOurOwn(result)) return null;
  const short = result.vendor.flatMap(({ message }) => /record with id: ([A-Za-z0-9]{15})/u.exec(message)?.[1] ?? [])[0];
  return short === undefined ? null : wholeId(short);
}

export function withoutBlanks(fields: RecordFields): RecordFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
