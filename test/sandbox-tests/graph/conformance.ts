import { existsSync, readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Json = Readonly<Record<string, unknown>>;

/** The published schemas lie beside the project and are not part of it: tests on them are skipped where that folder is absent. */
const FILE = new URL("../../../../shared/data/graph-openapi.json", import.meta.url);

export const hasSchemas = existsSync(FILE);

const document = hasSchemas ? (JSON.parse(readFileSync(FILE, "utf8")) as Json) : null;
const compiled = new Map<string, ValidateFunction>();
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
if (document) ajv.addSchema(document, "graph");

/**
 * @param path as in the schema file: `/users/{user-id}/messages/{message-id}`.
 * @throws Error naming each part of the body that the published schema does not allow; unknown properties are refused.
 */
export function assertConforms(path: string, method: string, status: number, body: unknown): void {
  if (!document) return;
  const key = `${method} ${path} ${status}`;
  let validate = compiled.get(key);
  if (!validate) {
    validate = ajv.compile({ $ref: `graph#${pointer(path, method, status)}` });
    compiled.set(key, validate);
  }
  if (!validate(body)) {
    const faults = (validate.errors ?? []).filter((error) => !["anyOf", "oneOf"].includes(error.keyword)).slice(0, 8);
    throw new Error(
      `${key} does not conform: ${faults.map((error) => `${error.instancePath} ${error.message ?? ""} ${JSON.stringify(error.params)}`).join("; ")}`,
    );
  }
}

function pointer(path: string, method: string, status: number): string {
  const operation = at(at(document, "paths"), path, method.toLowerCase());
  const responses = at(operation, "responses");
  const name = responses[String(status)] === undefined ? "default" : String(status);
  const escaped = path.replaceAll("~", "~0").replaceAll("/", "~1").replaceAll("{", "%7B").replaceAll("}", "%7D");
  const direct = `/paths/${escaped}/${method.toLowerCase()}/responses/${name}`;
  if (name === "default") return "/components/schemas/graph.error";
  return `${direct}/content/application~1json/schema`;
}

/** @throws Error when the schema file does not know the operation: then the test names a wrong path. */
function at(from: unknown, ...names: readonly string[]): Json {
  let here = from;
  for (const name of names) {
    here = (here as Json | undefined)?.[name];
    if (here === undefined) throw new Error(`the published schemas have no ${names.join(" ")}`);
  }
  return here as Json;
}
