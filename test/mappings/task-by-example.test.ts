import { describe, expect, it } from "vitest";
import type { Task } from "../../shared/records/task.ts";
import { momentsIn } from "../../sync-service/graph/moments.ts";
import {
  importanceInGraph,
  importanceName,
  importanceOf,
  sameImportance,
  STANDARD_PICKLISTS,
  statusInGraph,
  statusName,
  statusOf,
  type TaskPicklists,
} from "../../sync-service/mappings/task-picklists.ts";
import { salesforceTaskFields, taskForms, taskMapping } from "../../sync-service/mappings/task.ts";
import type { GraphTask } from "../../sync-service/mappings/wire/graph-task.ts";
import type { SalesforceTask } from "../../sync-service/mappings/wire/salesforce-task.ts";
import { task } from "../doubles/blank-task.ts";
import { task as taskObject } from "../sandbox/salesforce/objects/task.ts";

const terms = { moments: momentsIn("UTC"), picklists: STANDARD_PICKLISTS, textOf: (html: string) => `text of ${html}` };
const { fromGraph, fromSalesforce, guardedInGraph, toGraph, toSalesforce } = taskForms(terms);

const call: Task = {
  subject: "Call Anna",
  dueDate: "2026-03-02",
  status: "waitingOnOthers",
  importance: "high",
  notes: "Ask for prices.\nAnd dates.",
  reminderAt: "2026-03-02T08:30:00Z",
};
const inGraph: GraphTask = {
  title: "Call Anna",
  dueDateTime: { dateTime: "2026-03-02T00:00:00.0000000", timeZone: "UTC" },
  status: "waitingOnOthers",
  importance: "high",
  body: { content: "Ask for prices.\r\nAnd dates.", contentType: "text" },
  isReminderOn: true,
  reminderDateTime: { dateTime: "2026-03-02T08:30:00.0000000", timeZone: "UTC" },
};
const inSalesforce: SalesforceTask = {
  Subject: "Call Anna",
  ActivityDate: "2026-03-02",
  Status: "Waiting on someone else",
  Priority: "High",
  Description: "Ask for prices.\r\nAnd dates.",
  IsReminderSet: true,
  ReminderDateTime: "2026-03-02T08:30:00Z",
};

describe("T3: one task, as To Do and Salesforce hold it", () => {
  it("to and fro", () => {
    expect(fromGraph(inGraph)).toEqual(call);
    expect(toGraph(call)).toEqual(inGraph);
    expect(fromSalesforce({ ...inSalesforce, ReminderDateTime: "2026-03-02T08:30:00.000+0000" })).toEqual(call);
    expect(toSalesforce(call)).toEqual(inSalesforce);
  });

  it("every field flows both ways, and is asked for by the name that its row writes", () => {
    const mapping = taskMapping(terms);
    for (const [field, { flow, graph, salesforce }] of Object.entries(mapping)) {
      expect(flow).toBe("both");
      expect(salesforce.property).toBe(salesforceTaskFields[field as keyof Task]);
      expect(Object.keys(toGraph({ [field]: call[field as keyof Task] }))).toContain(graph.property);
    }
  });

  it("blank: read as nothing, written as blank; what cannot be blank is not written", () => {
    expect(fromSalesforce({})).toEqual({ ...task(), status: null, importance: null });
    const blank = { subject: null, dueDate: null, status: null, importance: null, notes: null, reminderAt: null };
    expect(toGraph(blank)).toEqual({
      title: "",
      dueDateTime: null,
      body: { content: "", contentType: "text" },
      isReminderOn: false,
    });
    expect(toSalesforce(blank)).toEqual({
      Subject: null,
      ActivityDate: null,
      Description: null,
      IsReminderSet: false,
      ReminderDateTime: null,
    });
  });

  it("a reminder that is switched off is none, whatever time stands there", () => {
    expect(fromGraph({ ...inGraph, isReminderOn: false }).reminderAt).toBeNull();
    expect(fromGraph({ isReminderOn: true }).reminderAt).toBeNull();
    expect(fromSalesforce({ ...inSalesforce, IsReminderSet: false }).reminderAt).toBeNull();
    expect(fromSalesforce({ IsReminderSet: true, ReminderDateTime: null }).reminderAt).toBeNull();
  });

  it("lengths: those of the recorded describe", () => {
    const length = (name: string) => taskObject.fields.find((field) => field.name === name)?.length ?? 0;
    const long = "x".repeat(40_000);
    expect(fromGraph({ title: long }).subject).toHaveLength(length("Subject"));
    expect(fromSalesforce({ Subject: long }).subject).toHaveLength(length("Subject"));
    expect(fromGraph({ body: { content: long, contentType: "text" } }).notes).toHaveLength(length("Description"));
    expect(fromSalesforce({ Description: long }).notes).toHaveLength(length("Description"));
  });

  it("a subject is one line, notes are many", () => {
    expect(fromGraph({ title: "a\nb", body: { content: "a\nb", contentType: "text" } })).toMatchObject({ subject: "a b", notes: "a\nb" });
    expect(fromSalesforce({ Subject: "a\nb", Description: "a\nb" })).toMatchObject({ subject: "a b", notes: "a\nb" });
  });

  it("E2: an HTML body is read as its text", () => {
    expect(fromGraph({ body: { content: "<b>a</b>", contentType: "html" } }).notes).toBe("text of <b>a</b>");
    expect(guardedInGraph({ body: { content: "<b>a</b>", contentType: "html" } })).toEqual(["notes"]);
    expect(guardedInGraph({})).toEqual([]);
  });
});

describe("T3: To Do's words for status and importance", () => {
  it.each(["notStarted", "inProgress", "completed", "waitingOnOthers", "deferred"] as const)("%s stays", (status) => {
    expect(statusInGraph(status)).toBe(status);
    expect(fromSalesforce(toSalesforce({ status })).status).toBe(status);
  });

  it.each(["low", "normal", "high"] as const)("%s stays", (importance) => {
    expect(importanceInGraph(importance)).toBe(importance);
    expect(fromSalesforce(toSalesforce({ importance })).importance).toBe(importance);
  });

  it("an unknown status is work in progress, none is not started; an unknown importance is normal", () => {
    expect([statusInGraph("unknownFutureValue"), statusInGraph(""), statusInGraph(null), statusInGraph(undefined)]).toEqual([
      "inProgress",
      "notStarted",
      "notStarted",
      "notStarted",
    ]);
    expect([importanceInGraph("urgent"), importanceInGraph(null)]).toEqual(["normal", "normal"]);
  });
});

describe("SF17: the picklists of a new org", () => {
  it("are those of the recorded describe", () => {
    const values = (name: string) => taskObject.fields.find((field) => field.name === name)?.picklist ?? [];
    expect(STANDARD_PICKLISTS.statuses.map(({ name }) => name)).toEqual(values("Status").map(({ value }) => value));
    expect(STANDARD_PICKLISTS.priorities.map(({ name }) => name)).toEqual(values("Priority").map(({ value }) => value));
    expect(STANDARD_PICKLISTS.statuses.filter(({ isClosed }) => isClosed).map(({ name }) => name)).toEqual(["Completed"]);
    expect(STANDARD_PICKLISTS.statuses.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(["Not Started"]);
    expect(STANDARD_PICKLISTS.priorities.filter(({ isHigh }) => isHigh).map(({ name }) => name)).toEqual(["High"]);
    expect(STANDARD_PICKLISTS.priorities.filter(({ isDefault }) => isDefault).map(({ name }) => name)).toEqual(["Normal"]);
  });

  it.each([
    ["Not Started", "notStarted"],
    ["In Progress", "inProgress"],
    ["Completed", "completed"],
    ["Waiting on someone else", "waitingOnOthers"],
    ["Deferred", "deferred"],
    ["Something else", "inProgress"],
    [null, "inProgress"],
  ] as const)("%s is %s", (name, status) => {
    expect(statusOf(name, STANDARD_PICKLISTS)).toBe(status);
    if (name !== null && name !== "Something else") expect(statusName(status, STANDARD_PICKLISTS)).toBe(name);
  });
});

const status = (name: string, isClosed = false, isDefault = false) => ({ name, isClosed, isDefault });
const priority = (name: string, isHigh = false, isDefault = false) => ({ name, isHigh, isDefault });
const org = (of: Partial<TaskPicklists>): TaskPicklists => ({ ...STANDARD_PICKLISTS, ...of });

describe("SF17: an org's own statuses", () => {
  it("one that is called Completed and closes nothing is not completed; one that closes is, whatever it is called", () => {
    const own = org({ statuses: [status("Completed"), status("In Progress", true)] });
    expect([statusOf("Completed", own), statusOf("In Progress", own)]).toEqual(["inProgress", "completed"]);
    expect(statusName("completed", own)).toBe("In Progress");
  });

  it("the default one is not started, where it has no name of its own", () => {
    const own = org({ statuses: [status("Open", false, true), status("Busy")] });
    expect([statusOf("Open", own), statusOf("Busy", own)]).toEqual(["notStarted", "inProgress"]);
    expect(statusName("deferred", own)).toBe("Open");
  });

  it("of several that say the same, the one with the name of its own is written", () => {
    expect(statusName("notStarted", org({ statuses: [status("Open", false, true), status("Not Started")] }))).toBe("Not Started");
    expect(statusName("inProgress", org({ statuses: [status("Busy"), status("In Progress")] }))).toBe("In Progress");
    expect(statusName("completed", org({ statuses: [status("Done", true), status("Completed", true)] }))).toBe("Completed");
    const usual = org({ priorities: [priority("A"), priority("Normal"), priority("Medium", false, true)] });
    expect(importanceName("normal", usual)).toBe("Normal");
  });

  it("where nothing comes near: the default, else the first that is open; a task cannot be completed by one that is open", () => {
    const done = status("Done", true);
    expect(statusName("deferred", org({ statuses: [done, status("A"), status("B", false, true)] }))).toBe("B");
    expect(statusName("deferred", org({ statuses: [done, status("A"), status("B")] }))).toBe("A");
    expect(statusName("deferred", org({ statuses: [status("Done", true, true), status("A")] }))).toBe("A");
    expect(statusName("deferred", org({ statuses: [done] }))).toBeNull();
    expect(statusName("completed", org({ statuses: [status("A")] }))).toBeNull();
    expect(statusName("completed", org({ statuses: [] }))).toBeNull();
  });
});

describe("SF17: an org's own priorities", () => {
  const levels = org({ priorities: [priority("P1", true), priority("P2", false, true), priority("P3"), priority("P4")] });

  it("are high by what they do, low below the usual one, and normal otherwise", () => {
    expect(["P1", "P2", "P3", "P4"].map((name) => importanceOf(name, levels))).toEqual(["high", "normal", "low", "low"]);
    expect([importanceOf("P9", levels), importanceOf(null, levels)]).toEqual(["normal", "normal"]);
    const above = org({ priorities: [priority("P0"), priority("P1", true), priority("P2", false, true)] });
    expect(importanceOf("P0", above)).toBe("normal");
  });

  it("without a usual one none is below it; Low is low by its name", () => {
    const none = org({ priorities: [priority("A"), priority("B"), priority("Low")] });
    expect(["A", "B", "Low"].map((name) => importanceOf(name, none))).toEqual(["normal", "normal", "low"]);
    const first = org({ priorities: [priority("Usual", false, true), priority("Less")] });
    expect(["Usual", "Less"].map((name) => importanceOf(name, first))).toEqual(["normal", "low"]);
  });

  it("are written by their own name where it means the same, else by the first that does, else by the usual one", () => {
    expect((["high", "normal", "low"] as const).map((importance) => importanceName(importance, levels))).toEqual(["P1", "P2", "P3"]);
    expect(importanceName("high", org({ priorities: [priority("Loud", true), priority("High", true)] }))).toBe("High");
    expect(importanceName("high", org({ priorities: [priority("High"), priority("Loud", true)] }))).toBe("Loud");
    expect(importanceName("low", org({ priorities: [priority("A"), priority("B", false, true)] }))).toBe("B");
    expect(importanceName("low", org({ priorities: [priority("A"), priority("B")] }))).toBe("A");
    expect(importanceName("low", org({ priorities: [] }))).toBeNull();
    expect(taskForms({ ...terms, picklists: org({ priorities: [] }) }).toSalesforce({ importance: "low" })).toEqual({});
  });

  it("what the org cannot tell apart is no difference", () => {
    const two = org({ priorities: [priority("High", true), priority("Usual", false, true)] });
    expect(sameImportance("low", "normal", two)).toBe(true);
    expect(sameImportance("high", "normal", two)).toBe(false);
    expect(sameImportance("low", "low", org({ priorities: [] }))).toBe(true);
    expect(sameImportance("low", "normal", STANDARD_PICKLISTS)).toBe(false);
  });
});
