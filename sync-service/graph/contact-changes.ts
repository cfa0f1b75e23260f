import type { Contact } from "../../shared/records/contact.ts";
import { categoryName } from "../../shared/records/names.ts";
import { byChoice } from "../cycle/contact-fields.ts";
import type { Change, Cursor, Page } from "../cycle/side.ts";
import { told } from "../cycle/unreadable.ts";
import { CursorExpired, Gone } from "../errors.ts";
import type { BatchRequest } from "./batch.ts";
import { carries } from "./categories.ts";
import type { Graph } from "./client.ts";
import {
  adoptedMissing,
  folderWentAway,
  requireAdopted,
  treeAfter,
  treeRequests,
  UNKNOWN_TREE,
  watchedFolders,
  type FolderTree,
} from "./contact-folders.ts";
import { CONTACT_SELECT, type ContactView, isWhole, seenContact, type ContactItem } from "./contact-items.ts";
import { graphPath } from "./path.ts";

/** How far each folder was read. */
interface Position {
  /** The fields that were read by choice. Absent: none. */
  readonly fields?: readonly string[];
  readonly tree: FolderTree;
  readonly folders: Readonly<Record<string, FolderPosition>>;
}

interface FolderPosition {
  /** Null: not begun. */
  readonly link: string | null;
  /** The link is a deltaLink: this round has everything. */
  readonly settled: boolean;
  /** Everything in it was told once, so that what is not marked may be one that lost its mark. */
  readonly known: boolean;
}

interface DeltaPage {
  readonly value: readonly (Partial<ContactItem> & { readonly id: string; readonly "@removed"?: unknown })[];
  readonly "@odata.nextLink"?: string;
  readonly "@odata.deltaLink"?: string;
}

export interface ContactChangesPorts extends ContactView {
  readonly graph: Graph;
  /** Each shared contact is read once more, by its id: some of its fields delta does not show (MG10). */
  readonly readsAgain: boolean;
  /** The contacts of these ids as they stand; what is gone is absent. */
  readonly readItems: (ids: readonly string[]) => Promise<readonly ContactItem[]>;
  /** Told of every item met, and of the folders once they are known. */
  readonly met: (items: readonly ContactItem[], tree: FolderTree) => void;
}

/** A hint: pages may be smaller. */
const PAGE = { prefer: "odata.maxpagesize=500" };

/** The delta of every contact folder together: each round is one `$batch`, and an idle round is one request (S3). */
export async function* contactChanges(since: Cursor | null, ports: ContactChangesPorts): AsyncIterable<Page<Contact>> {
  let position = since === null ? begun(ports) : begunAnew(parsed(since, ports));
  for (let last = false; !last;) {
    const looked = await look(position, ports);
    position = looked.position;
    last = position.tree.settled && Object.values(position.folders).every(({ settled }) => settled);
    yield { changes: looked.changes, cursor: JSON.stringify(position), last };
  }
}

async function look(
  position: Position,
  ports: ContactChangesPorts,
): Promise<{ readonly position: Position; readonly changes: readonly Change<Contact>[] }> {
  const wanted = Object.entries(position.folders).filter(([, folder]) => !folder.settled);
  const asksTree = !position.tree.settled;
  const forTree = asksTree ? treeRequests(position.tree) : [];
  const replies = await ports.graph.batch([...forTree, ...wanted.map(([id, folder]) => folderRequest(id, folder))]);
  const tree = asksTree ? treeAfter(position.tree, replies.slice(0, forTree.length)) : position.tree;
  requireAdopted(tree, ports.adopted);

  const folders: Record<string, FolderPosition> = { ...position.folders };
  const items: { readonly item: DeltaPage["value"][number]; readonly known: boolean }[] = [];
  for (const [index, [id, folder]] of wanted.entries()) {
    const reply = replies[forTree.length + index];
    if (reply?.error instanceof Gone) throw id === ports.adopted ? adoptedMissing(reply.error) : folderWentAway();
    if (reply?.error) throw reply.error;
    const page = reply?.body as DeltaPage;
    const next = page["@odata.nextLink"];
    const link = next ?? page["@odata.deltaLink"] ?? null;
    folders[id] = { link, settled: next === undefined, known: folder.known || next === undefined };
    items.push(...page.value.map((item) => ({ item, known: folder.known })));
  }
  const changes = await changesOf(items, tree, ports);
  return { position: { ...position, tree, folders: watchedNow(tree, folders, ports.adopted) }, changes };
}

/** New folders are begun; one that went away (or into Deleted Items) ends this history. */
function watchedNow(
  tree: FolderTree,
  folders: Readonly<Record<string, FolderPosition>>,
  adopted: string,
): Readonly<Record<string, FolderPosition>> {
  if (!tree.settled) return folders;
  const watched = watchedFolders(tree);
  if (Object.keys(folders).some((id) => id !== adopted && !watched.has(id))) throw folderWentAway();
  const begun = [...new Set([adopted, ...watched])]
    .filter((id) => !(id in folders))
    .map((id) => [id, { link: null, settled: false, known: false }] as const);
  return { ...folders, ...Object.fromEntries(begun) };
}

function folderRequest(id: string, folder: FolderPosition): BatchRequest {
  return folder.link === null
    ? { method: "GET", path: graphPath`/contactFolders/${id}/contacts/delta?$select=${{ odata: CONTACT_SELECT }}`, headers: PAGE }
    : { method: "GET", link: folder.link, headers: PAGE };
}

/**
 * Marked contacts are told as they are. One without a mark is none of our business (C2): of it only the id is told, as a hint that it
 * may have left, and nothing at all when its folder is met for the first time. Items of which not all came are read again.
 */
async function changesOf(
  items: readonly { readonly item: DeltaPage["value"][number]; readonly known: boolean }[],
  tree: FolderTree,
  ports: ContactChangesPorts,
): Promise<readonly Change<Contact>[]> {
  const present = new Map<string, ContactItem>();
  const gone = new Set<string>();
  const again = new Set<string>();
  const unmarked = new Set<string>();
  for (const { item, known } of items) {
    if (item["@removed"] !== undefined) gone.add(item.id);
    else if (isWhole(item) && !(ports.readsAgain && isShared(item, ports.adopted))) present.set(item.id, item);
    else again.add(item.id);
    if (known) unmarked.add(item.id);
  }
  // The folders are known by now, and are not asked for once more when items are read.
  ports.met([...present.values()], tree);
  const readAgain = await ports.readItems([...again]);
  ports.met(readAgain, tree);
  for (const item of readAgain) present.set(item.id, item);

  const changes: Change<Contact>[] = [];
  const there = new Set<string>();
  for (const [id, item] of present) {
    const change = told(id, () => (isShared(item, ports.adopted) ? seenContact(item, ports) : null));
    if (change) {
      changes.push(change);
      there.add(id);
    } else if (unmarked.has(id)) gone.add(id);
  }
  for (const id of again) if (!present.has(id)) gone.add(id);
  for (const id of gone) if (!there.has(id)) changes.push({ is: "gone", id });
  return changes;
}

const isShared = ({ parentFolderId, categories }: ContactItem, adopted: string): boolean =>
  parentFolderId === adopted || carries(categories, categoryName);

const begun = ({ fields }: ContactChangesPorts): Position => ({ tree: UNKNOWN_TREE, folders: {}, fields: byChoice(fields) });

/** A round begins: what was settled is asked for news. */
function begunAnew({ tree, folders, ...others }: Position): Position {
  return {
    ...others,
    tree: { ...tree, settled: false },
    folders: Object.fromEntries(Object.entries(folders).map(([id, folder]) => [id, { ...folder, settled: false }])),
  };
}

/** @throws CursorExpired when it cannot be read, or other fields were read than are now: what is known of each contact is then read again. */
function parsed(cursor: Cursor, { fields }: ContactChangesPorts): Position {
  const position = read(cursor);
  if ((position.fields ?? []).join() === byChoice(fields).join()) return position;
  throw new CursorExpired("Other fields are kept in step than were read, so the contacts are read again.");
}

function read(cursor: Cursor): Position {
  try {
    return JSON.parse(cursor) as Position;
  } catch (cause) {
    throw new CursorExpired("The cursor of the contacts cannot be read.", { cause });
  }
}
