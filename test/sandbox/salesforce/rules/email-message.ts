import { addRow } from "../bare-rows.ts";
import { recordOf, text, textOf, type Draft, type ObjectRules, type Writer } from "../draft.ts";
import { noAccess, refused } from "../errors.ts";

const SENT = "3";
const DRAFT_STATUS = "5";
const LONGEST_DESCRIPTION = 32_000;
const RELATION_TYPES = [
  ["ToIds", "ToAddress"],
  ["CcIds", "CcAddress"],
  ["BccIds", "BccAddress"],
] as const;

export const emailMessageRules: ObjectRules = {
  prepare(draft, { isSystem }) {
    if (draft.before !== null) {
      if (!isSystem) refuseLateChange(draft);
      return;
    }
    const onCase = text(draft, "ParentId") !== null;
    if (!onCase && text(draft, "Status") !== SENT && text(draft, "Status") !== DRAFT_STATUS) {
      throw refused("FIELD_INTEGRITY_EXCEPTION", "Status: an email that is not on a case must be sent (3)", ["Status"]);
    }
    if (!onCase && text(draft, "ActivityId") !== null) {
      throw refused("FIELD_INTEGRITY_EXCEPTION", "ActivityId: can be given for an email on a case only", ["ActivityId"]);
    }
    draft.values["TextBody"] ??= plainText(text(draft, "HtmlBody"));
    draft.values["Name"] = text(draft, "Subject")?.slice(0, 255) ?? null;
    draft.values["HasAttachment"] = false;
  },
  settled(draft, writer) {
    if (draft.before !== null) return;
    const people = relatePeople(draft, writer);
    if (text(draft, "ActivityId") === null && text(draft, "Status") !== DRAFT_STATUS) makeTask(draft, people, writer);
  },
};

/** Of a message that is no draft, little can be changed; that it was made as client-managed leaves its related record free. */
function refuseLateChange(draft: Draft): void {
  if (textOf(draft.before ?? undefined, "Status") === DRAFT_STATUS) return;
  const managed = draft.before?.values["IsClientManaged"] === true;
  const free = (field: string) => field === "IsExternallyVisible" || field.endsWith("__c") || (managed && field === "RelatedToId");
  if ([...draft.given].some((field) => !free(field)) || draft.idLists.size > 0) throw noAccess();
}

function plainText(html: string | null): string | null {
  return html === null ? null : html.replaceAll(/<[^>]*>/gu, "").trim() || null;
}

function relatePeople(draft: Draft, { org, access }: Writer): readonly string[] {
  const people: string[] = [];
  for (const [list, relationType] of RELATION_TYPES) {
    for (const id of draft.idLists.get(list) ?? []) {
      const person = recordOf(org, id);
      if (!person) throw refused("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [list]);
      people.push(id);
      addRow(org, "EmailMessageRelation", access.userId, {
        EmailMessageId: draft.id,
        RelationId: id,
        RelationType: relationType,
        RelationObjectType: person.object,
        RelationAddress: textOf(person.row, "Email"),
      });
    }
  }
  return people;
}

/** With Enhanced Email every message makes its own completed task. */
function makeTask(draft: Draft, people: readonly string[], { org, access }: Writer): void {
  const who = people.find((id) => id.startsWith("003") || id.startsWith("00Q")) ?? null;
  const what = who?.startsWith("00Q") === true ? null : text(draft, "RelatedToId");
  const date = (text(draft, "MessageDate") ?? org.stamp()).slice(0, 10);
  const taskId = addRow(org, "Task", access.userId, {
    Subject: text(draft, "Subject")?.slice(0, 255) ?? null,
    Status: "Completed",
    Priority: "Normal",
    TaskSubtype: "Email",
    IsClosed: true,
    CompletedDateTime: org.stamp(),
    ActivityDate: date,
    OwnerId: access.userId,
    WhoId: who,
    WhatId: what,
    Description: text(draft, "TextBody")?.slice(0, LONGEST_DESCRIPTION) ?? null,
  });
  const saved = org.store.get("EmailMessage", draft.id);
  if (saved) org.store.put("EmailMessage", { ...saved, values: { ...saved.values, ActivityId: taskId } });
}
