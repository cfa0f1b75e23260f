/** How many removals there are of one kind in one mailbox. */
export interface Removals {
  /** Pairs that stand, those that are to go included. */
  readonly pairs: number;
  /** Believed in the last 24 hours. */
  readonly lately: number;
  readonly wanted: number;
}

const ALWAYS = 10;
const NEVER_BEYOND = 50;
const SHARE = 1 / 5;
/** A kind with so few pairs may be emptied. */
const FEW = 3;

/** How many of the wanted removals may be carried out; a person decides on the rest (M5). */
export function allowedRemovals({ pairs, lately, wanted }: Removals): number {
  const kind = pairs + lately;
  if (kind > FEW && lately + wanted >= kind) return 0; // one side was emptied: that is a fault until a person says otherwise
  const limit = Math.min(NEVER_BEYOND, Math.max(ALWAYS, Math.floor(kind * SHARE)));
  return Math.max(0, Math.min(wanted, limit - lately));
}
