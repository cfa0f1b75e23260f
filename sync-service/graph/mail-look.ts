import { categoryName, folderNames } from "../../shared/records/names.ts";
import { AccessLost, Gone } from "../errors.ts";
import type { ArrivedMail, Look, LookAlso, SeenMail } from "../filing/mailbox.ts";
import type { BatchReply, BatchRequest } from "./batch.ts";
import { carries } from "./categories.ts";
import type { Graph } from "./client.ts";
import { emptyTree, type FolderTree, UNWATCHED_FOLDERS, type WireFolder, withChanges } from "./mail-folders.ts";
import { graphPath, odataText } from "./path.ts";

/** How far the mails of a mailbox have been read. */
interface Position {
  readonly version: 1;
  /** The folder whose position this is: after a repair (B2) it is another one, and everything is read anew. */
  readonly root: string;
  readonly tree: FolderTree;
  readonly treeLink: string;
  /** Of each filing folder its delta link; absent for a folder that was never read. */
  readonly links: Readonly<Record<string, string>>;
  /** The newest change among the mails with the category that were seen. ISO 8601, by the mailbox's clock. */
  readonly since: string | null;
  /** The newest mail that was seen while threads were followed; absent as long as none was. */
  readonly arrivedSince?: string;
}

interface WireArrived {
  readonly id: string;
  readonly internetMessageId?: string | null;
  readonly conversationId?: string | null;
  readonly parentFolderId?: string;
  readonly receivedDateTime?: string;
  readonly isDraft?: boolean;
}

interface WireSeen {
  readonly id: string;
  readonly internetMessageId?: string | null;
  readonly parentFolderId?: string;
  readonly categories?: readonly string[];
  readonly lastModifiedDateTime?: string;
  readonly "@removed"?: unknown;
}

interface FolderChanges {
  readonly items: readonly WireFolder[];
  readonly deltaLink: string | null;
}

interface WirePage<T> {
  readonly value: readonly T[];
  readonly "@odata.nextLink"?: string;
  readonly "@odata.deltaLink"?: string;
}

const SELECT = "id,internetMessageId,parentFolderId,categories,lastModifiedDateTime";
const PAGES = { prefer: "odata.maxpagesize=200" };
/** A change may become visible after a later one: so much is read again. */
const OVERLAP_MS = 2 * 60_000;

/**
 * What was marked or lost a mark since `cursor`. In a quiet mailbox one exchange (S3): the folders' delta, that of each filing
 * folder, and the mails with the category that changed; where threads are followed, what arrived as well. @throws CursorExpired; AccessLost when "Salesforce Emails" is gone (B2)
 */
export async function look(graph: Graph, root: string, cursor: string | null, { repliesSince, drafts }: LookAlso): Promise<Look> {
  const known = positionOf(cursor, root);
  const before = known ?? (await begin(graph, root));
  const folders = Object.keys(before.tree.filing);
  const arrivedSince = repliesSince === null ? null : (before.arrivedSince ?? repliesSince.toISOString());
  const replies = await graph.batch([
    { method: "GET", link: before.treeLink, headers: PAGES },
    categoryRequest(before.since),
    ...(arrivedSince === null ? [] : [arrivedRequest(arrivedSince)]),
    ...folders.map((id) => folderRequest(id, before.links[id])),
    ...drafts.map((id): BatchRequest => ({ method: "GET", path: graphPath`/messages/${id}?$select=id,isDraft,parentFolderId` })),
  ]);
  const [treeReply, categoryReply, ...others] = replies;
  const arrivedReply = arrivedSince === null ? null : others[0];
  const afterArrived = arrivedSince === null ? others : others.slice(1);
  const folderReplies = afterArrived.slice(0, folders.length);
  const draftReplies = afterArrived.slice(folders.length);
  const folderChanges = await rest(graph, bodyOf<WirePage<WireFolder>>(treeReply));
  const { tree, treeLink } = await foldersAfter(graph, before, folderChanges);
  if (folderChanges.items.some((folder) => folder.id === root && isLost(folder, tree))) throw filingFolderMissing();
  const categorised = await rest(graph, bodyOf<WirePage<WireSeen>>(categoryReply));

  const links: Record<string, string> = {};
  const changed: WireSeen[] = [];
  for (const [index, id] of folders.entries()) await readFolder(id, folderReplies[index]);
  const later = Object.keys(tree.filing).filter((id) => !folders.includes(id));
  const laterReplies = await graph.batch(later.map((id) => folderRequest(id, undefined)));
  for (const [index, id] of later.entries()) await readFolder(id, laterReplies[index]);

  const seen = await completed(graph, [...categorised.items, ...changed]);
  const counted = await withKnownFolders(graph, tree, seen.messages);
  const mails = seen.messages.map((message) => seenMail(message, counted));
  const deleted = seen.messages.filter((message) => liesDeleted(message, counted)).map(({ id }) => id);
  const arrived = arrivedReply === null ? [] : (await rest(graph, bodyOf<WirePage<WireArrived>>(arrivedReply))).items;
  const position: Position = {
    ...{ version: 1, root, tree: counted, treeLink, links, since: newest(before.since, categorised.items) },
    ...(arrivedSince === null ? {} : { arrivedSince: newestArrival(arrivedSince, arrived) }),
  };
  return {
    mails: mails.filter(({ id }) => !deleted.includes(id)),
    gone: [...seen.gone, ...deleted],
    sent: draftReplies.flatMap((reply) => sentMail(reply, counted)),
    arrived: arrived.flatMap((mail) => arrivedMail(mail, counted)),
    cursor: JSON.stringify(position),
  };

  /** A sub-folder that is gone has no position any more; that the folder itself is gone is a fault (B2). */
  async function readFolder(id: string, reply: BatchReply | undefined): Promise<void> {
    if (reply?.error instanceof Gone && id === root) throw filingFolderMissing(reply.error);
    if (reply?.error instanceof Gone) return;
    const page = await rest(graph, bodyOf<WirePage<WireSeen>>(reply));
    changed.push(...page.items);
    const former = before.links[id];
    // The former link says the same as long as nothing changed, and an unchanged position need not be stored.
    const link = page.items.length === 0 && former !== undefined ? former : page.deltaLink;
    if (link !== null && tree.filing[id] !== undefined) links[id] = link;
  }
}

/** The whole tree once: ids of the folders that never count, and every folder by its parent. */
async function begin(graph: Graph, root: string): Promise<Position> {
  const replies = await graph.batch(UNWATCHED_FOLDERS.map((name) => ({ method: "GET", path: graphPath`/mailFolders/${name}?$select=id` })));
  const unwatched = replies.flatMap((reply) => {
    if (reply.error instanceof Gone) return [];
    return [bodyOf<{ readonly id: string }>(reply).id];
  });
  const first = await graph.get<WirePage<WireFolder>>(graphPath`/mailFolders/delta?$select=id,parentFolderId`, { headers: PAGES });
  const all = await rest(graph, first);
  const { tree } = withChanges(emptyTree(root, unwatched), all.items);
  return { version: 1, root, tree, treeLink: all.deltaLink ?? "", links: {}, since: null };
}

function positionOf(cursor: string | null, root: string): Position | null {
  if (cursor === null) return null;
  const position = JSON.parse(cursor) as Position;
  return position.version === 1 && position.root === root ? position : null;
}

/** Removed for good, or moved to Deleted Items. */
function isLost(folder: WireFolder, { unwatched }: FolderTree): boolean {
  return folder["@removed"] !== undefined || (folder.parentFolderId ?? "") in unwatched;
}

function filingFolderMissing(cause?: unknown): AccessLost {
  return new AccessLost(
    {
      code: "FOLDER_MISSING",
      message: `The mail folder "${folderNames.emails}" is gone or lies in Deleted Items.`,
      remedy: "Move it back in Outlook, or press Repair to have it made anew. Nothing was removed in Salesforce.",
    },
    { cause },
  );
}

/** A folder that changed sides takes along what hangs below it, which no change names. */
async function foldersAfter(graph: Graph, before: Position, changes: FolderChanges): Promise<Pick<Position, "tree" | "treeLink">> {
  if (changes.items.length === 0) return before;
  const step = withChanges(before.tree, changes.items);
  if (step.moved.length === 0) return { tree: step.tree, treeLink: changes.deltaLink ?? before.treeLink };
  const below: WireFolder[] = [];
  for (let parents: readonly string[] = step.moved; parents.length > 0;) {
    const replies = await graph.batch(
      parents.map((id) => ({ method: "GET", path: graphPath`/mailFolders/${id}/childFolders?$select=id,parentFolderId&$top=200` })),
    );
    const pages = await Promise.all(
      replies.map(async (reply) => (reply.error instanceof Gone ? [] : (await rest(graph, bodyOf<WirePage<WireFolder>>(reply))).items)),
    );
    below.push(...pages.flat());
    parents = pages.flat().map(({ id }) => id);
  }
  return { tree: withChanges(step.tree, below).tree, treeLink: changes.deltaLink ?? before.treeLink };
}

function folderRequest(id: string, link: string | undefined): BatchRequest {
  return link === undefined
    ? { method: "GET", path: graphPath`/mailFolders/${id}/messages/delta?$select=${{ odata: SELECT }}`, headers: PAGES }
    : { method: "GET", link, headers: PAGES };
}

function categoryRequest(since: string | null): BatchRequest {
  const changedFrom = new Date(since === null ? 0 : new Date(since).getTime() - OVERLAP_MS).toISOString();
  return {
    method: "GET",
    path: graphPath`/messages?$filter=categories/any(c:c eq ${odataText(categoryName)}) and lastModifiedDateTime ge ${changedFrom}&$select=${{ odata: SELECT }}&$top=200`,
  };
}

function arrivedRequest(since: string): BatchRequest {
  const from = new Date(new Date(since).getTime() - OVERLAP_MS).toISOString();
  return {
    method: "GET",
    path: graphPath`/messages?$filter=receivedDateTime ge ${from}&$select=id,internetMessageId,conversationId,parentFolderId,receivedDateTime,isDraft&$top=200`,
  };
}

function arrivedMail(mail: WireArrived, { unwatched }: FolderTree): readonly ArrivedMail[] {
  const { id, internetMessageId = null, conversationId, parentFolderId = "", receivedDateTime, isDraft } = mail;
  if (!conversationId || receivedDateTime === undefined || isDraft === true || parentFolderId in unwatched) return [];
  return [{ id, internetMessageId, conversationId, at: new Date(receivedDateTime) }];
}

/** Neither in Drafts or Outbox, nor thrown away; one that is not to be found may be on its way to Sent Items. */
function sentMail(reply: BatchReply, { unwatched }: FolderTree): readonly string[] {
  if (reply.error instanceof Gone) return [];
  const { id, isDraft, parentFolderId = "" } = bodyOf<WireArrived>(reply);
  return isDraft === false && !(parentFolderId in unwatched) ? [id] : [];
}

function newestArrival(since: string, arrived: readonly WireArrived[]): string {
  return arrived.reduce((latest, { receivedDateTime: at }) => (at !== undefined && at > latest ? at : latest), since);
}

function newest(since: string | null, seen: readonly WireSeen[]): string | null {
  return seen.reduce<string | null>(
    (latest, { lastModifiedDateTime: at }) => (at !== undefined && (latest === null || at > latest) ? at : latest),
    since,
  );
}

/** The page and those after it; of an id that comes twice the last stands. */
async function rest<T extends { readonly id: string }>(
  graph: Graph,
  first: WirePage<T>,
): Promise<{ readonly items: readonly T[]; readonly deltaLink: string | null }> {
  const items = new Map<string, T>();
  let page = first;
  for (;;) {
    for (const item of page.value) items.set(item.id, item);
    const next = page["@odata.nextLink"];
    if (next === undefined) return { items: [...items.values()], deltaLink: page["@odata.deltaLink"] ?? null };
    page = await graph.follow<WirePage<T>>(next, { headers: PAGES });
  }
}

type Whole = Required<Pick<WireSeen, "id" | "parentFolderId" | "categories" | "lastModifiedDateTime">> &
  Pick<WireSeen, "internetMessageId">;

/** Delta items may be partial (MG5), and a removal may be a move (MG6): both are asked for by their id. */
async function completed(
  graph: Graph,
  items: readonly WireSeen[],
): Promise<{ readonly messages: readonly Whole[]; readonly gone: readonly string[] }> {
  const messages = new Map<string, Whole>();
  const doubtful = new Set<string>();
  for (const item of items) {
    if (isWhole(item)) messages.set(item.id, item);
    else doubtful.add(item.id);
  }
  for (const id of messages.keys()) doubtful.delete(id);
  const ids = [...doubtful];
  const replies = await graph.batch(ids.map((id) => ({ method: "GET", path: graphPath`/messages/${id}?$select=${{ odata: SELECT }}` })));
  const gone: string[] = [];
  replies.forEach((reply, index) => {
    const id = ids[index] ?? "";
    if (reply.error instanceof Gone) gone.push(id);
    else messages.set(id, { parentFolderId: "", categories: [], lastModifiedDateTime: "", ...bodyOf<WireSeen>(reply), id });
  });
  return { messages: [...messages.values()], gone };
}

function isWhole(item: WireSeen): item is Whole {
  return (
    item["@removed"] === undefined &&
    item.parentFolderId !== undefined &&
    item.categories !== undefined &&
    item.lastModifiedDateTime !== undefined
  );
}

/** Folders that hold mails with the category and are not known yet: hidden ones do not count. Each is asked for once. */
async function withKnownFolders(graph: Graph, tree: FolderTree, messages: readonly Whole[]): Promise<FolderTree> {
  const isKnown = (id: string) => id in tree.filing || id in tree.unwatched || tree.visible.includes(id) || tree.hidden.includes(id);
  const ids = [...new Set(messages.filter(carriesCategory).map(({ parentFolderId }) => parentFolderId))].filter(
    (id) => id !== "" && !isKnown(id),
  );
  if (ids.length === 0) return tree;
  const replies = await graph.batch(ids.map((id) => ({ method: "GET", path: graphPath`/mailFolders/${id}?$select=id,isHidden` })));
  const hidden = ids.filter((_, index) => {
    const reply = replies[index];
    return reply?.error instanceof Gone || bodyOf<WireFolder>(reply).isHidden === true;
  });
  return { ...tree, hidden: [...tree.hidden, ...hidden], visible: [...tree.visible, ...ids.filter((id) => !hidden.includes(id))] };
}

function seenMail(message: Whole, tree: FolderTree): SeenMail {
  const inFolder = message.parentFolderId in tree.filing;
  const counts = !(message.parentFolderId in tree.unwatched) && !tree.hidden.includes(message.parentFolderId);
  return {
    id: message.id,
    internetMessageId: message.internetMessageId ?? null,
    inFolder,
    category: carriesCategory(message) && counts,
    changedAt: message.lastModifiedDateTime,
  };
}

/** In a folder where no mark counts: for its filing that is as good as gone. */
function liesDeleted({ parentFolderId }: Whole, tree: FolderTree): boolean {
  return parentFolderId in tree.unwatched;
}

function carriesCategory({ categories }: Whole): boolean {
  return carries(categories, categoryName);
}

/** @throws the reply's own error */
function bodyOf<T>(reply: BatchReply | undefined): T {
  if (reply === undefined) throw new Error("A batch without a reply to one of its requests.");
  if (reply.error !== null) throw reply.error;
  return reply.body as T;
}
