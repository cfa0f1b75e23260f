import type { Call, GraphReply, MailboxCall } from "./call.ts";
import { context, ok } from "./call.ts";
import { badRequest, GraphError } from "./graph-error.ts";
import { wantedTerms } from "./item-index.ts";
import { inOrder, sortedItems } from "./item-order.ts";
import { filterable } from "./item-view.ts";
import { predicate, type FilterRules, type Predicate } from "./odata/filter-predicate.ts";
import type { Filter, Operand } from "./odata/filter-syntax.ts";
import type { Ordering } from "./odata/query-options.ts";
import type { StoredItem } from "./stored.ts";

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 1000;

export interface ListRules extends FilterRules {
  /** The order when none is asked for. */
  readonly order: Ordering;
  readonly contextPath: string;
}

/** Where the items of a list come from. */
export interface ItemSource {
  /** Of the collection, within the mailbox: nothing else may be called so. */
  readonly name: string;
  all(): Iterable<StoredItem>;
  holds(item: StoredItem): boolean;
}

/** One page of a list of items: filtered, ordered, cut; a nextLink when there is more. */
export function answerItems(
  call: MailboxCall,
  items: Iterable<StoredItem> | ItemSource,
  rules: ListRules,
  show: (item: StoredItem) => Readonly<Record<string, unknown>>,
): GraphReply {
  const { options } = call;
  if (options.search !== null) throw badRequest("The query parameter '$search' is not supported for this resource.");
  const test: Predicate | null = options.filter === null ? null : predicate(options.filter, rules);
  checkOrder(options.filter, options.orderBy, rules);
  const found = matching(call, items, options.orderBy.length > 0 ? options.orderBy : [rules.order], test);
  return answerPage(call, found, rules.contextPath, show);
}

function matching(
  call: MailboxCall,
  items: Iterable<StoredItem> | ItemSource,
  orderBy: readonly Ordering[],
  test: Predicate | null,
): readonly StoredItem[] {
  const { mailbox, options } = call;
  const passes = (item: StoredItem): boolean => test === null || test(filterable(item));
  if (!("holds" in items)) return sortedItems(test === null ? items : [...items].filter(passes), orderBy);
  const terms = options.filter === null ? null : wantedTerms(options.filter);
  if (terms)
    return sortedItems(
      mailbox.itemsHolding(terms).filter((item) => items.holds(item) && passes(item)),
      orderBy,
    );
  const all = inOrder(mailbox, items.name, orderBy, () => items.all());
  if (test === null) return all;
  // What lies behind the page is not looked at, unless it is to be counted.
  const enough = options.count ? Infinity : options.skip + pageSize(call) + 1;
  return all.values().filter(passes).take(enough).toArray();
}

const pageSize = (call: Call, otherwise = DEFAULT_PAGE): number => call.options.top ?? call.prefer.maxPageSize ?? otherwise;

/** One page of what is already in order. */
export function answerPage<T>(
  call: Call,
  found: readonly T[],
  contextPath: string,
  show: (one: T) => Readonly<Record<string, unknown>>,
  defaultPage = DEFAULT_PAGE,
): GraphReply {
  const { options } = call;
  if (options.top !== null && options.top > LARGEST_PAGE) {
    throw badRequest(
      `The limit of '${LARGEST_PAGE}' for Top query has been exceeded. The value from the incoming request is '${options.top}'.`,
    );
  }
  const size = pageSize(call, defaultPage);
  const page = found.slice(options.skip, options.skip + size);
  const more = found.length > options.skip + size;
  return ok(
    {
      "@odata.context": context(call, contextPath),
      ...(options.count ? { "@odata.count": found.length } : {}),
      value: page.map(show),
      ...(more ? { "@odata.nextLink": nextLink(call, options.skip + size) } : {}),
    },
    {},
  );
}

function nextLink(call: Call, skip: number): string {
  const query = new URLSearchParams(call.request.query);
  for (const name of [...query.keys()]) if (name.replace(/^\$/u, "").toLowerCase() === "skip") query.delete(name);
  query.set("$skip", String(skip));
  const text = query.toString().replaceAll("%24", "$").replaceAll("+", "%20");
  return `${call.world.baseUrl()}/v1.0${call.request.path}?${text}`;
}

/** Properties ordered by must come in the filter, first and in the same order (api/user-list-messages). @throws GraphError 400 InefficientFilter. */
function checkOrder(filter: Filter | null, orderBy: readonly Ordering[], rules: FilterRules): void {
  for (const ordering of orderBy) {
    if (!rules.has(ordering.path[0] ?? ""))
      throw badRequest(`Could not find a property named '${ordering.path.join("/")}' on type 'microsoft.graph.${rules.typeName}'.`);
  }
  if (filter === null || orderBy.length === 0) return;
  const filtered = [...new Set(pathsOf(filter))];
  if (!orderBy.every((ordering, index) => filtered[index] === ordering.path.join("/"))) {
    throw new GraphError(400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
  }
}

function pathsOf(filter: Filter): readonly string[] {
  const path = (operand: Operand): readonly string[] =>
    operand.is === "path" ? [operand.path.join("/")] : operand.is === "folded" || operand.is === "cast" ? path(operand.of) : [];
  switch (filter.is) {
    case "and":
    case "or":
      return [...pathsOf(filter.left), ...pathsOf(filter.right)];
    case "not":
      return pathsOf(filter.of);
    case "compare":
    case "call":
      return [...path(filter.left), ...path(filter.right)];
    case "in":
      return path(filter.left);
    case "bare":
      return path(filter.operand);
    case "any":
    case "all":
      return [filter.path.join("/")];
  }
}
