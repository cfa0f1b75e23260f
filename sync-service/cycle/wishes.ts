import type { Fields } from "../../shared/records/fields.ts";
import { type Wish, wishRule } from "../engine/wish.ts";
import { idOn, type Link, type Note } from "./link.ts";
import type { Work } from "./work.ts";

/** What the journal calls such a wish. */
export const WISHED: Readonly<Record<Wish<Fields>["of"], string>> = {
  conflict: "answer: set",
  undo: "undo",
  invitation: "invite",
  clearing: "remove the copy",
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
      action: WISHED[wish.of],
      outcome: "not-done",
      rules: [wishRule[wish.of]],
      reason: "It was changed since, or cannot be written as things stand, so it was left as it is.",
      item: idOn(link.exchange),
      record: idOn(link.salesforce),
      linkId: link.id,
    }));
  return { settles, notes };
}
