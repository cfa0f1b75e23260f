import type { Task } from "../../shared/records/task.ts";

/** A task with these values, otherwise as a new one is. */
export function task(values: Partial<Task> = {}): Task {
  return { subject: null, dueDate: null, status: "notStarted", importance: "normal", notes: null, reminderAt: null, ...values };
}
