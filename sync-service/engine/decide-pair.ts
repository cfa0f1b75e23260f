import type { Fields } from "../../shared/records/fields.ts";
import { faulty, withMarks } from "./decide-alone.ts";
import { parted, unmarking } from "./decide-lost.ts";
import { decided, type Decision, type Step } from "./decision.ts";
import type { Ground } from "./ground.ts";
import { type ExchangeStanding, type Known, marked, markedAnew, type SalesforceStanding, type View } from "./known.ts";
import type { FieldRules, Policy } from "./policy.ts";
import { isEditedCopy, type Merge, reconcile } from "./reconcile.ts";
import { restsBy } from "./stays.ts";
import { asShared } from "./withheld.ts";
import { grantable, sendable, type Wish, wishRule } from "./wish.ts";

type Present<F extends Fields, S> = Extract<View<F, S>, { readonly is: "present" }>;

/** Why a pair is a question that was made of one record and what may have become of it. */
export const MAY_BE_OURS =
  "The answer to its making was lost, and what stands on the other side may be it, edited since: are these one? A second one was not made.";

const MET = "The meeting itself has come to the calendar, in the place of the copy.";

/** Both sides hold the record: leave, part, ask, or bring them together. */
export function decidePair<F extends Fields>(
  known: Known<F>,
  exchange: Present<F, ExchangeStanding>,
  salesforce: Present<F, SalesforceStanding>,
  policy: Policy<F>,
): Decision<F> {
  const { base, stood } = known;
  if (known.choice === "bring-back") return together(known, exchange, salesforce, policy);
  const partedByScope = known.state === "parted" && stood.salesforce?.inScope === false;
  const rests = known.state === "left" || known.state === "unlinked" || partedByScope;
  if (rests && known.choice === null) {
    const scopeReturned = known.state !== "left" && salesforce.standing.inScope && stood.salesforce?.inScope === false;
    const wanted = markedAnew(exchange.standing, stood.exchange) || scopeReturned;
    if (!wanted) {
      return decided({
        state: known.state,
        origin: known.origin,
        agreed: base,
        exchange: withMarks(unmarkingProblem(exchange.standing)),
        grounds: [restsBy(known.state)],
      });
    }
  } else {
    if (leaves(exchange.standing, stood.exchange)) return leaving(known, exchange.standing);
    if (leftScope(salesforce.standing, stood.salesforce)) return outOfScope(known, exchange, salesforce, policy);
  }
  // Met again by a search after its making got no answer, and not surely (see `editedSince`): asked until a person has said.
  const mayBeOurs = known.state === "question" && known.origin !== null && known.origin !== "twin";
  if (mayBeOurs && known.choice !== "link")
    return decided({ state: "question", origin: known.origin, agreed: base, reason: MAY_BE_OURS, grounds: ["M1"] });
  if (!base && known.choice !== "link" && policy.namedApart(exchange.record, salesforce.record)) {
    return decided({
      state: "question",
      origin: known.origin,
      reason: "The same address or phone, but another name: are these one person?",
      grounds: ["M1"],
    });
  }
  return together(known, exchange, salesforce, policy);
}

function together<F extends Fields>(
  known: Known<F>,
  item: Present<F, ExchangeStanding>,
  salesforce: Present<F, SalesforceStanding>,
  policy: Policy<F>,
): Decision<F> {
  const exchange = asShared(item, policy, known.origin === "exchange" ? null : (known.base ?? salesforce.record));
  if (salesforce.standing.others) return standsFor(known, exchange, policy);
  const winner = policy.winner === "newest" ? changedLast(exchange.standing, salesforce.standing) : policy.winner;
  const rules = { ...(salesforce.standing.editable ? policy : readOnly(policy)), winner };
  const { category, problem, guarded = [], rich = [], lacksPointer = false } = exchange.standing;
  const records = { exchange: exchange.record, salesforce: salesforce.record };
  const wishes = known.choice === "set" ? (known.wishes ?? []) : [];
  const { ids, wanted } = grantable(wishes, records, rules, new Set(rich));
  const sent = sendable(wishes, exchange, rules);
  const granted = [...ids, ...sent.ids];
  const met = wishes.filter(({ id }) => granted.includes(id));
  const merge = inviting(
    reconcile(known.base, exchange.record, salesforce.record, { ...rules, guarded: new Set(guarded), wanted }),
    sent.wanted,
  );
  const origin = known.origin ?? "twin";
  const fault = Object.keys(merge.changes.salesforce).length > 0 ? policy.fault(merge.agreed) : null;
  if (fault) return faulty(fault, { origin, agreed: known.base });
  const isKept = (field: keyof F & string) => policy.writable.salesforce.has(field) && !alike(field, merge, exchange.record, policy);
  const keptHere = !salesforce.standing.editable && [...policy.inPlay].some(isKept) ? KEPT_HERE : null;
  const marks = {
    ...(category ? {} : { salesforce: true }),
    ...(problem ? { problem: null } : {}),
    ...(lacksPointer ? ({ pointer: true } as const) : {}),
  };
  return decided({
    state: "linked",
    origin,
    agreed: merge.agreed,
    exchange: update(merge, "exchange", marks, { ...wanted, ...sent.wanted }),
    salesforce: update(merge, "salesforce", {}, wanted),
    conflicts: merge.conflicts,
    reason: met.length > 0 ? reasonOf(met) : known.base ? keptHere : "Found to be the same on both sides.",
    grounds: groundsOf(known, merge, met),
    ...(granted.length > 0 ? { granted } : {}),
  });
}

/** E3: the record is kept in step with another's mailbox. Nothing of this item goes up but what it leads, and nothing comes down into it. */
function standsFor<F extends Fields>(
  known: Known<F>,
  { record, standing }: Present<F, ExchangeStanding>,
  { writable, inPlay, alike }: Policy<F>,
): Decision<F> {
  const led = Object.keys(record).filter(
    (field) =>
      standing.leads?.includes(field) === true &&
      inPlay.has(field) &&
      writable.salesforce.has(field) &&
      !alike(field, record[field] ?? null, known.base?.[field] ?? null),
  );
  const changes = Object.fromEntries(led.map((field) => [field, record[field]])) as Partial<F>;
  return decided({
    state: "linked",
    origin: known.origin ?? "twin",
    agreed: record,
    exchange: withMarks({ ...(standing.category ? {} : { salesforce: true }), ...(standing.problem ? { problem: null } : {}) }),
    salesforce: led.length > 0 ? { do: "update", changes, contested: false, marks: {} } : null,
    reason: known.base ? null : "It is in Salesforce already, from a colleague's mailbox, which keeps it in step.",
    grounds: ["E3"],
  });
}

/** P5: who stands in Salesforce already is asked in the mailbox, and nowhere else. */
const inviting = <F extends Fields>(merge: Merge<F>, guests: Partial<F>): Merge<F> => ({
  ...merge,
  agreed: { ...merge.agreed, ...guests },
  changes: { ...merge.changes, exchange: { ...merge.changes.exchange, ...guests } },
});

function reasonOf<F extends Fields>(wishes: readonly Wish<F>[]): string {
  if (wishes.some(({ of }) => of === "invitation")) return "A person had the people of the event invited.";
  return wishes.some(({ of }) => of === "undo") ? "A person undid an earlier change." : "A person chose these values.";
}

const KEPT_HERE = "What was changed here stays here: the user may not change the record in Salesforce, which leads.";

/** Whether what was agreed on is what the item holds, or is about to. */
const alike = <F extends Fields>(field: keyof F & string, { agreed, changes }: Merge<F>, record: F, policy: Policy<F>): boolean =>
  field in changes.exchange || policy.sentOnly?.has(field) === true || policy.alike(field, agreed[field] ?? null, record[field] ?? null);

/** A first meeting is M1's; what a person wished is his; else the fields of the kind, and M2 where the sides disagreed. */
function groundsOf<F extends Fields>(known: Known<F>, { changes, conflicts }: Merge<F>, granted: readonly Wish<F>[]): readonly Ground[] {
  const wished = granted.map(({ of }) => wishRule[of]);
  const moves = Object.keys(changes.exchange).length + Object.keys(changes.salesforce).length > 0;
  return [
    ...wished,
    ...(known.base ? [] : (["M1"] as const)),
    ...(moves ? (["fields"] as const) : []),
    ...(conflicts.length > 0 ? (["M2"] as const) : []),
  ];
}

function update<F extends Fields>(
  merge: Merge<F>,
  side: "exchange" | "salesforce",
  marks: { salesforce?: boolean; problem?: null; pointer?: true },
  wanted: Partial<F>,
): Step<F> | null {
  const changes = merge.changes[side];
  if (Object.keys(changes).length === 0) return withMarks(marks);
  const contested = merge.conflicts.some(({ field }) => field in changes) || Object.keys(wanted).some((field) => field in changes);
  return { do: "update", changes, contested, marks };
}

/** M4: either mark lost. An item that came by its category alone cannot lose a folder it never lay in. */
function leaves(now: ExchangeStanding, stood: Known<Fields>["stood"]["exchange"]): boolean {
  if (!stood) return !marked(now);
  return (stood.category && !now.category) || (stood.inFolder && !now.inFolder);
}

function leaving<F extends Fields>(known: Known<F>, standing: ExchangeStanding): Decision<F> {
  return decided({
    state: "left",
    origin: known.origin,
    agreed: known.base,
    exchange: withMarks(unmarking(standing)),
    reason: "A mark was taken off in the mailbox: both stay, and are no longer kept in step.",
    grounds: ["M4"],
  });
}

function leftScope(now: SalesforceStanding, stood: Known<Fields>["stood"]["salesforce"]): boolean {
  return stood !== null && stood.inScope && !now.inScope;
}

/** C1: a copy of ours goes when the record has a new owner; whatever else left the scope stays, without the category. */
function outOfScope<F extends Fields>(
  known: Known<F>,
  exchange: Present<F, ExchangeStanding>,
  { standing }: Present<F, SalesforceStanding>,
  policy: Policy<F>,
): Decision<F> {
  const { base } = known;
  const newOwner = standing.ownerId !== known.stood.salesforce?.ownerId;
  const isMet = standing.outside === "met";
  if ((newOwner || isMet) && known.origin === "salesforce" && base && exchange.standing.withOthers !== true) {
    if (isEditedCopy(base, exchange.record, policy)) return parted("exchange", base);
    // The meeting is there in its place: no removal for the brake.
    if (isMet) return decided({ state: "removed", exchange: { do: "remove" }, reason: MET, grounds: ["E3"] });
    return decided({
      state: "removed",
      exchange: { do: "remove" },
      removal: true,
      reason: "The record has a new owner in Salesforce.",
      grounds: ["down"],
    });
  }
  return decided({
    state: "unlinked",
    origin: known.origin,
    agreed: base,
    exchange: withMarks(unmarking(exchange.standing)),
    reason: "The record left the user's scope in Salesforce.",
    grounds: ["down"],
  });
}

/** Where one of the moments is not known, or both are the same, a person is asked. */
function changedLast({ changedAt: here }: ExchangeStanding, { changedAt: there }: SalesforceStanding): FieldRules<Fields>["winner"] {
  const [exchange, salesforce] = [Date.parse(here ?? ""), Date.parse(there ?? "")];
  if (exchange > salesforce) return "exchange";
  return salesforce > exchange ? "salesforce" : "ask";
}

/** A row the user may not edit is read all the same. */
function readOnly<F extends Fields>(policy: Policy<F>): Policy<F> {
  return { ...policy, writable: { ...policy.writable, salesforce: new Set() } };
}

const unmarkingProblem = ({ problem }: ExchangeStanding) => (problem ? { problem: null } : {});
