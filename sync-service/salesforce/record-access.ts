import type { Fields } from "../../shared/records/fields.ts";
import type { Seen } from "../cycle/side.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { fieldNames, objectName, recordIds, soql, type Soql } from "./soql.ts";

/** What any row tells that we ask for. */
export interface RecordRow {
  readonly Id: string;
  readonly OwnerId: string;
  readonly SystemModstamp: string;
}

/** The field of product.md O6, where the org has it. */
export const STAMP_FIELD = "Tandem_Id__c";

/** What this user can do with one object, and how its rows are read and written. */
export interface RecordAccess<F extends Fields, R extends RecordRow> {
  /** The object's name in the API. */
  readonly object: string;
  /** For sentences: "tasks". */
  readonly many: string;
  readonly userId: string;
  readonly description: Description;
  /** The fields that this user can read and write. */
  readonly fields: ReadonlySet<keyof F & string>;
  /** For SELECT. */
  readonly columns: readonly string[];
  /** The stamp can be written and found. */
  readonly stamps: boolean;
  fromRow(row: R): F;
  toFields(changes: Partial<F>): Readonly<Record<string, unknown>>;
  seen(row: R): Seen<F>;
}

/** So many ids fit into one query's address (16,384 bytes), beside the fields. */
const IDS_A_QUERY = 300;

/** Rows of these ids that are there and that the user may see; archived ones are there (SF18). */
export async function readRecords<F extends Fields, R extends RecordRow>(
  ids: readonly string[],
  access: RecordAccess<F, R>,
  api: Salesforce,
): Promise<ReadonlyMap<string, R>> {
  const rows = new Map<string, R>();
  const distinct = [...new Set(ids)];
  for (let start = 0; start < distinct.length; start += IDS_A_QUERY) {
    const some = recordsQuery(distinct.slice(start, start + IDS_A_QUERY), access);
    for (const row of await api.queryAll<R>(soql`${some} AND IsDeleted = false`)) rows.set(row.Id, row);
  }
  return rows;
}

export function recordsQuery<F extends Fields, R extends RecordRow>(ids: readonly string[], { columns, object }: RecordAccess<F, R>): Soql {
  return soql`SELECT ${fieldNames(columns)} FROM ${objectName(object)} WHERE Id IN ${recordIds(ids)}`;
}

/** Whether our stamp can be written and found there. */
export function hasStamp(description: Description): boolean {
  const stamp = description.fields.get(STAMP_FIELD);
  return stamp?.createable === true && stamp.filterable;
}

/** SystemModstamp in one form, whichever API told it. */
export function versionOf({ SystemModstamp }: Pick<RecordRow, "SystemModstamp">): string {
  return new Date(SystemModstamp).toISOString();
}
