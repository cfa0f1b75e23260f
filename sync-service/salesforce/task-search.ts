import type { Task } from "../../shared/records/task.ts";
import type { Sought } from "../cycle/side.ts";
import type { Salesforce } from "./api.ts";
import { askAll, packed } from "./many-queries.ts";
import { STAMP_FIELD } from "./record-access.ts";
import { anyOf, day, fieldNames, objectName, recordId, soql, type Soql } from "./soql.ts";
import { taskScope, type TaskAccess, type TaskRow } from "./task-rows.ts";

/** The org's clock and ours may differ by so much. */
const CLOCKS_MS = 10 * 60_000;

/** What was created under these stamps: by the field of O6, else by owner, time and content. One row stands for one stamp only. */
export async function findCreatedTasks(
  sought: readonly Sought<Task>[],
  access: TaskAccess,
  api: Salesforce,
): Promise<ReadonlyMap<string, TaskRow>> {
  if (sought.length === 0) return new Map();
  if (access.stamps)
    return findStampedTasks(
      sought.map(({ stamp }) => stamp),
      access,
      api,
    );
  const since = new Date(Math.min(...sought.map((one) => one.since.getTime())) - CLOCKS_MS);
  const subjects = [...new Set(sought.map(({ record }) => record.subject))];
  const own = soql`OwnerId = ${recordId(access.userId)} AND CreatedDate >= ${since}`;
  const rows = await askAll<TaskRow>(
    packed(subjects.map((subject) => soql`Subject = ${subject}`)).map(
      (group) => soql`SELECT ${fieldNames(access.columns)} FROM Task WHERE ${own} AND ${anyOf(group)} ORDER BY CreatedDate, Id`,
    ),
    api,
  );
  const left = [...rows];
  const found = new Map<string, TaskRow>();
  for (const { stamp, record } of sought) {
    const at = left.findIndex((row) => hasContent(row, record, access));
    const [row] = at < 0 ? [] : left.splice(at, 1);
    if (row) found.set(stamp, row);
  }
  return found;
}

export async function findStampedTasks(
  stamps: readonly string[],
  access: TaskAccess,
  api: Salesforce,
): Promise<ReadonlyMap<string, TaskRow>> {
  const conditions = stamps.map((stamp) => soql`${objectName(STAMP_FIELD)} = ${stamp}`);
  const rows = await askAll<TaskRow & { readonly [STAMP_FIELD]?: string }>(
    packed(conditions).map((group) => soql`SELECT ${fieldNames([...access.columns, STAMP_FIELD])} FROM Task WHERE ${anyOf(group)}`),
    api,
  );
  return new Map(rows.map((row) => [row[STAMP_FIELD] ?? "", row]));
}

/** Equal in every field that was written, as far as the org can express it. */
function hasContent(row: TaskRow, record: Task, { fields, fromRow, toFields }: TaskAccess): boolean {
  const there = fromRow(row);
  return [...fields].every(
    (field) => JSON.stringify(toFields({ [field]: there[field] })) === JSON.stringify(toFields({ [field]: record[field] })),
  );
}

/** M1: the user's own tasks in scope with the subject and the due date of a record. */
export async function findAlikeTasks(
  records: readonly Task[],
  access: TaskAccess,
  api: Salesforce,
  now: Date,
): Promise<readonly (readonly TaskRow[])[]> {
  const conditions = records.flatMap(keysOf);
  if (conditions.length === 0) return records.map(() => []);
  const scope = taskScope(access, now);
  const queries = packed(conditions).map(
    (group) => soql`SELECT ${fieldNames(access.columns)} FROM Task WHERE ${scope} AND ${anyOf(group)}`,
  );
  const rows = new Map((await askAll<TaskRow>(queries, api)).map((row) => [row.Id, row]));
  return records.map((record) => [...rows.values()].filter((row) => isAlike(access.fromRow(row), record)));
}

function keysOf({ subject, dueDate }: Task): readonly Soql[] {
  if (subject === null) return [];
  return [soql`(Subject = ${subject} AND ActivityDate = ${dueDate === null ? null : day(dueDate)})`];
}

function isAlike(one: Task, other: Task): boolean {
  return one.dueDate === other.dueDate && one.subject !== null && one.subject.toLowerCase() === other.subject?.toLowerCase();
}
