import type { EmailStatus } from "../../shared/api/email-status.ts";
import { NotFound, Refused } from "../errors.ts";
import { shareKeysOf } from "./mail-traits.ts";
import type { FoundMail } from "./mailbox.ts";
import { emailStatus, type MailHint, type PaneParts, type PaneUser } from "./pane.ts";
import type { ShareScope } from "./sharing.ts";
import { removalOf } from "./sharing-shown.ts";
import type { Replies } from "./threads.ts";

/**
 * Marks a mail or its conversation Do not share, or takes the mark off (F5). What is filed stays until the caller answers whether it is
 * to be removed; what waits is not filed. @throws NotFound when the mail is not in the caller's mailbox.
 */
export async function setSharing(
  user: PaneUser,
  hint: MailHint,
  { scope, share }: { readonly scope: ShareScope; readonly share: boolean },
  parts: PaneParts,
): Promise<EmailStatus> {
  const mail = await found(user, hint);
  const keys = shareKeysOf(mail);
  if (share) {
    for (const mailboxId of await parts.flags.lift(user.mailboxId, scope, keys, parts.now())) await parts.wake(mailboxId);
  } else {
    await parts.flags.set(user.mailboxId, scope, keys, parts.now());
  }
  return emailStatus(user, { itemId: mail.id, internetMessageId: mail.internetMessageId }, parts);
}

/** Has later mails of the conversation filed to the same record, or no more (F3). @throws NotFound; Refused where it has no conversation. */
export async function setReplies(user: PaneUser, hint: MailHint, replies: Replies, parts: PaneParts): Promise<EmailStatus> {
  const mail = await found(user, hint);
  if (mail.conversationId === null) {
    throw new Refused({
      code: "NO_CONVERSATION",
      message: "Exchange knows no conversation of this mail, so its replies cannot be told from others.",
      remedy: "File the replies one by one.",
    });
  }
  await parts.threads.setReplies(user.mailboxId, mail.conversationId, replies, parts.now());
  if (replies === "file") await parts.wake(user.mailboxId);
  return emailStatus(user, { itemId: mail.id, internetMessageId: mail.internetMessageId }, parts);
}

/** Has a draft filed when it has been sent, or no more (F1). @throws NotFound; Refused while sync is off. */
export async function fileWhenSent(user: PaneUser, hint: MailHint, file: boolean, parts: PaneParts): Promise<EmailStatus> {
  const mail = await found(user, hint);
  if (!user.isOn) {
    throw new Refused({
      code: "SYNC_OFF",
      message: "The sync of your mailbox is not switched on, so nothing is filed.",
      remedy: "Switch it on in the settings, or ask an administrator to activate it.",
    });
  }
  await parts.requests.whenSent(user.mailboxId, mail, file, parts.now());
  // It may have been sent in this very moment.
  if (file) await parts.wake(user.mailboxId);
  return emailStatus(user, { itemId: mail.id, internetMessageId: mail.internetMessageId }, parts);
}

/** Has the activity of a mail taken out of Salesforce (F5, M4). @throws NotFound; Refused with the reason in words. */
export async function removeFromPane(user: PaneUser, hint: MailHint, parts: PaneParts): Promise<EmailStatus> {
  const mail = await found(user, hint);
  if (!user.isOn) {
    throw new Refused({
      code: "SYNC_OFF",
      message: "The sync of your mailbox is not switched on, so nothing is removed.",
      remedy: "Switch it on in the settings, or remove the activity in Salesforce.",
    });
  }
  const filing = await parts.requests.find(user.mailboxId, mail);
  const removal = filing === null ? null : removalOf(filing, await parts.requests.activityOf(filing));
  if (filing === null || removal === null) {
    throw new Refused({
      code: "NOTHING_FILED",
      message: "Nothing of this mail was filed from your mailbox.",
      remedy: "If it stands in Salesforce all the same, remove it there.",
    });
  }
  if (removal.why !== null)
    throw new Refused({ code: "OTHERS_STAND_BEHIND", message: removal.why, remedy: "Ask them, or remove it in Salesforce." });
  await parts.requests.takeOut(filing, parts.now());
  await parts.wake(user.mailboxId);
  return emailStatus(user, { itemId: mail.id, internetMessageId: mail.internetMessageId }, parts);
}

async function found(user: PaneUser, hint: MailHint): Promise<FoundMail> {
  const mail = await user.mailbox.find(hint.itemId, hint.internetMessageId);
  if (mail === null) throw new NotFound("This mail is not in your mailbox.");
  return mail;
}
