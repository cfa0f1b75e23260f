import type { Fields, SideName } from "../../shared/records/fields.ts";
import { type Likelihood, likelyMade } from "../engine/likely-made.ts";
import { earliest } from "./clocks.ts";
import type { Link } from "./link.ts";
import type { Action, Seen } from "./side.ts";
import type { Work } from "./work.ts";

/** A creation that got no answer, and whose record was not found as it was sent. */
export interface Lost<F extends Fields> {
  readonly link: Link<F>;
  readonly action: Extract<Action<F>, { readonly do: "create" }>;
  readonly at: Date;
}

/** What a lost creation has made, as far as can be told; where it is not sure, a person is asked. */
export interface LeftBehind<F extends Fields> {
  readonly seen: Seen<F>;
  readonly isSure: boolean;
}

/**
 * For creations that were not found where records carry no stamp of ours: what the user made since then that no link holds, edited by somebody
 * before it was looked for. One that may be it keeps a second one from being made.
 */
export async function editedSince<F extends Fields>(
  work: Work<F>,
  side: SideName,
  lost: readonly Lost<F>[],
): Promise<ReadonlyMap<string, LeftBehind<F>>> {
  const { sides, links, lease } = work;
  const since = earliest(lost.map(({ at }) => at));
  const made = lost.length === 0 ? [] : ((await sides[side].madeSince?.(since)) ?? []);
  if (made.length === 0) return new Map();
  const holders = await links.byIds(
    lease,
    side,
    made.map(({ id }) => id),
  );
  const free = made.filter(({ id }) => !holders.has(id));
  const candidates = lost.map((one) => ({ ...one, maybe: free.filter((seen) => isMaybe(work, one, seen)) }));
  const found = new Map<string, LeftBehind<F>>();
  const taken = new Set<string>();
  for (const one of candidates) {
    const [only, ...others] = one.maybe;
    const rivals = candidates.filter(({ maybe }) => only !== undefined && maybe.includes(only));
    if (!only || others.length > 0 || rivals.length > 1 || likelihood(work, one, only) !== "surely") continue;
    taken.add(only.id);
    found.set(one.link.id, { seen: only, isSure: true });
  }
  for (const one of candidates) {
    const left = one.maybe.find(({ id }) => !taken.has(id));
    if (found.has(one.link.id) || !left) continue;
    taken.add(left.id);
    found.set(one.link.id, { seen: left, isSure: false });
  }
  return found;
}

function likelihood<F extends Fields>(work: Work<F>, { link, action }: Lost<F>, { record }: Seen<F>): Likelihood {
  return likelyMade(action.record, record, work.recognition.traits, (field, one, other) => work.policyFor(link).alike(field, one, other));
}

/** What M1's own search would find, and nothing else, is left to that search. */
function isMaybe<F extends Fields>(work: Work<F>, lost: Lost<F>, seen: Seen<F>): boolean {
  switch (likelihood(work, lost, seen)) {
    case "surely":
      return true;
    case "perhaps": {
      const { keysOf, likeness } = work.recognition;
      return likeness(keysOf(lost.action.record), keysOf(seen.record)) !== "same";
    }
    case "no":
      return false;
  }
}
