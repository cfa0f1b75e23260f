import { always, complex, flag, instant, listOf, number, oneOf, readOnly, text, texts, type Shape } from "./shape.ts";
import { dateTimeTimeZone, importance, itemBody } from "./message-shape.ts";

const pattern = complex({
  type: oneOf("daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly"),
  interval: number,
  month: number,
  dayOfMonth: number,
  daysOfWeek: listOf(oneOf("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")),
  firstDayOfWeek: oneOf("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"),
  index: oneOf("first", "second", "third", "fourth", "last"),
});
const range = complex({
  type: oneOf("endDate", "noEnd", "numbered"),
  startDate: text,
  endDate: text,
  recurrenceTimeZone: text,
  numberOfOccurrences: number,
});

export const recurrence = complex({ pattern, range });

export const taskListShape: Shape = {
  typeName: "todoTaskList",
  properties: {
    id: readOnly(text),
    displayName: always(text),
    isOwner: readOnly(flag),
    isShared: readOnly(flag),
    wellknownListName: readOnly(text),
  },
  navigations: ["tasks", "extensions"],
};

/** res/todotask; no change key, no extended properties. */
export const taskShape: Shape = {
  typeName: "todoTask",
  properties: {
    importance: always(importance),
    isReminderOn: always(flag),
    status: always(oneOf("notStarted", "inProgress", "completed", "waitingOnOthers", "deferred")),
    title: always(text),
    createdDateTime: readOnly(text),
    lastModifiedDateTime: readOnly(text),
    hasAttachments: readOnly(flag),
    categories: always(texts),
    id: readOnly(text),
    body: always(itemBody),
    bodyLastModifiedDateTime: readOnly(text),
    completedDateTime: always(dateTimeTimeZone),
    dueDateTime: always(dateTimeTimeZone),
    startDateTime: always(dateTimeTimeZone),
    reminderDateTime: always(dateTimeTimeZone),
    recurrence: always(recurrence),
  },
  navigations: ["linkedResources", "checklistItems", "attachments", "attachmentSessions", "extensions"],
};

export const linkedResourceShape: Shape = {
  typeName: "linkedResource",
  properties: {
    id: readOnly(text),
    webUrl: always(text),
    applicationName: always(text),
    displayName: always(text),
    externalId: always(text),
  },
  navigations: [],
};

/** A step of a task. */
export const checklistItemShape: Shape = {
  typeName: "checklistItem",
  properties: {
    id: readOnly(text),
    displayName: always(text),
    isChecked: always(flag),
    checkedDateTime: always(instant),
    createdDateTime: readOnly(instant),
  },
  navigations: [],
};
