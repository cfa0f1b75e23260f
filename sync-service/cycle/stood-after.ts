import type { Fields } from "../../shared/records/fields.ts";
import type { Stood } from "../engine/known.ts";
import type { Results } from "./act.ts";
import { stoodOf } from "./known-link.ts";
import type { Intent, Link } from "./link.ts";

type Sights<F extends Fields> = Pick<Link<F>, "exchange" | "salesforce">;

/**
 * How both sides stood when it was decided, with the marks that were written. What else is different by now was done meanwhile, and nobody has
 * decided on it yet: a mark that was taken off (M4), a record that was handed over (C1).
 */
export function stoodAfter<F extends Fields>(decidedOn: Sights<F>, now: Sights<F>, intent: Intent<F>, results: Results<F>): Stood {
  const [before, after] = [stoodOf(decidedOn), stoodOf(now)];
  const { exchange: action } = intent;
  const marks = action?.do === "update" && results.exchange?.is === "done" ? action.marks : undefined;
  return {
    exchange:
      before.exchange && after.exchange
        ? { ...after.exchange, inFolder: before.exchange.inFolder, category: marks?.salesforce ?? before.exchange.category }
        : after.exchange,
    salesforce: before.salesforce && after.salesforce ? before.salesforce : after.salesforce,
  };
}

/** Whether a mark or the scope is another than it stood with. */
export function standsOtherwise<F extends Fields>(link: Sights<F>, stood: Stood): boolean {
  const { exchange, salesforce } = stoodOf(link);
  const isMarkedOtherwise =
    exchange !== null &&
    stood.exchange !== null &&
    (exchange.category !== stood.exchange.category || exchange.inFolder !== stood.exchange.inFolder);
  return isMarkedOtherwise || (salesforce !== null && stood.salesforce !== null && salesforce.inScope !== stood.salesforce.inScope);
}
