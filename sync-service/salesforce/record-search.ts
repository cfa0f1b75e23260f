import type { Fields } from "../../shared/records/fields.ts";
import type { Sought } from "../cycle/side.ts";
import type { Salesforce } from "./api.ts";
import { askAll, packed } from "./many-queries.ts";
import { STAMP_FIELD, type RecordAccess, type RecordRow } from "./record-access.ts";
import { anyOf, fieldNames, objectName, recordId, soql } from "./soql.ts";

/** The org's clock and ours may differ by so much. */
const CLOCKS_MS = 10 * 60_000;

/**
 * What was created under these stamps: by the field of O6, else by owner, time, subject and content. One row stands for one stamp only.
 * For objects with a Subject.
 */
export async function findCreatedRecords<F extends Fields & { readonly subject: string | null }, R extends RecordRow>(
  sought: readonly Sought<F>[],
  access: RecordAccess<F, R>,
  api: Salesforce,
): Promise<ReadonlyMap<string, R>> {
  if (sought.length === 0) return new Map();
  if (access.stamps)
    return findStampedRecords(
      sought.map(({ stamp }) => stamp),
      access,
      api,
    );
  const since = new Date(Math.min(...sought.map((one) => one.since.getTime())) - CLOCKS_MS);
  const subjects = [...new Set(sought.map(({ record }) => record.subject))];
  const own = soql`OwnerId = ${recordId(access.userId)} AND CreatedDate >= ${since}`;
  const rows = await askAll<R>(
    packed(subjects.map((subject) => soql`Subject = ${subject}`)).map(
      (group) =>
        soql`SELECT ${fieldNames(access.columns)} FROM ${objectName(access.object)} WHERE ${own} AND ${anyOf(group)} ORDER BY CreatedDate, Id`,
    ),
    api,
  );
  const left = [...rows];
  const found = new Map<string, R>();
  for (const { stamp, record } of sought) {
    const at = left.findIndex((row) => hasContent(row, record, access));
    const [row] = at < 0 ? [] : left.splice(at, 1);
    if (row) found.set(stamp, row);
  }
  return found;
}

export async function findStampedRecords<F extends Fields, R extends RecordRow>(
  stamps: readonly string[],
  { columns, object }: RecordAccess<F, R>,
  api: Salesforce,
): Promise<ReadonlyMap<string, R>> {
  const conditions = stamps.map((stamp) => soql`${objectName(STAMP_FIELD)} = ${stamp}`);
  const rows = await askAll<R & { readonly [STAMP_FIELD]?: string }>(
    packed(conditions).map(
      (group) => soql`SELECT ${fieldNames([...columns, STAMP_FIELD])} FROM ${objectName(object)} WHERE ${anyOf(group)}`,
    ),
    api,
  );
  return new Map(rows.map((row) => [row[STAMP_FIELD] ?? "", row]));
}

/** Equal in every field that was written, as far as the org can express it. */
function hasContent<F extends Fields, R extends RecordRow>(row: R, record: F, { fields, fromRow, toFields }: RecordAccess<F, R>): boolean {
  const there = fromRow(row);
  const sent = (field: keyof F & string, value: F): string => JSON.stringify(toFields({ [field]: value[field] } as unknown as Partial<F>));
  return [...fields].every((field) => sent(field, there) === sent(field, record));
}
