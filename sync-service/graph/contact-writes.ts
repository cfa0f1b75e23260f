import type { Contact } from "../../shared/records/contact.ts";
import { categoryName } from "../../shared/records/names.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { contactToGraph, furtherPhonesInGraph, needsItem } from "../mappings/contact.ts";
import type { GraphContact } from "../mappings/wire/graph-contact.ts";
import { markedWith } from "./categories.ts";
import type { Graph } from "./client.ts";
import { adoptedMissing } from "./contact-folders.ts";
import { type ContactView, seenContact, STAMP_PROPERTY, type ContactItem } from "./contact-items.ts";
import { currentItems, type ItemMemory } from "./item-reads.ts";
import { asDecidedOn, type Prepared, withoutBlanks, writeItems } from "./item-writes.ts";
import { graphPath } from "./path.ts";

export interface ContactWritePorts extends ContactView {
  readonly graph: Graph;
  readonly memory: ItemMemory<ContactItem>;
  readonly readItems: (ids: readonly string[]) => Promise<readonly ContactItem[]>;
}

type Done = Outcome<Contact>;
type Update = Extract<Action<Contact>, { readonly do: "update" }>;

/**
 * Twenty writes a request, each with If-Match, and only what changes (P3, P9). Lists, addresses and categories are replaced as a
 * whole by Exchange, so an update of these rests on the item in the version decided on: as met, or else read again first. A reply holds the
 * item as it stands then, so nothing is read back.
 */
export async function writeContacts(actions: readonly Action<Contact>[], ports: ContactWritePorts): Promise<readonly Done[]> {
  const { graph, memory, readItems } = ports;
  const updates = actions.filter((action) => action.do === "update");
  const current = await currentItems(
    updates.filter((action) => !changedUnseen(action)),
    memory,
    readItems,
  );
  const outcomes = await writeItems<Contact>(
    actions,
    {
      prepare: (action) => prepare(action, current, ports),
      outcomeOf: (action, [reply]) => ({
        is: "done",
        seen: action.do === "remove" ? null : seenContact(whole(reply?.body as ContactItem, action), ports),
      }),
      missing: (cause) => adoptedMissing(cause).problem,
    },
    graph,
  );
  return removedByOthers(actions, outcomes, ports);
}

/** What a person put into Deleted Items has another version there: it is gone, and of a removal that was the wish. */
async function removedByOthers(
  actions: readonly Action<Contact>[],
  outcomes: readonly Done[],
  ports: ContactWritePorts,
): Promise<readonly Done[]> {
  const doubtful = actions.flatMap((action, index) => (action.do !== "create" && outcomes[index]?.is === "moved" ? [action.id] : []));
  if (doubtful.length === 0) return outcomes;
  // Should even this fail, "moved" has it read by the next cycle.
  const there = await ports.readItems(doubtful).then(
    (items) => new Set(items.map(({ id }) => id)),
    () => new Set(doubtful),
  );
  return outcomes.map((outcome, index): Done => {
    const action = actions[index];
    if (outcome.is !== "moved" || !action || action.do === "create" || there.has(action.id)) return outcome;
    return action.do === "remove" ? { is: "done", seen: null } : { is: "gone" };
  });
}

function prepare(action: Action<Contact>, current: ReadonlyMap<string, ContactItem>, view: ContactView): Prepared<Contact> {
  if (action.do === "create") {
    const path = graphPath`/contactFolders/${view.adopted}/contacts`;
    return { requests: [{ method: "POST", path, body: newContact(action.record, action.stamp) }] };
  }
  const path = graphPath`/contacts/${action.id}`;
  const headers = { "if-match": action.version };
  if (action.do === "remove") return { requests: [{ method: "DELETE", path, headers }] };
  const unseen = changedUnseen(action);
  if (unseen) return { requests: [{ method: "PATCH", path, headers, body: unseen }] };
  const there = asDecidedOn<Contact, ContactItem>(action, current.get(action.id));
  if ("outcome" in there) return there;
  const { item } = there;
  const body = changedContact(action, item);
  if (Object.keys(body).length === 0) return { outcome: { is: "done", seen: seenContact(item, view) } };
  return { requests: [{ method: "PATCH", path, headers, body }] };
}

/**
 * The PATCH, where it can be put together without the item: no part of a list, an address or a name changes, and all categories are
 * known; null where it cannot. A first sync up and most edits are such, and reading each item again would double their cost (S2).
 */
function changedUnseen({ changes, marks, categories: known }: Update): Readonly<Record<string, unknown>> | null {
  if (needsItem(changes) || (marks && !known)) return null;
  const categories = marks && known ? markedWith(known, marks) : null;
  const body = { ...contactToGraph(changes), ...(categories ? { categories } : {}) };
  return Object.keys(body).length === 0 ? null : body;
}

/** A reply shows no extended properties (MG10): what they hold in that version is what was decided on, and what was written. */
function whole(item: ContactItem, action: Exclude<Action<Contact>, { readonly do: "remove" }>): ContactItem {
  const record = action.do === "create" ? action.record : { ...action.was, ...action.changes };
  return { ...item, ...furtherPhonesInGraph(record) };
}

function newContact(record: Contact, stamp: string): Readonly<Record<string, unknown>> {
  const { singleValueExtendedProperties: phones = [], ...others } = contactToGraph(record);
  return {
    ...withoutBlanks<GraphContact>(others),
    categories: [categoryName],
    singleValueExtendedProperties: [{ id: STAMP_PROPERTY, value: stamp }, ...phones.filter(({ value }) => value !== "")],
  };
}

function changedContact(action: Update, item: ContactItem): Readonly<Record<string, unknown>> {
  const categories = action.marks ? markedWith(item.categories, action.marks) : null;
  return { ...contactToGraph(action.changes, item), ...(categories ? { categories } : {}) };
}
