import { byAnyClock } from "../cycle/clocks.ts";
import { Gone, Refused } from "../errors.ts";
import type { Attached, EmailAbilities, Made, NewActivity, NewMessage, SoughtActivity } from "../filing/crm.ts";
import { addToActivity, linkParts, type TaskRules } from "./activities.ts";
import type { RecordFields, Salesforce, SubRequest } from "./api.ts";
import { readsAsReference } from "./composite-references.ts";
import { recordId, restPath, soql } from "./soql.ts";

/** A mail outside of cases is "sent", also one that came in (SF12). */
const SENT = "3";
/** Documented lengths, for an org whose describe tells none. */
const SUBJECT_LENGTH = 3_000;
const TEXT_LENGTH = 131_072;
const NAME_LENGTH = 1_000;
const ADDRESSES_LENGTH = 4_000;

/** Null where the org has no Enhanced Email, or this user may not make an EmailMessage. */
export async function emailAbilities(salesforce: Salesforce): Promise<EmailAbilities | null> {
  try {
    const { createable, fields } = await salesforce.describe("EmailMessage");
    if (!createable || fields.get("IsClientManaged")?.createable !== true) return null;
    const length = (field: string, usual: number) => fields.get(field)?.length || usual;
    return { subjectLength: length("Subject", SUBJECT_LENGTH), textLength: length("TextBody", TEXT_LENGTH) };
  } catch (error) {
    if (error instanceof Gone || error instanceof Refused) return null;
    throw error;
  }
}

/**
 * One Composite request: the message, of which Salesforce makes the task by itself (SF11), its sender and whoever was chosen as further
 * relations, and the links of the files. Nothing of it is changed afterwards: an update may make another task.
 */
export async function makeEmailMessage(
  salesforce: Salesforce,
  rules: TaskRules,
  wanted: NewActivity,
  message: NewMessage,
  attached: Attached,
): Promise<Made> {
  const fields = messageFields(wanted, message);
  if (readsAsReference(fields)) return makeApart(salesforce, rules, fields, message, attached);
  const { parts, ofReplies } = linkParts("@{message.id}", attached);
  const relations = relationsOf(message, "@{message.id}");
  const replies = await salesforce.composite([
    { method: "POST", path: restPath`/sobjects/EmailMessage`, referenceId: "message", body: fields },
    ...relations.map(relationPart),
    ...parts,
  ]);
  const [made, ...others] = replies;
  if (made === undefined) throw new Error("A Composite reply without its first part.");
  if (made.error !== null) throw made.error;
  const activityId = (made.body as { readonly id: string }).id;
  const refused = others.slice(0, relations.length).flatMap(({ error }) => (error === null ? [] : [error]));
  const linked = ofReplies(others.slice(relations.length));
  const rest =
    linked.left.length === 0
      ? { files: new Map(), notes: [] }
      : await addToActivity(salesforce, rules, activityId, { ...attached, besideIds: [], versionIds: linked.left });
  return {
    activityId,
    files: new Map([...linked.files, ...rest.files]),
    notes: [...refused.map(({ message: why }) => `A person could not be related to the e-mail: ${why}`), ...linked.notes, ...rest.notes],
  };
}

/** By its message id, which can be filtered on: the user's own, made since (O6). */
export async function findEmailMessages(
  salesforce: Salesforce,
  { identifier }: NewMessage,
  { ownerId, since }: SoughtActivity,
): Promise<readonly string[]> {
  const owner = ownerId === null ? soql`` : soql`CreatedById = ${recordId(ownerId)} AND`;
  const rows = await salesforce.queryAll<{ readonly Id: string }>(
    soql`SELECT Id FROM EmailMessage WHERE ${owner} MessageIdentifier = ${identifier} AND CreatedDate >= ${byAnyClock(since)} AND IsDeleted = false ORDER BY CreatedDate LIMIT 200`,
  );
  return rows.map(({ Id }) => Id);
}

/** The task that Salesforce made of it. */
export async function taskOfMessage(salesforce: Salesforce, id: string): Promise<string | null> {
  const [row] = await salesforce.queryAll<{ readonly ActivityId: string | null }>(
    soql`SELECT ActivityId FROM EmailMessage WHERE Id = ${recordId(id)}`,
  );
  return row?.ActivityId ?? null;
}

/** Words that Composite would read as its own: the message by Collections, then what hangs on it. */
async function makeApart(
  salesforce: Salesforce,
  rules: TaskRules,
  fields: RecordFields,
  message: NewMessage,
  attached: Attached,
): Promise<Made> {
  const [saved] = await salesforce.create([{ object: "EmailMessage", fields }]);
  if (saved?.is !== "done") throw saved?.error ?? new Error("A Collections reply without its only record.");
  const relations = relationsOf(message, saved.id);
  if (relations.length > 0) await salesforce.create(relations.map((one) => ({ object: "EmailMessageRelation", fields: one })));
  return { activityId: saved.id, ...(await addToActivity(salesforce, rules, saved.id, { ...attached, besideIds: [] })) };
}

function messageFields(wanted: NewActivity, { identifier, from, to, cc, sentAt, isIncoming }: NewMessage): RecordFields {
  const fields: Readonly<Record<string, unknown>> = {
    IsClientManaged: true,
    Status: SENT,
    Incoming: isIncoming,
    Subject: wanted.subject,
    TextBody: wanted.description,
    FromAddress: from?.address.slice(0, NAME_LENGTH) ?? null,
    FromName: from?.name?.slice(0, NAME_LENGTH) ?? null,
    ToIds: to.ids.length === 0 ? null : to.ids,
    CcIds: cc.ids.length === 0 ? null : cc.ids,
    ToAddress: asFits(to.addresses),
    CcAddress: asFits(cc.addresses),
    MessageDate: sentAt,
    MessageIdentifier: identifier,
    RelatedToId: wanted.whatId,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

/** Whole addresses, as many as the field takes. */
function asFits(addresses: readonly string[]): string | null {
  let text = "";
  for (const address of addresses) {
    const longer = text === "" ? address : `${text};${address}`;
    if (longer.length > ADDRESSES_LENGTH) break;
    text = longer;
  }
  return text === "" ? null : text;
}

function relationsOf({ from, fromId, otherId }: NewMessage, messageId: string): readonly RecordFields[] {
  const relation = (id: string, type: string, address: string | null) => ({
    EmailMessageId: messageId,
    RelationId: id,
    RelationType: type,
    ...(address === null ? {} : { RelationAddress: address.slice(0, 255) }),
  });
  return [
    ...(fromId === null ? [] : [relation(fromId, "FromAddress", from?.address ?? null)]),
    ...(otherId === null ? [] : [relation(otherId, "OtherAddress", null)]),
  ];
}

function relationPart(fields: RecordFields, index: number): SubRequest {
  return { method: "POST", path: restPath`/sobjects/EmailMessageRelation`, referenceId: `relation${index}`, body: fields };
}
