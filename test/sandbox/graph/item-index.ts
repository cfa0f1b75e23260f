import { extendedPropertyKey } from "./extended-properties.ts";
import { comparable } from "./odata/filter-predicate.ts";
import type { Filter, Literal, Operand } from "./odata/filter-syntax.ts";
import type { StoredItem } from "./stored.ts";

interface Email {
  readonly address?: string | null;
}

/** Properties by whose value an item is found without looking at the others. */
const INDEXED: ReadonlySet<string> = new Set(["internetMessageId", "conversationId", "transactionId", "iCalUId"]);

/** Finds the items of a mailbox by values that they hold, so that a filter on one of ten thousand need not look at all. */
export class ItemIndex {
  readonly #keys = new Map<string, Set<number>>();

  /** An item came (`before` undefined), changed, or went (`after` undefined). */
  replace(before: StoredItem | undefined, after: StoredItem | undefined): void {
    if (before && after && before.fields === after.fields && before.extended === after.extended) return;
    const [old, next] = [new Set(before ? termsOf(before) : []), new Set(after ? termsOf(after) : [])];
    for (const term of old) {
      if (next.has(term)) continue;
      const keys = this.#keys.get(term);
      keys?.delete(before?.key ?? 0);
      if (keys?.size === 0) this.#keys.delete(term);
    }
    for (const term of next) {
      if (old.has(term)) continue;
      let keys = this.#keys.get(term);
      if (!keys) this.#keys.set(term, (keys = new Set<number>()));
      keys.add(after?.key ?? 0);
    }
  }

  /** The keys of the items that hold one of the terms. */
  find(terms: readonly string[]): ReadonlySet<number> {
    return new Set(terms.flatMap((term) => [...(this.#keys.get(term) ?? [])]));
  }
}

const term = (name: string, value: unknown): string => `${name}=${String(comparable(value))}`;

function termsOf(item: StoredItem): readonly string[] {
  const { fields, extended } = item;
  const terms: string[] = [];
  for (const name of INDEXED) if (typeof fields[name] === "string") terms.push(term(name, fields[name]));
  for (const category of (fields["categories"] ?? []) as readonly unknown[]) terms.push(term("categories", category));
  for (const email of (fields["emailAddresses"] ?? []) as readonly Email[]) terms.push(term("emailAddresses/address", email.address));
  for (const [key, value] of Object.entries(extended)) if (typeof value === "string") terms.push(term(`extended ${key}`, value));
  return terms;
}

/** The terms of which whatever passes the filter must hold at least one; null when the filter does not ask for any by value. */
export function wantedTerms(filter: Filter): readonly string[] | null {
  switch (filter.is) {
    case "and":
      return wantedTerms(filter.left) ?? wantedTerms(filter.right);
    case "or": {
      const [left, right] = [wantedTerms(filter.left), wantedTerms(filter.right)];
      return left && right ? [...left, ...right] : null;
    }
    case "compare": {
      const equal = filter.operator === "eq" ? equality(filter.left, filter.right) : null;
      return equal && INDEXED.has(equal.path) ? [term(equal.path, equal.value)] : null;
    }
    case "any":
      return filter.of === null ? null : termsWithin(filter.path.join("/"), filter.variable, filter.of);
    default:
      return null;
  }
}

/** `categories/any(c:c eq '…')`, `emailAddresses/any(a:a/address eq '…')`, and an extended property with its value. */
function termsWithin(collection: string, variable: string, of: Filter): readonly string[] | null {
  if (collection.toLowerCase() === "singlevalueextendedproperties" && of.is === "and") {
    const [id, held] = [of.left, of.right].map((one) =>
      one.is === "compare" && one.operator === "eq" ? equality(one.left, one.right) : null,
    );
    if (id?.path !== `${variable}/id` || held?.path !== `${variable}/value` || typeof id.value !== "string") return null;
    return [term(`extended ${extendedPropertyKey(id.value)}`, held.value)];
  }
  const equal = of.is === "compare" && of.operator === "eq" ? equality(of.left, of.right) : null;
  if (collection === "categories" && equal?.path === variable) return [term("categories", equal.value)];
  if (collection === "emailAddresses" && equal?.path === `${variable}/address`) return [term("emailAddresses/address", equal.value)];
  return null;
}

/** A path and the text that it must equal. */
function equality(left: Operand, right: Operand): { readonly path: string; readonly value: Literal } | null {
  if (left.is !== "path" || right.is !== "literal" || typeof right.value !== "string") return null;
  return { path: left.path.join("/"), value: right.value };
}
