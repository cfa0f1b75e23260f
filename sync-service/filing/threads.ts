import type { RecordLink } from "../../shared/api/person.ts";
import type { Problem } from "../errors.ts";

/** What a person answered, once a thread: whether its later mails are filed too (F3). */
export type Replies = "file" | "leave";

/** The threads of one connection's mailboxes, each within its own mailbox. */
export interface Threads {
  /** Null: nobody was asked yet. */
  repliesOf(mailboxId: string, conversationId: string): Promise<Replies | null>;
  setReplies(mailboxId: string, conversationId: string, replies: Replies, now: Date): Promise<void>;
  /** Since when the first of those threads is followed whose replies are filed; null when there is none. */
  followedSince(mailboxId: string): Promise<Date | null>;
  /** Those whose replies are filed, with since when. */
  followed(mailboxId: string, conversationIds: readonly string[]): Promise<ReadonlyMap<string, Date>>;
  /** The record to which mails of the thread were filed last (F2). */
  recordOf(mailboxId: string, conversationId: string): Promise<RecordLink | null>;
}

export const NO_LONGER_FOLLOWED: Problem = {
  code: "THREAD_ENDED",
  message: "The replies of this conversation are not filed any more, so this one was not.",
  remedy: "Choose File in the pane if it belongs in Salesforce.",
};

export const NOBODY_OUTSIDE: Problem = {
  code: "THREAD_WITHOUT_OUTSIDER",
  message: "Nobody from outside is left on this reply, so it was not filed with its conversation.",
  remedy: "Choose File anyway in the pane if it belongs in Salesforce all the same.",
};
