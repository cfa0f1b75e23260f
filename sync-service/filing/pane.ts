import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { AttachmentChoices, FilingChoice } from "../../shared/api/filing.ts";
import type { EmailContext, RecordLink } from "../../shared/api/person.ts";
import { emailContext, type Participant } from "../context/email-context.ts";
import { NotFound, Refused, SyncError } from "../errors.ts";
import { activityType } from "./activity-type.ts";
import type { Crm } from "./crm.ts";
import type { Email } from "./email.ts";
import { refusalOf } from "./files-to-take.ts";
import type { FilingRequests, MadeActivity } from "./filing-requests.ts";
import type { Filing } from "./filing-store.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { FilingMailbox, FoundMail } from "./mailbox.ts";
import { shareKeysOf } from "./mail-traits.ts";
import type { FilingRules } from "./rules.ts";
import type { SharingFlags } from "./sharing.ts";
import { removalOf, sharingOf } from "./sharing-shown.ts";
import type { Threads } from "./threads.ts";

/** A user at his own mailbox, on both sides. */
export interface PaneUser {
  readonly mailboxId: string;
  readonly isOn: boolean;
  readonly mailbox: FilingMailbox;
  readonly crm: () => Promise<Crm>;
  readonly rules: FilingRules;
}

/** The mail as the pane names it: hints, looked up in the caller's own mailbox and believed no further (P8). */
export interface MailHint {
  readonly itemId: string;
  readonly internetMessageId: string | null;
}

export interface PaneParts {
  readonly requests: FilingRequests;
  readonly flags: SharingFlags;
  readonly threads: Threads;
  /** Has the mailbox's cycle run soon. */
  readonly wake: (mailboxId: string) => Promise<void>;
  readonly now: () => Date;
}

/** @throws NotFound when the mail is not in the caller's mailbox. */
export async function peopleOfEmail(user: PaneUser, hint: MailHint): Promise<EmailContext> {
  const { email } = await readEmail(user, hint);
  return emailContext(participantsOf(email), user.rules, await user.crm());
}

/** @throws NotFound when the mail is not in the caller's mailbox. */
export async function attachmentsOfEmail(user: PaneUser, hint: MailHint): Promise<AttachmentChoices> {
  const { attachments } = await readEmail(user, hint);
  return {
    attachments: attachments.map((head) => ({
      id: head.id,
      name: head.name,
      size: head.size,
      inline: head.inline,
      refused:
        head.is === "cloud-link"
          ? "This file is in the cloud: it is filed as a link."
          : (refusalOf(head, user.rules.attachmentsAs)?.message ?? null),
    })),
  };
}

/** What became of a mail. To a caller in whose mailbox it is not: not filed, and nothing else (F3). */
export async function emailStatus(user: PaneUser, hint: MailHint, parts: PaneParts): Promise<EmailStatus> {
  const { requests } = parts;
  const mail = await user.mailbox.find(hint.itemId, hint.internetMessageId);
  if (mail === null) return NOT_FILED;
  const filing = await requests.find(user.mailboxId, mail);
  const flags = await parts.flags.of(user.mailboxId, shareKeysOf(mail), user.rules.doNotShareBinds);
  const sharing = sharingOf(mail, flags, user.rules);
  if (filing !== null) {
    const made = await requests.activityOf(filing);
    const status = await statusOfFiling(filing, made, user);
    const thread = await threadOf(user, mail, made !== null && filing.state !== "left", parts);
    return { ...status, sharing, thread, removal: removalOf(filing, made, flags) };
  }
  const unfiled = { ...NOT_FILED, sharing, thread: await threadOf(user, mail, false, parts) };
  const read = await user.mailbox.read(mail.id);
  const made = read === null ? null : await requests.madeFor(fingerprintOf(read.email));
  if (read === null || made === null) return unfiled;
  const crm = await user.crm();
  const task: RecordLink = {
    id: made.salesforceId,
    type: activityType(made.salesforceId),
    name: read.email.subject ?? "(no subject)",
    url: crm.recordUrl(made.salesforceId),
  };
  const [activity = null] = await readableOf(crm, [task]);
  return { ...unfiled, state: "filed", activity, filedBy: made.by, filedAt: made.at.toISOString() };
}

/** @throws NotFound when the mail is not in the caller's mailbox; Refused while its sync is off. */
export async function fileFromPane(
  user: PaneUser,
  hint: MailHint,
  choice: FilingChoice,
  parts: PaneParts,
): Promise<{ readonly isNew: boolean; readonly status: EmailStatus }> {
  if (!user.isOn) throw syncIsOff();
  const mail = await findEmail(user, hint);
  const isNew = await parts.requests.ask(user.mailboxId, mail, choice, parts.now());
  if (isNew) await parts.wake(user.mailboxId);
  return { isNew, status: await emailStatus(user, { itemId: mail.id, internetMessageId: mail.internetMessageId }, parts) };
}

async function statusOfFiling(filing: Filing, made: MadeActivity | null, user: PaneUser): Promise<EmailStatus> {
  const { detail } = filing;
  const status: EmailStatus = {
    ...NOT_FILED,
    state: shownState(filing, made),
    problem: filing.problem,
    notes: [...(detail?.notes ?? [])],
    filedBy: made === null || made.byMailbox === user.mailboxId ? null : made.by,
    filedAt: made === null ? null : made.at.toISOString(),
  };
  if (detail === null || made === null) return status;
  const files = detail.files.flatMap(({ link }) => (link === null ? [] : [link]));
  const readable = await readableOf(await user.crm(), [
    ...(detail.activity === null ? [] : [detail.activity]),
    ...detail.related,
    ...files,
  ]);
  const ifReadable = (link: RecordLink | null) => readable.find(({ id }) => id === link?.id) ?? null;
  return {
    ...status,
    activity: ifReadable(detail.activity),
    related: detail.related.filter((link) => ifReadable(link) !== null),
    files: detail.files.map((file) => ({ ...file, link: ifReadable(file.link) })),
  };
}

/** Asked once something of it is filed; shown as long as it is followed. */
async function threadOf(
  user: PaneUser,
  { conversationId }: FoundMail,
  isFiled: boolean,
  { threads }: PaneParts,
): Promise<EmailStatus["thread"]> {
  if (conversationId === null) return null;
  const replies = await threads.repliesOf(user.mailboxId, conversationId);
  if (!isFiled && replies !== "file") return null;
  const record = await threads.recordOf(user.mailboxId, conversationId);
  return { replies: replies ?? "unasked", record: record?.name ?? null };
}

/** What was left and is filed stays filed; what was left before it was filed is as if never marked, and the problem says why. */
function shownState(filing: Filing, made: MadeActivity | null): EmailStatus["state"] {
  if (filing.state !== "left") return filing.state;
  return made === null ? "not-filed" : "filed";
}

/** Links only to what the caller may read; none while Salesforce cannot be asked, as the state itself is known without it. */
async function readableOf(crm: Crm, links: readonly RecordLink[]): Promise<readonly RecordLink[]> {
  if (links.length === 0) return [];
  try {
    const readable = await crm.readable(links);
    return links.filter(({ id }) => readable.has(id));
  } catch (error) {
    if (error instanceof SyncError) return [];
    throw error;
  }
}

async function readEmail(user: PaneUser, hint: MailHint) {
  const mail = await findEmail(user, hint);
  const read = await user.mailbox.read(mail.id);
  if (read === null) throw notHere();
  return read;
}

async function findEmail(user: PaneUser, hint: MailHint): Promise<FoundMail> {
  const mail = await user.mailbox.find(hint.itemId, hint.internetMessageId);
  if (mail === null) throw notHere();
  return mail;
}

function participantsOf(email: Email): readonly Participant[] {
  const as = (role: Participant["role"], addresses: Email["to"]) => addresses.map((one) => ({ ...one, role }));
  return [...as("from", email.from === null ? [] : [email.from]), ...as("to", email.to), ...as("cc", email.cc), ...as("bcc", email.bcc)];
}

const NOT_FILED: EmailStatus = {
  state: "not-filed",
  problem: null,
  notes: [],
  activity: null,
  related: [],
  files: [],
  filedBy: null,
  filedAt: null,
  sharing: { mail: false, thread: false, rule: null },
  thread: null,
  removal: null,
};

function notHere(): NotFound {
  return new NotFound("This mail is not in your mailbox.");
}

function syncIsOff(): Refused {
  return new Refused({
    code: "SYNC_OFF",
    message: "The sync of your mailbox is not switched on, so nothing is filed.",
    remedy: "Switch it on in the settings, or ask an administrator to activate it.",
  });
}
