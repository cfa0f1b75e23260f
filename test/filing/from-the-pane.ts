import type { MailHint, PaneParts, PaneUser } from "../../sync-service/filing/pane.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import type { Colleague, Office } from "./office.ts";

/** The colleague as the one who asks from the pane. */
export function userOf({ mailboxId, parts: { mailbox, crm, rules } }: Colleague): PaneUser {
  return { mailboxId, isOn: true, mailbox, crm: async () => crm, rules };
}

/** How the pane names a mail. */
export function hintOf({ world }: Office, mail: StoredItem): MailHint {
  return { itemId: world.graph.seed.id(mail), internetMessageId: String(mail.fields["internetMessageId"]) };
}

/** What the pane's wishes are kept in. They wake nobody. */
export function paneOf({ requests, flags, threads, time }: Office): PaneParts {
  return { requests, flags, threads, wake: async () => {}, now: () => time.now };
}
