import type { Fields, SideName } from "../../shared/records/fields.ts";
import { holdersOf, isFree } from "./holders.ts";
import { withoutOthersCategories } from "./known-link.ts";
import { idOn, type Link, type Sight } from "./link.ts";
import { hasDigest, rehydrated } from "./long-text.ts";
import { withItems } from "./moved-items.ts";
import { readAgain } from "./sighting.ts";
import type { Work } from "./work.ts";

/** A link with everything read, and the one-sided link that it makes superfluous. */
export interface Certain<F extends Fields> {
  readonly link: Link<F>;
  readonly absorbed: string | null;
}

/** The links with everything read again that a decision could not rest on: hints, lagging sights, texts not kept. */
export async function certain<F extends Fields>(work: Work<F>, links: readonly Link<F>[]): Promise<readonly Certain<F>[]> {
  const now = await withRecords(work, await withItems(work, links, isDoubtful));
  const whole = now.map((link) => (link.base ? { ...link, base: rehydrated(link.base, recordsOf(link)) } : link));
  return follow(work, whole);
}

async function withRecords<F extends Fields>(work: Work<F>, links: readonly Link<F>[]): Promise<readonly Link<F>[]> {
  const doubtful = links.filter(({ salesforce }) => isDoubtful(salesforce)).flatMap(({ salesforce }) => idOn(salesforce) ?? []);
  if (doubtful.length === 0) return links;
  const found = await work.sides.salesforce.read(doubtful);
  const read = links.map((link) => (isDoubtful(link.salesforce) ? withSight(work, link, "salesforce", found) : link));
  return withSuccessors(work, read, new Set(doubtful));
}

/** C5: what was not found may have been merged or converted, without the feed having said so. */
async function withSuccessors<F extends Fields>(
  work: Work<F>,
  links: readonly Link<F>[],
  asked: ReadonlySet<string>,
): Promise<readonly Link<F>[]> {
  const lost = links.flatMap(({ salesforce }) =>
    salesforce.is === "gone" && salesforce.followedBy === null && asked.has(salesforce.id) ? [salesforce.id] : [],
  );
  if (lost.length === 0) return links;
  const successors = (await work.sides.salesforce.successors?.(lost)) ?? new Map<string, string>();
  return links.map((link) => {
    const { salesforce } = link;
    const followedBy = salesforce.is === "gone" ? successors.get(salesforce.id) : undefined;
    return salesforce.is === "gone" && followedBy !== undefined ? { ...link, salesforce: { ...salesforce, followedBy } } : link;
  });
}

/** A link's sight of one side, read again. */
export function withSight<F extends Fields>(
  work: Work<F>,
  link: Link<F>,
  side: SideName,
  found: Awaited<ReturnType<Work<F>["sides"]["exchange"]["read"]>>,
): Link<F> {
  const id = idOn(link[side]);
  const seen = id === null ? undefined : found.get(id);
  return { ...link, [side]: readAgain(link[side], seen && withoutOthersCategories(seen, work.problemCategories)) };
}

/**
 * C5: a record merged into another lives on in that one, unless another item stands for it already. What has no item has nothing to follow
 * with: the one that won is told of by itself, and keeps what is known of it, such as that its item was deleted (M3).
 */
async function follow<F extends Fields>(work: Work<F>, links: readonly Link<F>[]): Promise<readonly Certain<F>[]> {
  const successorOf = ({ exchange, salesforce }: Link<F>): string | null =>
    exchange.is === "present" && salesforce.is === "gone" ? salesforce.followedBy : null;
  const followed = links.flatMap((link) => successorOf(link) ?? []);
  const asIs = (link: Link<F>) => ({ link, absorbed: null });
  if (followed.length === 0) return links.map(asIs);
  const [found, holders] = [await work.sides.salesforce.read(followed), await holdersOf(work, followed)];
  const taken = new Set<string>();
  const plans = links.map((link): Certain<F> => {
    const successor = successorOf(link);
    if (successor === null) return asIs(link);
    const [seen, holder] = [found.get(successor), holders.get(successor)];
    // A holder without an item is the winner's own new link: it gives way once this one is stored.
    if (!seen || taken.has(seen.id) || (holder && !isFree(holder))) return asIs(link);
    taken.add(seen.id);
    return { link: { ...link, salesforce: { is: "present", seen, certain: true, ours: true } }, absorbed: holder?.id ?? null };
  });
  const absorbed = new Set(plans.map((plan) => plan.absorbed));
  return plans.filter(({ link }) => !absorbed.has(link.id));
}

const isDoubtful = <F extends Fields>(sight: Sight<F>): boolean => {
  switch (sight.is) {
    case "never":
      return false;
    case "gone":
      return !sight.certain;
    case "present":
      return !sight.certain || hasDigest(sight.seen.record);
  }
};

const recordsOf = <F extends Fields>({ exchange, salesforce }: Link<F>): readonly F[] =>
  [exchange, salesforce].flatMap((sight) => (sight.is === "present" ? [sight.seen.record] : []));
