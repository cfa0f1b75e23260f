import { readField, type Field, type WrittenObject } from "./object-table.ts";

/** What an administrator has added to the org's objects and fields, or changed about them. */
export interface Customization {
  readonly objects: readonly WrittenObject[];
  /** Fields by object, as lines of a table (object-table.ts). Those of `Activity` are on Task and Event. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Other values of a picklist, by `Contact.LeadSource`. */
  readonly picklists: Readonly<Record<string, Picklist>>;
  readonly recordTypes: readonly RecordTypeSetting[];
  /** Fields, as `Contact.Extra__c`, that only those see whom a permission set or profile grants them (FieldPermissions). */
  readonly ungranted: readonly string[];
}

export interface Picklist {
  readonly values: readonly string[];
  readonly restricted: boolean;
}

export interface RecordTypeSetting {
  readonly object: string;
  readonly developerName: string;
  /** By field: the values that records of this type may hold. Enforced where the picklist is restricted, as by the API. */
  readonly picklists: Readonly<Record<string, readonly string[]>>;
}

export const AS_DELIVERED: Customization = { objects: [], fields: {}, picklists: {}, recordTypes: [], ungranted: [] };

const ACTIVITIES: ReadonlySet<string> = new Set(["Task", "Event"]);
const RECORD_TYPE = "RecordTypeId | Record Type ID | reference | CUNFGS | -> RecordType : RecordType";

/** The fields that an object has beyond its table. */
export function addedFields(object: string, standard: readonly Field[], custom: Customization): readonly Field[] {
  const lines = [...(custom.fields[object] ?? []), ...(ACTIVITIES.has(object) ? (custom.fields["Activity"] ?? []) : [])];
  const typed = custom.recordTypes.some((one) => one.object === object) && !standard.some((field) => field.name === "RecordTypeId");
  return [...lines, ...(typed ? [RECORD_TYPE] : [])].map(readField);
}

/** The field with the values that the administrator gave it. */
export function customized(object: string, field: Field, custom: Customization): Field {
  const picklist = custom.picklists[`${object}.${field.name}`];
  if (!picklist) return field;
  const fallback = field.picklist.find((choice) => choice.isDefault)?.value;
  return {
    ...field,
    restricted: picklist.restricted,
    picklist: picklist.values.map((value) => ({ value, isDefault: value === fallback })),
  };
}
