import type { Fields } from "../../shared/records/fields.ts";
import type { Link } from "./link.ts";
import { withItems } from "./moved-items.ts";
import type { Work } from "./work.ts";

/**
 * The links that stand for records in Salesforce, by the record's id. Where an item is only said to be gone it is asked for first (M5): a
 * holder that gives way to another is forgotten, and its item with it.
 */
export async function holdersOf<F extends Fields>(work: Work<F>, recordIds: readonly string[]): Promise<ReadonlyMap<string, Link<F>>> {
  const holders = [...(await work.links.byIds(work.lease, "salesforce", recordIds))];
  const links = holders.map(([, link]) => link);
  const read = await withItems(work, links, (exchange) => exchange.is === "gone" && !exchange.certain);
  return new Map(holders.map(([recordId, link], index) => [recordId, read[index] ?? link]));
}

/** Nothing in the mailbox stands for it, nor is about to. */
export const isFree = <F extends Fields>(holder: Link<F>): boolean => holder.exchange.is !== "present" && holder.intent === null;
