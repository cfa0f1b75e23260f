import { AccessLost, CursorExpired } from "../errors.ts";
import { folderNames } from "../../shared/records/names.ts";
import type { BatchRequest } from "./batch.ts";
import type { Graph } from "./client.ts";
import { listAll } from "./pages.ts";
import { graphPath } from "./path.ts";

export interface WireList {
  readonly id: string;
  readonly isOwner?: boolean;
  readonly wellknownListName?: string;
  readonly "@removed"?: unknown;
}

/** The To Do lists of a mailbox, as far as they are known. Survives JSON: it lies in the cursor. */
export interface ListsKnown {
  /** By id: whether it is watched (B1). */
  readonly watched: Readonly<Record<string, boolean>>;
  /** Where the delta of the lists goes on; null before the first look. */
  readonly link: string | null;
  /** The last page of a round was read. */
  readonly settled: boolean;
}

export const UNKNOWN_LISTS: ListsKnown = { watched: {}, link: null, settled: false };

/** B1: what the mailbox itself owns; flagged e-mails are mails. */
const isWatched = ({ isOwner, wellknownListName }: WireList): boolean => isOwner !== false && wellknownListName !== "flaggedEmails";

export const watchedLists = ({ watched }: ListsKnown): readonly string[] => Object.keys(watched).filter((id) => watched[id] === true);

export function listsRequest({ link }: ListsKnown): BatchRequest {
  return link === null ? { method: "GET", path: graphPath`/todo/lists/delta` } : { method: "GET", link };
}

export function listsAfter(known: ListsKnown, body: unknown): ListsKnown {
  const page = body as { readonly value?: readonly WireList[]; readonly "@odata.nextLink"?: string; readonly "@odata.deltaLink"?: string };
  const watched: Record<string, boolean> = { ...known.watched };
  for (const list of page.value ?? []) {
    if (list["@removed"] !== undefined) delete watched[list.id];
    else watched[list.id] = isWatched(list);
  }
  const next = page["@odata.nextLink"];
  return { watched, link: next ?? page["@odata.deltaLink"] ?? known.link, settled: next === undefined };
}

/** All of them, asked now. */
export async function readLists(graph: Graph): Promise<readonly string[]> {
  return (await listAll<WireList>(graph, graphPath`/todo/lists`)).filter(isWatched).map(({ id }) => id);
}

/** @throws AccessLost when "Salesforce Tasks" is gone: that is a fault, no wish to delete (B2). */
export function requireAdoptedList(lists: readonly string[], adopted: string): void {
  if (!lists.includes(adopted)) throw listMissing();
}

export function listMissing(cause?: unknown): AccessLost {
  return new AccessLost(
    {
      code: "FOLDER_MISSING",
      message: `The To Do list "${folderNames.tasks}" is gone.`,
      remedy: "Press Repair to have it made anew. Nothing was deleted in Salesforce.",
    },
    { cause },
  );
}

/** A watched list that went away took its tasks with it, and nothing tells of them any more: everything is read again. */
export function listWentAway(): CursorExpired {
  return new CursorExpired("A To Do list was removed, so the tasks are read again.");
}
