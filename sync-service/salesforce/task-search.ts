import type { Task } from "../../shared/records/task.ts";
import { maybeSameTask } from "../cycle/maybe-the-same.ts";
import type { Salesforce } from "./api.ts";
import { askAll, packed } from "./many-queries.ts";
import { type Found, foundRows } from "./record-reads.ts";
import { anyOf, day, fieldNames, soql, type Soql } from "./soql.ts";
import { taskScope, type TaskAccess, type TaskRow } from "./task-rows.ts";

/** M1: the user's own tasks in scope with the subject and the due date of a record. */
export async function findAlikeTasks(
  records: readonly Task[],
  access: TaskAccess,
  api: Salesforce,
  now: Date,
): Promise<readonly (readonly Found<Task, TaskRow>[])[]> {
  const conditions = records.flatMap(keysOf);
  if (conditions.length === 0) return records.map(() => []);
  const scope = taskScope(access, now);
  const queries = packed(conditions).map(
    (group) => soql`SELECT ${fieldNames(access.columns)} FROM Task WHERE ${scope} AND ${anyOf(group)}`,
  );
  const rows = new Map((await askAll<TaskRow>(queries, api)).map((row) => [row.Id, row]));
  const found = foundRows([...rows.values()], access);
  return records.map((record) => found.filter(({ seen }) => maybeSameTask(seen.record, record)));
}

function keysOf({ subject, dueDate }: Task): readonly Soql[] {
  if (subject === null) return [];
  return [soql`(Subject = ${subject} AND ActivityDate = ${dueDate === null ? null : day(dueDate)})`];
}
