import type { MailTraits } from "./mail-traits.ts";

export interface EmailAddress {
  readonly name: string | null;
  readonly address: string;
}

/** A mail as it was read from a mailbox just now. */
export interface Email extends MailTraits {
  /** The immutable id: it stays when the mail is moved. */
  readonly id: string;
  readonly internetMessageId: string | null;
  readonly folderId: string;
  readonly categories: readonly string[];
  readonly subject: string | null;
  readonly from: EmailAddress | null;
  readonly to: readonly EmailAddress[];
  readonly cc: readonly EmailAddress[];
  readonly bcc: readonly EmailAddress[];
  /** ISO 8601 in UTC; null for a draft. */
  readonly sentAt: string | null;
  readonly importance: "low" | "normal" | "high";
  readonly isDraft: boolean;
  /** The body as text. */
  readonly text: string;
}

export interface AttachmentHead {
  readonly id: string;
  readonly name: string;
  /** Bytes as Exchange counts them, its overhead included; an upper bound. */
  readonly size: number;
  readonly inline: boolean;
  /** A file; another Outlook item; or only a link to a file in the cloud. */
  readonly is: "file" | "item" | "cloud-link";
  readonly contentType: string | null;
}

/** A mail as it is filed: read anew at every attempt, as nothing of it is kept (P6). */
export interface ReadEmail {
  readonly email: Email;
  readonly attachments: readonly AttachmentHead[];
}

/** Everyone a mail names, in the order in which they matter: who sent it, then To, then Cc. */
export function correspondents(email: Email): readonly EmailAddress[] {
  return [...(email.from === null ? [] : [email.from]), ...email.to, ...email.cc];
}
