import type { Task } from "../../shared/records/task.ts";
import type { Side } from "../cycle/side.ts";
import type { TaskForms } from "../mappings/task.ts";
import type { Salesforce } from "./api.ts";
import type { NotedChanges } from "./noted-changes.ts";
import { ofOneObject } from "./record-access.ts";
import { recordSide } from "./record-side.ts";
import { taskAccess, taskScope } from "./task-rows.ts";
import { findAlikeTasks } from "./task-search.ts";

export interface SalesforceTasksOptions {
  /** As the mapped user (P7). */
  readonly api: Salesforce;
  readonly noted: NotedChanges;
  readonly forms: TaskForms;
  readonly now: () => Date;
}

/** The tasks of one user in a Salesforce org (T1). */
export function salesforceTasks({ api, noted, forms, now }: SalesforceTasksOptions): Side<Task> {
  return recordSide({
    noted,
    open: async () => ofOneObject(api, await taskAccess(api, forms, now)),
    objects: { now: "tasks", unnamed: "tasks" },
    lookedForBy: { field: "subject", column: "Subject" },
    scope: (access) => taskScope(access, now()),
    findAlike: (records, { made }) => findAlikeTasks(records, made, api, now()),
  });
}
