import { existsSync, readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Json = Readonly<Record<string, unknown>>;

/** The published schemas lie beside the project and are not part of it: tests on them are skipped where that folder is absent. */
const FILE = new URL("../../../../shared/data/graph-openapi.json", import.meta.url);

export const hasSchemas = existsSync(FILE);

/** What the vendor says of the reply to one kind of request. */
export type Published =
  /** The schemas do not know the path, or not with this method. */
  | { readonly is: "unknown path" }
  | { readonly is: "unknown status"; readonly known: readonly string[] }
  | { readonly is: "no body" }
  /** Bytes or text of that type. */
  | { readonly is: "bytes" }
  | { readonly is: "json"; readonly check: ValidateFunction };

let opened: { readonly document: Json; readonly ajv: Ajv2020 } | null = null;

/** Opened at the first look: most test files never ask a stand-in anything. */
function schemas(): { readonly document: Json; readonly ajv: Ajv2020 } {
  if (opened) return opened;
  const document = JSON.parse(readFileSync(FILE, "utf8")) as Json;
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  ajv.addKeyword({
    keyword: "x-exactly-one-of",
    type: "object",
    schemaType: "array",
    validate: (names: readonly string[], data: Json) => names.filter((name) => data[name] !== undefined).length === 1,
  });
  ajv.addSchema(document, "graph");
  return (opened = { document, ajv });
}

const compiled = new Map<string, Published>();

/** @param path as in the schema file: `/users/{user-id}/messages/{message-id}`. */
export function published(path: string, method: string, status: number): Published {
  const key = `${method} ${path} ${status}`;
  const known = compiled.get(key);
  if (known) return known;
  const found = find(path, method, status);
  compiled.set(key, found);
  return found;
}

function find(path: string, method: string, status: number): Published {
  const { document, ajv } = schemas();
  const operation = below(document, "paths", path, method.toLowerCase());
  if (!operation) return { is: "unknown path" };
  const responses = below(operation, "responses") ?? {};
  const response = below(responses, String(status));
  if (!response) return { is: "unknown status", known: Object.keys(responses) };
  const content = Object.keys(below(response, "content") ?? {});
  if (content.length === 0) return { is: "no body" };
  if (!content.includes("application/json")) return { is: "bytes" };
  const escaped = path.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
  const place = `/paths/${escaped}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
  return { is: "json", check: ajv.compile({ $ref: `graph#${place}` }) };
}

let errorCheck: ValidateFunction | null = null;

/** What every error looks like, whatever was asked. */
export function checkError(body: unknown): string | null {
  errorCheck ??= schemas().ajv.compile({ $ref: "graph#/components/schemas/graph.error" });
  return errorCheck(body) ? null : faultsOf(errorCheck.errors);
}

/** Every path of the schemas. */
export const publishedPaths = (): readonly string[] => Object.keys(below(schemas().document, "paths") ?? {});

/** A schema of our own, which may refer to the published ones as `graph#/components/schemas/…`. */
export const compile = (schema: Json): ValidateFunction => schemas().ajv.compile(schema);

/** What is wrong, in a line. The places of list entries are left out, as the same mistake in each of a thousand is one mistake. */
export function faultsOf(errors: readonly ErrorObject[] | null | undefined): string {
  const telling = (errors ?? []).filter((error) => !["anyOf", "oneOf"].includes(error.keyword));
  const lines = telling.map(
    (error) => `${error.instancePath.replaceAll(/\/\d+/gu, "/…")} ${error.message ?? error.keyword} ${JSON.stringify(error.params)}`,
  );
  return [...new Set(lines)].slice(0, 6).join("; ");
}

function below(from: unknown, ...names: readonly string[]): Json | undefined {
  let here = from;
  for (const name of names) here = (here as Json | undefined)?.[name];
  return here as Json | undefined;
}
