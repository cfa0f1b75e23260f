/** Folders in whose mails filing takes an interest, and those where no mark counts (B1). All else is an ordinary folder. */
export interface FolderTree {
  /** "Salesforce Emails" and the folders below it: id to parent. */
  readonly filing: Readonly<Record<string, string>>;
  /** Drafts, Outbox, Junk, Deleted Items, and the folders below them: id to parent. */
  readonly unwatched: Readonly<Record<string, string>>;
  /** Ordinary folders that were asked for and are not hidden. */
  readonly visible: readonly string[];
  readonly hidden: readonly string[];
}

export interface WireFolder {
  readonly id: string;
  readonly parentFolderId?: string;
  readonly isHidden?: boolean;
  readonly "@removed"?: unknown;
}

/** Well-known names whose mails are never filed by a mark. */
export const UNWATCHED_FOLDERS = ["drafts", "outbox", "junkemail", "deleteditems"] as const;

export function emptyTree(filingRoot: string, unwatchedRoots: readonly string[]): FolderTree {
  return {
    filing: { [filingRoot]: "" },
    unwatched: Object.fromEntries(unwatchedRoots.map((id) => [id, ""])),
    visible: [],
    hidden: [],
  };
}

/**
 * The tree after a page of changes. `moved`: folders that changed sides and may have folders below them which no change names.
 * A folder reported before its parent is found by going over the page until nothing changes.
 */
export function withChanges(
  tree: FolderTree,
  changes: readonly WireFolder[],
): { readonly tree: FolderTree; readonly moved: readonly string[] } {
  const filing = new Map(Object.entries(tree.filing));
  const unwatched = new Map(Object.entries(tree.unwatched));
  const moved = new Set<string>();
  const isRoot = (id: string) => filing.get(id) === "" || unwatched.get(id) === "";
  for (let settled = false; !settled;) {
    settled = true;
    for (const { id, parentFolderId: parent, ...change } of changes) {
      if (isRoot(id)) continue;
      const wanted =
        "@removed" in change
          ? null
          : parent === undefined
            ? undefined
            : filing.has(parent)
              ? filing
              : unwatched.has(parent)
                ? unwatched
                : null;
      if (wanted === undefined) continue; // only its name changed
      const holder = filing.has(id) ? filing : unwatched.has(id) ? unwatched : null;
      if (holder === wanted) continue;
      holder?.delete(id);
      wanted?.set(id, parent ?? "");
      moved.add(id);
      settled = false;
    }
    for (const side of [filing, unwatched]) {
      for (const [id, parent] of side) {
        if (parent === "" || side.has(parent)) continue;
        side.delete(id); // what hung below a folder that went
        settled = false;
      }
    }
  }
  return { tree: { ...tree, filing: Object.fromEntries(filing), unwatched: Object.fromEntries(unwatched) }, moved: [...moved] };
}
