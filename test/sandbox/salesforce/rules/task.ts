import { addRow } from "../bare-rows.ts";
import { refused } from "../errors.ts";
import { recordOf, text, textOf, type Draft, type ObjectRules, type Writer } from "../draft.ts";
import type { Org } from "../org.ts";
import type { Row } from "../record-store.ts";
import { endClassicTask, followClassicTask, settleClassicTask } from "../series/classic-tasks.ts";
import { listed } from "./sales.ts";

/** With Shared Activities at most so many contacts, or one lead. */
const MOST_PEOPLE = 50;

/** The people of a draft as settled before it is saved, when another may already have been promoted. */
const people = new WeakMap<Draft, readonly string[]>();

export const taskRules: ObjectRules = {
  prepare(draft, writer) {
    const { org } = writer;
    draft.values["TaskSubtype"] ??= "Task";
    draft.values["IsHighPriority"] = listed(org, "TaskPriority", text(draft, "Priority"))?.values["IsHighPriority"] === true;
    settleStatus(draft, org);
    if (org.switches.sharedActivities) settlePeople(draft, org);
    relate(draft, org);
    settleClassicTask(draft, writer);
  },
  settled(draft, writer) {
    const { org, access } = writer;
    followClassicTask(draft, writer);
    if (!org.switches.sharedActivities) return;
    for (const relation of org.store.having("TaskRelation", "TaskId", draft.id)) org.store.remove("TaskRelation", relation.id);
    const what = text(draft, "WhatId");
    for (const id of people.get(draft) ?? []) relateTask(id, false);
    if (what !== null) relateTask(what, true);
    mirrorPeople(org, access.userId, draft.id, null);

    function relateTask(relationId: string, isWhat: boolean): void {
      addRow(org, "TaskRelation", access.userId, { TaskId: draft.id, RelationId: relationId, IsWhat: isWhat });
    }
  },
  removing: endClassicTask,
};

/** Completion follows the status: the moment is set on closing, kept while closed, and cleared on opening again. */
function settleStatus(draft: Draft, org: Org): void {
  const closed = listed(org, "TaskStatus", text(draft, "Status"))?.values["IsClosed"] === true;
  draft.values["IsClosed"] = closed;
  if (!closed) draft.values["CompletedDateTime"] = null;
  else if (draft.before?.values["IsClosed"] !== true) draft.values["CompletedDateTime"] ??= org.stamp();
}

/** A lead excludes a related record; the account follows from what the activity is related to. */
export function relate(draft: Draft, org: Org): void {
  const who = text(draft, "WhoId");
  const what = text(draft, "WhatId");
  if (who?.startsWith("00Q") === true && what !== null) {
    throw refused("FIELD_INTEGRITY_EXCEPTION", "Related To ID: an activity with a lead cannot be related to another record", ["WhatId"]);
  }
  if (who?.startsWith("00Q") === true && recordOf(org, who)?.row.values["IsConverted"] === true && draft.given.has("WhoId")) {
    throw refused("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead");
  }
  const related = recordOf(org, what);
  const account = related?.object === "Account" ? related.row.id : textOf(related?.row, "AccountId");
  draft.values["AccountId"] = account ?? textOf(recordOf(org, who)?.row, "AccountId");
}

/**
 * The people under Shared Activities: `TaskWhoIds` names them all; a WhoId outside the list joins as the primary one; clearing
 * WhoId alone promotes another of those who remain.
 */
function settlePeople(draft: Draft, org: Org): void {
  const named = peopleOf(draft, org);
  checkPeople(org, named, "TaskWhoIds");
  people.set(draft, named);
  draft.values["WhoId"] = named[0] ?? null;
  draft.values["WhoCount"] = named.length;
  draft.values["WhatCount"] = text(draft, "WhatId") === null ? 0 : 1;
}

/** @throws Refusal for more than fifty contacts, a lead beside others, or anyone else */
export function checkPeople(org: Org, ids: readonly string[], list: string): void {
  const leads = ids.filter((id) => id.startsWith("00Q"));
  if (ids.length > MOST_PEOPLE || (leads.length > 0 && ids.length > 1)) {
    throw refused("FIELD_INTEGRITY_EXCEPTION", `An activity can have up to ${MOST_PEOPLE} contacts or one lead`, [list]);
  }
  for (const id of ids) {
    const person = recordOf(org, id);
    if (person?.object !== "Contact" && person?.object !== "Lead") {
      throw refused("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [list]);
    }
  }
}

/** The people of the task as it will be, the primary one first. */
function peopleOf(draft: Draft, org: Org): readonly string[] {
  const primary = text(draft, "WhoId");
  const list = draft.idLists.get("TaskWhoIds");
  const kept = org.store
    .having("TaskRelation", "TaskId", draft.id)
    .filter((relation) => relation.values["IsWhat"] !== true)
    .flatMap((relation) => textOf(relation, "RelationId") ?? [])
    .toSorted();
  const before = textOf(draft.before ?? undefined, "WhoId");
  if (list) {
    const stays = primary !== null && (draft.given.has("WhoId") || list.includes(primary));
    return [...new Set(stays ? [primary, ...list] : list)];
  }
  if (primary === null) return kept.filter((id) => id !== before);
  return [...new Set([primary, ...kept])];
}

/** A relation written or removed by itself changes the people of its task. */
export const taskRelationRules: ObjectRules = {
  prepare(draft, { org }) {
    const task = recordOf(org, text(draft, "TaskId"));
    if (!task) throw refused("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", ["TaskId"]);
    const relation = text(draft, "RelationId");
    const others = org.store.having("TaskRelation", "TaskId", task.row.id).filter((row) => row.id !== draft.id);
    if (others.some((row) => row.values["RelationId"] === relation)) {
      throw refused("DUPLICATE_VALUE", "duplicate value found: TaskId, RelationId duplicates value on another record");
    }
    draft.values["IsWhat"] = relation?.startsWith("003") !== true && relation?.startsWith("00Q") !== true;
  },
  settled(draft, writer) {
    recount(writer, text(draft, "TaskId"), null);
  },
  removing(row, writer) {
    recount(writer, textOf(row, "TaskId"), row.id);
  },
};

/** TaskWhoRelation shows the people among the relations. */
function mirrorPeople(org: Org, userId: string, taskId: string, leaving: string | null): void {
  for (const shown of org.store.having("TaskWhoRelation", "TaskId", taskId)) org.store.remove("TaskWhoRelation", shown.id);
  const relations = org.store.having("TaskRelation", "TaskId", taskId).filter((row) => row.id !== leaving);
  for (const id of idsOf(relations, false)) {
    addRow(org, "TaskWhoRelation", userId, { TaskId: taskId, RelationId: id, Type: id.startsWith("00Q") ? "Lead" : "Contact" });
  }
}

function recount({ org, access }: Writer, taskId: string | null, leaving: string | null): void {
  const task = recordOf(org, taskId)?.row;
  if (!task) return;
  const relations = org.store.having("TaskRelation", "TaskId", task.id).filter((row) => row.id !== leaving);
  const people = idsOf(relations, false);
  const whats = idsOf(relations, true);
  const primary = people.includes(String(task.values["WhoId"])) ? task.values["WhoId"] : (people[0] ?? null);
  const values = {
    ...task.values,
    WhoId: primary ?? null,
    WhatId: whats[0] ?? null,
    WhoCount: people.length,
    WhatCount: whats.length,
    SystemModstamp: org.stamp(),
  };
  org.store.put("Task", { ...task, values });
  mirrorPeople(org, access.userId, task.id, leaving);
}

function idsOf(relations: readonly Row[], isWhat: boolean): readonly string[] {
  return relations
    .filter((row) => (row.values["IsWhat"] === true) === isWhat)
    .flatMap((row) => textOf(row, "RelationId") ?? [])
    .toSorted();
}
