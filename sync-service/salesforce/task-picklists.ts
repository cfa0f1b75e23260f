import type { TaskPicklists } from "../mappings/task-picklists.ts";
import type { Salesforce } from "./api.ts";
import { askAll } from "./many-queries.ts";
import { soql } from "./soql.ts";

interface Value {
  readonly ApiName: string | null;
  readonly MasterLabel: string | null;
  readonly IsDefault: boolean;
  readonly IsClosed?: boolean;
  readonly IsHighPriority?: boolean;
}

/** What the org calls the statuses and priorities of its tasks. One request. */
export async function taskPicklists(api: Salesforce): Promise<TaskPicklists> {
  const values = await askAll<Value>(
    [
      soql`SELECT ApiName, MasterLabel, IsDefault, IsClosed FROM TaskStatus ORDER BY SortOrder`,
      soql`SELECT ApiName, MasterLabel, IsDefault, IsHighPriority FROM TaskPriority ORDER BY SortOrder`,
    ],
    api,
  );
  const named = (value: Value) => ({ name: value.ApiName ?? value.MasterLabel ?? "", isDefault: value.IsDefault });
  return {
    statuses: values.flatMap((value) => (value.IsClosed === undefined ? [] : [{ ...named(value), isClosed: value.IsClosed }])),
    priorities: values.flatMap((value) => (value.IsHighPriority === undefined ? [] : [{ ...named(value), isHigh: value.IsHighPriority }])),
  };
}
