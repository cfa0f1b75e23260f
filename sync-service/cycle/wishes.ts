import type { Fields } from "../../shared/records/fields.ts";
import type { RuleId } from "../../shared/records/rules.ts";
import type { Wish } from "../engine/wish.ts";
import { idOn, type Link, type Note } from "./link.ts";
import type { Work } from "./work.ts";

/** What the journal calls such a wish, and the rule by which a person can have it. */
export const WISHED: Readonly<Record<Wish<Fields>["of"], { readonly action: string; readonly rule: RuleId }>> = {
  conflict: { action: "answer: set", rule: "M2" },
  undo: { action: "undo", rule: "P2" },
  invitation: { action: "invite", rule: "P5" },
};

/** What became of a link's wishes, once it is settled: conflicts that are over, and a word for each that was not granted. */
export function wishesOver<F extends Fields>(
  work: Work<F>,
  link: Link<F>,
  granted: readonly string[],
): { readonly settles: readonly string[]; readonly notes: readonly Note[] } {
  const settles = link.wishes.filter((wish) => wish.of === "conflict" && granted.includes(wish.id)).map(({ id }) => id);
  const notes = link.wishes
    .filter(({ id }) => !granted.includes(id))
    .map((wish): Note => ({
      at: work.now(),
      kind: work.kind,
      action: WISHED[wish.of].action,
      outcome: "not-done",
      rules: [WISHED[wish.of].rule],
      reason: "It was changed since, or cannot be written as things stand, so it was left as it is.",
      item: idOn(link.exchange),
      record: idOn(link.salesforce),
      linkId: link.id,
    }));
  return { settles, notes };
}
