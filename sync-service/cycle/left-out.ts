import type { Fields } from "../../shared/records/fields.ts";
import type { Result, Results } from "./act.ts";
import type { Intent, Link } from "./link.ts";
import type { LeftOut } from "./side.ts";

type Carried<F extends Fields> = Link<F> & { readonly intent: Intent<F> };

/** What Salesforce did not take of a record whose rest it took. */
export const leftOutOf = <F extends Fields>(result: Result<F> | null | undefined): LeftOut | null =>
  result?.is === "done" ? (result.leftOut ?? null) : null;

/**
 * What was carried out, as far as it was: a value that was left out is not agreed on and was not written, so that the mailbox keeps its
 * own and the journal tells no lie.
 */
export function asTaken<F extends Fields>(link: Carried<F>, { salesforce }: Results<F>): Carried<F> {
  const leftOut = leftOutOf(salesforce);
  const { intent } = link;
  if (!leftOut || salesforce?.is !== "done" || !salesforce.seen || !intent.salesforce) return link;
  const { record: held } = salesforce.seen;
  const stands = Object.fromEntries(leftOut.fields.map((field) => [field, held[field] ?? null]));
  const { decision, salesforce: action } = intent;
  const taken =
    action.do === "create"
      ? { ...action, record: { ...action.record, ...stands } }
      : action.do === "update"
        ? { ...action, changes: onlyOthers(action.changes, leftOut.fields) }
        : action;
  return {
    ...link,
    intent: { ...intent, decision: { ...decision, agreed: decision.agreed && { ...decision.agreed, ...stands } }, salesforce: taken },
  };
}

const onlyOthers = <F extends Fields>(changes: Partial<F>, fields: readonly string[]): Partial<F> =>
  Object.fromEntries(Object.entries(changes).filter(([field]) => !fields.includes(field))) as Partial<F>;
