import type { Draft, Writer } from "./draft.ts";
import { refused } from "./errors.ts";
import type { Org } from "./org.ts";
import type { Row } from "./record-store.ts";
import type { ObjectType } from "./schema.ts";

export function recordTypeNamed(org: Org, object: string, developerName: string): Row | undefined {
  for (const row of org.store.rows("RecordType")) {
    if (row.values["SobjectType"] === object && row.values["DeveloperName"] === developerName) return row;
  }
  return undefined;
}

/** The record types of an object that a user's profile offers, its default first. */
export function recordTypesFor({ org, access }: Pick<Writer, "org" | "access">, object: ObjectType): readonly Row[] {
  const offered = access.permissions.recordTypes[object.name];
  const names = offered ?? org.customization.recordTypes.filter((one) => one.object === object.name).map((one) => one.developerName);
  return names.flatMap((name) => recordTypeNamed(org, object.name, name) ?? []).filter((row) => row.values["IsActive"] === true);
}

/**
 * A new record gets the user's default type; one that the profile does not offer is refused, and so is a value that a restricted
 * picklist does not offer for the record's type.
 * @throws Refusal
 */
export function settleRecordType(draft: Draft, writer: Writer): void {
  const settings = writer.org.customization.recordTypes.filter((one) => one.object === draft.object.name);
  if (settings.length === 0 || !draft.object.field("RecordTypeId")) return;
  const offered = recordTypesFor(writer, draft.object);
  if (draft.before === null && !draft.given.has("RecordTypeId")) draft.values["RecordTypeId"] = offered[0]?.id ?? null;
  const id = draft.values["RecordTypeId"] ?? null;
  if (id === null) return;
  if (!writer.isSystem && draft.given.has("RecordTypeId") && !offered.some((row) => row.id === id)) {
    throw refused("INVALID_CROSS_REFERENCE_KEY", `Record Type ID: this ID value isn't valid for the user: ${String(id).slice(0, 15)}`, [
      "RecordTypeId",
    ]);
  }
  const developerName = writer.org.store.get("RecordType", String(id))?.values["DeveloperName"];
  const setting = settings.find((one) => one.developerName === developerName);
  for (const [name, values] of Object.entries(setting?.picklists ?? {})) {
    const field = draft.object.field(name);
    const value = draft.values[name];
    if (!field?.restricted || typeof value !== "string" || !draft.given.has(name) || values.includes(value)) continue;
    throw refused("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", `${field.label}: bad value for restricted picklist field: ${value}`, [name]);
  }
}
