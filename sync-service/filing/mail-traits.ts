/** What a mail says of itself besides its words: whether it may be shared (F5), and to which thread it belongs (F3). */
export interface MailTraits {
  readonly sensitivity: "normal" | "personal" | "private" | "confidential";
  /** Names and ids of its sensitivity labels, in lower case. */
  readonly labels: readonly string[];
  /** The thread within this mailbox. */
  readonly conversationId: string | null;
  /** The message id with which the thread began: the same in every mailbox, as far as mail programs keep to it. */
  readonly threadRoot: string | null;
}

export const PLAIN_TRAITS: MailTraits = { sensitivity: "normal", labels: [], conversationId: null, threadRoot: null };

/** By what a wish about a mail or its thread is known again, in this mailbox and in others. Texts to be hashed. */
export interface ShareKeys {
  readonly mail: string;
  readonly threads: readonly string[];
}

/** A mail without a message id has only its own id. That a repeated message id binds another mail too errs to the safe side. */
export function shareKeysOf(
  mail: Pick<MailTraits, "conversationId" | "threadRoot"> & { readonly id: string; readonly internetMessageId: string | null },
): ShareKeys {
  const messageId = mail.internetMessageId?.trim() ?? "";
  const root = mail.threadRoot ?? messageId;
  return {
    mail: messageId === "" ? `item ${mail.id}` : `message ${messageId}`,
    threads: [...(mail.conversationId === null ? [] : [`conversation ${mail.conversationId}`]), ...(root === "" ? [] : [`root ${root}`])],
  };
}
