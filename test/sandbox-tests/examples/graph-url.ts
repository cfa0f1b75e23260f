import type { GraphState } from "./graph-state.ts";

/** Words that stand in a path where an id could: everything else after a collection's name is an id of the example. */
const WORDS = new Set(["delta", "delta()", "$value", "$count", "createuploadsession", "childfolders"]);
const COLLECTIONS = new Set([
  "messages",
  "mailfolders",
  "contacts",
  "contactfolders",
  "calendars",
  "events",
  "lists",
  "tasks",
  "checklistitems",
  "linkedresources",
  "mastercategories",
  "attachments",
  "users",
  "subscriptions",
]);

/** The example's address with ids of things that exist here. */
export async function addressHere(url: string, state: GraphState): Promise<string> {
  const [path = "", query] = url.replace(/^https:\/\/graph\.microsoft\.com\/(?:v1\.0|beta)/u, "").split(/\?(.*)/su);
  const parts = path
    .split("/")
    .filter(Boolean)
    .flatMap((part) => {
      const call = /^(?<name>\w+)\('(?<id>[^']+)'\)$/u.exec(part)?.groups;
      return call ? [call["name"] ?? "", call["id"] ?? ""] : [part];
    });
  const here: string[] = [];
  for (const part of parts) {
    const before = here.at(-1)?.toLowerCase() ?? "";
    if (part === "me" && here.length === 0) here.push("users", state.tenant.ada);
    else if (!COLLECTIONS.has(before) || WORDS.has(part.toLowerCase())) here.push(part);
    else if (before === "users") here.push(state.tenant.ada);
    else here.push(encodeURIComponent(await state.id(before, `/v1.0/${here.join("/")}`)));
  }
  return `/v1.0/${here.join("/")}${path.endsWith("/") && query === undefined ? "/" : ""}${query === undefined ? "" : `?${query}`}`;
}
