import type { Fields } from "../../shared/records/fields.ts";
import { withoutOthersCategories } from "./known-link.ts";
import { idOn, type Link } from "./link.ts";
import { stumblingBlocks } from "./own-fault.ts";
import type { Change, Seen } from "./side.ts";
import { readAgain } from "./sighting.ts";
import type { Work } from "./work.ts";

/**
 * Items that bear an id nobody knows and the way to a record that somebody stands for: moved to another list, where an item gets a new
 * id (T3). Answers their links, by the new id. A copy, whose first is still there, is not among them.
 */
export async function movedItems<F extends Fields>(
  work: Work<F>,
  changes: readonly Change<F>[],
  known: ReadonlyMap<string, Link<F>>,
): Promise<ReadonlyMap<string, Link<F>>> {
  const pointing = changes.flatMap((change): { readonly seen: Seen<F>; readonly recordId: string }[] => {
    if (change.is !== "present" || known.has(change.seen.id)) return [];
    const { standing } = change.seen;
    return standing.on === "exchange" && standing.pointsTo ? [{ seen: change.seen, recordId: standing.pointsTo }] : [];
  });
  if (pointing.length === 0) return new Map();
  const holders = await work.links.byIds(
    work.lease,
    "salesforce",
    pointing.map(({ recordId }) => recordId),
  );
  const before = [...holders.values()].flatMap((link) => idOn(link.exchange) ?? []);
  const stillThere = await thereOf(work, before);
  const moved = new Map<string, Link<F>>();
  const taken = new Set<string>();
  for (const { seen, recordId } of pointing) {
    const link = holders.get(recordId);
    const id = link ? idOn(link.exchange) : null;
    if (!link || id === null || stillThere.has(id) || taken.has(link.id) || link.intent) continue;
    taken.add(link.id);
    moved.set(seen.id, { ...link, exchange: { is: "present", seen, certain: true, ours: false }, dueAt: work.now() });
  }
  return moved;
}

/** Those of the items that are there, if only to stumble over. */
async function thereOf<F extends Fields>({ sides: { exchange } }: Work<F>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const found = new Set<string>();
  const unreadable = await stumblingBlocks(ids, async (some) => {
    for (const id of (await exchange.read(some)).keys()) found.add(id);
  });
  return new Set([...found, ...unreadable.keys()]);
}

/**
 * The links with their items asked for by their ids, where `doubtful` says so. One that is not found may have been moved (M5): it is looked for
 * where items get a new id, except what stands for a record of its own by now.
 */
export async function withItems<F extends Fields>(
  work: Work<F>,
  links: readonly Link<F>[],
  doubtful: (sight: Link<F>["exchange"]) => boolean,
): Promise<readonly Link<F>[]> {
  const { exchange: side } = work.sides;
  const asked = new Set(links.filter(({ exchange }) => doubtful(exchange)).flatMap(({ exchange }) => idOn(exchange) ?? []));
  if (asked.size === 0) return links;
  const isAsked = ({ exchange }: Link<F>) => asked.has(idOn(exchange) ?? "");
  const found = await side.read([...asked]);
  const read = links.map((link) => (isAsked(link) ? withItem(work, link, found.get(idOn(link.exchange) ?? "")) : link));
  const lost = read
    .filter((link) => isAsked(link) && link.exchange.is === "gone")
    .flatMap(({ base, salesforce }) => {
      const recordId = idOn(salesforce);
      return recordId === null ? [] : [{ recordId, record: base ?? (salesforce.is === "present" ? salesforce.seen.record : null) }];
    });
  const moved = lost.length === 0 ? new Map<string, Seen<F>>() : ((await side.movedTo?.(lost)) ?? new Map<string, Seen<F>>());
  if (moved.size === 0) return read;
  const holders = await work.links.byIds(
    work.lease,
    "exchange",
    [...moved.values()].map(({ id }) => id),
  );
  return read.map((link) => {
    const seen = isAsked(link) && link.exchange.is === "gone" ? moved.get(idOn(link.salesforce) ?? "") : undefined;
    return seen && !holders.has(seen.id) ? withItem(work, link, seen) : link;
  });
}

function withItem<F extends Fields>(work: Work<F>, link: Link<F>, seen: Seen<F> | undefined): Link<F> {
  return { ...link, exchange: readAgain(link.exchange, seen && withoutOthersCategories(seen, work.problemCategories)) };
}
