import type { Problem } from "../errors.ts";
import type { Filing, Settlement } from "./filing-store.ts";
import { isLeave } from "./observe.ts";
import type { FilingParts } from "./parts.ts";
import { count } from "./plain-text.ts";
import { problemOf } from "./upload-files.ts";

/**
 * Takes a filed mail's activity out of Salesforce again, as its user wished (F5, M4): never one that others' mailboxes stand behind or
 * that was changed since (P2). May be cut off at any line: the next attempt finds what is gone, and removes the rest.
 */
export async function takeOut(filing: Filing, { crm, store, now }: FilingParts): Promise<void> {
  const found = await store.retract(filing);
  // Another copy of the mail was faster: what was wished is so.
  if (found === null)
    return store.settle(filing, { ...LEFT, detail: filing.detail, act: { action: "remove", outcome: "not-needed" } }, now());
  if (!filing.detail?.activity) return store.settle(filing, stays(filing, NOTHING_THERE), now());
  if (found.others.length > 0) return store.settle(filing, stays(filing, standsFor(found.others)), now());
  const { activity, related, files } = filing.detail;
  const removal = await crm.remove({
    activity: { ...activity, id: found.salesforceId },
    relatedIds: related.map(({ id }) => id),
    documentIds: files.flatMap(({ link }) => (link === null ? [] : [link.id])),
  });
  if (removal.is === "changed") return store.settle(filing, stays(filing, changedBy(removal.by)), now());
  const files_ = removal.files === 0 ? "" : `, with ${count(removal.files, "file", "files")} of it`;
  const kept =
    removal.keptFiles === 0
      ? []
      : [`${count(removal.keptFiles, "file", "files")} of it stayed, as something else in Salesforce uses them.`];
  const notes = [`The activity was removed from Salesforce${files_}. It lies in the recycle bin there for 15 days.`, ...kept];
  const detail = { notes, activity, related: [], files: [] };
  await store.retracted(filing, { ...LEFT, detail, act: { action: "remove", outcome: "done" } }, now());
}

/** It was not done, and what was filed stands as before: the reason is told, and what had left stays so. */
export function stays(filing: Filing, problem: Problem): Settlement {
  const sentence = `Not removed: ${problem.message} ${problem.remedy}`;
  const detail = filing.detail === null ? null : { ...filing.detail, notes: [...new Set([...filing.detail.notes, sentence])] };
  const act = { action: "remove", outcome: "refused" } as const;
  const { activityId } = filing;
  if (isLeave(filing.problem)) return { state: "left", problem: filing.problem, detail, activityId, marksDue: false, act };
  const state = problemOf(filing.detail?.files ?? []) === null ? "filed" : "filed-in-part";
  return { state, problem, detail, activityId, marksDue: false, act };
}

function standsFor(others: readonly string[]): Problem {
  return {
    code: "OTHERS_STAND_BEHIND",
    message: `${others.join(", ")} filed this message too, so the activity stays.`,
    remedy: "Ask them, or remove the activity in Salesforce.",
  };
}

function changedBy(name: string): Problem {
  return {
    code: "ACTIVITY_CHANGED_SINCE",
    message: `${name} changed the activity since it was filed, so it was left alone.`,
    remedy: "Open it in Salesforce; what is there now can be removed there.",
  };
}

const NOTHING_THERE: Problem = {
  code: "NOTHING_FILED",
  message: "Nothing of this mail stands in Salesforce any more.",
  remedy: "Nothing to do.",
};

const REMOVED: Problem = {
  code: "ACTIVITY_REMOVED",
  message: "The activity of this mail was removed from Salesforce, as was wished.",
  remedy: "Set a mark anew, or choose File in the pane, to file it again.",
};

const LEFT = { state: "left", problem: REMOVED, activityId: null, marksDue: true } as const;
