import type { Fields } from "../../shared/records/fields.ts";
import { holdersOf, isFree } from "./holders.ts";
import { idOn, type Link } from "./link.ts";
import { type Certain, withSight } from "./look-again.ts";
import { withRecord } from "./twins.ts";
import type { Work } from "./work.ts";

/**
 * Brings together what a person said is the same (M1). What he chose may be gone by now, or have found another half: then the
 * question is asked anew.
 */
export async function joinChosen<F extends Fields>(work: Work<F>, batch: readonly Certain<F>[]): Promise<readonly Certain<F>[]> {
  const chosen = batch.flatMap(({ link, absorbed }) => (link.choice === "link" && absorbed === null ? (link.among[0]?.id ?? []) : []));
  if (chosen.length === 0) return batch;
  const records = await work.sides.salesforce.read(chosenOn(batch, "salesforce"));
  const recordHolders = await holdersOf(work, [...records.keys()]);
  const items = await work.sides.exchange.read(chosenOn(batch, "exchange"));
  const itemHolders = await work.links.byIds(work.lease, "exchange", [...items.keys()]);
  const taken = new Set<string>();
  const busy = new Set(batch.map(({ link }) => link.id));

  const joined = batch.flatMap((each): Certain<F>[] => {
    const { link } = each;
    const choice = link.among[0]?.id;
    if (link.choice !== "link" || choice === undefined || each.absorbed !== null) return [each];
    const again: Certain<F>[] = [{ link: { ...link, choice: null, among: [] }, absorbed: null }];
    if (taken.has(choice)) return again;
    if (link.salesforce.is === "never") {
      const [record, holder] = [records.get(choice), recordHolders.get(choice)];
      if (!record || (holder && !isFree(holder))) return again;
      taken.add(choice);
      return [{ link: { ...withRecord(link, record), among: [] }, absorbed: holder?.id ?? null }];
    }
    const holder = itemHolders.get(choice);
    if (!holder || holder.salesforce.is !== "never" || holder.intent) return again;
    if (busy.has(holder.id)) return []; // first the item's own turn; this one stays due
    taken.add(choice);
    const item = withSight(work, holder, "exchange", items);
    return [{ link: { ...item, salesforce: link.salesforce, origin: "twin", base: null, choice: "link", among: [] }, absorbed: link.id }];
  });
  const absorbed = new Set(joined.flatMap((each) => each.absorbed ?? []));
  return joined.filter(({ link }) => !absorbed.has(link.id));
}

/** The ids that were chosen on one side: by links which have the other half. */
function chosenOn<F extends Fields>(batch: readonly Certain<F>[], side: "exchange" | "salesforce"): readonly string[] {
  const lacking = ({ link }: { readonly link: Link<F> }) => link.choice === "link" && idOn(link[side]) === null;
  return [...new Set(batch.filter(lacking).flatMap(({ link }) => link.among[0]?.id ?? []))];
}
