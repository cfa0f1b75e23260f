import type { Fields, SideName } from "../../shared/records/fields.ts";
import type { Conflict } from "../engine/reconcile.ts";
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
  const about = { at: work.now(), kind: work.kind, item: idOn(sights.exchange), record: idOn(sights.salesforce), linkId: link.id };
  const notes: Note[] = [];
  for (const side of ["exchange", "salesforce"] as const) {
    const [action, result] = [link.intent[side], results[side]];
    if (!action || !result) continue;
    const did = `${action.do} ${PLACE[side]}`;
    if (result.is === "done") {
      notes.push({ ...about, action: did, outcome: "done", reason: decision.reason, ...values(link, side, action) });
      if (result.overwrote) {
        notes.push({
          ...about,
          action: did,
          outcome: "overwritten",
          reason: "It was changed in the moment of our write.",
          before: known(result.overwrote),
        });
      }
    } else if ("unanswered" in result) {
      notes.push({ ...about, action: did, outcome: "unknown", reason: UNANSWERED, ...values(link, side, action) });
    } else if (result.is === "refused") {
      notes.push({ ...about, action: did, outcome: "refused", reason: result.problem.message, code: result.problem.code });
    }
  }
  for (const { field, winner, kept, lost } of conflicts) {
    const reason =
      field === "deletion" ? "Edited on one side, deleted on the other." : `Both sides had changed it; the value ${PLACE[winner]} stands.`;
    notes.push({
      ...about,
      action: `conflict: ${field}`,
      outcome: "conflict",
      reason,
      before: { [field]: lost },
      after: { [field]: kept },
    });
  }
  const turned =
    decision.state !== link.state && decision.state !== "forgotten" && decision.state !== "linked" && decision.state !== "removed";
  if (turned) notes.push({ ...about, action: "decide", outcome: decision.state, reason: decision.reason });
  return notes;
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
