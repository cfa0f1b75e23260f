import { filterable } from "./item-view.ts";
import type { Mailbox } from "./mailbox.ts";
import type { Ordering } from "./odata/query-options.ts";
import type { StoredItem } from "./stored.ts";

/** What was put in order, as long as nothing in the mailbox has changed: paging through a list sorts it once. */
const kept = new WeakMap<Mailbox, { readonly seq: number; readonly lists: Map<string, readonly StoredItem[]> }>();

/** @param name of the collection within the mailbox */
export function inOrder(
  mailbox: Mailbox,
  name: string,
  orderBy: readonly Ordering[],
  items: () => Iterable<StoredItem>,
): readonly StoredItem[] {
  let known = kept.get(mailbox);
  if (known?.seq !== mailbox.seq) kept.set(mailbox, (known = { seq: mailbox.seq, lists: new Map() }));
  const key = `${name} ${orderBy.map(({ path, descending }) => `${path.join("/")}${descending ? "-" : "+"}`).join()}`;
  const found = known.lists.get(key);
  if (found) return found;
  const sorted = sortedItems(items(), orderBy);
  known.lists.set(key, sorted);
  return sorted;
}

/** Text without case; what is equal, in the order in which it was made. */
export function sortedItems(items: Iterable<StoredItem>, orderBy: readonly Ordering[]): readonly StoredItem[] {
  const keyed = [...items].map((item) => ({ item, keys: orderBy.map((ordering) => sortKey(item, ordering)) }));
  keyed.sort((left, right) => {
    for (const [index, ordering] of orderBy.entries()) {
      const [a, b] = [left.keys[index] ?? "", right.keys[index] ?? ""];
      if (a !== b) return (a < b ? -1 : 1) * (ordering.descending ? -1 : 1);
    }
    return left.item.key - right.item.key;
  });
  return keyed.map(({ item }) => item);
}

function sortKey(item: StoredItem, ordering: Ordering): string | number {
  let at: unknown = filterable(item).property(ordering.path[0] ?? "");
  for (const name of ordering.path.slice(1))
    at = typeof at === "object" && at !== null ? (at as Readonly<Record<string, unknown>>)[name] : null;
  if (typeof at === "number") return at;
  if (typeof at === "boolean") return at ? 1 : 0;
  return typeof at === "string" ? at.toLowerCase() : "";
}
