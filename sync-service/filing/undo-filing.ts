import type { Problem } from "../errors.ts";
import type { MadeActivity } from "./filing-requests.ts";
import type { Filing } from "./filing-store.ts";
import { removalOf } from "./sharing-shown.ts";

/** So many characters of an id say which record it is; three more may follow. */
const ID_LENGTH = 15;

/**
 * Why a filing cannot be undone as things stand; null when it can (P2). Whether somebody changed the activity is looked at right before
 * it is removed, and told then.
 * @param record the activity's id, as the journal told it when the mail was filed
 */
export function whyNotUndone(filing: Filing | null, made: MadeActivity | null, record: string | null): Problem | null {
  if (filing?.state === "removing") return UNDER_WAY;
  const removal = filing && removalOf(filing, made);
  // What was filed anew since is another activity, with an entry of its own.
  if (!removal || made?.salesforceId.slice(0, ID_LENGTH) !== record?.slice(0, ID_LENGTH)) return ALREADY_GONE;
  if (removal.why === null) return null;
  return { code: "OTHERS_STAND_BEHIND", message: removal.why, remedy: "Ask them, or remove the activity in Salesforce." };
}

/** What undoing it comes to. */
export const UNDONE_FILING =
  "The activity is removed from Salesforce, with those of its files that nothing else uses. The mail stays where it is, without the category.";

const UNDER_WAY: Problem = {
  code: "BUSY",
  message: "The activity is being removed at this moment.",
  remedy: "Nothing to do; the journal tells how it went.",
};
const ALREADY_GONE: Problem = {
  code: "ALREADY_GONE",
  message: "The activity that this mail was filed as is not there any more.",
  remedy: "Nothing is left to undo.",
};
