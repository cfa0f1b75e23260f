import type { Contact } from "../../shared/records/contact.ts";
import { type FieldSettings, mappedFields } from "../cycle/contact-fields.ts";
import { maybeSamePerson } from "../cycle/maybe-the-same.ts";
import type { Side } from "../cycle/side.ts";
import { furtherPhoneFields, furtherPhoneProperties } from "../mappings/contact.ts";
import type { Graph } from "./client.ts";
import { contactChanges } from "./contact-changes.ts";
import { readTree, requireAdopted, watchedFolders, type FolderTree } from "./contact-folders.ts";
import { CONTACT_SELECT, seenContact, showing, type ContactItem } from "./contact-items.ts";
import { findAlike, findByStamp } from "./contact-search.ts";
import { writeContacts } from "./contact-writes.ts";
import { ItemMemory, readEach } from "./item-reads.ts";
import { graphPath, type ODataText } from "./path.ts";

export interface ExchangeContactsOptions extends FieldSettings {
  /** The user's mailbox. */
  readonly graph: Graph;
  /** The id of "Salesforce Contacts". */
  readonly folderId: string;
}

const SELECT: ODataText = { odata: CONTACT_SELECT };

/** The contacts of one mailbox. Made for one cycle: it remembers what it met. */
export function exchangeContacts({ graph, folderId, ...settings }: ExchangeContactsOptions): Side<Contact> {
  const fields = mappedFields(settings);
  const view = { adopted: folderId, fields };
  const extended = furtherPhoneFields.some((field) => fields.has(field)) ? furtherPhoneProperties : [];
  const looks = { graph, extended };
  const memory = new ItemMemory<ContactItem>();
  let tree: FolderTree | null = null;
  return {
    name: "exchange",
    fields: async () => fields,
    changes: (since) => contactChanges(since, { graph, ...view, readsAgain: extended.length > 0, readItems, met }),
    async read(ids) {
      const items = await readItems(ids);
      memory.meet(items);
      return new Map(items.map((item) => [item.id, seenContact(item, view)]));
    },
    async find(sought) {
      const found = await findByStamp(sought, await searched(), looks);
      memory.meet(found.values());
      return new Map([...found].map(([stamp, item]) => [stamp, seenContact(item, view)]));
    },
    async candidates(records) {
      const items = await findAlike(records, folderId, await searched(), looks);
      memory.meet(items);
      const seen = items.map((item) => seenContact(item, view));
      return records.map((record) => seen.filter((one) => maybeSamePerson(one.record, record)));
    },
    async apply(actions) {
      const outcomes = await writeContacts(actions, { graph, ...view, memory, readItems });
      memory.forget(actions);
      return outcomes;
    },
  };

  /** Those that lie in a contact folder which is watched: in Deleted Items an item can still be read by its id, but it is gone. */
  async function readItems(ids: readonly string[]): Promise<readonly ContactItem[]> {
    const paths = ids.map((id) => showing(graphPath`/contacts/${id}?$select=${SELECT}`, extended));
    const items = (await readEach<ContactItem>(paths, graph)).filter((item) => item !== null);
    const folders = await watched(items);
    return items.filter((item) => folders.has(item.parentFolderId));
  }

  function met(items: readonly ContactItem[], known: FolderTree): void {
    if (known.settled) tree = known;
    memory.meet(items);
  }

  /** The watched folders; asked anew when an item lies in one that is not known, as it may be a new one. */
  async function watched(items: readonly ContactItem[]): Promise<ReadonlySet<string>> {
    const known = tree;
    const isNews = ({ parentFolderId: id }: ContactItem): boolean =>
      known === null || (id !== folderId && id !== known.deletedItems && !watchedFolders(known).has(id));
    if (items.some(isNews)) tree = await readTree(graph);
    return new Set([folderId, ...(tree === null ? [] : watchedFolders(tree))]);
  }

  async function searched(): Promise<readonly string[]> {
    tree ??= await readTree(graph);
    requireAdopted(tree, folderId);
    return [...new Set([folderId, ...watchedFolders(tree)])];
  }
}
