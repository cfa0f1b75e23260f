import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { MadeActivity } from "./filing-requests.ts";
import type { Filing } from "./filing-store.ts";
import type { MailTraits } from "./mail-traits.ts";
import { isLeave } from "./observe.ts";
import { banOf, ruleAgainst, type ShareFlags, type SharingRules, UNFLAGGED } from "./sharing.ts";

/** What the pane tells of Do not share: what the caller said himself, and what else keeps the mail out. */
export function sharingOf(mail: MailTraits, flags: ShareFlags, rules: SharingRules): EmailStatus["sharing"] {
  const others = { ...flags, mail: false, thread: false };
  return { mail: flags.mail, thread: flags.thread, rule: ruleAgainst(mail, rules) ?? banOf(mail, others, rules) };
}

/** Whether the activity of a mail can be taken out of Salesforce again, and whether that is to be asked now. */
export function removalOf(filing: Filing, made: MadeActivity | null, flags: ShareFlags = UNFLAGGED): EmailStatus["removal"] {
  if (made === null || filing.state === "removing" || !filing.detail?.activity) return null;
  const why = made.others.length === 0 ? null : `${made.others.join(", ")} filed this message too, so it is not removed from here.`;
  return { possible: why === null, why, asked: flags.mail || flags.thread || (filing.state === "left" && isLeave(filing.problem)) };
}
