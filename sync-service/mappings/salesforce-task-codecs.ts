import type { TaskImportance, TaskStatus } from "../../shared/records/task.ts";
import { canonicalText, type TextForm } from "./canonical-text.ts";
import type { Codec } from "./mapping.ts";
import { importanceName, importanceOf, statusName, statusOf, type TaskPicklists } from "./task-picklists.ts";
import type { SalesforceTask } from "./wire/salesforce-task.ts";

type SalesforceCodec<V extends string | null> = Codec<SalesforceTask, V>;

export function text(property: "Subject" | "Description", form: TextForm): SalesforceCodec<string | null> {
  return {
    property,
    read: (wire) => canonicalText(wire[property], form),
    write: (value) => ({ [property]: value?.replaceAll("\n", "\r\n") ?? null }),
  };
}

export function dueDay(): SalesforceCodec<string | null> {
  return {
    property: "ActivityDate",
    read: ({ ActivityDate }) => ActivityDate ?? null,
    write: (value) => ({ ActivityDate: value }),
  };
}

/** Whether it is closed follows from the status, and is never written (SF17). */
export function status(picklists: TaskPicklists): SalesforceCodec<TaskStatus | null> {
  return {
    property: "Status",
    read: ({ Status }) => (Status === undefined ? null : statusOf(Status, picklists)),
    write(value) {
      const name = value === null ? null : statusName(value, picklists);
      return name === null ? {} : { Status: name };
    },
  };
}

export function priority(picklists: TaskPicklists): SalesforceCodec<TaskImportance | null> {
  return {
    property: "Priority",
    read: ({ Priority }) => (Priority === undefined ? null : importanceOf(Priority, picklists)),
    write(value) {
      const name = value === null ? null : importanceName(value, picklists);
      return name === null ? {} : { Priority: name };
    },
  };
}

export function reminder(): SalesforceCodec<string | null> {
  return {
    property: "ReminderDateTime",
    read: ({ IsReminderSet, ReminderDateTime }) =>
      IsReminderSet === true && ReminderDateTime ? `${ReminderDateTime.slice(0, "YYYY-MM-DDTHH:MM:SS".length)}Z` : null,
    write: (value) =>
      value === null ? { IsReminderSet: false, ReminderDateTime: null } : { IsReminderSet: true, ReminderDateTime: value },
  };
}
