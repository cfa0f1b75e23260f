import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Decision, Step } from "../engine/decision.ts";
import { idOn, type Intent, type Link } from "./link.ts";
import { isOwnFault, ownFault } from "./own-fault.ts";
import type { Action, Marks, Outcome } from "./side.ts";
import type { Work } from "./work.ts";

/** What became of an action; `untried` and `moved` after a look that found out. */
export type Result<F extends Fields> =
  | Outcome<F>
  /**
   * It did not happen; `looked`: it may have been sent, and was looked for and not found; `unanswered`: it may still have happened, as far as
   * can be told.
   */
  | { readonly is: "untried"; readonly looked?: true; readonly unanswered?: true }
  /** Somebody changed or removed it since, so that nobody can tell any more whether it happened. */
  | { readonly is: "moved" | "gone"; readonly unanswered: true };

/** The code of what was sent again and again without ever doing anything. */
export const UNANSWERED = "UNANSWERED";

export type Results<F extends Fields> = Readonly<Record<SideName, Result<F> | null>>;

/** The link with what is about to be done about it; without steps there is nothing to intend. */
export function intending<F extends Fields>(link: Link<F>, decision: Decision<F>, work: Work<F>): Link<F> & { readonly intent: Intent<F> } {
  const exchange = actionOn(link, "exchange", decision.exchange, work);
  const salesforce = actionOn(link, "salesforce", decision.salesforce, work);
  return { ...link, intent: { decision, exchange, salesforce, at: work.now() } };
}

function actionOn<F extends Fields>(link: Link<F>, side: SideName, step: Step<F> | null, work: Work<F>): Action<F> | null {
  if (!step) return null;
  const sight = link[side];
  if (step.do === "create") {
    // The same stamp twice is the same record, so what was there once and is made anew needs another.
    const stamp = sight.is === "never" ? link.id : work.newId();
    const recordId = side === "exchange" ? idOn(link.salesforce) : null;
    return { do: "create", stamp, record: step.record, ...(recordId === null ? {} : { pointer: recordId }) };
  }
  if (sight.is !== "present") throw new TypeError(`A record that is not there cannot be changed (${step.do} on ${side}).`);
  const { id, version, record, standing } = sight.seen;
  if (step.do === "remove") return { do: "remove", id, version };
  const { changes, contested } = step;
  const update = { do: "update", id, version, changes, was: record, contested } as const;
  const { pointer, ...others } = step.marks;
  const recordId = pointer ? idOn(link.salesforce) : null;
  const marks: Marks = { ...others, ...(recordId === null ? {} : { pointer: recordId }) };
  if (Object.keys(marks).length === 0) return update;
  const categories = standing.on === "exchange" && standing.noOthers === true ? { categories: standing.categories } : {};
  return { ...update, marks, ...categories };
}

/**
 * What to do about the item of a record that was just made, where items of this kind can show the way to it: the same write as it was to
 * have anyhow, or one of its own. Null where there is nothing to show.
 */
export function showingTheWay<F extends Fields>(
  { exchange, intent }: Link<F> & { readonly intent: Intent<F> },
  made: Outcome<F>,
): Action<F> | null {
  if (intent.salesforce?.do !== "create" || made.is !== "done" || made.seen === null) return null;
  if (exchange.is !== "present" || exchange.seen.standing.on !== "exchange") return null;
  const { id, version, record, standing } = exchange.seen;
  if (standing.pointsTo === undefined || standing.pointsTo === made.seen.id) return null;
  const own: Action<F> = intent.exchange ?? { do: "update", id, version, changes: {}, was: record, contested: false };
  return own.do === "update" ? { ...own, marks: { ...own.marks, pointer: made.seen.id } } : null;
}

/**
 * By how many halvings a batch is to be made smaller for this link's sake: its action was stopped by a fault of ours, or got no answer and did
 * nothing, perhaps for another link's action in the same request. Zero for all others.
 */
export function suspicion<F extends Fields>({ state, problem, attempts }: Link<F>): number {
  if (state === "failed" || attempts === 0) return 0;
  if (problem?.code === "INTERNAL") return 2 * attempts;
  return problem?.code === UNANSWERED ? attempts : 0;
}

/** One alone has failed. Of several nobody knows which, nor how far the others came: each is looked for before it is tried again. */
function afterOwnFault<F extends Fields>(work: Work<F>, ids: readonly string[], error: Error): readonly Outcome<F>[] {
  const [first = "", ...others] = ids;
  work.unexpected(error, first);
  if (others.length === 0) return [{ is: "refused", problem: ownFault(first) }];
  return ids.map(() => ({ is: "unknown", ownFault: true }));
}

/** Carries out one side's actions of many links in one go; answers the results by link. */
export async function carryOut<F extends Fields>(
  work: Work<F>,
  side: SideName,
  actions: ReadonlyMap<string, Action<F>>,
): Promise<ReadonlyMap<string, Outcome<F>>> {
  if (actions.size === 0) return new Map();
  const outcomes = await work.sides[side].apply([...actions.values()]).catch((error: unknown) => {
    if (!isOwnFault(error)) throw error;
    return afterOwnFault<F>(work, [...actions.keys()], error);
  });
  return new Map([...actions.keys()].map((id, index) => [id, outcomes[index] ?? { is: "unknown" }]));
}
