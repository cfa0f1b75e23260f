import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Decision, Step } from "../engine/decision.ts";
import type { Intent, Link } from "./link.ts";
import type { Action, Marks, Outcome } from "./side.ts";
import type { Work } from "./work.ts";

/** What became of an action; `untried` and `moved` after a look that found out. */
export type Result<F extends Fields> =
  | Outcome<F>
  /** Looked for and found not to have happened. */
  | { readonly is: "untried" };

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
    return { do: "create", stamp: sight.is === "never" ? link.id : work.newId(), record: step.record };
  }
  if (sight.is !== "present") throw new TypeError(`A record that is not there cannot be changed (${step.do} on ${side}).`);
  const { id, version, record } = sight.seen;
  if (step.do === "remove") return { do: "remove", id, version };
  const marks: Marks = step.marks;
  const { changes, contested } = step;
  return { do: "update", id, version, changes, was: record, contested, ...(Object.keys(marks).length > 0 ? { marks } : {}) };
}

/** Carries out one side's actions of many links in one go; answers the results by link. */
export async function carryOut<F extends Fields>(
  work: Work<F>,
  side: SideName,
  actions: ReadonlyMap<string, Action<F>>,
): Promise<ReadonlyMap<string, Outcome<F>>> {
  if (actions.size === 0) return new Map();
  const outcomes = await work.sides[side].apply([...actions.values()]);
  return new Map([...actions.keys()].map((id, index) => [id, outcomes[index] ?? { is: "unknown" }]));
}
