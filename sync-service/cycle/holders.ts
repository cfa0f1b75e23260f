import type { Fields } from "../../shared/records/fields.ts";
import { withoutOthersCategories } from "./known-link.ts";
import type { Link } from "./link.ts";
import { readAgain } from "./sighting.ts";
import type { Work } from "./work.ts";

/**
 * The links that stand for records in Salesforce, by the record's id. Where an item is only said to be gone it is asked for first (M5): a
 * holder that gives way to another is forgotten, and its item with it.
 */
export async function holdersOf<F extends Fields>(work: Work<F>, recordIds: readonly string[]): Promise<ReadonlyMap<string, Link<F>>> {
  const holders = await work.links.byIds(work.lease, "salesforce", recordIds);
  const hinted = [...holders.values()].flatMap(({ exchange }) => (exchange.is === "gone" && !exchange.certain ? [exchange.id] : []));
  if (hinted.length === 0) return holders;
  const found = await work.sides.exchange.read([...new Set(hinted)]);
  return new Map(
    [...holders].map(([recordId, link]) => {
      const { exchange } = link;
      if (exchange.is !== "gone" || exchange.certain) return [recordId, link];
      const seen = found.get(exchange.id);
      return [recordId, { ...link, exchange: readAgain(exchange, seen && withoutOthersCategories(seen, work.problemCategories)) }];
    }),
  );
}

/** Nothing in the mailbox stands for it, nor is about to. */
export const isFree = <F extends Fields>(holder: Link<F>): boolean => holder.exchange.is !== "present" && holder.intent === null;
