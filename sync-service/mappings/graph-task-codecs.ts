import type { TaskImportance, TaskStatus } from "../../shared/records/task.ts";
import { bodyText, type Texts } from "./body-text.ts";
import { canonicalText, type TextForm } from "./canonical-text.ts";
import type { Codec } from "./mapping.ts";
import { importanceInGraph, statusInGraph } from "./task-picklists.ts";
import type { GraphMoment, GraphTask } from "./wire/graph-task.ts";

type GraphCodec<V extends string | null> = Codec<GraphTask, V>;

/** How a mailbox tells time: days and instants in its own zone. */
export interface Moments {
  /** The day that a date of To Do means, `YYYY-MM-DD`; null when it cannot be read. */
  dayOf(moment: GraphMoment): string | null;
  /** The date of To Do that means this day, whoever shifts or cuts it (MG18). */
  momentOfDay(day: string): GraphMoment;
  /** `YYYY-MM-DDTHH:MM:SSZ`; null when it cannot be read. */
  instantOf(moment: GraphMoment): string | null;
}

export function title(form: TextForm): GraphCodec<string | null> {
  return {
    property: "title",
    read: ({ title: text }) => canonicalText(text, form),
    write: (value) => ({ title: value ?? "" }),
  };
}

/** Read as text whatever it is; written as text only, and never over a body that says more than its text (E2). */
export function body(form: TextForm, texts: Texts): GraphCodec<string | null> {
  return {
    property: "body",
    read: (wire) => canonicalText(bodyText(wire.body, texts), form),
    write: (value) => ({ body: { content: value?.replaceAll("\n", "\r\n") ?? "", contentType: "text" } }),
  };
}

export function dueDay({ dayOf, momentOfDay }: Moments): GraphCodec<string | null> {
  return {
    property: "dueDateTime",
    read: ({ dueDateTime }) => (dueDateTime ? dayOf(dueDateTime) : null),
    write: (value) => ({ dueDateTime: value === null ? null : momentOfDay(value) }),
  };
}

export function status(): GraphCodec<TaskStatus | null> {
  return {
    property: "status",
    read: ({ status: word }) => statusInGraph(word),
    write: (value) => (value === null ? {} : { status: value }),
  };
}

export function importance(): GraphCodec<TaskImportance | null> {
  return {
    property: "importance",
    read: ({ importance: word }) => importanceInGraph(word),
    write: (value) => (value === null ? {} : { importance: value }),
  };
}

/** The switch and the time go together; switched off, the time that stands there is left (P3). */
export function reminder({ instantOf }: Moments): GraphCodec<string | null> {
  return {
    property: "reminderDateTime",
    read: ({ isReminderOn, reminderDateTime }) => (isReminderOn === true && reminderDateTime ? instantOf(reminderDateTime) : null),
    write: (value) =>
      value === null
        ? { isReminderOn: false }
        : {
            isReminderOn: true,
            reminderDateTime: { dateTime: `${value.slice(0, "YYYY-MM-DDTHH:MM:SS".length)}.0000000`, timeZone: "UTC" },
          },
  };
}
