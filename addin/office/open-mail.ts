/** The mail that lies open beside the pane, as far as the pane needs to know it. Its text is never read. */
export interface OpenMail {
  /** The id in Graph's alphabet. Dies when the mail is moved (OA4), so it is never a key. */
  readonly restId: string;
  /** Survives a move. Null for the rare mail without one. */
  readonly internetMessageId: string | null;
  readonly subject: string;
  /** Name and address of the sender, for the heading only: who counts is decided by the service, which reads the mail itself. */
  readonly from: { readonly name: string; readonly address: string } | null;
}

/** A meeting or appointment that lies open. */
export interface OpenMeeting {
  /** The id in Graph's alphabet. */
  readonly restId: string;
  readonly subject: string;
}

/** A mail that is being written. */
export interface OpenDraft {
  /** Of the conversation it is in; empty for a new one. By it an announcement that changes nothing is told. */
  readonly key: string;
  /** Has Outlook save it, and tells by what it is known then. */
  save(): Promise<OpenMail>;
}

/** What lies open in Outlook right now. */
export type OpenItem =
  | { readonly is: "none" }
  | { readonly is: "mail"; readonly mail: OpenMail }
  | { readonly is: "draft"; readonly draft: OpenDraft }
  | { readonly is: "meeting"; readonly meeting: OpenMeeting }
  | { readonly is: "unsupported"; readonly why: string };

/** The same mail, though it may have been moved and got another id meanwhile. */
export function sameMail(one: OpenMail, other: OpenMail): boolean {
  if (one.internetMessageId !== null) return one.internetMessageId === other.internetMessageId;
  return other.internetMessageId === null && one.restId === other.restId;
}
