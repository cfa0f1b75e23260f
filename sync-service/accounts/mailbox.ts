import type { Stopped } from "../../shared/api/progress.ts";
import type { Problem } from "../errors.ts";

/** A pair of users, one on each side, and how the sync of his mailbox stands. */
export interface Mailbox {
  readonly id: string;
  readonly connectionId: string;
  /** Object id in Entra: what Graph is asked for. */
  readonly entraUserId: string;
  readonly email: string;
  readonly displayName: string;
  readonly salesforceUserId: string;
  readonly salesforceUsername: string;
  /** As it was when the pair was made, or last seen. */
  readonly salesforceEmail: string | null;
  readonly sync: "on" | "paused" | "off";
  readonly state: MailboxState;
  readonly problem: Problem | null;
  /** IANA. */
  readonly timeZone: string | null;
  readonly activatedAt: Date | null;
  /** When everything had been read and acted upon for the first time since then (B4). */
  readonly firstSyncDoneAt: Date | null;
  /** While it is paused: the person who stopped it; null where nobody did. */
  readonly stopped: Stopped | null;
}

export type MailboxState = "off" | "setting-up" | "first-sync" | "healthy" | "faulty" | "paused";

/** A folder or list of a mailbox that is synced, known by its id (B1). */
export interface Folder {
  readonly role: "emails" | "emails-sub" | "contacts" | "contacts-other" | "tasks";
  readonly id: string;
  readonly name: string;
  /** B2: since when it is gone or lies under Deleted Items; sync of its kind pauses. */
  readonly missingSince: Date | null;
}

/** The mailboxes of one connection, as accounts need them stored. */
export interface MailboxStore {
  /** Those whose pair holds. */
  all(): Promise<readonly Mailbox[]>;
  find(id: string): Promise<Mailbox | null>;
  add(pair: NewPair): Promise<void>;
  /** The pair no longer holds: sync is off, the row stays for the journal. */
  drop(id: string): Promise<void>;
  /** What is shown of the two users; they stay paired by their ids. */
  rename(id: string, shown: ShownPair): Promise<void>;
  /** Of a pause, `why` tells the person, or what stopped it otherwise. A first sync that was stopped is continued. @throws NotFound */
  setSync(id: string, sync: Mailbox["sync"], why?: Stopper | Problem | null): Promise<Mailbox>;
  /** Does nothing unless sync is on: what a person switched meanwhile stands. */
  setState(id: string, state: MailboxState, problem: Problem | null): Promise<void>;
  setActivated(id: string, at: Date, timeZone: string | null): Promise<void>;
  setTimeZone(id: string, timeZone: string | null): Promise<void>;
  folders(id: string): Promise<readonly Folder[]>;
  /** Replaces what is known of the mailbox's folders. */
  setFolders(id: string, folders: readonly Folder[]): Promise<void>;
  setMissing(id: string, missing: ReadonlySet<string>): Promise<void>;
}

/** A person who stops a sync; `own`: of his own mailbox. */
export type Stopper = Pick<Stopped, "by" | "own">;

export interface ShownPair {
  readonly email: string;
  readonly displayName: string;
  readonly salesforceUsername: string;
  readonly salesforceEmail: string | null;
}

export interface NewPair extends ShownPair {
  readonly entraUserId: string;
  readonly salesforceUserId: string;
}
