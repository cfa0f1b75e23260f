import type { ReadEmail } from "./email.ts";
import type { MailIdentity } from "./filing-requests.ts";
import type { MailTraits } from "./mail-traits.ts";

/** What filing needs of one Exchange mailbox. */
export interface FilingMailbox {
  /**
   * What carries one of our marks and changed since `cursor`, and what lost one: everything marked when null.
   * @throws CursorExpired when that history is gone: ask again with null.
   */
  look(cursor: string | null, also: LookAlso): Promise<Look>;
  /** The mail and its attachments, or null when it is gone. */
  read(id: string): Promise<ReadEmail | null>;
  /** The mail which the pane means: by any form of its id, else by its message id; null when it is not here. */
  find(itemId: string, internetMessageId: string | null): Promise<FoundMail | null>;
  /** The bytes of an attachment: of an attached Outlook item its MIME form. */
  content(messageId: string, attachmentId: string): Promise<Content>;
  /** Sets the marks on a mail, leaving its other categories. @throws Gone */
  mark(id: string, marks: MailMarks): Promise<void>;
}

/** A mail that is here, and what decides whether it may be shared. */
export interface FoundMail extends MailIdentity, MailTraits {}

/** Bytes that are read only as they are sent on. */
export interface Content {
  /** May be called again: the bytes come anew from the first. */
  open(): Promise<ReadableStream<Uint8Array>>;
  /** Bytes, exact; null when Exchange did not say. */
  readonly size: number | null;
  /** Lets go of what was not read: an open stream keeps one of the mailbox's four requests. */
  close(): Promise<void>;
}

export interface Look {
  readonly mails: readonly SeenMail[];
  /** Ids that are in the mailbox no more, or lie in Deleted Items. */
  readonly gone: readonly string[];
  readonly arrived: readonly ArrivedMail[];
  /** Of the drafts asked about those that have been sent. One that cannot be found may be on its way. */
  readonly sent: readonly string[];
  readonly cursor: string;
}

/** What a look asks for besides. */
export interface LookAlso {
  /** Also what arrived or was sent since then, or since the last look, by its ids alone; null: none of it. */
  readonly repliesSince: Date | null;
  /** Drafts of which it is to be told whether they have been sent. */
  readonly drafts: readonly string[];
}

/** A mail outside of Drafts, Outbox, Junk and Deleted Items, of which nothing but this was read. */
export interface ArrivedMail {
  readonly id: string;
  readonly internetMessageId: string | null;
  readonly conversationId: string;
  readonly at: Date;
}

export interface SeenMail {
  readonly id: string;
  readonly internetMessageId: string | null;
  /** In "Salesforce Emails" or a folder below it. */
  readonly inFolder: boolean;
  /** Carries the category "Salesforce", in a folder where that counts (B1). */
  readonly category: boolean;
  /** When it last changed, by the mailbox's clock. ISO 8601. */
  readonly changedAt: string;
}

export interface MailMarks {
  /** Null: as it is. */
  readonly salesforce: boolean | null;
  /** The category naming the reason, beside "Sync Error"; null takes off both. */
  readonly problem: string | null;
}
