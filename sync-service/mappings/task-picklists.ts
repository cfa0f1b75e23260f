import type { TaskImportance, TaskStatus } from "../../shared/records/task.ts";

/** What an org calls the statuses and priorities of its tasks, in its own order. */
export interface TaskPicklists {
  readonly statuses: readonly { readonly name: string; readonly isClosed: boolean; readonly isDefault: boolean }[];
  readonly priorities: readonly { readonly name: string; readonly isHigh: boolean; readonly isDefault: boolean }[];
}

/** As every org has them at first. */
export const STANDARD_PICKLISTS: TaskPicklists = {
  statuses: [
    { name: "Not Started", isClosed: false, isDefault: true },
    { name: "In Progress", isClosed: false, isDefault: false },
    { name: "Completed", isClosed: true, isDefault: false },
    { name: "Waiting on someone else", isClosed: false, isDefault: false },
    { name: "Deferred", isClosed: false, isDefault: false },
  ],
  priorities: [
    { name: "High", isHigh: true, isDefault: false },
    { name: "Normal", isHigh: false, isDefault: true },
    { name: "Low", isHigh: false, isDefault: false },
  ],
};

const STATUS_NAMES: Readonly<Record<TaskStatus, string>> = {
  notStarted: "Not Started",
  inProgress: "In Progress",
  completed: "Completed",
  waitingOnOthers: "Waiting on someone else",
  deferred: "Deferred",
};
const PRIORITY_NAMES: Readonly<Record<TaskImportance, string>> = { low: "Low", normal: "Normal", high: "High" };

const STATUSES = Object.keys(STATUS_NAMES) as readonly TaskStatus[];
const IMPORTANCES = Object.keys(PRIORITY_NAMES) as readonly TaskImportance[];

/** To Do's word, as Graph writes it; an unknown one is work in progress. */
export function statusInGraph(word: string | null | undefined): TaskStatus {
  return STATUSES.find((status) => status === word) ?? (word ? "inProgress" : "notStarted");
}

export function importanceInGraph(word: string | null | undefined): TaskImportance {
  return IMPORTANCES.find((importance) => importance === word) ?? "normal";
}

/** A value of the org in To Do's five words: whether it closes the task comes before what it is called. */
export function statusOf(name: string | null | undefined, { statuses }: TaskPicklists): TaskStatus {
  const value = statuses.find((status) => status.name === name);
  if (value?.isClosed === true) return "completed";
  const known = STATUSES.find((status) => status !== "completed" && STATUS_NAMES[status] === name);
  return known ?? (value?.isDefault === true ? "notStarted" : "inProgress");
}

/** What to write for To Do's word; null when the org has nothing that comes near. */
export function statusName(status: TaskStatus, picklists: TaskPicklists): string | null {
  const { statuses } = picklists;
  const own = statuses.find(({ name }) => name === STATUS_NAMES[status] && statusOf(name, picklists) === status);
  const near = own ?? statuses.find(({ name }) => statusOf(name, picklists) === status);
  if (near || status === "completed") return near?.name ?? null;
  const open = statuses.filter(({ isClosed }) => !isClosed);
  return (open.find(({ isDefault }) => isDefault) ?? open[0])?.name ?? null;
}

export function importanceOf(name: string | null | undefined, { priorities }: TaskPicklists): TaskImportance {
  const at = priorities.findIndex((priority) => priority.name === name);
  if (priorities[at]?.isHigh === true) return "high";
  if (name === PRIORITY_NAMES.low) return "low";
  const normal = priorities.findIndex(({ isDefault }) => isDefault);
  // Lists go down from the highest, and what stands below the usual one is less.
  return at > normal && normal >= 0 ? "low" : "normal";
}

export function importanceName(importance: TaskImportance, picklists: TaskPicklists): string | null {
  const { priorities } = picklists;
  const own = priorities.find(({ name }) => name === PRIORITY_NAMES[importance] && importanceOf(name, picklists) === importance);
  const near = own ?? priorities.find(({ name }) => importanceOf(name, picklists) === importance);
  return (near ?? priorities.find(({ isDefault }) => isDefault) ?? priorities[0])?.name ?? null;
}

/** Whether the org can tell the two apart at all: what it cannot express is no difference to correct. */
export function sameStatus(one: TaskStatus, other: TaskStatus, picklists: TaskPicklists): boolean {
  return one === other || statusName(one, picklists) === statusName(other, picklists);
}

export function sameImportance(one: TaskImportance, other: TaskImportance, picklists: TaskPicklists): boolean {
  return one === other || importanceName(one, picklists) === importanceName(other, picklists);
}
