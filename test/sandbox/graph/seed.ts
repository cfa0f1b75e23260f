import { randomUUID } from "node:crypto";
import type { DirectoryUser, NewUser } from "../entra/directory.ts";
import type { World } from "./call.ts";
import { writtenContact } from "./contact-view.ts";
import { withExtended } from "./extended-properties.ts";
import { encodeId, type IdForm } from "./ids.ts";
import { itemId } from "./item-view.ts";
import { placeMime, type Placement } from "./load-mime.ts";
import type { Mailbox } from "./mailbox.ts";
import { newMessageFields } from "./message-content.ts";
import { loadIcs, type LoadedCalendar } from "./calendar/load-ics.ts";
import { createMeeting } from "./calendar/meetings.ts";
import { addEvent, type Desk } from "./calendar/write-events.ts";
import { eventShape } from "./shapes/event-shape.ts";
import { taskShape } from "./shapes/task-shapes.ts";
import { writtenTask } from "./task-content.ts";
import { contactShape } from "./shapes/contact-shape.ts";
import { messageShape } from "./shapes/message-shape.ts";
import { readBody } from "./shapes/shape.ts";
import type { ExpiryWording, Extended, FolderKind, StoredAttachment, StoredCategory, StoredFolder, StoredItem } from "./stored.ts";

export interface SeedParts {
  readonly world: World;
  commit(): void;
}

type Body = Readonly<Record<string, unknown>>;

/**
 * The face for code in the same process: places and reads what a mailbox holds, without HTTP, as a user's own Outlook would.
 * Users and folders are named as people do: by address, and by a well-known name, a display path ("Inbox/Salesforce"), or an id.
 * Everything done here is notified and shown by delta like any other change, and written to the file at once.
 */
export class Seed {
  readonly #parts: SeedParts;

  constructor(parts: SeedParts) {
    this.#parts = parts;
  }

  /** Adds or changes a user. */
  user(user: NewUser): DirectoryUser {
    const put = this.#parts.world.directory.putUser(user);
    if (put.hasMailbox) this.#parts.world.mailboxes.of(put.id);
    return this.#kept(put);
  }

  /** @throws Error when no user has that id or address. */
  mailbox(user: string): Mailbox {
    const found = this.#parts.world.directory.user(user);
    if (!found) throw new Error(`the sandbox tenant has no user ${user}`);
    return this.#parts.world.mailboxes.of(found.id);
  }

  /** The folder of that name, path or id; null when there is none. */
  findFolder(user: string, name: string, kind: FolderKind = "mail"): StoredFolder | null {
    const mailbox = this.mailbox(user);
    const known = mailbox.folder(name) ?? mailbox.wellKnown(name) ?? mailbox.wellKnown(name.toLowerCase());
    if (known?.kind === kind) return known;
    let at: StoredFolder | undefined = mailbox.standard("msgfolderroot");
    for (const part of name.split("/")) {
      const children: readonly StoredFolder[] = at ? mailbox.children(at.id, kind) : [];
      at = children.find((folder) => folder.displayName.toLowerCase() === part.toLowerCase() || folder.wellKnown === part.toLowerCase());
    }
    return at ?? null;
  }

  /** The folder of that name or path, made with all above it when it is not there. */
  folder(user: string, path: string, kind: FolderKind = "mail"): StoredFolder {
    const found = this.findFolder(user, path, kind);
    if (found) return found;
    const mailbox = this.mailbox(user);
    const cut = path.lastIndexOf("/");
    const parent = cut < 0 ? mailbox.standard("msgfolderroot") : this.folder(user, path.slice(0, cut), kind);
    return this.#kept(mailbox.addFolder(kind, path.slice(cut + 1), parent.id));
  }

  /** Places a MIME message. @throws NoMail when it is none. */
  async mime(
    user: string,
    folder: string,
    mime: Buffer,
    more: Partial<Pick<Placement, "receivedAt" | "isRead" | "isDraft" | "categories">> = {},
  ): Promise<StoredItem> {
    const placement = { mailbox: this.mailbox(user), folderId: this.folder(user, folder).id, now: this.#parts.world.clock.now(), ...more };
    return this.#kept(await placeMime(mime, placement));
  }

  /** Places a message given as Graph's JSON; `isDraft` false unless said, read-only properties are taken as they are. */
  message(user: string, folder: string, body: Body, extended: Body = {}): StoredItem {
    const mailbox = this.mailbox(user);
    const sent = readBody(messageShape, body, { creating: true, draft: true });
    const fixed = Object.fromEntries(Object.entries(body).filter(([name]) => messageShape.properties[name]?.write === "never"));
    const now = `${this.#parts.world.clock.now().toISOString().slice(0, 19)}Z`;
    const fields = newMessageFields({ isDraft: false, isRead: false, ...sent, ...fixed }, mailbox.user, now, mailbox.seq);
    return this.#kept(mailbox.add("message", this.folder(user, folder).id, fields, withExtended({}, extended)));
  }

  /** Places a contact given as Graph's JSON, in "contacts" (the default folder) or a contact folder of that name. */
  contact(user: string, folder: string, body: Body): StoredItem {
    const mailbox = this.mailbox(user);
    const { parentFolderId: _passedOver, ...fields } = writtenContact(null, readBody(contactShape, body, { creating: true, draft: false }));
    return this.#kept(mailbox.add("contact", this.folder(user, folder, "contacts").id, fields, withExtended({}, body)));
  }

  /** Places an event or a series given as Graph's JSON in the default calendar, or one of that name. Nobody is invited. */
  event(user: string, body: Body, calendar = "calendar"): StoredItem {
    const desk = this.#desk(user);
    const sent = readBody(eventShape, body, { creating: true, draft: false });
    return this.#kept(addEvent(desk, this.folder(user, calendar, "calendar").id, sent, withExtended({}, body)));
  }

  /** An event as its owner makes it in Outlook: those it names are invited, and have it in their calendars. */
  async meeting(user: string, body: Body): Promise<StoredItem> {
    const desk = this.#desk(user);
    const sent = readBody(eventShape, body, { creating: true, draft: false });
    return this.#kept(await createMeeting(desk, desk.mailbox.standard("calendar").id, sent, withExtended({}, body)));
  }

  /** Places the events of an iCalendar file as Exchange would hold them, and says what it cannot hold. Nobody is invited. */
  ics(user: string, file: string, calendar = "calendar"): LoadedCalendar {
    return this.#kept(loadIcs(this.#desk(user), this.folder(user, calendar, "calendar").id, file));
  }

  /** Places a task given as Graph's JSON in the To Do list of that name, which is made when it is not there; "defaultList" is the default one. */
  task(user: string, list: string, body: Body): StoredItem {
    const mailbox = this.mailbox(user);
    const known = [...mailbox.folders].find((one) => one.kind === "tasks" && (one.wellKnown === list || one.displayName === list));
    const folder = known ?? mailbox.addFolder("tasks", list, null);
    const sent = readBody(taskShape, body, { creating: true, draft: false });
    return this.#kept(mailbox.add("task", folder.id, { ...writtenTask(this.#parts.world, null, sent), linkedResources: [] }));
  }

  category(user: string, displayName: string, color = "none"): StoredCategory {
    const { mailboxes } = this.#parts.world;
    const one: StoredCategory = { mailbox: this.mailbox(user).user, id: randomUUID(), displayName, color };
    return this.#kept(mailboxes.tables.categories.put(one.id, one));
  }

  /** Changes properties as a person in Outlook would. */
  change(item: StoredItem, fields: Body, extended?: Extended): StoredItem {
    const mailbox = this.mailbox(item.mailbox);
    const held = mailbox.item(item.key) ?? item;
    const next = held.kind === "contact" ? writtenContact(held.fields, fields) : { ...held.fields, ...fields };
    return this.#kept(mailbox.change(held, next, Object.keys(fields), extended ?? held.extended));
  }

  move(item: StoredItem, folder: string): StoredItem {
    const mailbox = this.mailbox(item.mailbox);
    const kind = item.kind === "contact" && folder !== "deleteditems" ? "contacts" : "mail";
    return this.#kept(mailbox.move(mailbox.item(item.key) ?? item, this.folder(item.mailbox, folder, kind).id));
  }

  /** Gone for good. */
  remove(item: StoredItem): void {
    const mailbox = this.mailbox(item.mailbox);
    mailbox.remove(mailbox.item(item.key) ?? item);
    this.#parts.commit();
  }

  /** The items of a folder now, oldest first. */
  items(user: string, folder: string, kind: FolderKind = "mail"): readonly StoredItem[] {
    const found = this.findFolder(user, folder, kind);
    return found ? [...this.mailbox(user).itemsIn(found.id).values()].sort((left, right) => left.key - right.key) : [];
  }

  attachments(item: StoredItem): readonly StoredAttachment[] {
    return this.mailbox(item.mailbox).attachments(item.key);
  }

  /** The id by which Graph calls it. */
  id(item: StoredItem, form: IdForm = "default"): string {
    return itemId(item, form);
  }

  attachmentUrl(item: StoredItem, attachment: StoredAttachment): string {
    const id = encodeId({ kind: "attachment", mailbox: item.mailbox, key: item.key, generation: item.generation, part: attachment.part });
    return `${this.#parts.world.baseUrl()}/v1.0/users('${item.mailbox}')/messages('${itemId(item, "default")}')/attachments('${id}')`;
  }

  /** Delta tokens given so far are refused from now on (MG9). */
  expireDeltaTokens(user: string, wording: ExpiryWording = "gone-with-location"): void {
    this.mailbox(user).expireDeltaTokens(wording);
    this.#parts.commit();
  }

  #desk(user: string): Desk {
    const owner = this.#parts.world.directory.user(user);
    if (!owner) throw new Error(`the sandbox tenant has no user ${user}`);
    return { world: this.#parts.world, user: owner, mailbox: this.mailbox(user) };
  }

  #kept<T>(made: T): T {
    this.#parts.commit();
    return made;
  }
}
