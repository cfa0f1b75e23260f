import type { Preset } from "../../shared/api/preset.ts";
import type { Task } from "../../shared/records/task.ts";
import type { Likeness } from "../engine/match.ts";
import { problemCategories } from "../engine/problem-categories.ts";
import type { TaskPicklists } from "../mappings/task-picklists.ts";
import { folded } from "./natural-keys.ts";
import type { KindRules, RecordKind } from "./record-kind.ts";
import { taskPolicy } from "./task-policy.ts";

export const taskKind: RecordKind<Task> = {
  kind: "task",
  words: { one: "task", many: "tasks", same: "task" },
  nameOf: ({ subject, dueDate }) => [subject ?? "(no subject)", dueDate].filter(Boolean).join(", "),
  rules: { up: "T2", down: "T1", fields: "T3", fault: "C6" },
  problemCategories: Object.values(problemCategories),
};

interface TaskKeys {
  readonly subject: string | null;
  readonly dueDate: string | null;
  readonly isDone: boolean;
}

export function taskRules(preset: Preset["tasks"], picklists: TaskPicklists): KindRules<Task> {
  return {
    ...taskKind,
    recognition: {
      keysOf: ({ subject, dueDate, status }): TaskKeys => ({ subject: folded(subject), dueDate, isDone: status === "completed" }),
      likeness: taskLikeness,
      repeats: true,
      traits: { identity: ["subject", "dueDate"], common: ["status", "importance"] },
    },
    policyOf: (exchange, salesforce) => taskPolicy(preset, picklists, exchange, salesforce),
  };
}

/** M1 for tasks of one owner: subject and due date. Without a date, what is done and what is still to do are two. */
function taskLikeness(one: TaskKeys, other: TaskKeys): Likeness {
  if (one.subject === null || one.subject !== other.subject || one.dueDate !== other.dueDate) return "other";
  return one.dueDate === null && one.isDone !== other.isDone ? "other" : "same";
}
