import type { Fields } from "../../shared/records/fields.ts";
import type { Seen } from "../cycle/side.ts";
import { chunksOf } from "./collections.ts";
import { askAll } from "./many-queries.ts";
import type { RecordAccess, RecordRow, Records } from "./record-access.ts";
import { fieldNames, objectName, recordIds, soql, type Soql } from "./soql.ts";

/** A row that is there, and what it comes to. */
export interface Found<F extends Fields, R extends RecordRow> {
  readonly access: RecordAccess<F, R>;
  readonly row: R;
  readonly seen: Seen<F>;
}

/** So many ids fit into one query's address (16,384 bytes), beside the fields. */
const IDS_A_QUERY = 300;

/** Rows of these ids that are there and that the user may see; archived ones are there (SF18). @throws Unreadable for one of them */
export async function readRecords<F extends Fields, R extends RecordRow>(
  ids: readonly string[],
  records: Records<F, R>,
): Promise<ReadonlyMap<string, Found<F, R>>> {
  const rows = await rowsOf(ids, records);
  return new Map(rows.flatMap(({ row, access }) => foundRows([row], access).map((found) => [row.Id, found] as const)));
}

/** The same, before anything of them is read. */
export async function rowsOf<F extends Fields, R extends RecordRow>(
  ids: readonly string[],
  records: Records<F, R>,
): Promise<readonly Pick<Found<F, R>, "row" | "access">[]> {
  const wanted = await accessesTo(ids, records);
  const queries = wanted.flatMap(({ access, ids: some }) =>
    chunksOf(some, IDS_A_QUERY).map((chunk) => soql`${recordsQuery(chunk, access)} AND IsDeleted = false`),
  );
  const rows = await askAll<R>(queries, records.api, "queryAll");
  const byObject = new Map(wanted.map(({ access }) => [access.object, access]));
  return rows.flatMap((row) => {
    const access = byObject.get(records.objectOf(row.Id));
    return access ? [{ row, access }] : [];
  });
}

export function recordsQuery<F extends Fields, R extends RecordRow>(ids: readonly string[], { columns, object }: RecordAccess<F, R>): Soql {
  return soql`SELECT ${fieldNames(columns)} FROM ${objectName(object)} WHERE Id IN ${recordIds(ids)}`;
}

export function foundRows<F extends Fields, R extends RecordRow>(rows: readonly R[], access: RecordAccess<F, R>): readonly Found<F, R>[] {
  return rows.flatMap((row) => {
    const seen = access.seen(row);
    return seen ? [{ access, row, seen }] : [];
  });
}

/** The ids by object; those of an object that the user may not see at all are left out. */
export async function accessesTo<F extends Fields, R extends RecordRow>(
  ids: readonly string[],
  records: Records<F, R>,
): Promise<readonly { readonly access: RecordAccess<F, R>; readonly ids: readonly string[] }[]> {
  const byObject = Map.groupBy(new Set(ids), records.objectOf);
  const accesses = await Promise.all([...byObject.keys()].map((object) => records.accessTo(object)));
  return accesses.flatMap((access) => (access ? [{ access, ids: byObject.get(access.object) ?? [] }] : []));
}
