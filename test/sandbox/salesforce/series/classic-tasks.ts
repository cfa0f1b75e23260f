import { addRow, binRow } from "../bare-rows.ts";
import { text, textOf, type Draft, type Writer } from "../draft.ts";
import { refused } from "../errors.ts";
import type { Org } from "../org.ts";
import type { Row, Value } from "../record-store.ts";
import { readTime } from "../wire-time.ts";
import { checkZone, classicRule, RECURRENCE_FIELDS, wrong } from "./classic-rule.ts";
import { expand } from "./expansion.ts";

const MOST = 100;
const DAY_MS = 86_400_000;
const OF_ITS_OWN: ReadonlySet<string> = new Set<string>(["Id", "IsRecurrence", ...RECURRENCE_FIELDS]);

/**
 * A recurring task's main record is no to-do itself: it has no due date, and its status stays. A task that is made anew when it is
 * closed has no dates of recurrence, only the kind and the number of days.
 * @throws Refusal
 */
export function settleClassicTask(draft: Draft, { isSystem }: Writer): void {
  if (draft.values["IsRecurrence"] !== true) {
    const regenerates = text(draft, "RecurrenceRegeneratedType") !== null;
    const extra = RECURRENCE_FIELDS.find((field) => (draft.values[field] ?? null) !== null);
    if (extra !== undefined && !isSystem && !(regenerates && extra === "RecurrenceInterval"))
      throw wrong(extra, "is for recurring tasks only");
    return;
  }
  if (draft.given.has("ActivityDate") && text(draft, "ActivityDate") !== null)
    throw wrong("ActivityDate", "cannot be set on a recurring task");
  if (draft.before !== null && draft.given.has("Status")) throw wrong("Status", "of a recurring task cannot be changed");
  checkZone(draft, "RecurrenceTimeZoneSidKey");
  draft.values["ActivityDate"] = null;
  draft.values["RecurrenceActivityId"] = draft.id;
  if (datesOf(draft).length > MOST)
    throw refused("FIELD_INTEGRITY_EXCEPTION", `A recurrence can have ${MOST} tasks at most`, ["RecurrenceEndDateOnly"]);
}

/** The occurrences of a main record that was saved, or the next task after one that is made anew was closed. */
export function followClassicTask(draft: Draft, { org, access }: Writer): void {
  if (draft.values["IsRecurrence"] === true) {
    const today = draft.before === null ? "" : org.clock.now().toISOString().slice(0, 10);
    for (const one of openOccurrences(org, draft.id)) {
      if ((textOf(one, "ActivityDate") ?? "") >= today) binRow(org, "Task", one, access.userId);
    }
    for (const date of datesOf(draft)) {
      if (date >= today) addTaskLike(org, draft, access.userId, { ActivityDate: date, IsRecurrence: false });
    }
  } else if (draft.values["IsClosed"] === true && draft.before !== null && draft.before.values["IsClosed"] !== true)
    regenerate(draft, org, access.userId);
}

/** With the main record go the tasks that are still open. */
export function endClassicTask(row: Row, { org, access }: Writer): void {
  if (row.values["IsRecurrence"] !== true) return;
  for (const one of openOccurrences(org, row.id)) binRow(org, "Task", one, access.userId);
}

function regenerate(draft: Draft, org: Org, userId: string): void {
  const kind = text(draft, "RecurrenceRegeneratedType");
  if (kind !== "RecurrenceRegenerateAfterDueDate" && kind !== "RecurrenceRegenerateAfterToday") return;
  const days = typeof draft.values["RecurrenceInterval"] === "number" ? draft.values["RecurrenceInterval"] : 1;
  const due = kind === "RecurrenceRegenerateAfterDueDate" ? text(draft, "ActivityDate") : null;
  const from = due === null ? org.clock.now() : new Date(`${due}T00:00:00Z`);
  addTaskLike(org, draft, userId, {
    ActivityDate: new Date(from.getTime() + days * DAY_MS).toISOString().slice(0, 10),
    RecurrenceInterval: days,
    Status: draft.before?.values["Status"] ?? "Not Started",
    IsClosed: false,
    CompletedDateTime: null,
  });
  const row = org.store.get("Task", draft.id);
  if (row) org.store.put("Task", { ...row, values: { ...row.values, RecurrenceRegeneratedType: "RecurrenceRegenerated" } });
}

function addTaskLike(org: Org, draft: Draft, userId: string, values: Readonly<Record<string, Value>>): void {
  const audit = new Set(["CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp"]);
  const taken = Object.entries(draft.values).filter(([field]) => !OF_ITS_OWN.has(field) && !audit.has(field));
  addRow(org, "Task", userId, { ...Object.fromEntries(taken), ...values });
}

function openOccurrences(org: Org, mainId: string): readonly Row[] {
  return org.store
    .having("Task", "RecurrenceActivityId", mainId)
    .filter((row) => row.id !== mainId && row.deletedAt === undefined && row.values["IsClosed"] !== true);
}

function datesOf(draft: Draft): readonly string[] {
  const start = readTime(`${text(draft, "RecurrenceStartDateOnly") ?? ""}T00:00:00Z`);
  if (start === null) throw wrong("RecurrenceStartDateOnly", "is required for a recurrence");
  return expand(classicRule(draft), start, null, MOST + 1).map((date) => date.toISOString().slice(0, 10));
}
