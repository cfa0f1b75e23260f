import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Decision } from "../engine/decision.ts";
import { rulesOf } from "../engine/ground.ts";
import { type Conflict, otherSide } from "../engine/reconcile.ts";
import type { Results } from "./act.ts";
import { idOn, type Intent, type Link, type Note, type Sight } from "./link.ts";
import type { Action } from "./side.ts";
import type { Work } from "./work.ts";

const UNANSWERED = "No answer came, and what stands there now does not tell whether it was written.";
const PLACE: Readonly<Record<SideName, string>> = { exchange: "in Outlook", salesforce: "in Salesforce" };

/** What the journal says about one link: each thing done with the values before and after, each refusal, each turn it took. */
export function notesOf<F extends Fields>(
  work: Work<F>,
  link: Link<F> & { readonly intent: Intent<F> },
  results: Results<F>,
  conflicts: readonly Conflict<F>[],
  sights: Readonly<Record<SideName, Sight<F>>>,
): readonly Note[] {
  const { decision } = link.intent;
  const about = aboutOf(work, link, sights);
  const rules = rulesOf(decision.grounds, work.rules);
  const notes: Note[] = [];
  for (const side of ["exchange", "salesforce"] as const) {
    const [action, result] = [link.intent[side], results[side]];
    if (!action || !result) continue;
    const did = `${action.do} ${PLACE[side]}`;
    if (result.is === "done") {
      notes.push({
        ...about,
        action: did,
        outcome: "done",
        rules,
        reason: result.remark ?? decision.reason,
        ...values(link, side, action),
      });
      if (result.leftOut) {
        const { problem } = result.leftOut;
        notes.push({ ...about, action: did, outcome: "left-out", rules: [work.rules.fault], reason: problem.message, code: problem.code });
      }
    } else if ("unanswered" in result) {
      notes.push({ ...about, action: did, outcome: "unknown", rules, reason: UNANSWERED, ...values(link, side, action) });
    } else if (result.is === "refused") {
      notes.push({
        ...about,
        action: did,
        outcome: "refused",
        rules: [...new Set([...rules, work.rules.fault])],
        reason: result.problem.message,
        code: result.problem.code,
      });
    }
  }
  notes.push(...overwritesOf(work, link, results, sights));
  for (const { field, winner, kept, lost } of conflicts) {
    notes.push({
      ...about,
      action: `conflict: ${field}`,
      outcome: "conflict",
      rules: [field === "deletion" ? "M3" : "M2"],
      reason: conflictReason(field, winner, decision),
      before: { [field]: lost },
      after: { [field]: kept },
    });
  }
  const turned =
    decision.state !== link.state && decision.state !== "forgotten" && decision.state !== "linked" && decision.state !== "removed";
  if (turned) notes.push({ ...about, action: "decide", outcome: decision.state, rules, reason: decision.reason });
  return notes;
}

/** What others lost to our writes in the window that P9 states: known from the reply to the write alone, and so told whatever became of the other side. */
export function overwritesOf<F extends Fields>(
  work: Work<F>,
  link: Link<F>,
  results: Results<F>,
  sights: Readonly<Record<SideName, Sight<F>>> = link,
): readonly Note[] {
  return (["exchange", "salesforce"] as const).flatMap((side): readonly Note[] => {
    const result = results[side];
    if (result?.is !== "done" || !result.overwrote) return [];
    const reason = "It was changed in the moment of our write.";
    const about = aboutOf(work, link, sights);
    return [{ ...about, action: `update ${PLACE[side]}`, outcome: "overwritten", rules: ["P9"], reason, before: known(result.overwrote) }];
  });
}

const aboutOf = <F extends Fields>(work: Work<F>, link: Link<F>, { exchange, salesforce }: Readonly<Record<SideName, Sight<F>>>) => ({
  ...{ at: work.now(), kind: work.kind, item: idOn(exchange), record: idOn(salesforce), linkId: link.id },
});

function conflictReason<F extends Fields>(field: string, winner: SideName, decision: Decision<F>): string {
  if (field === "deletion") return "Edited on one side, deleted on the other.";
  const step = decision[otherSide(winner)];
  if (step?.do === "update" && field in step.changes) return `Both sides had changed it; the value ${PLACE[winner]} stands.`;
  return "The two sides differ, and each keeps its own until a person has chosen.";
}

function values<F extends Fields>(link: Link<F>, side: SideName, action: Action<F>): Pick<Note, "before" | "after"> {
  switch (action.do) {
    case "create":
      return { after: known(action.record) };
    case "update": {
      const before = Object.fromEntries(Object.keys(action.changes).map((field) => [field, action.was[field] ?? null]));
      return Object.keys(before).length === 0 ? {} : { before, after: { ...before, ...action.changes } };
    }
    case "remove": {
      const sight = link[side];
      return sight.is === "present" ? { before: known(sight.seen.record) } : {};
    }
  }
}

const known = <F extends Fields>(record: Partial<F>): NonNullable<Note["before"]> =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined && value !== null)) as NonNullable<Note["before"]>;
