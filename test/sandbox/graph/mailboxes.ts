import type { Clock } from "../base/clock.ts";
import type { Tables } from "../base/tables.ts";
import type { StoredCategory } from "./stored.ts";
import { Mailbox, type ItemChange } from "./mailbox.ts";
import { MailboxTables } from "./mailbox-tables.ts";

/** All mailboxes of the tenant, read once from the tables; a new one has the usual folders. */
export class Mailboxes {
  readonly tables: MailboxTables;
  readonly #mailboxes = new Map<string, Mailbox>();
  readonly #clock: Clock;
  readonly #listeners: ((mailbox: Mailbox, change: ItemChange) => void)[] = [];

  constructor(tables: Tables, clock: Clock) {
    this.#clock = clock;
    this.tables = new MailboxTables(tables);
    for (const row of [...this.tables.mailboxes.values()]) this.#make(row.user);
    for (const folder of this.tables.folders.values()) this.#mailboxes.get(folder.mailbox)?.loadFolder(folder);
    for (const item of this.tables.items.values()) this.#mailboxes.get(item.mailbox)?.loadItem(item);
    for (const gone of this.tables.gone.values()) this.#mailboxes.get(gone.mailbox)?.loadGone(gone);
    for (const attachment of this.tables.attachments.values()) this.#mailboxes.get(attachment.mailbox)?.loadAttachment(attachment);
    for (const mailbox of this.#mailboxes.values()) mailbox.loaded();
  }

  /** The mailbox of that user, made when it is not there yet. */
  of(user: string): Mailbox {
    const known = this.#mailboxes.get(user);
    if (known) return known;
    const mailbox = this.#make(user);
    mailbox.loaded();
    return mailbox;
  }

  all(): IterableIterator<Mailbox> {
    return this.#mailboxes.values();
  }

  /** Called on each change of an item, in order, before the reply to what caused it. */
  onChange(listener: (mailbox: Mailbox, change: ItemChange) => void): void {
    this.#listeners.push(listener);
  }

  categories(user: string): readonly StoredCategory[] {
    return [...this.tables.categories.values()].filter((category) => category.mailbox === user);
  }

  #make(user: string): Mailbox {
    const mailbox: Mailbox = new Mailbox(user, this.tables, this.#clock, (change) => {
      for (const listener of this.#listeners) listener(mailbox, change);
    });
    this.#mailboxes.set(user, mailbox);
    return mailbox;
  }
}
