import type { Problem } from "../errors.ts";
import type { Filing, Noted } from "./filing-store.ts";
import type { SeenMail } from "./mailbox.ts";

/** Why a mail was left (M4): it tells which mark counts as set anew. */
const LEFT_FOLDER: Problem = {
  code: "MOVED_OUT",
  message: "The mail was moved out of Salesforce Emails: it is no longer kept in step. What was filed stays in Salesforce.",
  remedy: "Move it back, or set the category Salesforce, to file it again; the activity can be removed in Salesforce.",
};
const LEFT_CATEGORY: Problem = {
  code: "CATEGORY_REMOVED",
  message: "The category Salesforce was taken off this mail: it is no longer kept in step. What was filed stays in Salesforce.",
  remedy: "Set the category again to file it again; the activity can be removed in Salesforce.",
};
const REMOVED: Problem = {
  code: "MAIL_REMOVED",
  message: "The mail was removed from the mailbox. What was filed stays in Salesforce.",
  remedy: "Nothing to do; the activity can be removed in Salesforce.",
};
const LAY_THERE: Problem = {
  code: "LAY_THERE_BEFORE",
  message: "This mail carried a mark before Tandem was set up, so it was not filed by itself.",
  remedy: "Choose File in the pane if it belongs in Salesforce.",
};

/** That a mail left, and has to be marked anew. */
export function isLeave(problem: Pick<Problem, "code"> | null): boolean {
  return problem !== null && [LEFT_FOLDER, LEFT_CATEGORY, REMOVED].some(({ code }) => code === problem.code);
}

/** Left while it lies in the folder: that it lies there is no new mark. */
const LEFT_IN_PLACE: readonly string[] = [LEFT_CATEGORY.code, "ACTIVITY_REMOVED"];

/** What a mail that was seen means for its filing; null when nothing. `first`: nothing of this mailbox was ever read before. */
export function noteOf(seen: SeenMail, filing: Filing | undefined, first: boolean, activatedAt: Date): Noted | null {
  const marked = seen.inFolder || seen.category;
  const note = (changed: Pick<Noted, "state" | "problem"> & Partial<Noted>): Noted => ({
    messageId: seen.id,
    internetMessageId: seen.internetMessageId,
    via: seen.inFolder ? "folder" : (filing?.via ?? "category"),
    marksDue: false,
    ...changed,
  });
  if (filing === undefined) {
    if (!marked) return null;
    return first && new Date(seen.changedAt) < activatedAt
      ? note({ via: "listed", state: "listed", problem: LAY_THERE })
      : note({ state: "waiting", problem: null });
  }
  if (filing.state === "removing" || (filing.state === "unsent" && !marked)) return null; // what it says of its marks is told when that is done
  if (filing.state === "left") return isSetAnew(seen, filing) ? note({ state: "waiting", problem: null }) : movedOutMeanwhile();
  const hadFolder = filing.via === "folder" || filing.via === "listed";
  const isFiled = filing.state === "filed" || filing.state === "filed-in-part";
  if (isFiled && filing.marksDue) return null; // our category is still on its way
  if (isFiled && seen.inFolder && !seen.category) return note({ state: "left", problem: LEFT_CATEGORY });
  if (isFiled && hadFolder && !seen.inFolder) return note({ state: "left", problem: LEFT_FOLDER, marksDue: true });
  const needsMark = filing.via !== "pane" && filing.via !== "thread" && filing.via !== "sent";
  if (!marked && needsMark) return note({ state: "left", problem: hadFolder ? LEFT_FOLDER : LEFT_CATEGORY, marksDue: true });
  if (!marked && isFiled) return note({ state: "left", problem: LEFT_CATEGORY });
  const arrived = seen.inFolder && filing.via === "category";
  return arrived ? note({ state: filing.state, problem: filing.problem, marksDue: filing.marksDue }) : null;

  /** Left for its category, then moved out: from now on moving it in again is a new mark. */
  function movedOutMeanwhile(): Noted | null {
    const changed = LEFT_IN_PLACE.includes(filing?.problem?.code ?? "") && filing?.via === "folder" && !seen.inFolder;
    return changed ? note({ via: "folder", state: "left", problem: LEFT_FOLDER }) : null;
  }
}

/** What a removed mail means for its filing. */
export function noteOfGone(messageId: string, filing: Filing | undefined): Noted | null {
  if (filing === undefined || filing.state === "left" || filing.state === "removing" || filing.state === "unsent") return null;
  return { messageId, internetMessageId: null, via: filing.via, state: "left", problem: REMOVED, marksDue: false };
}

/** Of a mail that was left: a mark set by a person since. */
function isSetAnew(seen: SeenMail, filing: Filing): boolean {
  if (filing.marksDue) return false; // the category that is seen is the one we are about to take off
  return seen.category || (seen.inFolder && !LEFT_IN_PLACE.includes(filing.problem?.code ?? ""));
}
