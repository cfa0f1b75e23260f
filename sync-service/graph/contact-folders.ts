import { AccessLost, CursorExpired, Gone } from "../errors.ts";
import { folderNames } from "../../shared/records/names.ts";
import type { BatchReply, BatchRequest } from "./batch.ts";
import type { Graph } from "./client.ts";
import { graphPath } from "./path.ts";

/** The contact folders of a mailbox, as far as they are known. Survives JSON: it lies in the cursor. */
export interface FolderTree {
  /** Each folder's parent, by id. The default folder is not among them (MG4). */
  readonly parents: Readonly<Record<string, string>>;
  /** Where the delta of the folders goes on; null before the first look. */
  readonly link: string | null;
  /** The last page of a round was read. */
  readonly settled: boolean;
  /** Null until a contact lies in it: only then its id can be learnt. */
  readonly defaultFolder: string | null;
  readonly deletedItems: string | null;
}

export const UNKNOWN_TREE: FolderTree = { parents: {}, link: null, settled: false, defaultFolder: null, deletedItems: null };

interface FolderPage {
  readonly value?: readonly { readonly id: string; readonly parentFolderId?: string; readonly "@removed"?: unknown }[];
  readonly "@odata.nextLink"?: string;
  readonly "@odata.deltaLink"?: string;
}

/** What has to be asked to know the tree better: one to three requests, for the same batch as everything else. */
export function treeRequests(tree: FolderTree): readonly BatchRequest[] {
  return [
    tree.link === null
      ? { method: "GET", path: graphPath`/contactFolders/delta`, headers: PAGE }
      : { method: "GET", link: tree.link, headers: PAGE },
    ...(tree.defaultFolder === null ? [{ method: "GET", path: graphPath`/contacts?$top=1&$select=parentFolderId` } as const] : []),
    ...(tree.deletedItems === null ? [{ method: "GET", path: graphPath`/mailFolders/deleteditems?$select=id` } as const] : []),
  ];
}

/** The tree after their replies. @throws whatever one of them failed with */
export function treeAfter(tree: FolderTree, replies: readonly BatchReply[]): FolderTree {
  const bodies = replies.map(({ body, error }) => {
    if (error instanceof Gone) return null;
    if (error) throw error;
    return body;
  });
  const [folders, ...rest] = bodies;
  const next = withFolders(tree, (folders ?? {}) as FolderPage);
  const probe =
    tree.defaultFolder === null ? (rest.shift() as { readonly value?: readonly { readonly parentFolderId: string }[] } | null) : null;
  const bin = tree.deletedItems === null ? (rest.shift() as { readonly id: string } | null) : null;
  return {
    ...next,
    defaultFolder: tree.defaultFolder ?? probe?.value?.[0]?.parentFolderId ?? null,
    deletedItems: tree.deletedItems ?? bin?.id ?? null,
  };
}

/** The whole tree, read from the start. */
export async function readTree(graph: Graph): Promise<FolderTree> {
  let tree = UNKNOWN_TREE;
  while (!tree.settled) tree = treeAfter(tree, await graph.batch(treeRequests(tree)));
  return tree;
}

/** Every folder that is watched: those not under Deleted Items, and the default one. */
export function watchedFolders(tree: FolderTree): ReadonlySet<string> {
  const kept = Object.keys(tree.parents).filter((id) => !liesInBin(id, tree));
  return new Set([...kept, ...(tree.defaultFolder === null ? [] : [tree.defaultFolder])]);
}

/** @throws AccessLost when "Salesforce Contacts" is gone or lies in Deleted Items: that is a fault, no wish to delete (B2). */
export function requireAdopted(tree: FolderTree, adopted: string): void {
  if (tree.settled && adopted !== tree.defaultFolder && (!(adopted in tree.parents) || liesInBin(adopted, tree))) throw adoptedMissing();
}

export function adoptedMissing(cause?: unknown): AccessLost {
  return new AccessLost(
    {
      code: "FOLDER_MISSING",
      message: `The contact folder "${folderNames.contacts}" is gone or lies in Deleted Items.`,
      remedy: "Move it back in Outlook, or press Repair to have it made anew. Nothing was deleted in Salesforce.",
    },
    { cause },
  );
}

/** A watched folder that went away took its contacts with it, and no list of them is left: everything is read again. */
export function folderWentAway(): CursorExpired {
  return new CursorExpired("A contact folder was removed, so the contacts are read again.");
}

function withFolders(tree: FolderTree, page: FolderPage): FolderTree {
  const parents: Record<string, string> = { ...tree.parents };
  for (const folder of page.value ?? []) {
    if (folder["@removed"] !== undefined) delete parents[folder.id];
    else parents[folder.id] = folder.parentFolderId ?? parents[folder.id] ?? "";
  }
  const next = page["@odata.nextLink"];
  const delta = page["@odata.deltaLink"];
  return { ...tree, parents, link: next ?? delta ?? tree.link, settled: next === undefined };
}

function liesInBin(id: string, tree: FolderTree): boolean {
  const visited = new Set<string>();
  for (let at: string | undefined = id; at !== undefined && !visited.has(at); at = tree.parents[at]) {
    if (at === tree.deletedItems) return true;
    visited.add(at);
  }
  return false;
}

const PAGE = { prefer: "odata.maxpagesize=200" };
