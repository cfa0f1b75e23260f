import type { MailboxCall } from "./call.ts";
import type { Filterable } from "./odata/filter-predicate.ts";
import { encodeId } from "./ids.ts";
import { badRequest, GraphError, itemNotFound, malformedId, noSuchProperty, notCovered } from "./graph-error.ts";
import { decodeId, type IdForm } from "./ids.ts";
import { TOUCHES_KEPT, type Mailbox } from "./mailbox.ts";
import { expandedProperties } from "./extended-properties.ts";
import { idsNamed, type Expansion } from "./odata/query-options.ts";
import type { Shape } from "./shapes/shape.ts";
import type { Extended, ItemKind, StoredGone, StoredItem } from "./stored.ts";

/** The bare change key of an item: what its ETag quotes. */
export function changeKey(item: { readonly key: number; readonly version: number; readonly seq: number }): string {
  const bytes = Buffer.from("0900000016000000b8a1f407108a82496d0fa2df00000000000000", "hex");
  bytes.writeUInt32BE(item.key % 0xffffffff, 15);
  bytes.writeUInt32BE(item.seq % 0xffffffff, 19);
  bytes.writeUInt32BE(item.version % 0xffffffff, 23);
  return bytes.toString("base64");
}

export const etag = (item: StoredItem): string => `W/"${changeKey(item)}"`;

/** To Do tasks have one id only; everything else the form that was asked for. */
export function itemId(item: StoredItem, form: IdForm): string {
  const { kind, mailbox, key, generation, occurrence } = item;
  const reference = { kind, mailbox, key: occurrence?.master ?? key, generation, part: occurrence?.part ?? 0 };
  return encodeId(reference, kind === "task" ? "default" : form);
}

export function goneId(gone: StoredGone, form: IdForm): string {
  const { kind, mailbox, key, generation, occurrence } = gone;
  const reference = { kind, mailbox, key: occurrence?.master ?? key, generation, part: occurrence?.part ?? 0 };
  return encodeId(reference, kind === "task" || kind === "folder" ? "default" : form);
}

/** The item that an id names. @throws GraphError 400 or 404. */
export function findItem(mailbox: Mailbox, id: string, kind: ItemKind): StoredItem {
  const reference = decodeId(id);
  if (!reference) throw malformedId();
  if (kind === "event" && reference.part !== 0) throw notCovered("This, of one occurrence of a series,");
  const item = reference.mailbox === mailbox.user && reference.kind === kind ? mailbox.item(reference.key) : undefined;
  if (!item || item.kind !== kind || (reference.generation !== null && reference.generation !== item.generation)) throw itemNotFound();
  return item;
}

/** A property as filters and orders see it. */
export function filterable(item: StoredItem): Filterable {
  return {
    extended: item.extended,
    property(name) {
      switch (name) {
        case "id":
          return itemId(item, "default");
        case "createdDateTime":
          return item.created;
        case "lastModifiedDateTime":
          return item.modified;
        case "parentFolderId":
          return item.folderId;
        case "changeKey":
          return changeKey(item);
        case "start":
          return { dateTime: item.fields["startsAt"], timeZone: "UTC" };
        case "end":
          return { dateTime: item.fields["endsAt"], timeZone: "UTC" };
        default:
          return item.fields[name];
      }
    },
  };
}

/** Which properties a reply shows: all, or those selected. @throws GraphError 400 on one that the type does not have. */
export function selection(shape: Shape, select: readonly string[] | null): ReadonlySet<string> | null {
  if (select === null || select.includes("*")) return null;
  const chosen = new Set<string>();
  for (const asked of select) {
    const [name = ""] = asked.split("/");
    const found = Object.keys(shape.properties).find((one) => one.toLowerCase() === name.toLowerCase());
    if (found === undefined && !shape.navigations.includes(name)) throw noSuchProperty(asked, shape.typeName);
    chosen.add(found ?? name);
  }
  return chosen;
}

/** Those entries of an object which are shown; what starts with `@` and the id always are. */
export function picked(
  whole: Readonly<Record<string, unknown>>,
  chosen: ReadonlySet<string> | null,
  shape: Shape,
): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const name of Object.keys(whole)) {
    const property = shape.properties[name];
    const show = chosen === null ? property?.onDemand !== true : chosen.has(name);
    if (!name.startsWith("@") && name !== "id" && !show) continue; // Bodies are made when read: not for a list of ids.
    const value = whole[name];
    if (value !== undefined) shown[name] = value;
  }
  return shown;
}

/** The expanded extended properties of whatever holds them; what an expansion does not know is left to the caller. */
export function expandExtended(held: Extended, expand: readonly Expansion[]): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const expansion of expand) {
    const name = expansion.name.toLowerCase();
    if (name === "singlevalueextendedproperties")
      Object.assign(shown, optional("singleValueExtendedProperties", expandedProperties(held, idsNamed(expansion.filter), false)));
    if (name === "multivalueextendedproperties")
      Object.assign(shown, optional("multiValueExtendedProperties", expandedProperties(held, idsNamed(expansion.filter), true)));
  }
  return shown;
}

const EXTENDED = ["singlevalueextendedproperties", "multivalueextendedproperties"];

/**
 * @param more what can be expanded besides extended properties, in lower case
 * @throws GraphError 400 on an expansion that the type does not have, 501 on one that is not covered.
 */
export function checkExpand(expand: readonly Expansion[], shape: Shape, more: readonly string[] = []): void {
  for (const { name } of expand) {
    if (!shape.navigations.some((one) => one.toLowerCase() === name.toLowerCase())) {
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${shape.typeName}'.`,
      );
    }
    if (![...EXTENDED, ...more].includes(name.toLowerCase())) throw notCovered(`$expand=${name} of ${shape.typeName}`);
  }
}

/** @throws GraphError 412 when `If-Match` names another version than the present one, or when a test asked for a spurious conflict (MG17). */
export function checkMatch(call: MailboxCall, item: StoredItem): void {
  const wanted = call.request.headers["if-match"];
  const conflict = (): GraphError =>
    new GraphError(
      412,
      "ErrorIrresolvableConflict",
      "The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.",
    );
  if (wanted !== undefined && wanted.trim() !== "*" && wanted.trim() !== etag(item)) throw conflict();
  if (call.world.switches.spontaneousConflicts > 0) {
    call.world.switches.spontaneousConflicts -= 1;
    throw conflict();
  }
}

/** The properties that changed after `since`, or null when that is no longer known. */
export function changedSince(item: StoredItem, since: number): readonly string[] | null {
  const later = item.touches.filter((touch) => touch.seq > since);
  if (later.length === TOUCHES_KEPT) return null;
  return [...new Set(later.flatMap((touch) => touch.names))];
}

function optional(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === undefined ? {} : { [name]: value };
}
