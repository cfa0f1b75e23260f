import type { Fields } from "../../shared/records/fields.ts";
import { withMarks } from "./decide-alone.ts";
import { unmarking } from "./decide-lost.ts";
import { decided, type Decision } from "./decision.ts";
import type { Known } from "./known.ts";
import type { Policy } from "./policy.ts";
import { asShared } from "./withheld.ts";
import { stands, wishRule } from "./wish.ts";

/**
 * P2: what was removed is made anew, on both sides where it is gone from both. Null: it cannot be, as things stand.
 */
export function restored<F extends Fields>(known: Known<F>, policy: Policy<F>): Decision<F> | null {
  const [wish] = known.wishes ?? [];
  if (!wish) return null;
  const [{ exchange, salesforce }, granted] = [known, [wish.id]];
  if (exchange.is === "present" && salesforce.is === "present") return null;
  // What is on one side, or was made there before a crash, is what the new copy has to be like.
  const left = exchange.is === "present" ? asShared(exchange, policy, null) : salesforce.is === "present" ? salesforce : null;
  const record = left ? left.record : (wish.wanted as F);
  if (salesforce.is !== "present" && policy.fault(record)) return null;
  const make = (is: string) => (is === "present" ? null : ({ do: "create", record } as const));
  return decided<F>({
    state: salesforce.is === "present" && !salesforce.standing.inScope ? "unlinked" : "linked",
    origin: known.origin ?? "twin",
    agreed: record,
    exchange: make(exchange.is),
    salesforce: make(salesforce.is),
    reason: "A person undid its removal: it is made anew, with a new id.",
    grounds: ["P2"],
    granted,
  });
}

/** P2, B5: a copy that we made is removed again, unless it was changed since. Null: it cannot be, as things stand. */
export function takenBack<F extends Fields>(known: Known<F>, policy: Policy<F>): Decision<F> | null {
  const [wish] = known.wishes ?? [];
  const view = wish && known[wish.on];
  if (!wish || view?.is !== "present" || !stands(view.record, wish.expected, policy)) return null;
  const { exchange, salesforce } = known;
  if (wish.on === "exchange" && exchange.is === "present" && exchange.standing.withOthers === true) return null;
  if (wish.on === "salesforce" && salesforce.is === "present" && !salesforce.standing.editable) return null;
  const unmarks = exchange.is === "present" ? withMarks<F>(unmarking(exchange.standing)) : null;
  return decided<F>({
    state: "unlinked",
    origin: known.origin,
    agreed: known.base,
    exchange: wish.on === "exchange" ? { do: "remove" } : unmarks,
    salesforce: wish.on === "salesforce" ? { do: "remove" } : null,
    reason:
      wish.of === "clearing"
        ? "The copies that sync had made were asked to be removed: this one is, and the record in Salesforce is no longer kept in step."
        : "A person undid its making: the copy is removed, and the other is no longer kept in step.",
    grounds: [wishRule[wish.of]],
    granted: [wish.id],
  });
}
