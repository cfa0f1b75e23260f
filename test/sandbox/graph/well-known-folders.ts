import type { FolderKind } from "./stored.ts";

export interface WellKnownFolder {
  readonly name: string;
  readonly displayName: string;
  readonly kind: FolderKind;
  /** Null: the root itself. */
  readonly parent: string | null;
  /** Present, addressable by name, and never listed. */
  readonly unlisted?: boolean;
}

/** What every new mailbox holds. Names are addressable in place of an id for mail folders (facts, section 1). */
export const WELL_KNOWN_FOLDERS: readonly WellKnownFolder[] = [
  { name: "msgfolderroot", displayName: "Top of Information Store", kind: "mail", parent: null },
  { name: "archive", displayName: "Archive", kind: "mail", parent: "msgfolderroot" },
  { name: "conversationhistory", displayName: "Conversation History", kind: "mail", parent: "msgfolderroot" },
  { name: "deleteditems", displayName: "Deleted Items", kind: "mail", parent: "msgfolderroot" },
  { name: "drafts", displayName: "Drafts", kind: "mail", parent: "msgfolderroot" },
  { name: "inbox", displayName: "Inbox", kind: "mail", parent: "msgfolderroot" },
  { name: "junkemail", displayName: "Junk Email", kind: "mail", parent: "msgfolderroot" },
  { name: "outbox", displayName: "Outbox", kind: "mail", parent: "msgfolderroot" },
  { name: "sentitems", displayName: "Sent Items", kind: "mail", parent: "msgfolderroot" },
  { name: "recoverableitemsdeletions", displayName: "Deletions", kind: "mail", parent: "msgfolderroot", unlisted: true },
  { name: "contacts", displayName: "Contacts", kind: "contacts", parent: "msgfolderroot", unlisted: true },
  { name: "calendar", displayName: "Calendar", kind: "calendar", parent: "msgfolderroot" },
  { name: "defaultList", displayName: "Tasks", kind: "tasks", parent: null },
  { name: "flaggedEmails", displayName: "Flagged Emails", kind: "tasks", parent: null },
];

/** Well-known names that Graph takes, of folders which a sandbox mailbox does not have: 404, not "malformed". */
export const ABSENT_FOLDER_NAMES: ReadonlySet<string> = new Set([
  "clutter",
  "conflicts",
  "localfailures",
  "scheduled",
  "searchfolders",
  "serverfailures",
  "syncissues",
]);
