import type { Field } from "../object-table.ts";
import type { Change, Row, Value } from "../record-store.ts";
import type { ObjectType } from "../schema.ts";

export type ChangeType =
  | "CREATE"
  | "UPDATE"
  | "DELETE"
  | "UNDELETE"
  | "GAP_CREATE"
  | "GAP_UPDATE"
  | "GAP_DELETE"
  | "GAP_UNDELETE"
  | "GAP_OVERFLOW";

/** What happened to one record, or alike to several, in one transaction. */
export interface RecordChange {
  readonly object: string;
  readonly recordIds: readonly string[];
  readonly changeType: ChangeType;
  readonly changedFields: readonly string[];
  readonly nulledFields: readonly string[];
  /** The fields as the event carries them; parts of names and addresses are gathered under their compound. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Never part of an event: they are in its header, or follow from something else. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  "Id",
  "IsDeleted",
  "SystemModstamp",
  "LastActivityDate",
  "LastViewedDate",
  "LastReferencedDate",
  "PhotoUrl",
  "IsArchived",
]);
const NAME_PARTS: ReadonlySet<string> = new Set(["Salutation", "FirstName", "MiddleName", "LastName", "Suffix"]);
const PEOPLE: ReadonlySet<string> = new Set(["Contact", "Lead", "User"]);
const ADDRESS_PARTS = ["Street", "City", "State", "PostalCode", "Country", "Latitude", "Longitude", "GeocodeAccuracy"];

/** The first state and the last of each record that a transaction touched, in the order of the first touch. */
export function netChanges(changes: readonly Change[]): readonly Change[] {
  const byRecord = new Map<string, Change>();
  for (const change of changes) {
    const known = byRecord.get(change.id);
    byRecord.set(change.id, known ? { ...known, after: change.after } : change);
  }
  return [...byRecord.values()];
}

/** What subscribers are told of a change; null when they are told nothing. */
export function recordChange(object: ObjectType, { id, before, after }: Change): RecordChange | null {
  const wasThere = before !== undefined && before.deletedAt === undefined;
  const isThere = after !== undefined && after.deletedAt === undefined;
  const about = { object: object.name, recordIds: [id] };
  if (!isThere) return wasThere ? { ...about, changeType: "DELETE", changedFields: [], nulledFields: [], fields: {} } : null;
  if (!wasThere) {
    const changeType = before === undefined ? "CREATE" : "UNDELETE";
    return { ...about, changeType, changedFields: [], nulledFields: [], fields: gathered(object, fieldsOf(object), after, true) };
  }
  const changed = fieldsOf(object).filter((field) => (before.values[field.name] ?? null) !== (after.values[field.name] ?? null));
  if (changed.length === 0) return null;
  return {
    ...about,
    changeType: "UPDATE",
    changedFields: changed.map((field) => pathOf(object, field)),
    nulledFields: changed.filter((field) => (after.values[field.name] ?? null) === null).map((field) => pathOf(object, field)),
    fields: gathered(object, changed, after, false),
  };
}

/** Equal changes to several records of one object travel as one event (SF9). */
export function merged(changes: readonly RecordChange[]): readonly RecordChange[] {
  const byContent = new Map<string, RecordChange>();
  for (const change of changes) {
    const { recordIds, ...what } = change;
    const key = JSON.stringify(what);
    const known = byContent.get(key);
    byContent.set(key, known ? { ...known, recordIds: [...known.recordIds, ...recordIds] } : change);
  }
  return [...byContent.values()];
}

function fieldsOf(object: ObjectType): readonly Field[] {
  return object.fields.filter(
    (field) =>
      !LEFT_OUT.has(field.name) &&
      field.type !== "address" &&
      field.type !== "base64" &&
      !(PEOPLE.has(object.name) && field.name === "Name"),
  );
}

function gathered(object: ObjectType, fields: readonly Field[], row: Row, leavesBlanksOut: boolean): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const field of fields) {
    const value = wireValue(field, row.values[field.name] ?? null);
    if (value === null && leavesBlanksOut) continue;
    const [head = "", part] = pathOf(object, field).split(".");
    if (part === undefined) result[head] = value;
    else result[head] = { ...(result[head] as object | undefined), [part]: value };
  }
  return result;
}

/** `Name.LastName` and `MailingAddress.City` where the field is a part of a compound one. */
function pathOf(object: ObjectType, field: Field): string {
  if (PEOPLE.has(object.name) && NAME_PARTS.has(field.name)) return `Name.${field.name}`;
  const part = ADDRESS_PARTS.find((one) => field.name.endsWith(one));
  if (part === undefined) return field.name;
  const compound = `${field.name.slice(0, -part.length)}Address`;
  return object.field(compound)?.type === "address" ? `${compound}.${part}` : field.name;
}

/** Times of events have milliseconds and a Z. */
function wireValue(field: Field, value: Value): Value {
  return field.type === "datetime" && typeof value === "string" ? value.replace("+0000", "Z") : value;
}
