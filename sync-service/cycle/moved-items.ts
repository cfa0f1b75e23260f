import type { Fields } from "../../shared/records/fields.ts";
import { idOn, type Link } from "./link.ts";
import type { Change, Seen } from "./side.ts";
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
    if (change.is === "gone" || known.has(change.seen.id)) return [];
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
  const stillThere = before.length === 0 ? new Map() : await work.sides.exchange.read(before);
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
