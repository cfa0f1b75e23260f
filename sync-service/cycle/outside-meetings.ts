import type { Preset } from "../../shared/api/preset.ts";
import type { Event } from "../../shared/records/event.ts";
import { type AddressRules, standingOf } from "../context/addresses.ts";
import { peopleOf } from "../mappings/event-people.ts";

/** Which events of one mailbox the preset takes up although nobody has marked them (E1). */
export interface TakingUp {
  /** Null: none. */
  readonly takesUp: ((event: Event) => boolean) | null;
  /** What was made before waits for a person (B4); all of it, when null. */
  readonly activatedAt: Date | null;
}

/**
 * E1: all meetings with someone outside the company. One with a blocked address takes a person's mark, as such a mail does (F2); so does a
 * private one, which names nobody (E5).
 */
export function takingUp({ takeUp }: Pick<Preset["events"], "takeUp">, rules: AddressRules, activatedAt: Date | null): TakingUp {
  return {
    activatedAt,
    takesUp: takeUp === "marked" ? null : ({ people }) => isOutside(people, rules),
  };
}

function isOutside(people: string | null, rules: AddressRules): boolean {
  const standings = peopleOf(people).map(({ address }) => standingOf(address, rules));
  return standings.includes("outside") && !standings.includes("blocked");
}
