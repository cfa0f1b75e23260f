import { type AddressRules, standingOf } from "../context/addresses.ts";
import type { Problem } from "../errors.ts";
import { correspondents, type Email } from "./email.ts";

/** Why a mail is not filed (F2), or null. `File anyway` in the pane passes over it. */
export function exclusionOf(email: Email, rules: AddressRules): Problem | null {
  if (email.isDraft) {
    return {
      code: "DRAFT",
      message: "This is a draft: it has not been sent, so it is not filed.",
      remedy: "Send it; then move the sent mail to Salesforce Emails, or file it in the pane.",
    };
  }
  const everyone = [...correspondents(email), ...email.bcc].map(({ address }) => standingOf(address, rules));
  if (everyone.includes("blocked")) {
    return {
      code: "BLOCKED_ADDRESS",
      message: "An address on this mail is on the block list, so it is not filed.",
      remedy: "Choose File anyway in the pane, or ask an administrator to change the block list.",
    };
  }
  // Whoever sent a bounce, or forged a mail without a sender, is nobody of ours.
  const isFromInside = email.from !== null && standingOf(email.from.address, rules) === "internal";
  if (isFromInside && everyone.every((standing) => standing === "internal" || standing === "none")) {
    return {
      code: "INTERNAL_ONLY",
      message: "Only people of your own organisation are on this mail, so it is not filed.",
      remedy: "Choose File anyway in the pane if it belongs in Salesforce all the same.",
    };
  }
  return null;
}
