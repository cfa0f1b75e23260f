import type { Preset } from "../../shared/api/preset.ts";
import type { Task, TaskImportance, TaskStatus } from "../../shared/records/task.ts";
import type { Policy } from "../engine/policy.ts";
import { sameImportance, sameStatus, type TaskPicklists } from "../mappings/task-picklists.ts";

type TaskField = keyof Task;

/** What the preset, the org's words and each side's field security come to for tasks. */
export function taskPolicy(
  preset: Preset["tasks"],
  picklists: TaskPicklists,
  exchange: ReadonlySet<TaskField>,
  salesforce: ReadonlySet<TaskField>,
): Policy<Task> {
  const goesDown = preset.update === "both" || preset.update === "to-outlook";
  const goesUp = preset.update === "both" || preset.update === "to-salesforce";
  const inPlay = new Set([...exchange].filter((field) => salesforce.has(field)));
  const none = new Set<TaskField>();
  return {
    inPlay,
    givenTo: { exchange: inPlay, salesforce: inPlay },
    writable: { exchange: goesDown ? inPlay : none, salesforce: goesUp ? inPlay : none },
    neverWiped: none,
    winner: preset.winner,
    alike(field, one, other) {
      if (one === other) return true;
      if (one === null || other === null) return false;
      if (field === "status") return sameStatus(one as TaskStatus, other as TaskStatus, picklists);
      return field === "importance" && sameImportance(one as TaskImportance, other as TaskImportance, picklists);
    },
    createIn: {
      salesforce: preset.create === "both" || preset.create === "to-salesforce",
      exchange: preset.create === "both" || preset.create === "to-outlook",
    },
    comesDown: true,
    removeInSalesforce: preset.deleteInSalesforce,
    namedApart: () => false,
    fault: () => null,
  };
}
