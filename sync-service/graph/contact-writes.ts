import type { Contact } from "../../shared/records/contact.ts";
import { categoryName } from "../../shared/records/names.ts";
import type { Action, Outcome } from "../cycle/side.ts";
import { contactToGraph, needsItem } from "../mappings/contact.ts";
import type { GraphContact } from "../mappings/wire/graph-contact.ts";
import type { BatchReply, BatchRequest } from "./batch.ts";
import { markedWith } from "./categories.ts";
import type { Graph } from "./client.ts";
import { adoptedMissing } from "./contact-folders.ts";
import { seenContact, STAMP_PROPERTY, type ContactItem } from "./contact-items.ts";
import { failureOf, refuseAll, withoutBlanks } from "./item-writes.ts";
import { graphPath } from "./path.ts";

export interface ContactWritePorts {
  readonly graph: Graph;
  readonly adopted: string;
  /** The item in that very version, when it was met not long ago. */
  readonly remembered: (id: string, version: string) => ContactItem | null;
  readonly readItems: (ids: readonly string[]) => Promise<readonly ContactItem[]>;
}

type Done = Outcome<Contact>;
type Update = Extract<Action<Contact>, { readonly do: "update" }>;
type Prepared = { readonly request: BatchRequest } | { readonly outcome: Done };

/**
 * Twenty writes a request, each with If-Match, and only what changes (P3, P9). Lists, addresses and categories are replaced as a
 * whole by Exchange, so an update of these rests on the item in the version decided on: as met, or else read again first. A reply holds the
 * item as it stands then, so nothing is read back.
 */
export async function writeContacts(actions: readonly Action<Contact>[], ports: ContactWritePorts): Promise<readonly Done[]> {
  const current = await currentItems(actions, ports);
  const prepared = actions.map((action) => prepare(action, current, ports.adopted));
  const replies = await ports.graph.batch(prepared.flatMap((one) => ("request" in one ? [one.request] : [])));
  refuseAll(replies);
  let next = 0;
  const outcomes = prepared.map((one, index): Done => {
    if ("outcome" in one) return one.outcome;
    const reply = replies[next++];
    const action = actions[index];
    return action && reply ? outcomeOf(action, reply, ports.adopted) : { is: "unknown" };
  });
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

async function currentItems(actions: readonly Action<Contact>[], ports: ContactWritePorts): Promise<ReadonlyMap<string, ContactItem>> {
  const known = new Map<string, ContactItem>();
  const wanted: string[] = [];
  for (const action of actions) {
    if (action.do !== "update" || changedUnseen(action)) continue;
    const item = ports.remembered(action.id, action.version);
    if (item) known.set(action.id, item);
    else wanted.push(action.id);
  }
  for (const item of await ports.readItems(wanted)) known.set(item.id, item);
  return known;
}

function prepare(action: Action<Contact>, current: ReadonlyMap<string, ContactItem>, adopted: string): Prepared {
  switch (action.do) {
    case "create":
      return {
        request: { method: "POST", path: graphPath`/contactFolders/${adopted}/contacts`, body: newContact(action.record, action.stamp) },
      };
    case "remove":
      return { request: { method: "DELETE", path: graphPath`/contacts/${action.id}`, headers: { "if-match": action.version } } };
    case "update": {
      const path = graphPath`/contacts/${action.id}`;
      const headers = { "if-match": action.version };
      const unseen = changedUnseen(action);
      if (unseen) return { request: { method: "PATCH", path, headers, body: unseen } };
      const item = current.get(action.id);
      if (!item) return { outcome: { is: "gone" } };
      if (item["@odata.etag"] !== action.version) return { outcome: { is: "moved" } };
      const body = changedContact(action, item);
      if (Object.keys(body).length === 0) return { outcome: { is: "done", seen: seenContact(item, adopted) } };
      return { request: { method: "PATCH", path, headers, body } };
    }
  }
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

function newContact(record: Contact, stamp: string): Readonly<Record<string, unknown>> {
  return {
    ...withoutBlanks<GraphContact>(contactToGraph(record)),
    categories: [categoryName],
    singleValueExtendedProperties: [{ id: STAMP_PROPERTY, value: stamp }],
  };
}

function changedContact(action: Update, item: ContactItem): Readonly<Record<string, unknown>> {
  const categories = action.marks ? markedWith(item.categories, action.marks) : null;
  return { ...contactToGraph(action.changes, item), ...(categories ? { categories } : {}) };
}

function outcomeOf(action: Action<Contact>, reply: BatchReply, adopted: string): Done {
  if (reply.error) return failureOf(action, reply.error, (cause) => adoptedMissing(cause).problem);
  if (action.do === "remove") return { is: "done", seen: null };
  return { is: "done", seen: seenContact(reply.body as ContactItem, adopted) };
}
