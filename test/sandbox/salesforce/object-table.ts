export type FieldType =
  | "id"
  | "string"
  | "boolean"
  | "int"
  | "double"
  | "currency"
  | "percent"
  | "date"
  | "datetime"
  | "email"
  | "phone"
  | "url"
  | "textarea"
  | "picklist"
  | "combobox"
  | "reference"
  | "address"
  | "base64";

export interface PicklistValue {
  readonly value: string;
  readonly isDefault: boolean;
}

/** One field of an object, as describe tells it. Lengths in characters. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly nillable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly filterable: boolean;
  readonly groupable: boolean;
  readonly sortable: boolean;
  readonly idLookup: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly nameField: boolean;
  readonly calculated: boolean;
  readonly autoNumber: boolean;
  readonly restricted: boolean;
  /** May point to records of several objects, read through the Name object. */
  readonly polymorphic: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly picklist: readonly PicklistValue[];
  /** The compound field (Name, MailingAddress) of which this is a part. */
  readonly compound: string | null;
  readonly custom: boolean;
}

export interface ChildRelationship {
  readonly name: string;
  readonly child: string;
  readonly field: string;
  /** The list of ids (TaskWhoIds) that stands for this relationship on the parent. */
  readonly idList: string | null;
}

export interface ObjectTable {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  readonly keyPrefix: string;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly replicateable: boolean;
  readonly searchable: boolean;
  readonly undeletable: boolean;
  readonly layoutable: boolean;
  readonly mergeable: boolean;
  readonly fields: readonly Field[];
  readonly children: readonly ChildRelationship[];
}

/** An object as its table is written. */
export interface WrittenObject {
  readonly name: string;
  readonly label: string;
  readonly plural: string;
  readonly keyPrefix: string;
  /** Create, Update, Delete, Replicate, Search, uNdelete, Layout, Merge. */
  readonly can: string;
  readonly fields: string;
  readonly children: string;
}

/**
 * Reads an object from its table. A field is one line: name | label | type and length (or precision,scale) | marks | what it
 * holds. Marks: Create, Update, Nillable, Defaulted on create, Filter, Group, Sort, id Lookup, eXternal id, uniQue, H the name,
 * K calculated, Auto-number, Restricted picklist, Polymorphic. It holds `-> Objects : Relationship`, or `= values` (a star
 * marks the default), and may be `@ part of a compound field`. A child is `Relationship < Object.Field IdList`.
 */
export function objectTable(written: WrittenObject): ObjectTable {
  const can = (mark: string) => written.can.includes(mark);
  return {
    name: written.name,
    label: written.label,
    plural: written.plural,
    keyPrefix: written.keyPrefix,
    createable: can("C"),
    updateable: can("U"),
    deletable: can("D"),
    replicateable: can("R"),
    searchable: can("S"),
    undeletable: can("N"),
    layoutable: can("L"),
    mergeable: can("M"),
    fields: lines(written.fields).map(readField),
    children: lines(written.children).map(readChild),
  };
}

function lines(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "");
}

/** @throws Error when a line of a table is written wrongly. */
export function readField(line: string): Field {
  const [name = "", label = "", typed = "", marks = "", holds = ""] = line.split("|").map((part) => part.trim());
  const [type = "", size = ""] = typed.split(" ");
  if (!isFieldType(type)) throw new Error(`field table: "${line}" has no known type`);
  const [left = "", compound] = holds.split(/\s*@ /u);
  const points = /^-> ([^:]*)(?:: (\w+))?$/u.exec(left.trim());
  const decimal = size.includes(",");
  const has = (mark: string) => marks.includes(mark);
  return {
    name,
    label,
    type,
    length: decimal ? 0 : Number(size || (type === "id" || type === "reference" ? 18 : 0)),
    precision: decimal ? Number(size.split(",")[0]) : 0,
    scale: decimal ? Number(size.split(",")[1]) : 0,
    createable: has("C"),
    updateable: has("U"),
    nillable: has("N"),
    defaultedOnCreate: has("D"),
    filterable: has("F"),
    groupable: has("G"),
    sortable: has("S"),
    idLookup: has("L"),
    externalId: has("X"),
    unique: has("Q"),
    nameField: has("H"),
    calculated: has("K"),
    autoNumber: has("A"),
    restricted: has("R"),
    polymorphic: has("P"),
    referenceTo: points?.[1]?.trim().split(/\s+/u) ?? [],
    relationshipName: points?.[2] ?? null,
    picklist: left.startsWith("= ") ? left.slice(2).split(";").map(readPicklistValue) : [],
    compound: compound?.trim() ?? null,
    custom: name.endsWith("__c"),
  };
}

function readPicklistValue(text: string): PicklistValue {
  const value = text.trim();
  return value.endsWith("*") ? { value: value.slice(0, -1), isDefault: true } : { value, isDefault: false };
}

function readChild(line: string): ChildRelationship {
  const [name = "", path = "", idList] = line.split(/\s*<\s*|\s+/u);
  const [child = "", field = ""] = path.split(".");
  return { name, child, field, idList: idList ?? null };
}

const FIELD_TYPES: ReadonlySet<string> = new Set<FieldType>([
  "id",
  "string",
  "boolean",
  "int",
  "double",
  "currency",
  "percent",
  "date",
  "datetime",
  "email",
  "phone",
  "url",
  "textarea",
  "picklist",
  "combobox",
  "reference",
  "address",
  "base64",
]);

function isFieldType(type: string): type is FieldType {
  return FIELD_TYPES.has(type);
}
