import { GraphError, notCovered } from "../graph-error.ts";
import { filterable } from "../item-view.ts";
import { predicate } from "../odata/filter-predicate.ts";
import { parseFilter } from "../odata/filter-syntax.ts";
import { contactShape } from "../shapes/contact-shape.ts";
import { eventShape } from "../shapes/event-shape.ts";
import { messageShape } from "../shapes/message-shape.ts";
import type { Shape } from "../shapes/shape.ts";
import { taskShape } from "../shapes/task-shapes.ts";
import type { ItemKind, StoredItem } from "../stored.ts";

const SHAPES: Readonly<Record<ItemKind, Shape>> = { message: messageShape, contact: contactShape, event: eventShape, task: taskShape };

/** The `$filter` in the resource of a subscription, or null. @throws GraphError 400 on one that cannot be, and on other options */
export function filterOf(resource: string, kind: ItemKind): string | null {
  const query = new URLSearchParams(resource.split("?")[1] ?? "");
  for (const name of query.keys()) {
    if (name.toLowerCase() === "$select") throw notCovered("A $select in the resource of a subscription");
    if (name.toLowerCase() !== "$filter" || kind === "task")
      throw new GraphError(400, "InvalidRequest", `The query parameter '${name}' is not supported in the resource of a subscription.`);
  }
  const filter = query.get("$filter");
  if (filter !== null) passes(filter, kind);
  return filter;
}

/** A test of items by that filter; no filter passes all. */
export function passes(filter: string | null, kind: ItemKind): (item: StoredItem) => boolean {
  if (filter === null) return () => true;
  const { typeName, properties } = SHAPES[kind];
  const test = predicate(parseFilter(filter), { typeName, has: (name) => name in properties, collections: ["categories"] });
  return (item) => test(filterable(item));
}
