import { binRow, withoutBlanks } from "./bare-rows.ts";
import { recordOf, textOf, type Draft, type ObjectRules, type Writer } from "./draft.ts";
import { refuseDuplicates } from "./duplicates.ts";
import { entityIsDeleted, methodNotAllowed, noAccess, noSuchRecord, notFound, refused } from "./errors.ts";
import { wrongId } from "./field-values.ts";
import type { Field } from "./object-table.ts";
import type { Row, Value } from "./record-store.ts";
import { settleRecordType } from "./record-types.ts";
import { readGiven } from "./given.ts";
import { accountRules } from "./rules/account.ts";
import { campaignMemberRules, campaignRules } from "./rules/campaign.ts";
import { emailMessageRules } from "./rules/email-message.ts";
import { eventRules } from "./rules/event.ts";
import { attachmentRules, contentDocumentLinkRules, contentDocumentRules, contentVersionRules } from "./rules/files.ts";
import { eventRelationRules } from "./rules/invitees.ts";
import { contactRules, leadRules, userRules } from "./rules/person.ts";
import { pushTopicRules, streamingChannelRules } from "./rules/push-topic.ts";
import { caseRules, opportunityRules } from "./rules/sales.ts";
import { taskRelationRules, taskRules } from "./rules/task.ts";
import type { ObjectType } from "./schema.ts";

const RULES: Readonly<Record<string, ObjectRules>> = {
  Account: accountRules,
  Attachment: attachmentRules,
  Campaign: campaignRules,
  CampaignMember: campaignMemberRules,
  Case: caseRules,
  Contact: contactRules,
  ContentDocument: contentDocumentRules,
  ContentDocumentLink: contentDocumentLinkRules,
  ContentVersion: contentVersionRules,
  EmailMessage: emailMessageRules,
  Event: eventRules,
  EventRelation: eventRelationRules,
  Lead: leadRules,
  Opportunity: opportunityRules,
  PushTopic: pushTopicRules,
  StreamingChannel: streamingChannelRules,
  Task: taskRules,
  TaskRelation: taskRelationRules,
  User: userRules,
};

export type Body = Readonly<Record<string, unknown>>;

/** Makes a record, all of it or nothing, and answers its id. @throws Refusal */
export function createRecord(writer: Writer, object: ObjectType, body: Body, bytes: Buffer | null = null): string {
  if (!object.table.createable && !writer.isSystem) throw methodNotAllowed();
  if (!writer.isSystem && !writer.access.mayWrite(object)) throw noAccess();
  const given = readGiven(writer, object, body, null, bytes);
  return writer.org.store.atomically(() => {
    const id = writer.org.store.newId(object.name);
    const values: Record<string, Value> = { Id: id, IsDeleted: false };
    for (const field of object.fields) values[field.name] ??= defaultOf(field);
    Object.assign(values, given.values);
    if (object.field("OwnerId")) values["OwnerId"] ??= writer.access.userId;
    const draft: Draft = { object, id, before: null, values, given: given.names, idLists: given.idLists, bytes: given.bytes };
    save(draft, writer);
    return id;
  });
}

/** Changes the fields named in the body. @throws Refusal */
export function updateRecord(writer: Writer, object: ObjectType, id: string, body: Body, bytes: Buffer | null = null): void {
  const before = existing(writer, object, id);
  if (!object.table.updateable && !writer.isSystem) throw methodNotAllowed();
  if (!writer.isSystem && (!writer.access.mayWrite(object) || !writer.access.canEdit(object.name, before))) throw noAccess();
  const given = readGiven(writer, object, body, before, bytes);
  writer.org.store.atomically(() => {
    const values: Record<string, Value> = { ...before.values, ...given.values };
    save({ object, id: before.id, before, values, given: given.names, idLists: given.idLists, bytes: given.bytes }, writer);
  });
}

/** Moves a record, and what cannot be without it, to the Recycle Bin. @throws Refusal */
export function deleteRecord(writer: Writer, object: ObjectType, id: string): void {
  const row = existing(writer, object, id);
  if (!object.table.deletable && !writer.isSystem) throw methodNotAllowed();
  if (!writer.isSystem && (!writer.access.mayWrite(object) || !writer.access.canEdit(object.name, row))) throw noAccess();
  writer.org.obstacles.checkLock(row.id);
  writer.org.store.atomically(() => {
    RULES[object.name]?.removing?.(row, writer);
    dropDependents(writer, object, row);
    binRow(writer.org, object.name, row, writer.access.userId);
  });
}

/** Takes a record back out of the bin, with its old id. */
export function undeleteRecord(writer: Writer, object: ObjectType, id: string): void {
  const row = writer.org.store.get(object.name, id);
  if (!row || row.deletedAt === undefined) throw refused("UNDELETE_FAILED", "Entity is not in the recycle bin");
  const stamp = writer.org.stamp();
  writer.org.store.put(object.name, {
    id: row.id,
    values: { ...row.values, IsDeleted: false, SystemModstamp: stamp, LastModifiedDate: stamp },
  });
}

/** The record that a PATCH or DELETE is meant for. @throws Refusal ENTITY_IS_DELETED while it is in the bin */
export function existing({ org, access, isSystem }: Writer, object: ObjectType, id: string): Row {
  if (org.schema.ofId(id)?.name !== object.name) {
    throw refused("MALFORMED_ID", `${object.table.label} ID: id value of incorrect type: ${id}`, ["Id"]);
  }
  const row = org.store.get(object.name, id);
  if (!row) throw noSuchRecord();
  if (row.deletedAt !== undefined) throw entityIsDeleted();
  if (!isSystem && !access.canRead(object.name, row)) throw notFound();
  return row;
}

function defaultOf(field: Field): Value {
  return field.createable || field.defaultedOnCreate ? (field.picklist.find((choice) => choice.isDefault)?.value ?? null) : null;
}

function save(draft: Draft, writer: Writer): void {
  const { org, access, isSystem } = writer;
  const rules = RULES[draft.object.name];
  org.obstacles.checkLock(draft.id);
  checkReferences(draft, writer);
  settleRecordType(draft, writer);
  rules?.prepare?.(draft, writer);
  checkRequired(draft);
  checkUnique(draft, writer);
  if (!isSystem) {
    org.obstacles.run(draft);
    refuseDuplicates(draft, writer);
  }
  const stamp = org.stamp();
  const audit = (field: string, value: Value) => {
    if (!isSystem || !draft.given.has(field)) draft.values[field] = value;
  };
  if (draft.before === null) {
    audit("CreatedDate", stamp);
    audit("CreatedById", access.userId);
  }
  audit("LastModifiedDate", isSystem && draft.given.has("CreatedDate") ? (draft.values["CreatedDate"] ?? stamp) : stamp);
  audit("LastModifiedById", access.userId);
  audit("SystemModstamp", draft.values["LastModifiedDate"] ?? stamp);
  org.store.put(draft.object.name, { id: draft.id, values: withoutBlanks(draft.values) });
  rules?.settled?.(draft, writer);
}

function checkRequired(draft: Draft): void {
  const missing = draft.object.fields.filter(
    (field) =>
      field.createable &&
      !field.nillable &&
      !field.defaultedOnCreate &&
      field.type !== "base64" &&
      field.type !== "boolean" &&
      (draft.values[field.name] ?? null) === null &&
      (draft.before === null || draft.given.has(field.name)),
  );
  if (missing.length === 0) return;
  const names = missing.map((field) => field.name);
  throw refused("REQUIRED_FIELD_MISSING", `Required fields are missing: [${names.join(", ")}]`, names);
}

function checkReferences(draft: Draft, writer: Writer): void {
  for (const field of draft.object.fields) {
    const id = draft.values[field.name];
    if (field.type !== "reference" || !draft.given.has(field.name) || typeof id !== "string") continue;
    if (draft.before?.values[field.name] === id) continue;
    checkReference(draft, field, id, writer);
  }
}

function checkReference(draft: Draft, field: Field, id: string, { org, access, isSystem }: Writer): void {
  const target = org.schema.ofId(id);
  if (target && field.referenceTo.length > 0 && !field.referenceTo.includes(target.name)) throw wrongId(field, id);
  const found = recordOf(org, id);
  if (!found) throw refused("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", [field.name]);
  if (!isSystem && !access.canRead(found.object, found.row)) {
    throw refused("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`);
  }
  if (field.name === "OwnerId" && found.object === "User" && found.row.values["IsActive"] !== true) {
    const kind = draft.object.table.label.toLowerCase();
    throw refused("INACTIVE_OWNER_OR_USER", `operation performed with inactive user [${id.slice(0, 15)}] as owner of ${kind}`, ["OwnerId"]);
  }
}

function checkUnique(draft: Draft, { org }: Writer): void {
  for (const field of draft.object.fields) {
    const value = draft.values[field.name] ?? null;
    if (!field.unique || value === null || !draft.given.has(field.name)) continue;
    const twin = org.store.having(draft.object.name, field.name, value).find((row) => row.id !== draft.id && row.deletedAt === undefined);
    if (!twin) continue;
    const message = `duplicate value found: ${field.name} duplicates value on record with id: ${twin.id.slice(0, 15)}`;
    throw refused("DUPLICATE_VALUE", message, [field.name]);
  }
}

/** Children whose lookups cascade, and activities that hang on nothing else; other lookups are cleared. */
const CASCADES: Readonly<Record<string, readonly (readonly [child: string, field: string])[]>> = {
  Account: [
    ["Contact", "AccountId"],
    ["Opportunity", "AccountId"],
  ],
  Contact: [["OpportunityContactRole", "ContactId"]],
  Opportunity: [["OpportunityContactRole", "OpportunityId"]],
  EmailMessage: [["EmailMessageRelation", "EmailMessageId"]],
  Task: [["TaskRelation", "TaskId"]],
  Event: [["EventRelation", "EventId"]],
};

function dropDependents(writer: Writer, object: ObjectType, row: Row): void {
  const { org, access } = writer;
  for (const [child, field] of CASCADES[object.name] ?? []) {
    for (const dependent of org.store.having(child, field, row.id)) {
      if (dependent.deletedAt !== undefined) continue;
      const type = org.schema.find(child);
      if (type) dropDependents(writer, type, dependent);
      binRow(org, child, dependent, access.userId);
    }
  }
  for (const link of org.store.having("ContentDocumentLink", "LinkedEntityId", row.id)) {
    binRow(org, "ContentDocumentLink", link, access.userId);
  }
  for (const attachment of org.store.having("Attachment", "ParentId", row.id)) binRow(org, "Attachment", attachment, access.userId);
  for (const activity of ["Task", "Event"]) {
    for (const [field, other] of [
      ["WhoId", "WhatId"],
      ["WhatId", "WhoId"],
    ] as const) {
      for (const related of org.store.having(activity, field, row.id)) {
        if (related.deletedAt !== undefined) continue;
        if (textOf(related, other) === null) binRow(org, activity, related, access.userId);
        else
          org.store.put(activity, { ...related, values: withoutBlanks({ ...related.values, [field]: null, SystemModstamp: org.stamp() }) });
      }
    }
  }
}
