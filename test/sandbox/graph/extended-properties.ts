import { badRequest, GraphError } from "./graph-error.ts";
import type { Extended } from "./stored.ts";

const FORM =
  /^(?<type>[A-Za-z]+)\s+(?:\{?(?<set>[0-9a-fA-F-]{36})\}?\s+(?:Name\s+(?<name>.+)|Id\s+(?<id>0x[0-9a-fA-F]+|\d+))|(?<tag>0x[0-9a-fA-F]+))$/u;
const TYPES = [
  "ApplicationTime",
  "Binary",
  "Boolean",
  "CLSID",
  "Currency",
  "Double",
  "Error",
  "Float",
  "Integer",
  "Long",
  "Object",
  "Short",
  "String",
  "SystemTime",
];

/**
 * The one key of a property id such as `String {GUID} Name MyProp`: type and GUID count in any letter case, the name exactly.
 * @throws GraphError 400 when it is no property id.
 */
export function extendedPropertyKey(id: string): string {
  const form = FORM.exec(id.trim())?.groups;
  const type = TYPES.find((one) => [one.toLowerCase(), `${one}array`.toLowerCase()].includes(form?.["type"]?.toLowerCase() ?? ""));
  if (!form || type === undefined) throw new GraphError(400, "ErrorInvalidProperty", `The property id '${id}' is invalid.`);
  const kind = /array$/iu.test(form["type"] ?? "") ? `${type}Array` : type;
  if (form["tag"] !== undefined) return `${kind} ${form["tag"].toLowerCase()}`;
  const set = (form["set"] ?? "").toLowerCase();
  return form["name"] === undefined ? `${kind} {${set}} Id ${(form["id"] ?? "").toLowerCase()}` : `${kind} {${set}} Name ${form["name"]}`;
}

/** What a body's `singleValueExtendedProperties` and `multiValueExtendedProperties` make of those held; null and "" take one away. */
export function withExtended(held: Extended, body: Readonly<Record<string, unknown>>): Extended {
  const next: Record<string, string | readonly string[]> = { ...held };
  for (const entry of entries(body["singleValueExtendedProperties"])) {
    const key = extendedPropertyKey(entry.id);
    if (entry.value === null || entry.value === undefined || entry.value === "") delete next[key];
    else if (typeof entry.value === "string") next[key] = entry.value;
    else throw badRequest("A value of a single-value extended property must be a string.");
  }
  for (const entry of entries(body["multiValueExtendedProperties"])) {
    const key = extendedPropertyKey(entry.id);
    if (entry.value === null || entry.value === undefined) delete next[key];
    else if (Array.isArray(entry.value) && entry.value.every((one) => typeof one === "string")) next[key] = entry.value;
    else throw badRequest("A value of a multi-value extended property must be a collection of strings.");
  }
  return next;
}

/** Those of the named properties that are held, as `$expand` answers them; undefined when none is. */
export function expandedProperties(
  held: Extended,
  ids: readonly string[],
  multiple: boolean,
): readonly Readonly<Record<string, unknown>>[] | undefined {
  const found = ids.flatMap((id) => {
    const value = held[extendedPropertyKey(id)];
    return value === undefined || Array.isArray(value) !== multiple ? [] : [{ id, value }];
  });
  return found.length > 0 ? found : undefined;
}

function entries(list: unknown): readonly { readonly id: string; readonly value: unknown }[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw badRequest("Extended properties must be a collection.");
  return list.map((entry: unknown) => {
    const record = (typeof entry === "object" && entry !== null ? entry : {}) as Readonly<Record<string, unknown>>;
    const id = record["id"] ?? record["Id"] ?? record["PropertyId"];
    if (typeof id !== "string") throw badRequest("An extended property needs an id.");
    return { id, value: record["value"] ?? record["Value"] };
  });
}
