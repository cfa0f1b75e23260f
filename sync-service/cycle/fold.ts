import type { FieldValue, Fields, SideName } from "../../shared/records/fields.ts";
import type { Decision, Step } from "../engine/decision.ts";
import type { Stood } from "../engine/known.ts";
import { otherSide } from "../engine/reconcile.ts";
import { swing } from "../engine/swing.ts";
import type { Problem } from "../errors.ts";
import { type Result, type Results, UNANSWERED } from "./act.ts";
import { knownOf, withoutOthersCategories } from "./known-link.ts";
import { asTaken, leftOutOf } from "./left-out.ts";
import type { Intent, Link, Settlement, Sight } from "./link.ts";
import { notesOf, overwritesOf } from "./notes.ts";
import { isOwnFault, ownFault, stumbled } from "./own-fault.ts";
import { standsOtherwise, stoodAfter } from "./stood-after.ts";
import { wishesOver } from "./wishes.ts";
import type { Work } from "./work.ts";

type Carried<F extends Fields> = Link<F> & { readonly intent: Intent<F> };

/** Milliseconds until a link whose action was to come later is decided on again, at least. */
const LATER_AT_LEAST_MS = 1_000;
/** Attempts made at once, before each next one waits twice as long as the last. */
const PATIENT_FOR = 3;
const LONGEST_WAIT_MS = 5 * 60_000;
/** What was sent so often without doing anything, half an hour long, waits for a person (REL8). */
const MOST_UNANSWERED = 20;

/**
 * What a link has become after its actions: the base moves only when both sides hold what was agreed. `decidedOn` is the link as it was
 * decided on, where it was looked at again since.
 */
export function fold<F extends Fields>(
  work: Work<F>,
  link: Carried<F>,
  results: Results<F>,
  absorbed: string | null,
  decidedOn: Link<F> = link,
): Settlement<F> {
  try {
    return folded(work, link, results, absorbed, decidedOn);
  } catch (error) {
    if (!isOwnFault(error)) throw error;
    return { ...stumbled(work, link, error), absorbed };
  }
}

function folded<F extends Fields>(
  work: Work<F>,
  planned: Carried<F>,
  results: Results<F>,
  absorbed: string | null,
  decidedOn: Link<F>,
): Settlement<F> {
  const link = asTaken(planned, results);
  const { decision } = link.intent;
  if (isUnknown(results)) {
    // The intent stays: the next slice looks before it tries again.
    const problem = isStopped(results) ? ownFault(link.id) : link.problem;
    const notes = overwritesOf(work, link, results);
    return { id: link.id, link: { ...link, problem, attempts: link.attempts + 1 }, absorbed, conflicts: [], notes };
  }
  const sights = { exchange: sightAfter(work, link, "exchange", results), salesforce: sightAfter(work, link, "salesforce", results) };
  const conflicts = decision.conflicts.filter(({ winner }) => {
    const result = results[otherSide(winner)];
    // Moved, or gone: it may have been overwritten before that.
    return !result || result.is === "done" || result.is === "moved" || result.is === "gone";
  });
  const notes = notesOf(work, link, results, conflicts, sights);
  const stood = stoodAfter(decidedOn, sights, link.intent, results);
  const after = next(work, { ...link, ...sights, intent: null }, link.intent, results, stood);
  // Until they are carried out or refused, a person's wishes stay on the link.
  const over = link.wishes.length > 0 && after?.wishes.length !== link.wishes.length;
  const isRefused = results.exchange?.is === "refused" || results.salesforce?.is === "refused";
  const wishes = over ? wishesOver(work, link, isRefused ? [] : (decision.granted ?? [])) : { settles: [], notes: [] };
  const settles = wishes.settles.length > 0 ? { settles: wishes.settles } : {};
  return { id: link.id, link: after, absorbed, conflicts, ...settles, notes: [...notes, ...wishes.notes] };
}

function next<F extends Fields>(work: Work<F>, link: Link<F>, intent: Intent<F>, results: Results<F>, stood: Stood): Link<F> | null {
  const { decision } = intent;
  const now = work.now();
  const refused = [results.salesforce, results.exchange].find((result) => result?.is === "refused");
  if (refused?.is === "refused") {
    const { problem } = refused;
    return {
      ...link,
      state: "failed",
      problem,
      reason: problem.message,
      stood,
      choice: null,
      wishes: [],
      dueAt: standsOtherwise(link, stood) ? now : null,
      attempts: link.attempts + 1,
    };
  }
  const origin = decision.origin ?? link.origin;
  if (!isDone(results.exchange) || !isDone(results.salesforce)) {
    const base = baseSoFar(link.base, decision, results);
    const attempts = link.attempts + 1;
    const problem = isIdle(results) ? unanswered(attempts) : link.problem;
    if (isIdle(results) && attempts >= MOST_UNANSWERED) {
      return { ...link, origin, base, attempts, state: "failed", problem, reason: problem?.message ?? null, dueAt: null };
    }
    return { ...link, origin, base, attempts, problem, dueAt: new Date(now.getTime() + waitMs(results, link.attempts)) };
  }
  if (decision.state === "forgotten") return null;
  const { agreed } = decision;
  const leftOut = leftOutOf(results.salesforce);
  const [state, fault] = leftOut ? (["failed", leftOut.problem] as const) : ([decision.state, decision.fault] as const);
  const remarked = [results.salesforce, results.exchange].flatMap((result) => (result?.is === "done" ? (result.remark ?? []) : []));
  const reason = leftOut?.problem.message ?? remarked[0] ?? decision.reason;
  return {
    ...link,
    state,
    origin,
    base: agreed,
    // What is held has not happened: it is still a change since then.
    stood: state === "held" ? link.stood : stood,
    early: link.early && state !== "linked",
    choice: null,
    wishes: [],
    among: state === "question" ? link.among : [],
    swings: link.base && agreed ? swing(link.swings, link.base, agreed, now.getTime()).swings : {},
    problem: fault && { code: fault.code, message: fault.message, remedy: fault.remedy },
    reason,
    attempts: 0,
    dueAt: isDue(work, link, intent, results, stood) || isUnread(results) ? now : null,
    removedAt: decision.removal && state !== "held" ? now : link.removedAt,
  };
}

function sightAfter<F extends Fields>(work: Work<F>, link: Link<F>, side: SideName, results: Results<F>): Sight<F> {
  const [result, sight] = [results[side], link[side]];
  switch (result?.is) {
    case "done": {
      if (result.seen) {
        const seen = withoutOthersCategories(result.seen, work.problemCategories);
        return { is: "present", seen, certain: result.unread !== true, ours: true };
      }
      return sight.is === "present" ? { is: "gone", id: sight.seen.id, certain: true, followedBy: null } : sight;
    }
    case "moved":
      return sight.is === "present" ? { ...sight, certain: false } : sight;
    case "gone":
      return sight.is === "present" ? { is: "gone", id: sight.seen.id, certain: false, followedBy: null } : sight;
    default:
      return sight;
  }
}

/** Whether something is left to be decided on, that nobody will tell of. */
function isDue<F extends Fields>(work: Work<F>, link: Link<F>, intent: Intent<F>, results: Results<F>, stood: Stood): boolean {
  const isLeftBehind = intent.decision.state !== "held" && standsOtherwise(link, stood);
  return isLeftBehind || deviates(work, link, intent, results) || awaitsPointer(link, intent);
}

/** The record is new, and its item could not show the way to it before it was there (T3). */
function awaitsPointer<F extends Fields>(link: Link<F>, intent: Intent<F>): boolean {
  const { exchange } = knownOf(link, false);
  return intent.salesforce?.do === "create" && exchange.is === "present" && exchange.standing.lacksPointer === true;
}

/** Whether a side holds something else than was sent, and than was there: automation changed it, or others' values were lost. */
function deviates<F extends Fields>(work: Work<F>, link: Link<F>, intent: Intent<F>, results: Results<F>): boolean {
  const { agreed } = intent.decision;
  if (!agreed) return false;
  const policy = work.policyFor(link);
  return (["exchange", "salesforce"] as const).some((side) => {
    const [result, sight, action] = [results[side], link[side], intent[side]];
    if (result?.is !== "done" || sight.is !== "present") return false;
    const was: Partial<F> = action?.do === "update" ? action.was : agreed;
    const held = sight.seen.record;
    const alike = (field: keyof F & string, other: FieldValue | undefined) => policy.alike(field, held[field] ?? null, other ?? null);
    // A company name that found no account is no answer to bring down.
    const isNoAnswer = (field: keyof F & string) => held[field] === null && policy.neverWiped.has(field);
    const isHidden = (field: string) => side === "salesforce" && policy.sentOnly?.has(field) === true;
    return [...policy.inPlay].some(
      (field) => !isHidden(field) && !isNoAnswer(field) && !alike(field, agreed[field]) && !alike(field, was[field]),
    );
  });
}

const isUnknown = <F extends Fields>({ exchange, salesforce }: Results<F>) => exchange?.is === "unknown" || salesforce?.is === "unknown";
/** It was sent, as far as we know, and did nothing. */
const isIdle = <F extends Fields>({ exchange, salesforce }: Results<F>) =>
  [exchange, salesforce].some((result) => result?.is === "untried" && result.looked === true);
const unanswered = (attempts: number): Problem => ({
  code: UNANSWERED,
  message: `It was sent ${Math.ceil(attempts / 2)} times, and neither an answer came nor did anything happen.`,
  remedy: "Nothing to do at first: it is sent again by itself. If it stays, change something in the item, or try again later.",
});
const isUnread = <F extends Fields>({ exchange, salesforce }: Results<F>) =>
  [exchange, salesforce].some((result) => result?.is === "done" && result.unread === true);
const isStopped = <F extends Fields>({ exchange, salesforce }: Results<F>) =>
  [exchange, salesforce].some((result) => result?.is === "unknown" && result.ownFault === true);
const isDone = <F extends Fields>(result: Result<F> | null) => result === null || result.is === "done";

/**
 * The base when only some steps are done: a value that was written is agreed on, for the other side held it when it was
 * decided on. Without this, an edit that raced us there would meet its own forerunner as a conflict.
 */
function baseSoFar<F extends Fields>(base: F | null, decision: Decision<F>, results: Results<F>): F | null {
  const { agreed } = decision;
  if (!agreed) return base;
  const done = (["exchange", "salesforce"] as const).flatMap((side): Step<F>[] => {
    const step = decision[side];
    return step && results[side]?.is === "done" ? [step] : [];
  });
  if (done.some((step) => step.do === "create")) return agreed;
  const written = done.flatMap((step) => (step.do === "update" ? Object.keys(step.changes) : []));
  if (written.length === 0) return base;
  return Object.fromEntries(Object.keys(agreed).map((field) => [field, (written.includes(field) ? agreed : base)?.[field] ?? null])) as F;
}

/** A record that keeps moving under our hands, or that a vendor keeps putting off, waits longer each time. */
function waitMs<F extends Fields>(results: Results<F>, attempts: number): number {
  const asked = [results.exchange, results.salesforce].map((result) =>
    result?.is === "later" ? Math.max(result.retryAfterMs, LATER_AT_LEAST_MS) : 0,
  );
  const backOff = attempts < PATIENT_FOR ? 0 : Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** (attempts - PATIENT_FOR));
  return Math.max(backOff, ...asked);
}
