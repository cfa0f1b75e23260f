import type { Fields } from "../../shared/records/fields.ts";
import { decideExchangeOnly, decideSalesforceOnly } from "./decide-alone.ts";
import { decideLostInExchange, decideLostInSalesforce, letGo } from "./decide-lost.ts";
import { decidePair } from "./decide-pair.ts";
import { decided, type Decision, type Search } from "./decision.ts";
import type { Known } from "./known.ts";
import { restored, takenBack } from "./decide-undo.ts";
import type { Policy } from "./policy.ts";

/** What to do about one link, from all that is known of it. Asked again after a crash, it answers the same. */
export function decide<F extends Fields>(known: Known<F>, rules: Policy<F>): Decision<F> | Search<F> {
  const { exchange, salesforce } = known;
  const policy = asFarAsSeen(rules, salesforce);
  if (known.choice === "restore" || known.choice === "take-back") {
    const undone = known.choice === "restore" ? restored(known, policy) : takenBack(known, policy);
    return undone ?? decide({ ...known, choice: null, wishes: [] }, rules);
  }
  if (known.choice === "let-go" && (exchange.is === "present" || salesforce.is === "present")) return letGo(known);
  if (exchange.is === "present" && salesforce.is === "present") return decidePair(known, exchange, salesforce, policy);
  if (exchange.is === "present") {
    return salesforce.is === "gone" && known.base
      ? decideLostInSalesforce(known, exchange, known.base, policy)
      : decideExchangeOnly(known, exchange, policy);
  }
  if (salesforce.is === "present") {
    return exchange.is === "gone" && known.base
      ? decideLostInExchange(known, salesforce, known.base, policy)
      : decideSalesforceOnly(known, salesforce, policy);
  }
  // Gone from both, or never more than a question: a pair that stood still counts for the brake.
  return decided(known.base ? { state: "removed", reason: "Deleted on both sides.", grounds: ["M3"] } : { state: "forgotten" });
}

/** A field may have been hidden or shown between the reading of a record and now: nothing is concluded from what was not seen (SF6). */
function asFarAsSeen<F extends Fields>(policy: Policy<F>, salesforce: Known<F>["salesforce"]): Policy<F> {
  const hidden = salesforce.is === "present" ? (salesforce.standing.hidden ?? []) : [];
  return { ...policy, inPlay: new Set([...policy.inPlay].filter((field) => !hidden.includes(field))) };
}
