import type { Fields } from "../../shared/records/fields.ts";
import { match, type Match } from "../engine/match.ts";
import { holdersOf, isFree } from "./holders.ts";
import { idOn, type Link } from "./link.ts";
import { isOwnFault } from "./own-fault.ts";
import type { Seen } from "./side.ts";
import type { Work } from "./work.ts";

/** What the search for a link's other half came to (M1). */
export type Found<F extends Fields> =
  | { readonly is: "none"; readonly link: Link<F> }
  /** The link, now with both halves; `absorbed` was the other half's own link. */
  | { readonly is: "joined"; readonly link: Link<F>; readonly absorbed: string | null }
  /** The link with those it may be the same as; none when another link has the only one. */
  | { readonly is: "question"; readonly link: Link<F> }
  /** The same person as one of the object that has priority, who is the one to have an item (A3). */
  | { readonly is: "elsewhere"; readonly link: Link<F> }
  /** To be looked at again once what it may be the twin of is settled. */
  | { readonly is: "deferred" };

/** For mailbox items: one search in Salesforce for all of them. */
export async function findRecords<F extends Fields>(work: Work<F>, asking: readonly Link<F>[]): Promise<readonly Found<F>[]> {
  const records = asking.map((link) => recordOf(link, "exchange"));
  const candidates = records.length > 0 ? await work.sides.salesforce.candidates(records) : [];
  const holders = await holdersOf(work, [...new Set(candidates.flat().map(({ id }) => id))]);
  const taken = new Set<string>();
  /** By their keys. */
  const toBeMade: unknown[] = [];
  const { keysOf, likeness, repeats } = work.recognition;
  /** Where two alike are two records, one that has its item already is another one. */
  const isAnother = (id: string, link: Link<F>) => repeats && (taken.has(id) || !isOpen(holders.get(id), link));
  return asking.map((link, index): Found<F> => {
    const record = records[index] as F;
    const among = (candidates[index] ?? []).filter(({ id }) => !isAnother(id, link));
    const found = matched(work, record, among);
    switch (found.is) {
      case "none": {
        // Two items of one person in the same batch: the second sees the first one's record next time.
        const keys = keysOf(record);
        if (!repeats && toBeMade.some((other) => likeness(other, keys) !== "other")) return { is: "deferred" };
        toBeMade.push(keys);
        return { is: "none", link };
      }
      case "question": {
        const free = found.among.filter(({ id }) => isOpen(holders.get(id), link));
        return { is: "question", link: asked(work, link, free) };
      }
      case "twin": {
        const holder = holders.get(found.twin.id);
        if (taken.has(found.twin.id) || !isOpen(holder, link)) return { is: "question", link: asked(work, link, []) };
        taken.add(found.twin.id);
        return { is: "joined", link: withRecord(link, found.twin), absorbed: holder && holder.id !== link.id ? holder.id : null };
      }
    }
  });
}

/** Of a person who is there as several objects, the one with priority is the twin (A3). */
function matched<F extends Fields>(
  { recognition: { keysOf, likeness }, objects }: Work<F>,
  record: F,
  among: readonly Seen<F>[],
): Match<Seen<F>> {
  const find = (some: readonly Seen<F>[]) => match(keysOf(record), some, (seen) => keysOf(seen.record), likeness);
  const found = find(among);
  if (found.is !== "question" || !objects) return found;
  const first = find(among.filter(({ id }) => objects.hasPriority(id)));
  return first.is === "twin" ? first : found;
}

/** Which of the records are in Salesforce once more, as the object that has priority, and the user's too. */
async function elsewhere<F extends Fields>(work: Work<F>, asking: readonly Link<F>[]): Promise<ReadonlySet<string>> {
  const { objects, recognition, sides } = work;
  const second = asking.filter(({ salesforce }) => objects && !objects.hasPriority(idOn(salesforce) ?? ""));
  if (!objects || objects.inScope.length < 2 || second.length === 0) return new Set();
  const records = second.map((link) => recordOf(link, "salesforce"));
  const candidates = await sides.salesforce.candidates(records);
  const isSame = (record: F, { record: other }: Seen<F>) =>
    recognition.likeness(recognition.keysOf(record), recognition.keysOf(other)) === "same";
  const isFirst = ({ id, standing }: Seen<F>) => objects.hasPriority(id) && standing.on === "salesforce" && standing.inScope;
  return new Set(
    second.filter((_, index) => candidates[index]?.some((seen) => isFirst(seen) && isSame(records[index] as F, seen))).map(({ id }) => id),
  );
}

/**
 * For records in Salesforce: the mailbox items without a record, all of which are known here, for what carries no mark
 * stays personal (C2). So this search costs no request.
 */
export async function findItems<F extends Fields>(
  work: Work<F>,
  asking: readonly Link<F>[],
  busy: ReadonlySet<string>,
): Promise<readonly Found<F>[]> {
  if (asking.length === 0) return [];
  const items = (await work.links.withoutRecord(work.lease)).flatMap((link) =>
    link.exchange.is === "present" ? itemsOf(work, link, link.exchange) : [],
  );
  const taken = new Set<string>();
  const { keysOf, likeness, repeats } = work.recognition;
  const already = await elsewhere(work, asking);
  return asking.map((link): Found<F> => {
    if (already.has(link.id)) return { is: "elsewhere", link };
    const left = repeats ? items.filter((item) => !taken.has(item.link.id)) : items;
    const found = match(keysOf(recordOf(link, "salesforce")), left, ({ keys }) => keys, likeness);
    switch (found.is) {
      case "none":
        return { is: "none", link };
      case "question":
        return {
          is: "question",
          link: asked(
            work,
            link,
            found.among.map(({ seen }) => seen),
          ),
        };
      case "twin": {
        const { link: item, certain } = found.twin;
        if (busy.has(item.id) || taken.has(item.id) || !certain) return { is: "deferred" };
        taken.add(item.id);
        return { is: "joined", link: { ...item, salesforce: link.salesforce, origin: "twin" }, absorbed: link.id };
      }
    }
  });
}

/** One whose keys our code stumbles over is nobody's twin: it has failed, or will when its own turn comes. */
function itemsOf<F extends Fields>(
  work: Work<F>,
  link: Link<F>,
  { seen, certain }: Extract<Link<F>["exchange"], { readonly is: "present" }>,
) {
  try {
    return [{ link, seen, certain, keys: work.recognition.keysOf(seen.record) }];
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    return [];
  }
}

const asked = <F extends Fields>(work: Work<F>, link: Link<F>, among: readonly Seen<F>[]): Link<F> => ({
  ...link,
  among: among.map(({ id, record }) => ({ id, name: work.nameOf(record) })),
});

const isOpen = <F extends Fields>(holder: Link<F> | undefined, link: Link<F>): boolean =>
  !holder || holder.id === link.id || isFree(holder);

export function withRecord<F extends Fields>(link: Link<F>, seen: Seen<F>): Link<F> {
  return { ...link, origin: "twin", base: null, salesforce: { is: "present", seen, certain: true, ours: true } };
}

function recordOf<F extends Fields>(link: Link<F>, side: "exchange" | "salesforce"): F {
  const sight = link[side];
  if (sight.is !== "present") throw new TypeError(`Nothing is known of the record in ${side} that a twin is sought for.`);
  return sight.seen.record;
}
