import { Gone } from "../errors.ts";
import type { NewFile } from "../filing/crm.ts";
import type { Content } from "../filing/mailbox.ts";
import type { Salesforce } from "./api.ts";
import { recordId, soql } from "./soql.ts";

interface AttachmentRow {
  readonly Id: string;
  readonly Description: string | null;
}

/** A classic attachment, its bytes streamed through. That of an activity has to have the activity's owner. */
export function attach(salesforce: Salesforce, userId: string, parentId: string, file: NewFile, content: Content): Promise<string> {
  const fields = { ParentId: parentId, OwnerId: userId, Name: file.name, Description: file.stamp };
  return salesforce.uploadAttachment(fields, { open: () => content.open(), size: content.size });
}

/** What hangs on a record already, by stamp. Their Description cannot be filtered on everywhere, their parent can. */
export async function findAttached(salesforce: Salesforce, parentId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await salesforce.query<AttachmentRow>(soql`SELECT Id, Description FROM Attachment WHERE ParentId = ${recordId(parentId)}`);
  return new Map(rows.flatMap(({ Id, Description }) => (Description === null ? [] : [[Description, Id]])));
}

/** Those that were made under these stamps. */
export async function removeAttached(salesforce: Salesforce, parentId: string, stamps: readonly string[]): Promise<void> {
  const held = await findAttached(salesforce, parentId);
  const ids = stamps.flatMap((stamp) => held.get(stamp) ?? []);
  if (ids.length === 0) return;
  for (const saved of await salesforce.delete(ids)) if (saved.is === "failed" && !(saved.error instanceof Gone)) throw saved.error;
}
