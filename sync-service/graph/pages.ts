import type { Asked, Graph } from "./client.ts";
import type { GraphPath } from "./path.ts";

interface ListPage<T> {
  readonly value: readonly T[];
  readonly "@odata.nextLink"?: string;
}

/** Every page of a list; a page may be empty before the last (facts, section 0). */
export async function* listPages<T>(graph: Graph, path: GraphPath, asked?: Asked): AsyncIterable<readonly T[]> {
  let page = await graph.get<ListPage<T>>(path, asked);
  for (;;) {
    yield page.value;
    const next = page["@odata.nextLink"];
    if (next === undefined) return;
    page = await graph.follow<ListPage<T>>(next, asked);
  }
}

/** The whole list. */
export async function listAll<T>(graph: Graph, path: GraphPath, asked?: Asked): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of listPages<T>(graph, path, asked)) all.push(...page);
  return all;
}
