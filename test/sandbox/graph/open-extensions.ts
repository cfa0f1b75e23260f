import { GraphError } from "./graph-error.ts";
import type { Filter } from "./odata/filter-syntax.ts";
import { idsNamed, type Expansion } from "./odata/query-options.ts";
import { record } from "./shapes/shape.ts";
import type { Fields, StoredItem } from "./stored.ts";

/** What Outlook puts before the name of an extension to make its id; both are taken in paths and filters. */
const ID_PREFIX = "Microsoft.OutlookServices.OpenTypeExtension.";
const LARGEST = 64 * 1024;

/** The extensions that lie on an item, each with `extensionName` and whatever its author wrote. */
export const extensionsOf = (item: StoredItem): readonly Fields[] => item.extensions ?? [];

/** @throws GraphError 400 when it has no name, or a property that cannot be. */
export function readExtension(sent: unknown): Fields {
  const body = record(sent, "openTypeExtension");
  const type = body["@odata.type"];
  if (type !== undefined && !/^#?microsoft\.graph\.openTypeExtension$/iu.test(String(type)))
    throw new GraphError(400, "RequestBodyRead", `The type '${String(type)}' is not an extension.`);
  const name = body["extensionName"];
  if (typeof name !== "string" || !/^[A-Za-z][\w.]*$/u.test(name))
    throw new GraphError(400, "ErrorInvalidRequest", "The extension needs an extensionName.");
  return { extensionName: name, ...content(body) };
}

/** Those given along with a new item. @throws GraphError 400 */
export function postedExtensions(body: Fields): readonly Fields[] {
  const sent = body["extensions"] ?? [];
  if (!Array.isArray(sent)) throw new GraphError(400, "RequestBodyRead", "extensions must be a collection.");
  return sent.map(readExtension);
}

/** What an author wrote, without what is Graph's own. */
export function content(body: Fields): Fields {
  if (JSON.stringify(body).length > LARGEST) throw new GraphError(400, "ErrorPropertyValidationFailure", "The extension is too large.");
  return Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes("@") && name !== "id" && name !== "extensionName"));
}

/** Adds one, or replaces the one of its name. */
export function withExtension(list: readonly Fields[], one: Fields): readonly Fields[] {
  return [...list.filter((other) => !sameName(other, String(one["extensionName"]))), one];
}

/** By name or id, in any letter case. */
export function sameName(extension: Fields, nameOrId: string): boolean {
  const name = String(extension["extensionName"]).toLowerCase();
  return [name, `${ID_PREFIX}${name}`.toLowerCase()].includes(nameOrId.toLowerCase());
}

export function extensionView(extension: Fields): Record<string, unknown> {
  const { extensionName, ...own } = extension;
  return { "@odata.type": "#microsoft.graph.openTypeExtension", extensionName, id: `${ID_PREFIX}${String(extensionName)}`, ...own };
}

/** What `$expand=extensions`, with or without a filter on their ids, adds to an item. */
export function expandExtensions(item: StoredItem, expand: readonly Expansion[]): Record<string, unknown> {
  const expansion = expand.find((one) => one.name.toLowerCase() === "extensions");
  if (!expansion) return {};
  const wanted: (one: Fields) => boolean = expansion.filter ? named(expansion.filter) : () => true;
  return { extensions: extensionsOf(item).filter(wanted).map(extensionView) };
}

function named(filter: Filter): (one: Fields) => boolean {
  const ids = idsNamed(filter);
  return (one) => ids.some((id) => sameName(one, id));
}
