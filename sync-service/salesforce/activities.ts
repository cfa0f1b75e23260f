import { byAnyClock } from "../cycle/clocks.ts";
import { Gone, Refused, type Problem, type SyncError } from "../errors.ts";
import type { Attached, Made, NewActivity, SoughtActivity } from "../filing/crm.ts";
import type { RecordFields, Saved, Salesforce, SubReply, SubRequest } from "./api.ts";
import { readsAsReference } from "./composite-references.ts";
import type { Description } from "./describe.ts";
import { errorOfRecord, vendorErrors } from "./reply-errors.ts";
import { day, recordId, recordIds, restPath, soql } from "./soql.ts";

/** What the org and its describe say about completed tasks. */
export interface TaskRules {
  readonly task: Description;
  /** The status a completed task gets here. */
  readonly closedStatus: string;
}

/** Composite takes 25 parts; the task and the links need some of them. */
const VERSIONS_IN_ONE = 20;
/** Links of one Collections part. */
const LINKS_IN_ONE = 200;

export async function taskRules(salesforce: Salesforce): Promise<TaskRules> {
  const task = await salesforce.describe("Task");
  const statuses = await salesforce.query<{ readonly ApiName: string | null; readonly MasterLabel: string }>(
    soql`SELECT ApiName, MasterLabel FROM TaskStatus WHERE IsClosed = true ORDER BY SortOrder`,
  );
  const names = statuses.map(({ ApiName, MasterLabel }) => ApiName ?? MasterLabel);
  return { task, closedStatus: names.find((name) => name === "Completed") ?? names[0] ?? "Completed" };
}

/** One Composite request: the task, the documents of the versions, and the links of the files to it and to the records. */
export async function makeActivity(
  salesforce: Salesforce,
  userId: string,
  rules: TaskRules,
  wanted: NewActivity,
  attached: Attached,
): Promise<Made> {
  const asText = taskBody(userId, rules, wanted, []);
  if (readsAsReference(asText)) return makeApart(salesforce, rules, wanted, asText, attached);
  const { parts, ofReplies } = linkParts("@{task.id}", attached);
  const [task, ...rest] = await salesforce.composite([
    { method: "POST", path: restPath`/sobjects/Task`, referenceId: "task", body: taskBody(userId, rules, wanted, attached.besideIds) },
    ...parts,
  ]);
  if (task === undefined) throw new Error("A Composite reply without its first part.");
  if (task.error !== null) {
    const twin = task.vendor.some(({ code }) => code === "DUPLICATE_VALUE") ? await findByStamp(salesforce, rules, wanted.stamp) : null;
    if (twin === null) throw task.error;
    return { activityId: twin, ...(await addToActivity(salesforce, rules, twin, attached)) };
  }
  const activityId = (task.body as { readonly id: string }).id;
  const made = ofReplies(rest);
  if (made.left.length === 0) return { activityId, files: made.files, notes: made.notes };
  const others = await addToActivity(salesforce, rules, activityId, { ...attached, besideIds: [], versionIds: made.left });
  return { activityId, files: new Map([...made.files, ...others.files]), notes: [...made.notes, ...others.notes] };
}

/**
 * The parts of a Composite request that link files to the record which another of its parts makes, and to those beside it; and what
 * their replies say. `left`: versions for which there was no room.
 */
export function linkParts(
  madeId: string,
  attached: Attached,
): {
  readonly parts: readonly SubRequest[];
  readonly ofReplies: (replies: readonly SubReply[]) => Omit<Made, "activityId"> & { readonly left: readonly string[] };
} {
  const inOne = attached.versionIds.slice(0, VERSIONS_IN_ONE);
  const targets = [madeId, ...attached.linkTo];
  const links = inOne.flatMap((_, index) => targets.map((target) => linkBody(`@{version${index}.ContentDocumentId}`, target)));
  const collection: SubRequest = {
    method: "POST",
    path: restPath`/composite/sobjects`,
    referenceId: "links",
    body: { allOrNone: false, records: links },
  };
  return {
    parts: [...inOne.map((id, index) => versionPart(id, index)), ...(links.length === 0 ? [] : [collection])],
    ofReplies: (replies) => ({
      ...linked(inOne, targets, replies.slice(0, inOne.length).map(documentOf), resultsOf(replies[inOne.length], links.length)),
      left: attached.versionIds.slice(inOne.length),
    }),
  };
}

/** A mail whose words Composite would read as its own: the task by Collections, then what hangs on it. */
async function makeApart(
  salesforce: Salesforce,
  rules: TaskRules,
  wanted: NewActivity,
  fields: RecordFields,
  attached: Attached,
): Promise<Made> {
  const [saved] = await salesforce.create([{ object: "Task", fields }]);
  if (saved === undefined) throw new Error("A Collections reply without its only record.");
  const isTwin = saved.is === "failed" && saved.vendor.some(({ code }) => code === "DUPLICATE_VALUE");
  const activityId = saved.is === "done" ? saved.id : isTwin ? await findByStamp(salesforce, rules, wanted.stamp) : null;
  if (activityId !== null) return { activityId, ...(await addToActivity(salesforce, rules, activityId, attached)) };
  throw saved.is === "failed" ? saved.error : new Error("A created record without an id.");
}

/** Two requests or a few more: what is there, then what is missing. */
export async function addToActivity(
  salesforce: Salesforce,
  rules: TaskRules,
  activityId: string | null,
  attached: Attached,
): Promise<Omit<Made, "activityId">> {
  const documents = await documentsOf(salesforce, attached.versionIds);
  const targets = [...(activityId === null ? [] : [activityId]), ...attached.linkTo];
  const versions = attached.versionIds;
  const links = versions.flatMap((version) => {
    const document = documents.get(version);
    return document === undefined ? [] : targets.map((target) => ({ object: "ContentDocumentLink", fields: linkFields(document, target) }));
  });
  const saved = links.length === 0 ? [] : await salesforce.create(links);
  const found = versions.filter((version) => documents.has(version));
  const made = linked(
    found,
    targets,
    found.map((version) => documents.get(version) ?? null),
    saved.map(resultOf),
  );
  const people =
    activityId === null || isMessage(activityId) || !rules.task.childRelationships.has("TaskWhoIds")
      ? []
      : await relate(salesforce, activityId, attached.besideIds);
  return { files: made.files, notes: [...made.notes, ...people] };
}

/** Without a field of ours: the user's own, made since, alike in subject, date and text (O6). Archived ones count (SF18). */
export async function findActivities(
  salesforce: Salesforce,
  rules: TaskRules,
  { activity, ownerId, since }: SoughtActivity,
): Promise<readonly string[]> {
  if (rules.task.fields.has(STAMP_FIELD)) {
    const id = await findByStamp(salesforce, rules, activity.stamp);
    return id === null ? [] : [id];
  }
  const owner = ownerId === null ? soql`` : soql`OwnerId = ${recordId(ownerId)} AND`;
  const rows = await salesforce.queryAll<{ readonly Id: string; readonly Description: string | null }>(
    soql`SELECT Id, Description FROM Task WHERE ${owner} Subject = ${activity.subject} AND ActivityDate = ${day(activity.date)} AND CreatedDate >= ${byAnyClock(since)} AND IsDeleted = false ORDER BY CreatedDate LIMIT 200`,
  );
  return rows.filter(({ Description }) => words(Description ?? "") === words(activity.description)).map(({ Id }) => Id);
}

const STAMP_FIELD = "Tandem_Id__c";
const MESSAGE_FIELD = "Tandem_Message_Id__c";

async function findByStamp(salesforce: Salesforce, rules: TaskRules, stamp: string): Promise<string | null> {
  if (!rules.task.fields.has(STAMP_FIELD)) return null;
  const rows = await salesforce.queryAll<{ readonly Id: string }>(
    soql`SELECT Id FROM Task WHERE Tandem_Id__c = ${stamp} AND IsDeleted = false`,
  );
  return rows[0]?.Id ?? null;
}

/** Only fields that this user may write here (P7). */
function taskBody(
  userId: string,
  { task, closedStatus }: TaskRules,
  wanted: NewActivity,
  besideIds: readonly string[],
): Readonly<Record<string, unknown>> {
  const priority = { low: "Low", normal: "Normal", high: "High" }[wanted.importance];
  const fields: Readonly<Record<string, string | null>> = {
    Subject: wanted.subject,
    Description: wanted.description,
    Status: closedStatus,
    TaskSubtype: "Email",
    ActivityDate: wanted.date,
    Priority: task.fields.get("Priority")?.values.includes(priority) === true ? priority : null,
    OwnerId: userId,
    WhoId: wanted.whoId,
    WhatId: wanted.whatId,
    [STAMP_FIELD]: wanted.stamp,
    [MESSAGE_FIELD]: wanted.internetMessageId?.slice(0, 255) ?? null,
  };
  const writable = Object.entries(fields).filter(([name, value]) => value !== null && task.fields.get(name)?.createable === true);
  const together = besideIds.length > 0 && wanted.whoId !== null ? { TaskWhoIds: [wanted.whoId, ...besideIds] } : {};
  return { ...Object.fromEntries(writable), ...together };
}

/** An EmailMessage, whose people stand in it from the beginning. */
export function isMessage(activityId: string): boolean {
  return activityId.startsWith("02s");
}

/** Adds people as relations; a sentence when Salesforce does not let this user. */
async function relate(salesforce: Salesforce, activityId: string, besideIds: readonly string[]): Promise<readonly string[]> {
  if (besideIds.length === 0) return [];
  const there = await salesforce.query<{ readonly RelationId: string }>(
    soql`SELECT RelationId FROM TaskRelation WHERE TaskId = ${recordId(activityId)}`,
  );
  const held = new Set(there.map(({ RelationId }) => RelationId));
  const missing = besideIds.filter((id) => !held.has(id));
  if (missing.length === 0) return [];
  const saved = await salesforce.create(
    missing.map((id) => ({ object: "TaskRelation", fields: { TaskId: activityId, RelationId: id, IsWhat: false } })),
  );
  const refused = saved.map(resultOf).filter((result) => result.is === "refused");
  return refused.length === 0
    ? []
    : [`${refused.length} of your people could not be added to the activity: ${refused[0]?.problem.message ?? ""}`];
}

function versionPart(id: string, index: number): SubRequest {
  return { method: "GET", path: restPath`/sobjects/ContentVersion/${id}?fields=ContentDocumentId`, referenceId: `version${index}` };
}

function linkBody(document: string, target: string): Readonly<Record<string, unknown>> {
  return { attributes: { type: "ContentDocumentLink" }, ...linkFields(document, target) };
}

function linkFields(document: string, target: string): Readonly<Record<string, unknown>> {
  return { ContentDocumentId: document, LinkedEntityId: target, ShareType: "V" };
}

async function documentsOf(salesforce: Salesforce, versions: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const documents = new Map<string, string>();
  for (let start = 0; start < versions.length; start += LINKS_IN_ONE) {
    const rows = await salesforce.query<{ readonly Id: string; readonly ContentDocumentId: string }>(
      soql`SELECT Id, ContentDocumentId FROM ContentVersion WHERE Id IN ${recordIds(versions.slice(start, start + LINKS_IN_ONE))}`,
    );
    for (const { Id, ContentDocumentId } of rows) documents.set(Id, ContentDocumentId);
  }
  return documents;
}

function documentOf(reply: SubReply): string | null {
  return reply.error === null ? (reply.body as { readonly ContentDocumentId: string }).ContentDocumentId : null;
}

type LinkResult = { readonly is: "done" } | { readonly is: "refused"; readonly problem: Problem };

/** The results of a Collections part, in order. @throws what is worth another attempt. */
function resultsOf(reply: SubReply | undefined, count: number): readonly LinkResult[] {
  if (reply === undefined || count === 0) return [];
  if (reply.error !== null) {
    if (!(reply.error instanceof Refused || reply.error instanceof Gone)) throw reply.error;
    const { problem } = reply.error;
    return Array.from({ length: count }, () => ({ is: "refused", problem }));
  }
  const rows = reply.body as readonly { readonly success: boolean; readonly errors?: unknown }[];
  return rows.map((row) => {
    if (row.success) return { is: "done" };
    const vendor = vendorErrors(row.errors ?? []);
    return judged(
      vendor.some(({ code }) => code === "DUPLICATE_VALUE"),
      errorOfRecord("POST", vendor),
    );
  });
}

function resultOf(saved: Saved): LinkResult {
  if (saved.is === "done") return { is: "done" };
  return judged(
    saved.vendor.some(({ code }) => code === "DUPLICATE_VALUE"),
    saved.error,
  );
}

/** A link that is there already is what was wanted. */
function judged(alreadyThere: boolean, error: SyncError): LinkResult {
  if (alreadyThere) return { is: "done" };
  if (error instanceof Refused || error instanceof Gone) return { is: "refused", problem: error.problem };
  throw error;
}

/** Of each version: its file if it hangs on the first target; what failed on the others is a sentence. */
function linked(
  versions: readonly string[],
  targets: readonly string[],
  documents: readonly (string | null)[],
  results: readonly LinkResult[],
): Omit<Made, "activityId"> {
  const notes = new Set<string>();
  const files = new Map<string, { readonly documentId: string | null; readonly problem: Problem | null }>();
  versions.forEach((version, index) => {
    const [first, ...others] = results.slice(index * targets.length, (index + 1) * targets.length);
    for (const other of others)
      if (other.is === "refused") notes.add(`A file could not be linked to a record beside the activity: ${other.problem.message}`);
    files.set(version, { documentId: documents[index] ?? null, problem: first?.is === "refused" ? first.problem : null });
  });
  return { files, notes: [...notes] };
}

function words(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}
