import type { MailboxCall } from "./call.ts";
import { GraphError, itemNotFound, malformedId } from "./graph-error.ts";
import { decodeId } from "./ids.ts";
import { checkExpand, expandExtended, picked, selection } from "./item-view.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Shape } from "./shapes/shape.ts";
import type { FolderKind, StoredFolder } from "./stored.ts";
import { ABSENT_FOLDER_NAMES } from "./well-known-folders.ts";

/** The folder of that id, or of that well-known name in any letter case. @throws GraphError 400 or 404 */
export function folderNamed(call: MailboxCall, name: string, kind: FolderKind): StoredFolder {
  const { mailbox } = call;
  const byId = mailbox.folder(name);
  if (byId?.kind === kind) return byId;
  if (kind === "mail" || (kind === "contacts" && call.world.switches.contactsWellKnown)) {
    const known = mailbox.wellKnown(name.toLowerCase());
    if (known?.kind === kind) return known;
    if (kind === "mail" && ABSENT_FOLDER_NAMES.has(name.toLowerCase())) throw itemNotFound();
  }
  if (decodeId(name) === null) throw malformedId();
  throw itemNotFound();
}

/** The folder whose changes are asked for. @throws GraphError 404 in the words of change tracking when it is gone. */
export function trackedFolder(call: MailboxCall, kind: FolderKind): StoredFolder {
  try {
    return folderNamed(call, call.params["folder"] ?? "", kind);
  } catch (error) {
    if (!(error instanceof GraphError) || error.status !== 404) throw error;
    throw new GraphError(404, "ErrorSyncFolderNotFound", "The folder to be synchronized could not be found.");
  }
}

/** Whether a folder lies, at any depth, in another. */
export function isBelow(mailbox: Mailbox, folder: StoredFolder, above: StoredFolder): boolean {
  for (let at = folder.parentId; at !== null; at = mailbox.folder(at)?.parentId ?? null) if (at === above.id) return true;
  return false;
}

/** A folder's properties as selected and expanded. */
export function expandedFolder(
  call: MailboxCall,
  folder: StoredFolder,
  shape: Shape,
  whole: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { options } = call;
  checkExpand(options.expand, shape);
  return { ...picked(whole, selection(shape, options.select), shape), ...expandExtended(folder.extended, options.expand) };
}
