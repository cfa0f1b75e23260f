import type { Fields } from "../../shared/records/fields.ts";
import { decided, type Decision, type Search, type Step } from "./decision.ts";
import { type ExchangeStanding, type Known, marked, markedAnew, markedByHand, type SalesforceStanding, type View } from "./known.ts";
import type { Policy } from "./policy.ts";
import { asShared } from "./withheld.ts";
import { restsBy, whyItStaysInSalesforce } from "./stays.ts";

type Present<F extends Fields, S> = Extract<View<F, S>, { readonly is: "present" }>;

/** A mailbox item without a record in Salesforce: sent up when it is marked (C2), unless it was there before us (B4). */
export function decideExchangeOnly<F extends Fields>(
  known: Known<F>,
  item: Present<F, ExchangeStanding>,
  policy: Policy<F>,
): Decision<F> | Search<F> {
  const { record, standing } = asShared(item, policy, null);
  const wanted = known.choice === "send" || known.choice === "separate" || known.choice === "bring-back";
  const rests = known.state === "left" || known.state === "unlinked" || known.state === "parted" || known.state === "removed";
  const anew = markedAnew(standing, known.stood.exchange);
  if (rests && !wanted && !anew)
    return decided({ state: known.state, exchange: takeOffProblem(standing), grounds: [restsBy(known.state)] });
  // What was decided on before is remembered; what was only seen, and carries no mark any more, is nobody's business.
  if (!marked(standing) && !wanted) {
    return decided({
      state: "forgotten",
      exchange: takeOffProblem(standing),
      reason: "It carries no mark, so it stays in the mailbox alone.",
      grounds: ["up"],
    });
  }

  // What lay there before us waits for a person: for his answer, or for a mark set after it was settled how it stood (B4).
  const takenUp = !markedByHand(standing) && !wanted;
  const waits = known.early || known.state === "listed" || (takenUp && standing.takenUp === "before");
  const listed = waits && !rests && !wanted && !(known.stood.exchange !== null && anew);
  if (!listed) {
    const fault = policy.fault(record);
    if (fault) return faulty(fault);
  }
  if (!known.searched && known.choice !== "separate") return { is: "search", on: "salesforce", record };
  if (listed) return decided({ state: "listed", reason: "It lay in the mailbox before Tandem was switched on.", grounds: ["B4"] });
  if (!policy.createIn.salesforce && known.choice !== "send") {
    return decided({ state: "listed", reason: "The preset does not create records in Salesforce.", grounds: ["A3"] });
  }
  const sent = only(record, policy.givenTo.salesforce);
  return decided({
    state: "linked",
    origin: "exchange",
    agreed: sent,
    salesforce: { do: "create", record: sent },
    // Where the way to the record is still to be set, the category goes along with it: one write of the item instead of two.
    exchange: withMarks({
      ...(standing.category || standing.lacksPointer ? {} : { salesforce: true }),
      ...(standing.problem ? { problem: null } : {}),
    }),
    reason: takenUp ? "The preset takes it up without a mark." : "Marked in the mailbox.",
    grounds: takenUp ? ["up", "A3"] : ["up"],
  });
}

/** A record in Salesforce without an item in the mailbox: comes down when it is the user's (C1). */
export function decideSalesforceOnly<F extends Fields>(
  known: Known<F>,
  { record, standing }: Present<F, SalesforceStanding>,
  policy: Policy<F>,
): Decision<F> | Search<F> {
  const keeps = known.state === "unlinked" || known.state === "parted" || known.state === "left";
  if (keeps && known.choice !== "bring-back") return decided({ state: known.state, grounds: [restsBy(known.state)] });
  const wanted = known.choice !== null && known.choice !== "separate"; // kept apart, it is as new: the scope decides
  const staysThere = whyItStaysInSalesforce(standing, policy);
  // What the calendar has already is remembered: no change of it there makes another one here, nor does the end of the meeting.
  if (!wanted && staysThere) return decided({ state: standing.outside === "met" ? "unlinked" : "forgotten", ...staysThere });
  if (!known.searched && known.choice !== "separate") return { is: "search", on: "exchange", record };
  const sent = only(record, policy.givenTo.exchange);
  return decided({
    state: "linked",
    origin: "salesforce",
    agreed: sent,
    exchange: { do: "create", record: sent },
    reason: "In the user's scope in Salesforce.",
    grounds: ["down"],
  });
}

/** It cannot go up as it is: the item says why, and is tried again when it was changed (C6). */
export function faulty<F extends Fields>(fault: NonNullable<Decision<F>["fault"]>, kept: Partial<Decision<F>> = {}): Decision<F> {
  return decided({
    grounds: ["fault"],
    ...kept,
    state: "failed",
    exchange: withMarks({ problem: fault.category }),
    fault,
    reason: fault.message,
  });
}

export function withMarks<F extends Fields>(marks: Extract<Step<F>, { readonly do: "update" }>["marks"]): Step<F> | null {
  return Object.keys(marks).length === 0 ? null : { do: "update", changes: {}, contested: false, marks };
}

function takeOffProblem<F extends Fields>(standing: ExchangeStanding): Step<F> | null {
  return withMarks(standing.problem ? { problem: null } : {});
}

function only<F extends Fields>(record: F, given: ReadonlySet<keyof F & string>): F {
  return Object.fromEntries(Object.entries(record).map(([field, value]) => [field, given.has(field) ? value : null])) as F;
}
