import { Gone } from "../errors.ts";
import type { Removal, RemovalWish } from "../filing/crm.ts";
import type { Salesforce } from "./api.ts";
import { taskOfMessage } from "./email-messages.ts";
import { findUploads } from "./files.ts";
import { objectName, recordId, recordIds, soql } from "./soql.ts";

interface ActivityRow {
  readonly CreatedDate: string;
  readonly LastModifiedDate: string;
  readonly LastModifiedById: string;
  readonly LastModifiedBy: { readonly Name: string | null } | null;
}

/** Ids of one query: a URL ends at 16,384 bytes. */
const AT_ONCE = 200;
/** What an organisation's own automation changes right after the insert is no person's edit. */
const SAME_MOMENT_MS = 5_000;

/**
 * Reads the activity, then removes it with those of its files that nobody else uses or has added to (P2, P9). What is gone already
 * counts as removed, so that it can be tried again after a lost reply. @throws Refused
 */
export async function removeActivity(salesforce: Salesforce, userId: string, wish: RemovalWish): Promise<Removal> {
  const [held] = await salesforce.queryAll<ActivityRow>(
    soql`SELECT CreatedDate, LastModifiedDate, LastModifiedById, LastModifiedBy.Name FROM ${objectName(wish.activity.type)} WHERE Id = ${recordId(wish.activity.id)} AND IsDeleted = false`,
  );
  if (held !== undefined && isChanged(held, userId)) {
    return { is: "changed", by: held.LastModifiedBy?.Name ?? "somebody", at: new Date(held.LastModifiedDate) };
  }
  const ours = new Set([userId, wish.activity.id, ...wish.relatedIds].map(short));
  const task = wish.activity.type === "EmailMessage" ? await taskOfMessage(salesforce, wish.activity.id) : null;
  // Classic attachments are of one record, and nobody else's; they go with it.
  const attachments = wish.documentIds.filter((id) => id.startsWith("00P"));
  const candidates = wish.documentIds.filter((id) => !attachments.includes(id));
  const documents = await removable(salesforce, candidates, ours);
  await removeAll(salesforce, [
    ...attachments,
    ...documents,
    ...(held === undefined ? [] : [wish.activity.id]),
    ...(task === null ? [] : [task]),
  ]);
  return { is: "removed", files: documents.length + attachments.length, keptFiles: candidates.length - documents.length };
}

/** Files that were uploaded for an activity which is not to be: nobody has seen them but their owner. */
export async function discardUploads(salesforce: Salesforce, stamps: readonly string[]): Promise<void> {
  const versions = [...(await findUploads(salesforce, stamps)).values()];
  for (let start = 0; start < versions.length; start += AT_ONCE) {
    const rows = await salesforce.query<{ readonly ContentDocumentId: string }>(
      soql`SELECT ContentDocumentId FROM ContentVersion WHERE Id IN ${recordIds(versions.slice(start, start + AT_ONCE))}`,
    );
    await removeAll(
      salesforce,
      rows.map(({ ContentDocumentId }) => ContentDocumentId),
    );
  }
}

function isChanged({ CreatedDate, LastModifiedDate, LastModifiedById }: ActivityRow, userId: string): boolean {
  const later = new Date(LastModifiedDate).getTime() - new Date(CreatedDate).getTime() > SAME_MOMENT_MS;
  return later || short(LastModifiedById) !== short(userId);
}

/** Those of one version that hang on nothing but the activity, its records and their owner. */
async function removable(salesforce: Salesforce, documentIds: readonly string[], ours: ReadonlySet<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for (let start = 0; start < documentIds.length; start += AT_ONCE) {
    const some = documentIds.slice(start, start + AT_ONCE);
    const links = await salesforce.query<{ readonly ContentDocumentId: string; readonly LinkedEntityId: string }>(
      soql`SELECT ContentDocumentId, LinkedEntityId FROM ContentDocumentLink WHERE ContentDocumentId IN ${recordIds(some)}`,
    );
    const versions = await salesforce.query<{ readonly ContentDocumentId: string }>(
      soql`SELECT ContentDocumentId FROM ContentVersion WHERE ContentDocumentId IN ${recordIds(some)}`,
    );
    found.push(
      ...some.filter((id) => {
        const isOf = (row: { readonly ContentDocumentId: string }) => short(row.ContentDocumentId) === short(id);
        return versions.filter(isOf).length === 1 && links.filter(isOf).every(({ LinkedEntityId }) => ours.has(short(LinkedEntityId)));
      }),
    );
  }
  return found;
}

async function removeAll(salesforce: Salesforce, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  for (const saved of await salesforce.delete(ids)) if (saved.is === "failed" && !(saved.error instanceof Gone)) throw saved.error;
}

function short(id: string): string {
  return id.slice(0, 15);
}
