import type { Access } from "./access.ts";
import type { Org } from "./org.ts";
import type { Row, Value } from "./record-store.ts";
import type { ObjectType } from "./schema.ts";

/** On whose behalf, and how, records are written. */
export interface Writer {
  readonly org: Org;
  readonly access: Access;
  /** Alert rules are overridden (`Sforce-Duplicate-Rule-Header: allowSave=true`). */
  readonly allowsDuplicates: boolean;
  /** The org itself or its seeding: read-only fields may be set, sharing is not asked. */
  readonly isSystem: boolean;
}

/** A record about to be saved. Rules change `values`; null means blank. */
export interface Draft {
  readonly object: ObjectType;
  readonly id: string;
  readonly before: Row | null;
  readonly values: Record<string, Value>;
  /** The fields that the caller named. */
  readonly given: ReadonlySet<string>;
  /** Lists of related ids (TaskWhoIds, ToIds) that the caller named. */
  readonly idLists: ReadonlyMap<string, readonly string[]>;
  /** The bytes of the caller's base64 or binary field. */
  readonly bytes: Buffer | null;
}

/** What an object does beyond its table of fields. */
export interface ObjectRules {
  /** Checks and completes the draft before it is saved. @throws Refusal */
  readonly prepare?: (draft: Draft, writer: Writer) => void;
  /** Follows up on a saved record, in the same transaction. @throws Refusal, which undoes it. */
  readonly settled?: (draft: Draft, writer: Writer) => void;
  /** Before a record goes to the bin. @throws Refusal */
  readonly removing?: (row: Row, writer: Writer) => void;
}

export function text(draft: Draft, field: string): string | null {
  const value = draft.values[field];
  return typeof value === "string" ? value : null;
}

export function textOf(row: Row | undefined, field: string): string | null {
  const value = row?.values[field];
  return typeof value === "string" ? value : null;
}

/** The living record behind an id of any object. */
export function recordOf(org: Org, id: string | null): { readonly object: string; readonly row: Row } | null {
  if (id === null) return null;
  const object = org.schema.ofId(id);
  const row = object && org.store.get(object.name, id);
  return object && row && row.deletedAt === undefined ? { object: object.name, row } : null;
}
