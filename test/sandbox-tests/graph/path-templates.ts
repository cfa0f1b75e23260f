import { segments } from "../../sandbox/graph/route-table.ts";
import { OWN_SCHEMAS } from "./own-schemas.ts";
import { publishedPaths } from "./published-schemas.ts";
import { asPublished } from "./same-as-published.ts";

interface Template {
  readonly path: string;
  readonly parts: readonly string[];
}

let templates: ReadonlyMap<number, readonly Template[]> | null = null;

/** By their number of parts; a template with more literal parts comes first. */
function all(): ReadonlyMap<number, readonly Template[]> {
  const paths = new Set([...publishedPaths(), ...OWN_SCHEMAS.map(({ path }) => path)]);
  const list = [...paths].map((path) => ({
    path,
    parts: path
      .split("/")
      .slice(1)
      .map((part) => part.replace(/\(\)$/u, "")),
  }));
  const literal = (template: Template): number => template.parts.filter((part) => !part.startsWith("{")).length;
  return Map.groupBy(
    list.toSorted((a, b) => literal(b) - literal(a)),
    ({ parts }) => parts.length,
  );
}

/** The template, as the schemas write it, of a path below `/v1.0`; null when there is none. `/me` counts as a user. */
export function templateOf(path: string): string | null {
  templates ??= all();
  // A function's arguments are options, not a part of the path; a key by its name is one.
  const asked = segments(path.replace(/(?<!servicePrincipals)\((?:[^()']*=[^()]*)\)/gu, "()"));
  const own = asked[0]?.toLowerCase() === "me" ? ["users", "me", ...asked.slice(1)] : asked;
  const parts = asPublished(`/${own.map((part) => encodeURIComponent(part).replaceAll("%24", "$")).join("/")}`)
    .split("/")
    .slice(1);
  const found = templates
    .get(parts.length)
    ?.find((template) => template.parts.every((part, at) => part.startsWith("{") || part.toLowerCase() === parts[at]?.toLowerCase()));
  return found?.path ?? null;
}
