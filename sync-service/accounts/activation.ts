import { categoryName, folderNames } from "../../shared/records/names.ts";
import type { Folder, Mailbox, MailboxStore } from "./mailbox.ts";
import type { Container, MailboxSetup } from "./ports.ts";

export interface ActivationParts {
  readonly setup: MailboxSetup;
  readonly store: MailboxStore;
  readonly now: () => Date;
}

/** What an activation found and made, for the journal. */
export interface Activated {
  /** Sentences: what was made, what was adopted, and how much lay there (B4). */
  readonly notes: readonly string[];
}

/**
 * B1: makes the folders, the list and the category in the mailbox, or adopts those of that name, and remembers them by their
 * ids. May be stopped at any line and called again: what was made is then adopted.
 */
export async function activate(mailbox: Mailbox, { setup, store, now }: ActivationParts): Promise<Activated> {
  const user = mailbox.entraUserId;
  // Whatever lies in the folders at this moment is never sent up by itself (B4).
  const at = now();
  const notes: string[] = [];

  const emails = await obtain(
    folderNames.emails,
    () => setup.mailFolders(user),
    (name) => setup.createMailFolder(user, name),
  );
  notes.push(await told(emails, "mail folder", () => setup.countItems(user, "emails", emails.id)));
  const contactFolders = await setup.contactFolders(user);
  const contacts = await obtain(
    folderNames.contacts,
    async () => contactFolders,
    (name) => setup.createContactFolder(user, name),
  );
  notes.push(await told(contacts, "contact folder", () => setup.countItems(user, "contacts", contacts.id)));
  const tasks = await obtain(
    folderNames.tasks,
    () => setup.taskLists(user),
    (name) => setup.createTaskList(user, name),
  );
  notes.push(await told(tasks, "To Do list", () => setup.countItems(user, "tasks", tasks.id)));
  const categories = await setup.categories(user);
  if (!categories.some((name) => sameName(name, categoryName))) await setup.createCategory(user, categoryName);

  const subfolders = await setup.mailSubfolders(user, emails.id);
  await store.setFolders(mailbox.id, [
    folder("emails", emails),
    ...subfolders.map((each) => folder("emails-sub", each)),
    folder("contacts", contacts),
    ...contactFolders.filter((each) => each.id !== contacts.id).map((each) => folder("contacts-other", each)),
    folder("tasks", tasks),
  ]);
  await store.setActivated(mailbox.id, at, await setup.timeZone(user));
  return { notes };
}

interface Obtained extends Container {
  readonly isNew: boolean;
}

async function obtain(
  name: string,
  list: () => Promise<readonly Container[]>,
  create: (name: string) => Promise<Container>,
): Promise<Obtained> {
  const there = (await list()).find((each) => sameName(each.name, name));
  return there ? { ...there, isNew: false } : { ...(await create(name)), isNew: true };
}

async function told(container: Obtained, what: string, count: () => Promise<number>): Promise<string> {
  if (container.isNew) return `The ${what} "${container.name}" was made.`;
  const items = await count();
  return `The ${what} "${container.name}" was there with ${items} items, and was adopted. None of them is sent to Salesforce by itself.`;
}

function folder(role: Folder["role"], { id, name }: Container): Folder {
  return { role, id, name, missingSince: null };
}

const sameName = (one: string, other: string) => one.trim().toLowerCase() === other.toLowerCase();
