import type { UndoReply } from "../../shared/api/administration.ts";
import type { Answer, AnswersTaken, AttentionPage } from "../../shared/api/attention.ts";
import type { EmailStatus } from "../../shared/api/email-status.ts";
import type { AttachmentChoices, FilingChoice, SharingChoice, ThreadChoice } from "../../shared/api/filing.ts";
import type { EventGuests, Invitation } from "../../shared/api/invitation.ts";
import type { FirstSyncRequest } from "../../shared/api/first-sync.ts";
import type { Me } from "../../shared/api/me.ts";
import type { EmailContext } from "../../shared/api/person.ts";
import type { Why } from "../../shared/api/why.ts";
import type { OpenMail, OpenMeeting } from "../office/open-mail.ts";
import type { Ask } from "./http.ts";
import type { UndoHow } from "./undo-how.ts";

/** What lies open: a mail is known by two ids, a meeting by one. */
export type WhyAbout = { readonly kind: "email"; readonly mail: OpenMail } | { readonly kind: "event"; readonly meeting: OpenMeeting };

/** What the pane asks of the service. @throws ServiceProblem from every call. */
export interface PaneService {
  me(): Promise<Me>;
  /** Stops the first sync of the mailbox, or lets it go on. */
  firstSync(to: FirstSyncRequest["do"]): Promise<Me>;
  /** What of the mailbox needs its owner, a page at a time. */
  attention(cursor: string | null): Promise<AttentionPage>;
  /** Answers before it is carried out; says which were taken, and why the others were not. */
  answer(ids: readonly string[], answer: Answer): Promise<AnswersTaken>;
  /** With what goes along: the one of several that is meant, or how many people may be mailed. */
  answerOne(id: string, answer: Answer, more: { readonly recordId?: string; readonly mails?: number }): Promise<AnswersTaken>;
  /** Why the open item is as it is, or is not in Salesforce. */
  why(about: WhyAbout): Promise<Why>;
  /** What was done to an item of the own mailbox; as a dry run, says what undoing it comes to, or why it cannot be. */
  undo(entry: string, how: UndoHow): Promise<UndoReply>;
  people(mail: OpenMail): Promise<EmailContext>;
  /** Who stands with the open event in Salesforce, and does not take part in Outlook. */
  guests(meeting: OpenMeeting): Promise<EventGuests>;
  /** Answers before they are mailed. */
  invite(meeting: OpenMeeting, invitation: Invitation): Promise<EventGuests>;
  status(mail: OpenMail): Promise<EmailStatus>;
  attachments(mail: OpenMail): Promise<AttachmentChoices>;
  /** Files the mail, or adds to what stands. Answers before it is done: the status then says how it goes on. */
  file(mail: OpenMail, choice: FilingChoice): Promise<EmailStatus>;
  /** Do not share, set or taken off. What is filed already stays until `remove`. */
  share(mail: OpenMail, choice: SharingChoice): Promise<EmailStatus>;
  /** Whether later mails of the conversation are filed too. */
  replies(mail: OpenMail, choice: ThreadChoice): Promise<EmailStatus>;
  /** A draft is filed when it has been sent, or no more. */
  fileWhenSent(mail: OpenMail, file: boolean): Promise<EmailStatus>;
  /** Has the activity taken out of Salesforce; the status then says what was done. */
  remove(mail: OpenMail): Promise<EmailStatus>;
}

export function paneService(ask: Ask): PaneService {
  return {
    me: () => ask("GET", "/api/me"),
    firstSync: (to) => ask("POST", "/api/me/first-sync", { do: to }),
    attention: (cursor) => ask("GET", `/api/attention${cursor === null ? "" : `?${new URLSearchParams({ cursor })}`}`),
    answer: (ids, answer) => ask("POST", "/api/attention/answers", { ids, answer }),
    answerOne: (id, answer, more) => ask("POST", `/api/attention/${encodeURIComponent(id)}/answer`, { answer, ...more }),
    why: (about) => ask("GET", `/api/me/why?${new URLSearchParams(named(about))}`),
    undo: (entry, how) => ask("POST", `/api/me/journal/${encodeURIComponent(entry)}/undo`, how),
    guests: ({ restId }) => ask("GET", `/api/events/${encodeURIComponent(restId)}/people`),
    invite: ({ restId }, invitation) => ask("POST", `/api/events/${encodeURIComponent(restId)}/invitations`, invitation),
    people: (mail) => ask("GET", address(mail, "people")),
    status: (mail) => ask("GET", address(mail, "status")),
    attachments: (mail) => ask("GET", address(mail, "attachments")),
    file: (mail, choice) => ask("POST", address(mail, "filing"), choice),
    share: (mail, choice) => ask("POST", address(mail, "sharing"), choice),
    replies: (mail, choice) => ask("POST", address(mail, "thread"), choice),
    fileWhenSent: (mail, file) => ask("POST", address(mail, "when-sent"), { file }),
    remove: (mail) => ask("POST", address(mail, "removal")),
  };
}

function named(about: WhyAbout): Record<string, string> {
  if (about.kind === "event") return { kind: about.kind, item: about.meeting.restId };
  const { restId: item, internetMessageId } = about.mail;
  return { kind: about.kind, item, ...(internetMessageId === null ? {} : { internetMessageId }) };
}

/** Both ids go along: the first dies with a move, the second may be missing. The service believes neither (P8). */
function address(mail: OpenMail, what: string): string {
  const query = mail.internetMessageId === null ? "" : `?${new URLSearchParams({ internetMessageId: mail.internetMessageId })}`;
  return `/api/emails/${encodeURIComponent(mail.restId)}/${what}${query}`;
}
