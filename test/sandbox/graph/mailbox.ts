import type { Clock } from "../base/clock.ts";
import { ChangeLog } from "./change-log.ts";
import { encodeId } from "./ids.ts";
import { ItemIndex } from "./item-index.ts";
import type { MailboxTables } from "./mailbox-tables.ts";
import type {
  ExpiryWording,
  Extended,
  Fields,
  FolderKind,
  ItemKind,
  NewAttachment,
  StoredAttachment,
  StoredFolder,
  StoredGone,
  StoredItem,
  StoredMailbox,
  Touch,
} from "./stored.ts";
import { WELL_KNOWN_FOLDERS } from "./well-known-folders.ts";

/** Something happened to an item: for change notifications. `from` is set when it left another folder by moving. */
export interface ItemChange {
  readonly what: "created" | "updated" | "deleted" | "moved";
  readonly item: StoredItem;
  readonly before: StoredItem | null;
}

export type Listener = (change: ItemChange) => void;

/** So many changes of an item are told apart; what changed before is not known. */
export const TOUCHES_KEPT = 12;

/** One mailbox: folders and items in memory, indexed by folder, every change numbered and written through to the tables. */
export class Mailbox {
  readonly user: string;
  readonly #tables: MailboxTables;
  readonly #clock: Clock;
  readonly #changed: Listener;
  #row: StoredMailbox;
  readonly #folders = new Map<string, StoredFolder>();
  readonly #items = new Map<number, StoredItem>();
  readonly #byFolder = new Map<string, Map<number, StoredItem>>();
  readonly #index = new ItemIndex();
  readonly #logs = new Map<string, ChangeLog>();
  readonly #attachments = new Map<number, StoredAttachment[]>();

  constructor(user: string, tables: MailboxTables, clock: Clock, changed: Listener) {
    this.user = user;
    this.#tables = tables;
    this.#clock = clock;
    this.#changed = changed;
    this.#row = tables.mailboxes.get(user) ?? { user, nextKey: 1, seq: 0, era: 1, expiry: "gone-with-location", settings: {} };
  }

  // Loading what the tables hold, or the folders of a new mailbox.

  loadFolder(folder: StoredFolder): void {
    this.#folders.set(folder.id, folder);
    this.log(`#${folder.kind}`).add({ seq: folder.seq, key: folder.key, gone: null });
  }

  loadItem(item: StoredItem): void {
    this.#items.set(item.key, item);
    this.#index.replace(undefined, item);
    this.itemsIn(item.folderId).set(item.key, item);
    this.log(item.folderId).add({ seq: item.seq, key: item.key, gone: null });
  }

  loadGone(gone: StoredGone): void {
    this.log(gone.folderId).add({ seq: gone.seq, key: gone.key, gone });
  }

  loadAttachment(attachment: StoredAttachment): void {
    this.#listOf(attachment.itemKey).push(attachment);
  }

  loaded(): void {
    for (const log of this.#logs.values()) log.sort();
    for (const list of this.#attachments.values()) list.sort((left, right) => left.part - right.part);
    for (const known of WELL_KNOWN_FOLDERS) {
      if (this.wellKnown(known.name)) continue;
      const parent = known.parent === null ? null : (this.wellKnown(known.parent)?.id ?? null);
      this.addFolder(known.kind, known.displayName, parent, { wellKnown: known.name, isHidden: known.unlisted === true });
    }
  }

  // Folders

  get folders(): MapIterator<StoredFolder> {
    return this.#folders.values();
  }

  folder(id: string): StoredFolder | undefined {
    return this.#folders.get(id);
  }

  folderByKey(kind: FolderKind, key: number): StoredFolder | undefined {
    for (const folder of this.#folders.values()) if (folder.key === key && folder.kind === kind) return folder;
    return undefined;
  }

  wellKnown(name: string): StoredFolder | undefined {
    for (const folder of this.#folders.values()) if (folder.wellKnown === name) return folder;
    return undefined;
  }

  /** The folder of that well-known name, which every mailbox has. */
  standard(name: string): StoredFolder {
    const folder = this.wellKnown(name);
    if (!folder) throw new Error(`mailbox ${this.user} lacks its folder ${name}`);
    return folder;
  }

  children(parentId: string, kind: FolderKind): readonly StoredFolder[] {
    return [...this.#folders.values()].filter((folder) => folder.parentId === parentId && folder.kind === kind);
  }

  addFolder(kind: FolderKind, displayName: string, parentId: string | null, more: Partial<StoredFolder> = {}): StoredFolder {
    const key = this.#takeKey();
    const seq = this.#takeSeq();
    const id = encodeId({ kind: "folder", mailbox: this.user, key, generation: 0, part: 0 });
    const folder: StoredFolder = {
      mailbox: this.user,
      key,
      id,
      kind,
      displayName,
      parentId,
      wellKnown: null,
      isHidden: false,
      extended: {},
      version: 1,
      fields: {},
      ...more,
      seq,
      addedSeq: seq,
    };
    return this.#keepFolder(folder);
  }

  changeFolder(folder: StoredFolder, change: Partial<StoredFolder>): StoredFolder {
    return this.#keepFolder({ ...folder, ...change, version: folder.version + 1, seq: this.#takeSeq() });
  }

  /** The folder and everything below it are gone for good. */
  removeFolder(folder: StoredFolder): void {
    for (const child of [...this.#folders.values()].filter((one) => one.parentId === folder.id)) this.removeFolder(child);
    for (const item of [...this.itemsIn(folder.id).values()]) this.remove(item);
    this.#folders.delete(folder.id);
    this.#tables.folders.delete(folder.id);
    this.#leave(`#${folder.kind}`, "folder", folder.key, 0);
  }

  #keepFolder(folder: StoredFolder): StoredFolder {
    this.#folders.set(folder.id, folder);
    this.#tables.folders.put(folder.id, folder);
    this.log(`#${folder.kind}`).add({ seq: folder.seq, key: folder.key, gone: null });
    return folder;
  }

  // Items

  get items(): MapIterator<StoredItem> {
    return this.#items.values();
  }

  item(key: number): StoredItem | undefined {
    return this.#items.get(key);
  }

  /** Those which hold one of these values (see item-index.ts), in the order in which they were made. */
  itemsHolding(terms: readonly string[]): readonly StoredItem[] {
    const keys = [...this.#index.find(terms)].sort((left, right) => left - right);
    return keys.map((key) => this.#items.get(key)).filter((item) => item !== undefined);
  }

  itemsIn(folderId: string): Map<number, StoredItem> {
    let items = this.#byFolder.get(folderId);
    if (!items) this.#byFolder.set(folderId, (items = new Map<number, StoredItem>()));
    return items;
  }

  /** The changes of a folder's items; of the folders themselves under `#mail`, `#contacts`, `#calendar`, `#tasks`. */
  log(folderId: string): ChangeLog {
    let log = this.#logs.get(folderId);
    if (!log) this.#logs.set(folderId, (log = new ChangeLog()));
    return log;
  }

  add(kind: ItemKind, folderId: string, fields: Fields, extended: Extended = {}, more: Pick<StoredItem, "occurrence"> = {}): StoredItem {
    const now = this.#stamp();
    const seq = this.#takeSeq();
    const item: StoredItem = {
      mailbox: this.user,
      key: this.#takeKey(),
      kind,
      folderId,
      generation: 0,
      version: 1,
      seq,
      addedSeq: seq,
      created: now,
      modified: now,
      touches: [],
      fields,
      extended,
      ...more,
    };
    this.#keep(item);
    this.#changed({ what: "created", item, before: null });
    return item;
  }

  /** @param names the properties that changed, as a delta will name them; empty for those it never tells of. */
  change(item: StoredItem, fields: Fields, names: readonly string[], extended: Extended = item.extended): StoredItem {
    const seq = this.#takeSeq();
    const touches: readonly Touch[] = [...item.touches, { seq, names }].slice(-TOUCHES_KEPT);
    const changed: StoredItem = { ...item, fields, extended, seq, version: item.version + 1, modified: this.#stamp(), touches };
    this.#keep(changed);
    this.#changed({ what: "updated", item: changed, before: item });
    return changed;
  }

  /** Into another folder: a copy with a new default id, the old one gone; the immutable id stays (MG2). */
  move(item: StoredItem, folderId: string): StoredItem {
    this.itemsIn(item.folderId).delete(item.key);
    this.#leave(item.folderId, item.kind, item.key, item.generation, traces(item));
    const seq = this.#takeSeq();
    const moved: StoredItem = {
      ...item,
      folderId,
      generation: item.generation + 1,
      version: item.version + 1,
      seq,
      addedSeq: seq,
      modified: this.#stamp(),
      touches: [],
    };
    this.#keep(moved);
    this.#changed({ what: "moved", item: moved, before: item });
    return moved;
  }

  /** Gone for good, with all that belongs to it. */
  remove(item: StoredItem): void {
    this.itemsIn(item.folderId).delete(item.key);
    this.#index.replace(this.#items.get(item.key), undefined);
    this.#items.delete(item.key);
    this.#tables.items.delete(this.#rowId(item.key));
    this.#tables.mime.delete(this.#rowId(item.key));
    for (const attachment of this.attachments(item.key)) this.#tables.attachments.delete(this.#attachmentId(attachment));
    this.#attachments.delete(item.key);
    this.#leave(item.folderId, item.kind, item.key, item.generation, traces(item));
    this.#changed({ what: "deleted", item, before: item });
  }

  #keep(item: StoredItem): void {
    this.#index.replace(this.#items.get(item.key), item);
    this.#items.set(item.key, item);
    const inFolder = this.itemsIn(item.folderId);
    inFolder.set(item.key, item);
    this.#tables.items.put(this.#rowId(item.key), item);
    const log = this.log(item.folderId);
    log.add({ seq: item.seq, key: item.key, gone: null });
    log.compact((key) => inFolder.get(key)?.seq, inFolder.size);
  }

  #leave(folderId: string, kind: StoredGone["kind"], key: number, generation: number, more: Partial<StoredGone> = {}): void {
    const gone: StoredGone = { mailbox: this.user, folderId, kind, key, generation, seq: this.#takeSeq(), ...more };
    this.#tables.gone.put(`${this.user}/${gone.seq}`, gone);
    this.log(folderId).add({ seq: gone.seq, key, gone });
  }

  // What hangs on an item

  attachments(itemKey: number): readonly StoredAttachment[] {
    return this.#attachments.get(itemKey) ?? [];
  }

  attach(itemKey: number, attachment: NewAttachment): StoredAttachment {
    const list = this.#listOf(itemKey);
    const kept: StoredAttachment = { ...attachment, mailbox: this.user, itemKey, part: (list.at(-1)?.part ?? 0) + 1 };
    list.push(kept);
    return this.#tables.attachments.put(this.#attachmentId(kept), kept);
  }

  detach(attachment: StoredAttachment): void {
    const list = this.#listOf(attachment.itemKey).filter((one) => one.part !== attachment.part);
    this.#attachments.set(attachment.itemKey, list);
    this.#tables.attachments.delete(this.#attachmentId(attachment));
  }

  /** The message as it came, or null when it was made from properties. */
  mime(itemKey: number): Buffer | null {
    const text = this.#tables.mime.get(this.#rowId(itemKey));
    return text === undefined ? null : Buffer.from(text, "base64");
  }

  keepMime(itemKey: number, mime: Buffer): void {
    this.#tables.mime.put(this.#rowId(itemKey), mime.toString("base64"));
  }

  dropMime(itemKey: number): void {
    this.#tables.mime.delete(this.#rowId(itemKey));
  }

  #listOf(itemKey: number): StoredAttachment[] {
    let list = this.#attachments.get(itemKey);
    if (!list) this.#attachments.set(itemKey, (list = []));
    return list;
  }

  #attachmentId(attachment: StoredAttachment): string {
    return `${this.user}/${attachment.itemKey}/${attachment.part}`;
  }

  // The mailbox itself

  get seq(): number {
    return this.#row.seq;
  }

  get era(): number {
    return this.#row.era;
  }

  get expiry(): ExpiryWording {
    return this.#row.expiry;
  }

  get settings(): Fields {
    return this.#row.settings;
  }

  changeSettings(settings: Fields): void {
    this.#keepRow({ ...this.#row, settings });
  }

  /** Every delta token given so far is refused from now on, in these words (MG9). */
  expireDeltaTokens(expiry: ExpiryWording): void {
    this.#keepRow({ ...this.#row, era: this.#row.era + 1, expiry });
  }

  #takeKey(): number {
    this.#keepRow({ ...this.#row, nextKey: this.#row.nextKey + 1 });
    return this.#row.nextKey - 1;
  }

  #takeSeq(): number {
    this.#keepRow({ ...this.#row, seq: this.#row.seq + 1 });
    return this.#row.seq;
  }

  #keepRow(row: StoredMailbox): void {
    this.#row = row;
    this.#tables.mailboxes.put(this.user, row);
  }

  #rowId(key: number): string {
    return `${this.user}/${key}`;
  }

  #stamp(): string {
    return `${this.#clock.now().toISOString().slice(0, 19)}Z`;
  }
}

/** What has to be known of an event after it left, as its id alone does not tell which occurrences went with it. */
function traces({ occurrence, fields }: StoredItem): Partial<StoredGone> {
  return { ...(occurrence ? { occurrence } : {}), ...(fields["type"] === "seriesMaster" ? { series: fields } : {}) };
}
