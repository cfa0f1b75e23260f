import type { MailboxCall } from "./call.ts";
import { buildMime } from "./build-mime.ts";
import { placeMime } from "./load-mime.ts";
import type { Fields, StoredItem } from "./stored.ts";

interface Recipient {
  readonly emailAddress?: { readonly address?: string | null } | null;
}

/** Sends a draft: into Sent Items of its mailbox (or nowhere), and into the Inbox of each recipient who has a mailbox in the tenant. */
export async function deliver(call: MailboxCall, draft: StoredItem, keep: boolean): Promise<void> {
  const { mailbox, user, world } = call;
  const now = world.clock.now();
  const self = { emailAddress: { name: user.displayName, address: user.mail ?? user.userPrincipalName } };
  const stamp = `${now.toISOString().slice(0, 19)}Z`;
  const fields: Fields = {
    ...draft.fields,
    isDraft: false,
    isRead: true,
    from: draft.fields["from"] ?? self,
    sender: self,
    sentDateTime: stamp,
    receivedDateTime: stamp,
  };
  const mime = buildMime({ ...fields, bccRecipients: [] }, mailbox.attachments(draft.key));
  const addresses = ["toRecipients", "ccRecipients", "bccRecipients"]
    .flatMap((name) => (fields[name] ?? []) as readonly Recipient[])
    .map((one) => one.emailAddress?.address ?? "");
  const sent = mailbox.change(draft, fields, ["isDraft"]);
  mailbox.dropMime(sent.key);
  if (keep) mailbox.move(sent, mailbox.standard("sentitems").id);
  else mailbox.remove(sent);
  for (const address of new Set(addresses.map((one) => one.toLowerCase()))) {
    const recipient = world.directory.user(address);
    if (!recipient?.hasMailbox) continue;
    const target = world.mailboxes.of(recipient.id);
    await placeMime(mime, { mailbox: target, folderId: target.standard("inbox").id, now, receivedAt: now });
  }
}
