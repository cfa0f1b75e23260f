import type { SyncKind } from "../cycle/run-cycle.ts";
import type { Problem } from "../errors.ts";
import type { Folder, Mailbox, MailboxStore } from "./mailbox.ts";
import type { ContainerRole, MailboxSetup } from "./ports.ts";

/** Where a kind lies; events lie in the calendar, which nobody can delete. */
const roleOf: Readonly<Record<SyncKind, ContainerRole | null>> = { emails: "emails", contacts: "contacts", tasks: "tasks", events: null };

/**
 * B2: a folder that is gone or lies under Deleted Items is a fault, not a wish to delete. Looks for the mailbox's own folders
 * and remembers which are missing; one that came back counts again.
 */
export async function checkFolders(mailbox: Mailbox, setup: MailboxSetup, store: MailboxStore): Promise<readonly Folder[]> {
  const folders = await store.folders(mailbox.id);
  const ours = folders.flatMap(({ role, id }) => (role === "emails" || role === "contacts" || role === "tasks" ? [{ role, id }] : []));
  const missing = await setup.missing(mailbox.entraUserId, ours);
  const changed = folders.some((folder) => missing.has(folder.id) !== (folder.missingSince !== null));
  if (!changed) return folders;
  await store.setMissing(mailbox.id, missing);
  return store.folders(mailbox.id);
}

/** Whether a kind pauses because its folder is missing. */
export function isPaused(kind: SyncKind, folders: readonly Folder[]): boolean {
  return folders.some((folder) => folder.role === roleOf[kind] && folder.missingSince !== null);
}

/** What the pane and the administrator are told; null when all folders are there. */
export function missingFolderProblem(folders: readonly Folder[]): Problem | null {
  const names = folders.filter((folder) => folder.missingSince !== null).map((folder) => `"${folder.name}"`);
  if (names.length === 0) return null;
  const isAre = names.length === 1 ? "folder is" : "folders are";
  return {
    code: "FOLDER_MISSING",
    message: `The ${isAre} gone from the mailbox or in Deleted Items: ${names.join(", ")}. What was synced through it waits, and nothing was deleted.`,
    remedy: "Move it back to where it was, or press Repair to have it made anew.",
  };
}
