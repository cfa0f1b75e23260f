import { categoryName, problemCategoryName } from "../../shared/records/names.ts";
import { Refused, VersionMoved } from "../errors.ts";
import type { MailMarks } from "../filing/mailbox.ts";
import type { Graph } from "./client.ts";
import { graphPath } from "./path.ts";

interface WireMarked {
  readonly "@odata.etag"?: string;
  readonly categories?: readonly string[];
}

const TRIES = 3;

/**
 * Read, changed, written under the version that was read, as a PATCH replaces all categories (MG19). What stands there already is
 * not written again. `made`: categories known to be in the master list, without which they have no colour (OA16). @throws Gone
 */
export async function markMail(graph: Graph, id: string, marks: MailMarks, made: Set<string>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const held = await graph.get<WireMarked>(graphPath`/messages/${id}?$select=id,categories`);
    const before = held.categories ?? [];
    const after = categoriesAfter(before, marks);
    if (after.length === before.length && after.every((name, index) => name === before[index])) return;
    await ensureCategories(
      graph,
      after.filter((name) => !before.includes(name)),
      made,
    );
    const etag = held["@odata.etag"];
    try {
      await graph.send(
        "PATCH",
        graphPath`/messages/${id}`,
        { categories: after },
        etag === undefined ? {} : { headers: { "if-match": etag } },
      );
      return;
    } catch (error) {
      if (!(error instanceof VersionMoved) || attempt === TRIES) throw error;
    }
  }
}

/** Others' categories stay as they are and where they are. */
export function categoriesAfter(before: readonly string[], { salesforce, problem }: MailMarks): readonly string[] {
  const isOurs = (name: string) => sameName(name, categoryName);
  const isProblem = (name: string) =>
    sameName(name, problemCategoryName) || name.toLowerCase().startsWith(`${problemCategoryName.toLowerCase()}: `);
  const kept = before.filter((name) => !isProblem(name) && (salesforce !== false || !isOurs(name)));
  const mark = salesforce === true && !kept.some(isOurs) ? [categoryName] : [];
  return [...kept, ...mark, ...(problem === null ? [] : [problemCategoryName, problem])];
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** `$filter` is ignored on the master list, so it is read whole; a category that another call made meanwhile is fine. */
async function ensureCategories(graph: Graph, names: readonly string[], made: Set<string>): Promise<void> {
  const missing = names.filter((name) => !made.has(name.toLowerCase()));
  if (missing.length === 0) return;
  const { value } = await graph.get<{ readonly value: readonly { readonly displayName: string }[] }>(graphPath`/outlook/masterCategories`);
  for (const { displayName } of value) made.add(displayName.toLowerCase());
  for (const name of missing.filter((one) => !made.has(one.toLowerCase()))) {
    try {
      await graph.send("POST", graphPath`/outlook/masterCategories`, {
        displayName: name,
        color: sameName(name, categoryName) ? "preset7" : "preset0",
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    made.add(name.toLowerCase());
  }
}
