import type { Fields, SideName } from "../../shared/records/fields.ts";
import { decideExchangeOnly, decideSalesforceOnly, withMarks } from "./decide-alone.ts";
import { decided, type Decision, type Search } from "./decision.ts";
import { type ExchangeStanding, type Known, markedAnew, type SalesforceStanding, type View } from "./known.ts";
import type { Policy } from "./policy.ts";
import { edited, isEditedCopy } from "./reconcile.ts";
import { asShared } from "./withheld.ts";
import { restsBy } from "./stays.ts";

type Present<F extends Fields, S> = Extract<View<F, S>, { readonly is: "present" }>;

const PAST_STAYS = "The series was changed in the mailbox; what had taken place before stays in Salesforce.";

/** Deleted in the mailbox: let go in Salesforce, or removed there where the preset says so; an edit outlives it (M3). */
export function decideLostInExchange<F extends Fields>(
  known: Known<F>,
  salesforce: Present<F, SalesforceStanding>,
  base: F,
  policy: Policy<F>,
): Decision<F> | Search<F> {
  if (known.choice === "bring-back") return decideSalesforceOnly({ ...known, base: null }, salesforce, policy);
  if (known.state === "parted" || known.state === "unlinked" || known.state === "left") {
    return decided({ state: known.state, agreed: base, grounds: [restsBy(known.state)] });
  }
  const replaced = known.exchange.is === "gone" ? known.exchange.replaced : undefined;
  if (replaced === "past") return decided({ state: "unlinked", agreed: base, reason: PAST_STAYS, grounds: ["E4"] });
  if (salesforce.standing.others !== true && edited(base, salesforce.record, "salesforce", policy)) return parted("salesforce", base);
  // It is made anew at its new place, whatever the preset says of deletions, and is no removal for the brake.
  if (replaced && salesforce.standing.editable) {
    return decided({ state: "removed", salesforce: { do: "remove" }, reason: "The series was changed in the mailbox.", grounds: ["E4"] });
  }
  if (policy.removeInSalesforce && salesforce.standing.editable) {
    return decided({ state: "removed", salesforce: { do: "remove" }, removal: true, reason: "Deleted in the mailbox.", grounds: ["M3"] });
  }
  return decided({
    state: "unlinked",
    agreed: base,
    removal: true,
    reason: "Deleted in the mailbox; Salesforce keeps the record.",
    grounds: ["M3"],
  });
}

/** Deleted in Salesforce, or no longer the user's to read: a copy of ours goes, the user's own item is let go (M3). */
export function decideLostInSalesforce<F extends Fields>(
  known: Known<F>,
  exchange: Present<F, ExchangeStanding>,
  base: F,
  policy: Policy<F>,
): Decision<F> | Search<F> {
  const rests = known.state === "parted" || known.state === "unlinked" || known.state === "left";
  if (known.choice === "bring-back" || (rests && markedAnew(exchange.standing, known.stood.exchange))) {
    return decideExchangeOnly({ ...known, state: "new", base: null, early: false }, exchange, policy);
  }
  if (rests) return decided({ state: known.state, agreed: base, grounds: [restsBy(known.state)] });
  // Of a copy of ours everything counts, lest what its owner wrote go with it; of his own item what was ever shared.
  const counted = known.origin === "salesforce" ? exchange : asShared(exchange, policy, known.origin === "exchange" ? null : base);
  if (edited(base, counted.record, "exchange", policy)) return parted("exchange", base);
  if (known.origin === "salesforce" && exchange.standing.withOthers !== true) {
    if (isEditedCopy(base, exchange.record, policy)) return parted("exchange", base);
    // It comes anew at its new place, and is no removal for the brake.
    if (known.salesforce.is === "gone" && known.salesforce.replaced === "coming")
      return decided({ state: "removed", exchange: { do: "remove" }, reason: "The series was changed in Salesforce.", grounds: ["E4"] });
    return decided({
      state: "removed",
      exchange: { do: "remove" },
      removal: true,
      reason: "The record is gone from Salesforce.",
      grounds: ["M3"],
    });
  }
  return decided({
    state: "unlinked",
    agreed: base,
    exchange: withMarks(unmarking(exchange.standing)),
    removal: true,
    reason: exchange.standing.withOthers
      ? "The record is gone from Salesforce; others take part in the event, so it stays."
      : "The record is gone from Salesforce; the item is the user's own and stays.",
    grounds: exchange.standing.withOthers ? ["M3", "P5"] : ["M3"],
  });
}

/** A person wants it left as it is: each side keeps what it has, nothing of it is shared any more, and no mark says so. */
export function letGo<F extends Fields>({ origin, base, exchange }: Known<F>): Decision<F> {
  return decided({
    state: "unlinked",
    origin,
    agreed: base,
    exchange: exchange.is === "present" ? withMarks(unmarking(exchange.standing)) : null,
    reason: "A person chose to leave it as it is.",
    grounds: ["M4"],
  });
}

/** Takes off what of ours is on the item. */
export function unmarking({ category, problem }: ExchangeStanding): { salesforce?: false; problem?: null } {
  return { ...(category ? { salesforce: false } : {}), ...(problem ? { problem: null } : {}) };
}

export function parted<F extends Fields>(survivor: SideName, base: F): Decision<F> {
  return decided<F>({
    state: "parted",
    agreed: base,
    conflicts: [{ field: "deletion", winner: survivor, kept: null, lost: null }],
    removal: true,
    reason: "Edited on one side and deleted on the other: the edited one stays.",
    grounds: ["M3"],
  });
}
