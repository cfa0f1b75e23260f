import type { Task } from "../../shared/records/task.ts";
import type { Outside } from "../engine/known.ts";
import { salesforceTaskFields, taskFields, type TaskForms } from "../mappings/task.ts";
import type { SalesforceTask } from "../mappings/wire/salesforce-task.ts";
import type { Salesforce } from "./api.ts";
import type { Description } from "./describe.ts";
import { accessOf, describedActivities } from "./object-access.ts";
import type { RecordAccess, RecordRow } from "./record-access.ts";
import { recordId, soql, type Soql } from "./soql.ts";

/** A row of Task as we ask for it. */
export interface TaskRow extends SalesforceTask, RecordRow {
  readonly IsClosed?: boolean;
  readonly CompletedDateTime?: string | null;
  readonly TaskSubtype?: string | null;
  readonly IsRecurrence?: boolean;
}

export type TaskAccess = RecordAccess<Task, TaskRow>;

/** T1: what was settled longer ago does not come down. */
const SETTLED_MS = 14 * 24 * 60 * 60_000;

const BESIDE = ["IsClosed", "CompletedDateTime", "TaskSubtype", "IsRecurrence", "IsReminderSet"];

export async function taskAccess(api: Salesforce, forms: TaskForms, now: () => Date): Promise<TaskAccess> {
  const described = await describedActivities(api, "Task");
  return accessOf<Task, TaskRow>(
    {
      ...{ object: "Task", many: "tasks", columns: salesforceTaskFields, beside: BESIDE },
      fields: taskFields.filter((field) => isUsable(field, described.description)),
      fromRow: (row) => forms.fromSalesforce(row),
      toFields: (changes) => ({ ...forms.toSalesforce(changes) }),
      standing: (row) => ({ outside: whyNone(row), past: isPast(row, now()) }),
    },
    described,
  );
}

/** T1: the user's own, open or settled lately; filed emails, calls and the patterns of series are none of it. */
export function taskScope({ description: { fields }, userId }: TaskAccess, now: Date): Soql {
  const own = soql`OwnerId = ${recordId(userId)} AND ${plainTasks(fields)}`;
  const since = new Date(now.getTime() - SETTLED_MS);
  return fields.has("CompletedDateTime")
    ? soql`${own} AND (IsClosed = false OR CompletedDateTime >= ${since})`
    : soql`${own} AND IsClosed = false`;
}

/** What a person calls a task. */
export function plainTasks(fields: { has(name: string): boolean }): Soql {
  const subtype = fields.has("TaskSubtype") ? soql`(TaskSubtype = 'Task' OR TaskSubtype = null)` : soql`Id != null`;
  return fields.has("IsRecurrence") ? soql`${subtype} AND IsRecurrence = false` : subtype;
}

function whyNone({ TaskSubtype, IsRecurrence }: TaskRow): Outside | null {
  if ((TaskSubtype ?? "Task") !== "Task") return "filed";
  return IsRecurrence === true ? "series" : null;
}

function isPast({ IsClosed, CompletedDateTime, SystemModstamp }: TaskRow, now: Date): boolean {
  return IsClosed === true && Date.parse(CompletedDateTime ?? SystemModstamp) < now.getTime() - SETTLED_MS;
}

/** Hidden fields are absent from the describe (SF6); what cannot be written is left alone. */
function isUsable(field: keyof Task, { fields }: Description): boolean {
  const found = fields.get(salesforceTaskFields[field]);
  const withSwitch = field !== "reminderAt" || fields.get("IsReminderSet")?.updateable === true;
  return found !== undefined && found.createable && found.updateable && withSwitch;
}
