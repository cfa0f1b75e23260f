import type { Table, Tables } from "../base/tables.ts";
import type { StoredAttachment, StoredCategory, StoredFolder, StoredGone, StoredItem, StoredMailbox } from "./stored.ts";

/** The tables in which mailboxes lie, so that they survive a restart when the sandbox has a file. */
export class MailboxTables {
  readonly mailboxes: Table<StoredMailbox>;
  readonly folders: Table<StoredFolder>;
  readonly items: Table<StoredItem>;
  readonly gone: Table<StoredGone>;
  readonly categories: Table<StoredCategory>;
  readonly attachments: Table<StoredAttachment>;
  /** The MIME of messages, base64, apart from the items: it never changes while they do. */
  readonly mime: Table<string>;

  constructor(tables: Tables) {
    this.mailboxes = tables.table("graph.mailboxes");
    this.folders = tables.table("graph.folders");
    this.items = tables.table("graph.items");
    this.gone = tables.table("graph.gone");
    this.categories = tables.table("graph.categories");
    this.attachments = tables.table("graph.attachments");
    this.mime = tables.table("graph.mime");
  }
}
