import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Link, Sight } from "./link.ts";
import type { Change, Seen } from "./side.ts";

/** A link of which nothing is known yet. */
export function newLink<F extends Fields>(id: string, early: boolean): Link<F> {
  return {
    id,
    state: "new",
    origin: null,
    exchange: { is: "never" },
    salesforce: { is: "never" },
    base: null,
    stood: { exchange: null, salesforce: null },
    early,
    choice: null,
    wishes: [],
    among: [],
    swings: {},
    intent: null,
    problem: null,
    reason: null,
    attempts: 0,
    dueAt: null,
    removedAt: null,
  };
}

/** The link after a change was reported on one side; the same link when the report says nothing new (M6). */
export function sighted<F extends Fields>(link: Link<F>, side: SideName, change: Change<F>, at: Date): Link<F> {
  const known = link[side];
  switch (change.is) {
    case "unread": {
      if (known.is === "present") return { ...link, [side]: { ...known, certain: false }, dueAt: at };
      return { ...link, [side]: { is: "gone", id: change.id, certain: false, followedBy: null }, dueAt: at };
    }
    case "gone": {
      const { id, followedBy = null, replaced } = change;
      if (known.is === "gone") {
        const saysMore = !known.certain && known.followedBy === null && followedBy !== null;
        return saysMore ? { ...link, [side]: { ...known, followedBy }, dueAt: at } : link;
      }
      return { ...link, [side]: { is: "gone", id, certain: false, followedBy, ...(replaced ? { replaced } : {}) }, dueAt: at };
    }
    case "present": {
      const { seen } = change;
      if (known.is !== "present")
        return { ...link, [side]: { is: "present", seen, certain: known.is === "never", ours: false }, dueAt: at };
      // A Salesforce version names a second: two edits within it bear the same one, so the content is compared too.
      if (known.seen.version === seen.version && sameStanding(known.seen, seen) && sameRecord(known.seen.record, seen.record)) {
        return known.ours || !known.certain ? { ...link, [side]: { ...known, certain: true, ours: false } } : link;
      }
      const saysNothing = known.certain && sameStanding(known.seen, seen) && sameRecord(known.seen.record, seen.record);
      if (saysNothing) return known.ours ? link : { ...link, [side]: { ...known, seen } };
      // While the feed has not shown what we wrote, a version we do not know may be older than ours: it is read first.
      return { ...link, [side]: { is: "present", seen, certain: known.certain && !known.ours, ours: known.ours }, dueAt: at };
    }
  }
}

/** The sight after the record was asked for by its id. */
export function readAgain<F extends Fields>(sight: Sight<F>, found: Seen<F> | undefined): Sight<F> {
  if (found) return { is: "present", seen: found, certain: true, ours: sight.is !== "present" || sight.seen.version !== found.version };
  switch (sight.is) {
    case "never":
      return sight;
    case "gone":
      return { ...sight, certain: true };
    case "present":
      return { is: "gone", id: sight.seen.id, certain: true, followedBy: null };
  }
}

export function sameRecord<F extends Fields>(one: F, other: F): boolean {
  // What was kept before there was a field does not name it.
  return Object.keys({ ...one, ...other }).every((field) => (one[field] ?? null) === (other[field] ?? null));
}

function sameStanding<F extends Fields>({ standing: one }: Seen<F>, { standing: other }: Seen<F>): boolean {
  if (one.on === "salesforce" && other.on === "salesforce") {
    return (
      one.inScope === other.inScope &&
      one.ownerId === other.ownerId &&
      one.editable === other.editable &&
      one.past === other.past &&
      one.hidden?.join("\n") === other.hidden?.join("\n") &&
      JSON.stringify(one.heldIn) === JSON.stringify(other.heldIn)
    );
  }
  if (one.on === "exchange" && other.on === "exchange") {
    return (
      one.inFolder === other.inFolder &&
      one.container === other.container &&
      one.categories.join("\n") === other.categories.join("\n") &&
      one.withOthers === other.withOthers &&
      one.guarded?.join("\n") === other.guarded?.join("\n") &&
      one.pointsTo === other.pointsTo
    );
  }
  return false;
}
