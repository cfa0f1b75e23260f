import type { Fields } from "../../shared/records/fields.ts";
import { byAnyClock, earliest } from "../cycle/clocks.ts";
import type { Sought } from "../cycle/side.ts";
import type { Salesforce } from "./api.ts";
import { askAll, packed } from "./many-queries.ts";
import { STAMP_FIELD, type RecordAccess, type RecordRow, type Records } from "./record-access.ts";
import { foundRows, type Found } from "./record-reads.ts";
import { anyOf, fieldNames, objectName, recordId, soql } from "./soql.ts";

/** What a new record is asked for by where the org has no stamp: a field, and its column. */
export interface LookedForBy<F extends Fields> {
  readonly field: keyof F & string;
  readonly column: string;
}

/**
 * What was created under these stamps: by the field of O6, else by owner, time and content. One row stands for one stamp only. Every
 * object is looked at, as the preset may have changed since.
 */
export async function findCreatedRecords<F extends Fields, R extends RecordRow>(
  sought: readonly Sought<F>[],
  records: Records<F, R>,
  by: LookedForBy<F>,
): Promise<ReadonlyMap<string, Found<F, R>>> {
  const found = new Map<string, Found<F, R>>();
  for (const object of records.objects) {
    const left = sought.filter(({ stamp }) => !found.has(stamp));
    const access = left.length === 0 ? null : await records.accessTo(object);
    if (!access) continue;
    const stamps = left.map(({ stamp }) => stamp);
    const here = await (access.stamps
      ? findStampedRecords(stamps, access, records.api)
      : findByContent(left, access, { api: records.api, by }));
    for (const [stamp, one] of here) found.set(stamp, one);
  }
  return found;
}

export async function findStampedRecords<F extends Fields, R extends RecordRow>(
  stamps: readonly string[],
  access: RecordAccess<F, R>,
  api: Salesforce,
): Promise<ReadonlyMap<string, Found<F, R>>> {
  const conditions = stamps.map((stamp) => soql`${objectName(STAMP_FIELD)} = ${stamp}`);
  const columns = fieldNames([...access.columns, STAMP_FIELD]);
  const rows = await askAll<R & { readonly [STAMP_FIELD]?: string }>(
    packed(conditions).map((group) => soql`SELECT ${columns} FROM ${objectName(access.object)} WHERE ${anyOf(group)}`),
    api,
  );
  const stampOf = new Map(rows.map((row) => [row.Id, row[STAMP_FIELD] ?? ""]));
  return new Map(foundRows<F, R>(rows, access).map((found) => [stampOf.get(found.row.Id) ?? "", found]));
}

async function findByContent<F extends Fields, R extends RecordRow>(
  sought: readonly Sought<F>[],
  access: RecordAccess<F, R>,
  { api, by }: { readonly api: Salesforce; readonly by: LookedForBy<F> },
): Promise<ReadonlyMap<string, Found<F, R>>> {
  const since = byAnyClock(earliest(sought.map((one) => one.since)));
  const values = [...new Set(sought.map(({ record }) => record[by.field] as string | null))];
  const own = soql`OwnerId = ${recordId(access.userId)} AND CreatedDate >= ${since}`;
  const rows = await askAll<R>(
    packed(values.map((value) => soql`${objectName(by.column)} = ${value}`)).map(
      (group) =>
        soql`SELECT ${fieldNames(access.columns)} FROM ${objectName(access.object)} WHERE ${own} AND ${anyOf(group)} ORDER BY CreatedDate, Id`,
    ),
    api,
  );
  const left = [...foundRows(rows, access)];
  const found = new Map<string, Found<F, R>>();
  for (const { stamp, record } of sought) {
    const at = left.findIndex((one) => hasContent(one, record));
    const [one] = at < 0 ? [] : left.splice(at, 1);
    if (one) found.set(stamp, one);
  }
  return found;
}

/**
 * What the user made since then, himself or we for him, where no stamp tells which is which: also what was edited or handed to another
 * owner by now. The API does not tell the application that made a record.
 */
export async function recordsMadeSince<F extends Fields, R extends RecordRow>(
  since: Date,
  records: Records<F, R>,
): Promise<readonly Found<F, R>[]> {
  const accesses = await Promise.all(records.objects.map((object) => records.accessTo(object)));
  const unstamped = accesses.filter((access) => access !== null).filter(({ stamps }) => !stamps);
  const found: Found<F, R>[] = [];
  for (const access of unstamped) {
    const own = soql`CreatedById = ${recordId(access.userId)} AND CreatedDate >= ${byAnyClock(since)}`;
    const query = soql`SELECT ${fieldNames(access.columns)} FROM ${objectName(access.object)} WHERE ${own} ORDER BY CreatedDate, Id`;
    found.push(...foundRows(await askAll<R>([query], records.api), access));
  }
  return found;
}

/** Equal in every field that was written, as far as the org can express it. */
function hasContent<F extends Fields, R extends RecordRow>({ seen, access }: Found<F, R>, record: F): boolean {
  const { fields, toFields } = access;
  const sent = (field: keyof F & string, value: F): string => JSON.stringify(toFields({ [field]: value[field] } as unknown as Partial<F>));
  return [...fields].every((field) => sent(field, seen.record) === sent(field, record));
}
