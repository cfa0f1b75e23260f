import type { RuleId } from "../../shared/records/rules.ts";

/** Rules that every kind has, each under a number of its own: what goes up, what comes down, which fields, and what cannot go. */
export type KindRule = "up" | "down" | "fields" | "fault";

/** What a decision rests on, as far as the engine can name it: it knows no kinds. */
export type Ground = RuleId | KindRule;

/** Which rule of a kind is meant. */
export type RulesOfKind = Readonly<Record<KindRule, RuleId>>;

export function rulesOf(grounds: readonly Ground[], ofKind: RulesOfKind): readonly RuleId[] {
  return [...new Set(grounds.map((ground) => (isOfKind(ground, ofKind) ? ofKind[ground] : ground)))];
}

const isOfKind = (ground: Ground, ofKind: RulesOfKind): ground is KindRule => ground in ofKind;
