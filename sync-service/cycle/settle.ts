import type { Fields, SideName } from "../../shared/records/fields.ts";
import { allowedRemovals } from "../engine/brake.ts";
import { decide } from "../engine/decide.ts";
import { faulty } from "../engine/decide-alone.ts";
import { decided, type Decision } from "../engine/decision.ts";
import { problemCategories } from "../engine/problem-categories.ts";
import { swing } from "../engine/swing.ts";
import { SyncError } from "../errors.ts";
import { carryOut, intending, type Result, showingTheWay } from "./act.ts";
import { joinChosen } from "./chosen-twin.ts";
import { fold } from "./fold.ts";
import { besideMeetings } from "./invitations.ts";
import { knownOf } from "./known-link.ts";
import type { Intent, Link, Settlement } from "./link.ts";
import { type Certain, certain } from "./look-again.ts";
import { isOwnFault, stumbled, stumblingBlocks } from "./own-fault.ts";
import { leftOutOf } from "./left-out.ts";
import type { Action, LeftOut, Outcome } from "./side.ts";
import { findItems, findRecords, type Found } from "./twins.ts";
import type { Work } from "./work.ts";

/** A link and what is to become of it. */
interface Plan<F extends Fields> {
  readonly link: Link<F>;
  readonly decision: Decision<F>;
  readonly absorbed: string | null;
}

const BRAKE_LOOKS_BACK_MS = 24 * 60 * 60 * 1000;

/**
 * Decides on a batch and carries it out. May stop at any line: before `intend` nothing has happened and the links are still
 * due; after it, the next slice looks what happened before it does anything else.
 */
export async function settle<F extends Fields>(work: Work<F>, batch: readonly Link<F>[]): Promise<void> {
  const intended = await intentions(work, batch);
  const acting = intended.filter(({ link: { intent } }) => intent.exchange || intent.salesforce);
  // What only takes note is stored first; the half that a twin absorbs is gone before the twin is written to.
  await work.links.settled(
    work.lease,
    intended.filter((each) => !acting.includes(each)).map(({ link, absorbed }) => fold(work, link, NOTHING, absorbed)),
  );
  if (acting.length === 0) return;
  await work.links.settled(
    work.lease,
    acting.filter(({ absorbed }) => absorbed !== null).map(({ link, absorbed }) => unchanged(link, absorbed)),
  );
  await work.links.intend(
    work.lease,
    acting.map(({ link }) => link),
  );

  const inSalesforce = await carryOut(work, "salesforce", actionsOf(acting, "salesforce"));
  const exchangeActions = withRefusals(work, acting, inSalesforce);
  const settleWith = (inExchange: ReadonlyMap<string, Result<F>>) => {
    const settlements = acting.map(({ link }) => {
      const results = { exchange: inExchange.get(link.id) ?? null, salesforce: inSalesforce.get(link.id) ?? null };
      const told = exchangeActions.get(link.id) ?? link.intent.exchange;
      return fold(work, { ...link, intent: { ...link.intent, exchange: told } }, results, null);
    });
    return work.links.settled(work.lease, settlements);
  };
  const inExchange = await carryOut(work, "exchange", exchangeActions).catch(async (error: unknown) => {
    // None of it was tried. What Salesforce answered is kept all the same: what was overwritten there is told only once.
    if (error instanceof SyncError) await settleWith(new Map([...exchangeActions.keys()].map((id) => [id, { is: "untried" }])));
    throw error;
  });
  await settleWith(inExchange);
}

/** What is to be done about a batch. A link that our own code stumbles over is stored as failed, and the others go on. */
async function intentions<F extends Fields>(work: Work<F>, batch: readonly Link<F>[]): Promise<readonly Intended<F>[]> {
  const plan = async (part: readonly Link<F>[]) => {
    const plans = await braked(
      work,
      stoppingSwings(work, await planned(work, await joinChosen(work, await besideMeetings(work, await certain(work, part))))),
    );
    return plans.map(({ link, decision, absorbed }) => ({ link: intending(link, decision, work), absorbed }));
  };
  try {
    return await plan(batch);
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    const blocks = await stumblingBlocks(batch, plan);
    if (blocks.size === 0) throw error;
    await work.links.settled(
      work.lease,
      [...blocks].map(([link, fault]) => stumbled(work, link, fault)),
    );
    // Planned anew together: who is whose twin, and the brake, are not to be judged in parts.
    return plan(batch.filter((link) => !blocks.has(link)));
  }
}

interface Intended<F extends Fields> {
  readonly link: Link<F> & { readonly intent: Intent<F> };
  readonly absorbed: string | null;
}

const NOTHING = { exchange: null, salesforce: null };

type Acting<F extends Fields> = { readonly link: Link<F> & { readonly intent: Intent<F> } };

function unchanged<F extends Fields>(link: Link<F>, absorbed: string | null): Settlement<F> {
  return { id: link.id, link: { ...link, intent: null }, absorbed, conflicts: [], notes: [] };
}

/** Decides, searching for twins where the engine asks for it. */
async function planned<F extends Fields>(work: Work<F>, batch: readonly Certain<F>[]): Promise<readonly Plan<F>[]> {
  const first = batch.map((each) => ({ ...each, decision: decide(knownOf(each.link, false), work.policyFor(each.link)) }));
  const plans = first.flatMap(({ link, absorbed, decision }): Plan<F>[] =>
    decision.is === "decided" ? [{ link, decision, absorbed }] : [],
  );
  const asking = (side: SideName) =>
    first.flatMap(({ link, decision }) => (decision.is === "search" && decision.on === side ? [link] : []));

  const ups = plansOf(work, await findRecords(work, asking("salesforce")));
  const absorbed = new Set(ups.map((plan) => plan.absorbed));
  const downs = asking("exchange").filter(({ id }) => !absorbed.has(id));
  const inBatch = new Set(batch.map(({ link }) => link.id));
  const all = [...plans.filter(({ link }) => !absorbed.has(link.id)), ...ups];
  return [...all, ...plansOf(work, await findItems(work, downs, inBatch))];
}

function plansOf<F extends Fields>(work: Work<F>, found: readonly Found<F>[]): readonly Plan<F>[] {
  return found.flatMap((each): Plan<F>[] => {
    switch (each.is) {
      case "deferred":
        return [];
      case "elsewhere":
        return [
          {
            link: each.link,
            decision: decided({ state: "forgotten", reason: "The person has an item as the other object.", grounds: ["A3"] }),
            absorbed: null,
          },
        ];
      case "question":
        return [
          {
            link: each.link,
            decision: decided({
              state: "question",
              reason: `Several records may be this ${work.words.same}, or one may or may not be.`,
              grounds: ["M1"],
            }),
            absorbed: null,
          },
        ];
      case "none":
      case "joined": {
        const decision = decide(knownOf(each.link, true), work.policyFor(each.link));
        if (decision.is === "search") throw new TypeError("A search that was answered is asked for again.");
        return [{ link: each.link, decision, absorbed: each.is === "joined" ? each.absorbed : null }];
      }
    }
  });
}

/** M6: a value that another program keeps putting back is not written once more. */
function stoppingSwings<F extends Fields>(work: Work<F>, plans: readonly Plan<F>[]): readonly Plan<F>[] {
  return plans.map((plan) => {
    const { link, decision } = plan;
    if (decision.state !== "linked" || !link.base || !decision.agreed || link.choice === "go-ahead" || link.choice === "set") return plan;
    const { swinging } = swing(link.swings, link.base, decision.agreed, work.now().getTime());
    if (swinging === null) return plan;
    const fault = {
      code: "SWINGING",
      message: `Another program keeps changing the field ${swinging} back, so this item is no longer kept in step.`,
      remedy: "Find the other program under Conflicting software and turn it off; the item goes on with the next change a day later.",
      category: problemCategories.swinging,
    };
    return { ...plan, decision: faulty(fault, { origin: link.origin, agreed: link.base, grounds: ["M6"] }) };
  });
}

/** M5: more removals than people make by hand wait for a person. */
async function braked<F extends Fields>(work: Work<F>, plans: readonly Plan<F>[]): Promise<readonly Plan<F>[]> {
  const isRemoval = ({ link, decision }: Plan<F>) => decision.removal && link.choice !== "go-ahead";
  const wanted = plans.filter(isRemoval).length;
  if (wanted === 0) return plans;
  const since = new Date(work.now().getTime() - BRAKE_LOOKS_BACK_MS);
  let left = allowedRemovals({ ...(await work.links.removals(work.lease, since)), wanted });
  return plans.map((plan) => {
    if (!isRemoval(plan)) return plan;
    left -= 1;
    return left >= 0 ? plan : { ...plan, decision: held(plan.link, work.words.many) };
  });
}

function held<F extends Fields>(link: Link<F>, many: string): Decision<F> {
  const fault = {
    code: "MANY_REMOVALS",
    message: `Unusually many ${many} were removed within a day, so this removal waits.`,
    remedy: `Look whether the ${many} were meant to go; then let the removals go ahead, or bring the ${many} back.`,
    category: null,
  };
  return decided({ state: "held", origin: link.origin, agreed: link.base, fault, reason: fault.message, grounds: ["M5"] });
}

function actionsOf<F extends Fields>(acting: readonly Acting<F>[], side: SideName): ReadonlyMap<string, Action<F>> {
  return new Map(acting.flatMap(({ link }) => (link.intent[side] ? [[link.id, link.intent[side]]] : [])));
}

/** What to do in the mailbox, now that Salesforce has answered: what was made there is pointed to (T3); what was refused says so (C6). */
function withRefusals<F extends Fields>(
  work: Work<F>,
  acting: readonly Acting<F>[],
  inSalesforce: ReadonlyMap<string, Outcome<F>>,
): ReadonlyMap<string, Action<F>> {
  const actions = new Map(actionsOf(acting, "exchange"));
  for (const { link } of acting) {
    const outcome = inSalesforce.get(link.id);
    const pointing = outcome && showingTheWay(link, outcome);
    if (pointing) actions.set(link.id, pointing);
    const leftOut = leftOutOf(outcome);
    const telling = leftOut && tellingOf(work, link, leftOut, actions.get(link.id));
    if (telling) actions.set(link.id, telling);
    if (!outcome || outcome.is === "done") continue;
    actions.delete(link.id); // decided on together, done together
    if (outcome.is !== "refused" || outcome.problem.code === "INTERNAL") continue; // Salesforce was not even asked
    if (link.exchange.is !== "present") continue;
    const refusal = intending(link, faulty<F>({ ...outcome.problem, category: problemCategories.refused }), work).intent.exchange;
    if (refusal) actions.set(link.id, refusal);
  }
  return actions;
}

/** The item says that a value was left out, beside whatever else is done to it. */
function tellingOf<F extends Fields>(
  work: Work<F>,
  link: Acting<F>["link"],
  { problem }: LeftOut,
  own: Action<F> | undefined,
): Action<F> | null {
  if (link.exchange.is !== "present") return null;
  const telling = intending(link, faulty<F>({ ...problem, category: problemCategories.refused }), work).intent.exchange;
  if (own?.do !== "update" || telling?.do !== "update") return own ? null : telling;
  return { ...own, marks: { ...own.marks, ...telling.marks } };
}
