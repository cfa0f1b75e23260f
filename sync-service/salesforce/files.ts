import type { NewFile } from "../filing/crm.ts";
import type { Content } from "../filing/mailbox.ts";
import type { Salesforce } from "./api.ts";
import { soql } from "./soql.ts";

/** Stamps of one query: a URL ends at 16,384 bytes. */
const AT_ONCE = 100;

/** A new file, its bytes streamed through; answers its version's id. */
export function uploadFile(salesforce: Salesforce, file: NewFile, content: Content): Promise<string> {
  const fields = { Title: titleOf(file.name), PathOnClient: file.name, Description: file.stamp };
  return salesforce.uploadVersion(fields, { open: () => content.open(), size: content.size });
}

/** By their stamps, which stand in Description: unlike most long texts, that of a file's version can be filtered on. */
export async function findUploads(salesforce: Salesforce, stamps: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (let start = 0; start < stamps.length; start += AT_ONCE) {
    const rows = await salesforce.query<{ readonly Id: string; readonly Description: string }>(
      soql`SELECT Id, Description FROM ContentVersion WHERE Description IN ${stamps.slice(start, start + AT_ONCE)} AND IsLatest = true ORDER BY CreatedDate`,
    );
    for (const { Id, Description } of rows) if (!found.has(Description)) found.set(Description, Id);
  }
  return found;
}

/** As Salesforce itself does when a person uploads: the name without what tells its type, which PathOnClient holds. */
function titleOf(name: string): string {
  return name.replace(/(?<=.)\.[A-Za-z0-9_-]{1,20}$/u, "").slice(0, 255);
}
