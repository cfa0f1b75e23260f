import type { Writer } from "./draft.ts";
import { noSuchColumn, notParsed, refused } from "./errors.ts";
import { keptValue } from "./field-values.ts";
import { canonicalId } from "./ids.ts";
import type { Field } from "./object-table.ts";
import type { Row, Value } from "./record-store.ts";
import type { ObjectType } from "./schema.ts";

/** What a caller asked to write, checked against the object and the caller's rights. */
export interface Given {
  readonly values: Readonly<Record<string, Value>>;
  readonly names: ReadonlySet<string>;
  readonly idLists: ReadonlyMap<string, readonly string[]>;
  readonly bytes: Buffer | null;
}

/** Lists of ids that stand for a junction, by object; TaskWhoIds is there with Shared Activities only. */
const ID_LISTS: Readonly<Record<string, readonly string[]>> = {
  Event: ["EventWhoIds", "UndecidedEventInviteeIds", "AcceptedEventInviteeIds", "DeclinedEventInviteeIds"],
  Task: ["TaskWhoIds"],
  EmailMessage: ["ToIds", "CcIds", "BccIds"],
};

/** @throws Refusal for the first field that cannot be written so */
export function readGiven(
  writer: Writer,
  object: ObjectType,
  body: Readonly<Record<string, unknown>>,
  before: Row | null,
  attached: Buffer | null,
): Given {
  const values: Record<string, Value> = {};
  const idLists = new Map<string, readonly string[]>();
  let bytes = attached;
  for (const [name, raw] of Object.entries(body)) {
    if (name === "attributes") continue;
    const idList = idListOf(writer, object, name);
    if (idList !== undefined) {
      idLists.set(idList, readIdList(idList, raw));
      continue;
    }
    const parent = object.relationship(name);
    if (parent && typeof raw === "object" && raw !== null && !Array.isArray(raw)) {
      values[parent.name] = readParent(writer, object, parent, raw as Readonly<Record<string, unknown>>);
      continue;
    }
    const field = writer.isSystem ? object.field(name) : writer.access.field(object, name);
    if (!field) throw noSuchColumn(name, object.name);
    if (field.name === "Id") throw cannotSpecifyId(before);
    if (!writer.isSystem) checkWriteable(writer, object, field, before);
    if (field.type === "base64") bytes = readBase64(field, raw);
    else values[field.name] = field.type === "boolean" ? (keptValue(field, raw) ?? false) : keptValue(field, raw);
  }
  return { values, names: new Set([...Object.keys(values), ...(bytes ? ["Body", "VersionData"] : [])]), idLists, bytes };
}

function idListOf({ org }: Writer, object: ObjectType, name: string): string | undefined {
  const isShared = name.toLowerCase().endsWith("whoids");
  if (isShared && !org.switches.sharedActivities) return undefined;
  return ID_LISTS[object.name]?.find((list) => list.toLowerCase() === name.toLowerCase());
}

function readIdList(name: string, raw: unknown): readonly string[] {
  if (raw === null) return [];
  if (!Array.isArray(raw)) {
    throw notParsed(`Cannot deserialize instance of ${name} from a value that is no array or request may be missing a required field`);
  }
  return raw.map((entry) => {
    const id = typeof entry === "string" ? canonicalId(entry) : null;
    if (id === null) throw refused("MALFORMED_ID", `${name}: id value of incorrect type: ${String(entry)}`, [name]);
    return id;
  });
}

/** A parent named by its external id: `"Account": {"Ext__c": "x"}`. */
function readParent(writer: Writer, object: ObjectType, field: Field, raw: Readonly<Record<string, unknown>>): string {
  const target = writer.org.schema.find(field.referenceTo[0] ?? "");
  const [name, value] = Object.entries(raw).find(([key]) => key !== "attributes") ?? ["", null];
  const key = target && writer.access.field(target, name);
  if (!target || !key || !(key.externalId || key.idLookup)) throw noSuchColumn(name, target?.name ?? object.name);
  const kept = keptValue(key, value);
  const rows = writer.org.store.having(target.name, key.name, kept).filter((row) => row.deletedAt === undefined);
  const [only] = rows;
  if (!only || rows.length > 1) {
    throw refused(
      "INVALID_FIELD",
      `Foreign key external ID: ${String(kept).toLowerCase()} not found for field ${key.name} in entity ${target.name}`,
    );
  }
  return only.id;
}

function cannotSpecifyId(before: Row | null): Error {
  return before === null
    ? refused("INVALID_FIELD_FOR_INSERT_UPDATE", "cannot specify Id in an insert call", ["Id"])
    : refused("INVALID_FIELD", "The Id field should not be specified in the sobject data.");
}

function checkWriteable({ access }: Writer, object: ObjectType, field: Field, before: Row | null): void {
  const may = before === null ? field.createable : field.updateable;
  if (may && access.mayWriteField(object, field)) return;
  const message = `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
  throw refused("INVALID_FIELD_FOR_INSERT_UPDATE", message, [field.name]);
}

function readBase64(field: Field, raw: unknown): Buffer | null {
  if (raw === null) return null;
  if (typeof raw !== "string" || !/^[A-Za-z0-9+/\r\n]*={0,2}\s*$/u.test(raw)) {
    throw notParsed(
      `Cannot deserialize instance of base64Binary from VALUE_STRING value of ${field.name} or request may be missing a required field`,
    );
  }
  return Buffer.from(raw, "base64");
}
