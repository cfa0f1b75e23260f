import { placeMime } from "../load-mime.ts";
import type { Fields, StoredItem } from "../stored.ts";
import { itemId } from "../item-view.ts";
import { addressOf } from "./event-fields.ts";
import type { MailedNotice } from "./mail-record.ts";
import { meetingMime, type MeetingMail } from "./meeting-mime.ts";
import type { Desk } from "./write-events.ts";

export interface Notice {
  readonly why: MailedNotice["why"];
  readonly to: Fields;
  readonly comment?: string | null;
  readonly response?: string;
}

const METHODS: Readonly<Record<MailedNotice["why"], MeetingMail["method"]>> = {
  invitation: "REQUEST",
  update: "REQUEST",
  forward: "REQUEST",
  cancellation: "CANCEL",
  response: "REPLY",
  "forward-notice": "REPLY",
};
const TITLES: Readonly<Record<string, string>> = {
  cancellation: "Canceled: ",
  forward: "FW: ",
  "forward-notice": "Meeting Forward Notification: ",
  accepted: "Accepted: ",
  tentativelyAccepted: "Tentative: ",
  declined: "Declined: ",
};

/** Writes the mail down, and puts it into the Inbox of a recipient who has a mailbox in the tenant. */
export async function mail(desk: Desk, event: StoredItem, notice: Notice): Promise<void> {
  const { world, user } = desk;
  const from = { emailAddress: { name: user.displayName, address: user.mail ?? user.userPrincipalName } };
  const { why, to } = notice;
  const subject = String(event.fields["subject"] ?? "");
  const kept = world.mailed.add({
    why,
    from: addressOf(from),
    to: addressOf(to),
    event: {
      mailbox: user.id,
      id: itemId(event, "default"),
      iCalUId: String(event.fields["iCalUId"]),
      subject,
      originalStart: event.occurrence ? String(event.fields["originalStart"]) : null,
    },
    response: notice.response ?? null,
    comment: notice.comment ?? null,
  });
  const recipient = world.directory.user(addressOf(to));
  if (!recipient?.hasMailbox) return;
  const title = subject.startsWith("Canceled: ") && why === "cancellation" ? "" : (TITLES[notice.response ?? why] ?? "");
  const now = world.clock.now();
  const mime = meetingMime(
    {
      method: METHODS[why],
      from,
      to,
      subject: `${title}${subject}`,
      text: notice.comment ?? "",
      now,
      id: `${world.tenantId}.${kept.number}`,
    },
    event,
  );
  const target = world.mailboxes.of(recipient.id);
  await placeMime(mime, { mailbox: target, folderId: target.standard("inbox").id, now, receivedAt: now });
}
