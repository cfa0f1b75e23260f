import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Describes recorded from real orgs and made of the published reference, kept beside the repository and not part of it. */
const FOLDER = join(import.meta.dirname, "../../../../shared/data/salesforce-describe");

export interface PublishedField {
  readonly name: string;
  readonly type: string;
  /** In characters; 0 where none is known. */
  readonly length: number;
  /** Null where nothing tells. */
  readonly nillable: boolean | null;
  readonly createable: boolean | null;
  readonly updateable: boolean | null;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  /** The only values there can be; null where others are allowed. */
  readonly values: ReadonlySet<string> | null;
}

export interface PublishedObject {
  readonly fields: ReadonlyMap<string, PublishedField>;
  readonly relationships: ReadonlySet<string>;
  readonly children: ReadonlySet<string> | null;
}

interface RecordedField {
  readonly name: string;
  readonly type: string;
  readonly length: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly restrictedPicklist: boolean;
  readonly picklistValues?: readonly { readonly value: string }[];
  readonly _documented?: boolean;
  readonly _lengthDocumented?: boolean;
}

interface Recorded {
  readonly fields: readonly RecordedField[];
  readonly childRelationships?: readonly { readonly relationshipName: string | null }[];
}

interface Reference {
  readonly fields?: Readonly<Record<string, { readonly type?: string; readonly properties?: string; readonly relationship_name?: string }>>;
  readonly field_reference?: Readonly<Record<string, { readonly type?: string; readonly length?: string }>>;
}

export const hasDescribes = existsSync(FOLDER);
const known = new Map<string, PublishedObject | null>();

/** What is published of an object: a recorded describe, and where it is silent (features that org had not) the reference. */
export function publishedObject(name: string): PublishedObject | null {
  const found = known.get(name);
  if (found !== undefined) return found;
  const recorded = json<Recorded>(`${name}.json`) ?? json<Recorded>(`recorded-v42/${name}.json`) ?? json<Recorded>(`derived/${name}.json`);
  const reference = json<Reference>(`object-reference/${name}.json`);
  const object = recorded || reference ? objectOf(recorded, reference) : null;
  known.set(name, object);
  return object;
}

function json<T>(path: string): T | null {
  const file = join(FOLDER, path);
  if (!hasDescribes || !existsSync(file)) return null;
  const read = JSON.parse(readFileSync(file, "utf8")) as T & { readonly response?: { readonly body: T } };
  return read.response?.body ?? read;
}

function objectOf(recorded: Recorded | null, reference: Reference | null): PublishedObject {
  const fields = new Map<string, PublishedField>();
  for (const name of new Set([...Object.keys(reference?.fields ?? {}), ...Object.keys(reference?.field_reference ?? {})])) {
    fields.set(name, fromReference(name, reference));
  }
  for (const field of recorded?.fields ?? []) fields.set(field.name, fromDescribe(field));
  const relationships = [...fields.values()].flatMap((field) => [
    ...(field.relationshipName === null ? [] : [field.relationshipName]),
    ...(field.type === "reference" ? [field.name.replace(/Id$/u, "")] : []),
  ]);
  const children = recorded?.childRelationships?.flatMap((child) => child.relationshipName ?? []);
  return { fields, relationships: new Set(relationships), children: children ? new Set(children) : null };
}

function fromDescribe(field: RecordedField): PublishedField {
  const isDocumented = field._documented !== false;
  const values = field.picklistValues?.map((choice) => choice.value) ?? [];
  return {
    name: field.name,
    type: field.type,
    length: field._lengthDocumented === false ? 0 : field.length,
    nillable: isDocumented ? field.nillable : null,
    createable: isDocumented ? field.createable : null,
    updateable: isDocumented ? field.updateable : null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    values: field.restrictedPicklist && values.length > 0 ? new Set(values) : null,
  };
}

function fromReference(name: string, reference: Reference | null): PublishedField {
  const told = reference?.fields?.[name];
  const listed = reference?.field_reference?.[name];
  const has = (property: string) =>
    told?.properties === undefined ? null : told.properties.split(/,\s*/u).some((one) => one.toLowerCase() === property);
  return {
    name,
    type: (told?.type ?? listed?.type ?? "").trim().toLowerCase(),
    length: Number(listed?.length?.replaceAll(/\D/gu, "") ?? 0),
    nillable: has("nillable"),
    createable: has("create"),
    updateable: has("update"),
    referenceTo: [],
    relationshipName: told?.relationship_name ?? null,
    values: null,
  };
}
