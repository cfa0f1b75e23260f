/** What a mailbox stores, as it lies in the tables. Everything here survives JSON. */

export type FolderKind = "mail" | "contacts" | "calendar" | "tasks";
export type ItemKind = "message" | "contact" | "event" | "task";
export type Fields = Readonly<Record<string, unknown>>;
/** Extended properties by their normalised id (see extended-properties.ts). */
export type Extended = Readonly<Record<string, string | readonly string[]>>;

/** The last few changes of an item, by which a delta answers with the changed properties only (MG5). */
export interface Touch {
  readonly seq: number;
  readonly names: readonly string[];
}

export interface StoredFolder {
  readonly mailbox: string;
  readonly key: number;
  readonly id: string;
  readonly kind: FolderKind;
  readonly displayName: string;
  readonly parentId: string | null;
  readonly wellKnown: string | null;
  readonly isHidden: boolean;
  readonly extended: Extended;
  readonly version: number;
  /** The mailbox' change number when the folder last changed, and when it was made. */
  readonly seq: number;
  readonly addedSeq: number;
  readonly fields: Fields;
}

export interface StoredItem {
  readonly mailbox: string;
  readonly key: number;
  readonly kind: ItemKind;
  readonly folderId: string;
  /** Counts moves: default ids hold it, so that they change. */
  readonly generation: number;
  /** Counts changes: `changeKey` and the ETag hold it. */
  readonly version: number;
  readonly seq: number;
  /** Change number at which the item came into its present folder. */
  readonly addedSeq: number;
  readonly created: string;
  readonly modified: string;
  readonly touches: readonly Touch[];
  readonly fields: Fields;
  readonly extended: Extended;
  /** Open extensions, absent when there are none (see open-extensions.ts). */
  readonly extensions?: readonly Fields[];
  /** Set on one occurrence of a series. */
  readonly occurrence?: Occurrence;
}

/** Which occurrence of which series: ids of occurrences are made of it. */
export interface Occurrence {
  /** Key of the series' master. */
  readonly master: number;
  /** The day on which the rule has it, whatever became of it: counted so that it fits into an id. */
  readonly part: number;
}

/** An item that left a folder, by moving or for good; or a folder that is gone (`folderId` is then `#` and its kind). */
export interface StoredGone {
  readonly mailbox: string;
  readonly folderId: string;
  readonly kind: ItemKind | "folder";
  readonly key: number;
  readonly generation: number;
  readonly seq: number;
  readonly occurrence?: Occurrence;
  /** What a series was when it left: its occurrences left with it. */
  readonly series?: Fields;
}

export interface StoredMailbox {
  readonly user: string;
  readonly nextKey: number;
  readonly seq: number;
  /** Delta tokens of an earlier era are refused, in the words of `expiry` (MG9). */
  readonly era: number;
  readonly expiry: ExpiryWording;
  readonly settings: Fields;
}

/** The forms in which an expired delta token has been documented or seen. */
export type ExpiryWording =
  | "gone-with-location"
  | "gone-lower-case"
  | "bad-request"
  | "not-found"
  | "resync-required"
  | "sync-state-invalid";

export interface StoredCategory {
  readonly mailbox: string;
  readonly id: string;
  readonly displayName: string;
  readonly color: string;
}

export interface StoredAttachment {
  readonly mailbox: string;
  readonly itemKey: number;
  readonly part: number;
  readonly is: "file" | "item" | "reference";
  readonly name: string | null;
  readonly contentType: string | null;
  readonly isInline: boolean;
  readonly contentId: string | null;
  readonly contentLocation: string | null;
  /** Size as Graph tells it: the encoded size with its overhead. */
  readonly size: number;
  readonly modified: string;
  /** Base64: the bytes of a file, the MIME of an attached message. */
  readonly content: string;
  /** Of an attached item: its properties as a message. */
  readonly item: Fields | null;
}

/** An attachment before it hangs on a message. */
export type NewAttachment = Omit<StoredAttachment, "mailbox" | "itemKey" | "part">;
