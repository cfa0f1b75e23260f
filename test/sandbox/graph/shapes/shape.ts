import { GraphError } from "../graph-error.ts";
import type { Fields } from "../stored.ts";

/** What a property holds on the wire. */
export type PropertyType =
  | { readonly is: "text" }
  | { readonly is: "boolean" }
  | { readonly is: "number" }
  | { readonly is: "instant" }
  | { readonly is: "duration" }
  | { readonly is: "binary" }
  | { readonly is: "enum"; readonly values: readonly string[] }
  | { readonly is: "complex"; readonly shape: ComplexShape }
  | { readonly is: "list"; readonly of: PropertyType; readonly max?: number };

/**
 * When a caller may set a property: always; only while the message is a draft; only when the item is made; or never, in which case
 * what is sent is passed over, as Exchange passes over the read-only properties of a body that was read before.
 */
export type Writable = "always" | "draft" | "create" | "never";

export interface Property {
  readonly type: PropertyType;
  readonly write: Writable;
  /** Only on request by `$select`. */
  readonly onDemand?: boolean;
}

export type ComplexShape = Readonly<Record<string, PropertyType>>;

export interface Shape {
  /** As the metadata calls it: `message`. */
  readonly typeName: string;
  readonly properties: Readonly<Record<string, Property>>;
  /** Present only when expanded; taken in bodies by their own rules. */
  readonly navigations: readonly string[];
}

export const text: PropertyType = { is: "text" };
export const flag: PropertyType = { is: "boolean" };
export const number: PropertyType = { is: "number" };
export const instant: PropertyType = { is: "instant" };
export const texts: PropertyType = { is: "list", of: text };

export const oneOf = (...values: readonly string[]): PropertyType => ({ is: "enum", values });
export const complex = (shape: ComplexShape): PropertyType => ({ is: "complex", shape });
export const listOf = (of: PropertyType, max?: number): PropertyType => (max === undefined ? { is: "list", of } : { is: "list", of, max });

export const always = (type: PropertyType): Property => ({ type, write: "always" });
export const draft = (type: PropertyType): Property => ({ type, write: "draft" });
export const atCreation = (type: PropertyType): Property => ({ type, write: "create" });
export const readOnly = (type: PropertyType): Property => ({ type, write: "never" });

export interface Reading {
  readonly creating: boolean;
  /** Whether properties that only drafts may change can be changed. */
  readonly draft: boolean;
}

const refused = (message: string): GraphError => new GraphError(400, "RequestBodyRead", message);

/**
 * The settable properties of a body: names in camelCase or PascalCase, enums in any letter case, replies' spelling made of both (MG1).
 * Navigations are left to the caller. @throws GraphError 400 on unknown properties, wrong types, and what may not be set.
 */
export function readBody(shape: Shape, body: unknown, reading: Reading): Fields {
  const read: Record<string, unknown> = {};
  for (const [sent, value] of Object.entries(record(body, shape.typeName))) {
    if (sent.includes("@")) continue;
    const name = settledName(sent, shape.properties);
    const property = Object.hasOwn(shape.properties, name) ? shape.properties[name] : undefined;
    if (!property) {
      if (shape.navigations.some((one) => one.toLowerCase() === name.toLowerCase())) continue;
      throw refused(
        `The property '${sent}' does not exist on type 'microsoft.graph.${shape.typeName}'. Make sure to only use property names that are defined by the type or mark the type as open type.`,
      );
    }
    const converted = convert(value, property.type, name);
    if (property.write === "never") continue;
    if (property.write === "draft" && !reading.creating && !reading.draft)
      throw new GraphError(400, "ErrorInvalidPropertySet", `Set action is invalid for property. Property: ${name}`);
    if (property.write === "create" && !reading.creating)
      throw new GraphError(400, "ErrorInvalidPropertySet", `Set action is invalid for property. Property: ${name}`);
    read[name] = converted;
  }
  return read;
}

/** A body's navigation or action parameter, under its camelCase or PascalCase name. */
export function parameter(body: unknown, name: string): unknown {
  const found = record(body, "parameters");
  return found[name] ?? found[name.charAt(0).toUpperCase() + name.slice(1)];
}

/** @throws GraphError 400 unless the body is a JSON object. */
export function record(body: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Readonly<Record<string, unknown>>;
  throw refused(`Empty Payload. JSON content expected (microsoft.graph.${what}).`);
}

function convert(value: unknown, type: PropertyType, name: string): unknown {
  if (value === null) return type.is === "list" ? [] : null;
  switch (type.is) {
    case "text":
      if (typeof value === "string") return value;
      break;
    case "boolean":
      if (typeof value === "boolean") return value;
      break;
    case "number":
      if (typeof value === "number") return value;
      break;
    case "instant":
      if (typeof value === "string" && !Number.isNaN(Date.parse(value)))
        return value.length <= 10 ? `${value}T00:00:00Z` : `${new Date(value).toISOString().slice(0, 19)}Z`;
      break;
    case "duration":
      if (typeof value === "string" && value.startsWith("P")) return value;
      break;
    case "binary":
      if (typeof value === "string" && /^[A-Za-z0-9+/]*={0,2}$/u.test(value)) return value;
      break;
    case "enum": {
      const found = typeof value === "string" ? type.values.find((one) => one.toLowerCase() === value.toLowerCase()) : undefined;
      if (found !== undefined) return found;
      throw refused(`Requested value '${String(value)}' was not found.`);
    }
    case "complex":
      return convertComplex(value, type.shape, name);
    case "list":
      if (!Array.isArray(value)) break;
      if (type.max !== undefined && value.length > type.max) {
        throw new GraphError(400, "ErrorPropertyValidationFailure", `The property '${name}' takes at most ${type.max} entries.`);
      }
      if (value.includes(null)) throw refused(`A null value was found in the collection '${name}', which does not allow null values.`);
      return value.map((one) => convert(one, type.of, name));
  }
  throw refused(`Cannot convert a value of property '${name}' to the expected type '${type.is}'.`);
}

function convertComplex(value: unknown, shape: ComplexShape, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refused(`Cannot convert a value of property '${name}' to the expected complex type.`);
  const converted: Record<string, unknown> = {};
  for (const [sent, part] of Object.entries(value)) {
    if (sent.includes("@")) continue;
    const key = settledName(sent, shape);
    const type = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!type) throw refused(`The property '${sent}' does not exist on the type of '${name}'.`);
    converted[key] = convert(part, type, `${name}/${key}`);
  }
  return converted;
}

/** In any letter case: the docs' own requests send PascalCase, and PnPjs, which is tested against the real thing, sends `surName`. */
function settledName(sent: string, known: Readonly<Record<string, unknown>>): string {
  if (Object.hasOwn(known, sent)) return sent;
  const folded = sent.toLowerCase();
  return Object.keys(known).find((name) => name.toLowerCase() === folded) ?? sent;
}
