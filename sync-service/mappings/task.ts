import type { Task } from "../../shared/records/task.ts";
import { isRichBody, type Texts } from "./body-text.ts";
import type { TextForm } from "./canonical-text.ts";
import * as graph from "./graph-task-codecs.ts";
import { codecs, fieldsOf, type Mapping, readRecord, writeChanges } from "./mapping.ts";
import * as salesforce from "./salesforce-task-codecs.ts";
import type { TaskPicklists } from "./task-picklists.ts";
import type { GraphTask } from "./wire/graph-task.ts";
import type { SalesforceTask } from "./wire/salesforce-task.ts";

/** What the meaning of a task depends on: the mailbox's zone, the org's words, and how HTML is read. */
export interface TaskTerms extends Texts {
  readonly moments: graph.Moments;
  readonly picklists: TaskPicklists;
}

const line = (limit: number): TextForm => ({ limit, lines: false });
const lines = (limit: number): TextForm => ({ limit, lines: true });

/** T3: which field is which (lengths: Task's describe). */
export function taskMapping({ moments, picklists, ...texts }: TaskTerms): Mapping<Task, GraphTask, SalesforceTask> {
  return {
    subject: { flow: "both", graph: graph.title(line(255)), salesforce: salesforce.text("Subject", line(255)) },
    dueDate: { flow: "both", graph: graph.dueDay(moments), salesforce: salesforce.dueDay() },
    status: { flow: "both", graph: graph.status(), salesforce: salesforce.status(picklists) },
    importance: { flow: "both", graph: graph.importance(), salesforce: salesforce.priority(picklists) },
    notes: { flow: "both", graph: graph.body(lines(32_000), texts), salesforce: salesforce.text("Description", lines(32_000)) },
    reminderAt: { flow: "both", graph: graph.reminder(moments), salesforce: salesforce.reminder() },
  };
}

/** Tasks of one mailbox and one org, to and fro. */
export interface TaskForms {
  fromGraph(wire: GraphTask): Task;
  /** Values that stand in a richer form than the record shows, so that writing them would lose it (E2). */
  guardedInGraph(wire: GraphTask): readonly (keyof Task)[];
  toGraph(changes: Partial<Task>): Partial<GraphTask>;
  fromSalesforce(wire: SalesforceTask): Task;
  toSalesforce(changes: Partial<Task>): Partial<SalesforceTask>;
}

export function taskForms(terms: TaskTerms): TaskForms {
  const mapping = taskMapping(terms);
  const inGraph = codecs(mapping, "graph");
  const inSalesforce = codecs(mapping, "salesforce");
  return {
    fromGraph: (wire) => readRecord(inGraph, wire),
    guardedInGraph: (wire) => (isRichBody(wire.body) ? ["notes"] : []),
    toGraph: (changes) => writeChanges(inGraph, changes, {}),
    fromSalesforce: (wire) => readRecord(inSalesforce, wire),
    toSalesforce: (changes) => writeChanges(inSalesforce, changes, {}),
  };
}

/** The field of Salesforce that has to be seen and written for each. */
export const salesforceTaskFields: Readonly<Record<keyof Task, keyof SalesforceTask>> = {
  subject: "Subject",
  dueDate: "ActivityDate",
  status: "Status",
  importance: "Priority",
  notes: "Description",
  reminderAt: "ReminderDateTime",
};

export const taskFields = fieldsOf(salesforceTaskFields);
