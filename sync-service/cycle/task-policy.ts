import type { Preset } from "../../shared/api/preset.ts";
import type { Task, TaskImportance, TaskStatus } from "../../shared/records/task.ts";
import type { Policy } from "../engine/policy.ts";
import { sameImportance, sameStatus, type TaskPicklists } from "../mappings/task-picklists.ts";
import { activityPolicy } from "./activity-policy.ts";

type TaskField = keyof Task;

/** What the preset, the org's words and each side's field security come to for tasks. */
export function taskPolicy(
  preset: Preset["tasks"],
  picklists: TaskPicklists,
  exchange: ReadonlySet<TaskField>,
  salesforce: ReadonlySet<TaskField>,
): Policy<Task> {
  return activityPolicy<Task>(preset, exchange, salesforce, {
    alike(field, one, other) {
      if (one === other) return true;
      if (one === null || other === null) return false;
      if (field === "status") return sameStatus(one as TaskStatus, other as TaskStatus, picklists);
      return field === "importance" && sameImportance(one as TaskImportance, other as TaskImportance, picklists);
    },
    blankAtFirst: new Set(["dueDate", "notes", "reminderAt"]),
    fault: () => null,
  });
}
