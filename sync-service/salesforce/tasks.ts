import type { Task } from "../../shared/records/task.ts";
import type { Side } from "../cycle/side.ts";
import type { TaskForms } from "../mappings/task.ts";
import type { Salesforce } from "./api.ts";
import type { NotedChanges } from "./contact-changes.ts";
import { readRecords } from "./record-access.ts";
import { recordChanges } from "./record-changes.ts";
import { findCreatedRecords, findStampedRecords } from "./record-search.ts";
import { writeRecords } from "./record-writes.ts";
import { taskAccess, taskScope, type TaskAccess } from "./task-rows.ts";
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
  const access = (): Promise<TaskAccess> => taskAccess(api, forms, now);
  return {
    name: "salesforce",
    async fields() {
      const { description, fields } = await access();
      // A permission that is missing may be granted any moment, and a person then tries again at once.
      if (!description.createable) api.doubtDescription("Task");
      return fields;
    },
    changes: (since) => recordChanges(since, { api, noted, access, scope: (known) => taskScope(known, now()) }),
    async read(ids) {
      if (ids.length === 0) return new Map();
      const known = await access();
      const rows = await readRecords(ids, known, api);
      return new Map([...rows].map(([id, row]) => [id, known.seen(row)]));
    },
    async find(sought) {
      const known = await access();
      const rows = await findCreatedRecords(sought, known, api);
      return new Map([...rows].map(([stamp, row]) => [stamp, known.seen(row)]));
    },
    async candidates(records) {
      const known = await access();
      return (await findAlikeTasks(records, known, api, now())).map((rows) => rows.map((row) => known.seen(row)));
    },
    async apply(actions) {
      if (actions.length === 0) return [];
      const known = await access();
      return writeRecords(actions, { api, access: known, findStamped: (stamps) => findStampedRecords(stamps, known, api) });
    },
  };
}
