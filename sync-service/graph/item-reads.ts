import { Gone } from "../errors.ts";
import type { Graph } from "./client.ts";
import type { GraphPath } from "./path.ts";
import { RecentlyMet } from "./recently-met.ts";

/** What every item of Exchange tells. */
export interface Item {
  readonly id: string;
  /** Its version. */
  readonly "@odata.etag": string;
}

/** Items in the version met, to spare reading them again before a write. */
export class ItemMemory<T extends Item> {
  readonly #items = new RecentlyMet<T>(1_000);

  meet(items: Iterable<T>): void {
    for (const item of items) this.#items.meet(item.id, item);
  }

  inVersion(id: string, version: string): T | null {
    const item = this.#items.get(id);
    return item?.["@odata.etag"] === version ? item : null;
  }

  /** What was written stands there in another version. */
  forget(actions: readonly ({ readonly do: "create" } | { readonly do: "update" | "remove"; readonly id: string })[]): void {
    for (const action of actions) if (action.do !== "create") this.#items.forget(action.id);
  }
}

/** What lies at each path, in order; null where nothing does. */
export async function readEach<T>(paths: readonly GraphPath[], graph: Graph): Promise<readonly (T | null)[]> {
  if (paths.length === 0) return [];
  const replies = await graph.batch(paths.map((path) => ({ method: "GET", path })));
  return replies.map(({ body, error }) => {
    if (error && !(error instanceof Gone)) throw error;
    return error ? null : (body as T);
  });
}

/** The items that writes rest on, by id: as met in the version decided on, else as they are now. */
export async function currentItems<T extends Item>(
  actions: readonly { readonly id: string; readonly version: string }[],
  memory: ItemMemory<T>,
  readItems: (ids: readonly string[]) => Promise<readonly T[]>,
): Promise<ReadonlyMap<string, T>> {
  const known = new Map<string, T>();
  const unknown: string[] = [];
  for (const { id, version } of actions) {
    const item = memory.inVersion(id, version);
    if (item) known.set(id, item);
    else unknown.push(id);
  }
  for (const item of await readItems(unknown)) known.set(item.id, item);
  return known;
}
