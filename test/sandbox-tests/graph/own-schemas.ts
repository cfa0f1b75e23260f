import type { ValidateFunction } from "ajv/dist/2020.js";
import { compile } from "./published-schemas.ts";

type Json = Readonly<Record<string, unknown>>;

/** A path that the published schemas do not have, with what its replies look like; `null` for a reply without a body. */
interface OwnSchema {
  readonly method: string;
  /** Written as the published ones are. */
  readonly path: string;
  readonly status: number;
  readonly schema: Json | null;
}

const published = (name: string): Json => ({ $ref: `graph#/components/schemas/microsoft.graph.${name}` });

/** An object with these properties and no others, save annotations. */
const exactly = (properties: Json, required: readonly string[] = Object.keys(properties)): Json => ({
  type: "object",
  properties,
  required,
  patternProperties: { "@": {} },
  additionalProperties: false,
});
const listOf = (entry: Json): Json => exactly({ value: { type: "array", items: entry } });

const text: Json = { type: "string" };

export const OWN_SCHEMAS: readonly OwnSchema[] = [
  { method: "GET", path: "/organization", status: 200, schema: listOf(published("organization")) },
  // One property by itself: https://learn.microsoft.com/graph/api/user-get-mailboxsettings
  { method: "GET", path: "/users/{user-id}/mailboxSettings/userPurpose", status: 200, schema: exactly({ value: text }) },
  { method: "POST", path: "/users/{user-id}/contacts/{contact-id}/permanentDelete", status: 204, schema: null },
  { method: "POST", path: "/users/{user-id}/messages/{message-id}/permanentDelete", status: 204, schema: null },
];

const compiled = new Map<OwnSchema, ValidateFunction>();

/** The check of our own for such a reply: null when it has no body, undefined when there is no schema of ours. */
export function ownCheck(method: string, path: string, status: number): ValidateFunction | null | undefined {
  const own = OWN_SCHEMAS.find((one) => one.method === method && one.path === path && one.status === status);
  if (!own) return undefined;
  if (own.schema === null) return null;
  const known = compiled.get(own);
  if (known) return known;
  const check = compile(own.schema);
  compiled.set(own, check);
  return check;
}
