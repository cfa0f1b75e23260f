import type { ColumnType, Generated, Insertable, Selectable } from "kysely";
import type { Answer } from "../cycle/link.ts";
import type { Stopped } from "../../shared/api/progress.ts";
import type { Problem } from "../errors.ts";

/** A JSON column: read as a value, written as text. */
type Json<T> = ColumnType<T, string | null, string | null>;
type Timestamp = ColumnType<Date, Date | string, Date | string>;
type NullableTimestamp = ColumnType<Date | null, Date | string | null, Date | string | null>;
/** A bigint, which `pg` reads as text. */
type Count = ColumnType<string, string | number | undefined, string | number>;

/** A problem as a row holds it: its code in the open, to be counted; its words sealed, as a vendor's can repeat what it refused (P6). */
export interface ProblemAtRest {
  readonly code: string;
  readonly sealed: string;
}

/** When a kind was read to its end. */
export interface RoundAtRest {
  readonly seq: string;
  readonly until: string;
  readonly isTold: boolean;
}

/** The database as kysely sees it. Text columns marked "sealed" hold ciphertext under the mailbox's key (P6). */
export interface Database {
  readonly connections: {
    readonly id: string;
    readonly tenant_id: string;
    readonly organization_id: string | null;
    readonly created_at: Timestamp;
  };
  readonly mailboxes: MailboxTable;
  readonly mailbox_keys: {
    readonly mailbox_id: string;
    readonly connection_id: string;
    readonly wrapped: string | null;
    readonly destroyed_at: NullableTimestamp;
  };
  readonly folders: {
    readonly mailbox_id: string;
    readonly connection_id: string;
    readonly role: "emails" | "emails-sub" | "contacts" | "contacts-other" | "tasks";
    readonly exchange_id: string;
    readonly name: string;
    readonly missing_since: NullableTimestamp;
  };
  readonly cursors: {
    readonly connection_id: string;
    readonly mailbox_id: string | null;
    readonly collection: string;
    readonly value: string;
    readonly updated_at: Timestamp;
  };
  readonly links: LinkTable;
  readonly conflicts: {
    readonly id: string;
    readonly connection_id: string;
    readonly mailbox_id: string;
    readonly link_id: string;
    readonly field: string;
    readonly winner: string;
    /** Sealed. */
    readonly kept: string | null;
    /** Sealed. */
    readonly lost: string | null;
    readonly noticed_at: Timestamp;
    readonly settled_at: NullableTimestamp;
  };
  /** What people answered to links that waited for them, until a cycle has taken it. */
  readonly answers: {
    readonly link_id: string;
    /** What of the link it is about: a conflict's id, an entry of the journal; empty: the link itself. */
    readonly about: ColumnType<string, string | undefined, string>;
    /** Of the answer: another one about the same link has another. */
    readonly id: string;
    readonly connection_id: string;
    readonly mailbox_id: string;
    readonly kind: string;
    readonly answer: Answer;
    readonly record_id: string | null;
    /** Sealed. */
    readonly wish: string | null;
    readonly given_at: Timestamp;
  };
  /** Whom we related to events ourselves (E3). */
  readonly event_people: {
    readonly connection_id: string;
    readonly salesforce_id: string;
    readonly people: Json<readonly string[]>;
  };
  /** Which event of Salesforce a meeting is, whoever's mailbox it is met in (E3); without an id it is about to be made. */
  readonly meetings: {
    readonly connection_id: string;
    readonly fingerprint: string;
    /** Whose cycle made it, or is about to. */
    readonly mailbox_id: string;
    readonly salesforce_id: string | null;
    readonly claimed_at: Timestamp;
  };
  readonly salesforce_changes: {
    readonly connection_id: string;
    readonly mailbox_id: string;
    readonly kind: string;
    readonly salesforce_id: string;
    readonly followed_by: string | null;
    readonly noticed_at: Timestamp;
    readonly seq: Generated<string>;
  };
  /** The same for every mailbox, noted once; numbered together with those of one mailbox. */
  readonly shared_changes: {
    readonly connection_id: string;
    readonly kind: string;
    readonly salesforce_id: string;
    readonly followed_by: string | null;
    readonly noticed_at: Timestamp;
    readonly seq: Generated<string>;
  };
  /** What people keep out of Salesforce (F5). Keys are keyed hashes. */
  readonly do_not_share: {
    readonly connection_id: string;
    readonly mailbox_id: string;
    readonly scope: "mail" | "thread";
    readonly key: string;
    readonly set_at: Timestamp;
  };
  /** What was answered to whether later mails of a thread are filed too (F3). */
  readonly threads: {
    readonly connection_id: string;
    readonly mailbox_id: string;
    readonly key: string;
    readonly replies: "file" | "leave";
    readonly set_at: Timestamp;
  };
  readonly activities: ActivityTable;
  readonly filings: FilingTable;
  readonly journal: {
    readonly id: Generated<string>;
    readonly connection_id: string;
    readonly mailbox_id: string;
    readonly at: Timestamp;
    readonly kind: string;
    readonly action: string;
    readonly outcome: string;
    /** The rules that it rests on; null in entries from before they were kept. */
    readonly rules: string[] | null;
    /** Sealed. */
    readonly reason: string | null;
    readonly item_id: string | null;
    readonly record_id: string | null;
    readonly link_id: string | null;
    /** Sealed. */
    readonly before: string | null;
    /** Sealed. */
    readonly after: string | null;
  };
  readonly subscriptions: {
    readonly id: string;
    readonly connection_id: string;
    readonly mailbox_id: string;
    readonly resource: string;
    readonly client_state: string;
    readonly expires_at: Timestamp;
  };
  readonly presets: {
    readonly connection_id: string;
    readonly name: string;
    readonly document: Json<unknown>;
    readonly updated_at: Timestamp;
    readonly updated_by: string;
  };
  readonly audit: {
    readonly id: Generated<string>;
    readonly connection_id: string;
    readonly at: Timestamp;
    readonly who: string;
    readonly act: string;
    readonly detail: Json<unknown>;
    /** A hash over this row and the chain before it (SEC23). */
    readonly chain: string;
  };
}

export interface MailboxTable {
  readonly id: string;
  readonly connection_id: string;
  readonly entra_user_id: string;
  readonly email: string;
  readonly display_name: string;
  readonly salesforce_user_id: string;
  readonly salesforce_username: string;
  /** As it was when the pair was made, or last confirmed: a change pauses (B3). */
  readonly salesforce_email: string | null;
  readonly sync: "on" | "paused" | "off";
  readonly state: "off" | "setting-up" | "first-sync" | "healthy" | "faulty" | "paused";
  readonly problem: Json<Problem | null>;
  /** IANA. */
  readonly time_zone: string | null;
  readonly activated_at: NullableTimestamp;
  /** When everything had been read and acted upon for the first time since (B4). */
  readonly first_sync_done_at: NullableTimestamp;
  /** Who paused it; null where no person did. */
  readonly stopped: Json<Stopped | null>;
  /** The fencing generation: raised by whoever takes the mailbox, checked in every commit. */
  readonly generation: Count;
  /** Raised by every wake-up; a cycle that ends notes in `done_seq` how far it had seen. */
  readonly wake_seq: Count;
  /** By kind, or "all": the newest of these that named it. */
  readonly woken: ColumnType<Readonly<Record<string, number>>, undefined, never>;
  readonly done_seq: Count;
  /** How each kind stood when the last cycle ended; null while one is under way. */
  readonly rounds: Json<Readonly<Record<string, RoundAtRest | null>> | null>;
  readonly running: ColumnType<boolean, boolean | undefined, boolean>;
  /** The next safety read. */
  readonly next_due_at: NullableTimestamp;
  /** After a failure: when the look for due mailboxes tries again by itself. A wake-up does not wait for it. */
  readonly retry_at: NullableTimestamp;
  /** Asked for by a vendor: no cycle before it, whoever wakes. */
  readonly throttled_until: NullableTimestamp;
  /** When sync was switched off: the key goes after the retention (B5). */
  readonly deactivated_at: NullableTimestamp;
  /** The pair no longer holds (B3). The row stays for the journal; a new pair is a new row. */
  readonly dropped_at: NullableTimestamp;
}

export interface LinkTable {
  readonly id: string;
  readonly connection_id: string;
  readonly mailbox_id: string;
  readonly kind: string;
  readonly state: string;
  readonly origin: "exchange" | "salesforce" | "twin" | null;
  readonly exchange_id: string | null;
  readonly exchange_version: string | null;
  readonly exchange_standing: Json<unknown>;
  /** Sealed; present only while it differs from the base. */
  readonly exchange_seen: string | null;
  readonly salesforce_id: string | null;
  readonly salesforce_version: string | null;
  readonly salesforce_standing: Json<unknown>;
  /** Sealed; present only while it differs from the base. */
  readonly salesforce_seen: string | null;
  /** Sealed. */
  readonly base: string | null;
  /** Sealed: the action about to be carried out. */
  readonly intent: string | null;
  readonly intent_at: NullableTimestamp;
  readonly problem: Json<ProblemAtRest | null>;
  /** Sealed. */
  readonly detail: string | null;
  readonly attempts: ColumnType<number, number | undefined, number>;
  readonly next_attempt_at: NullableTimestamp;
  /** When a removal was last believed, for the brake (M5). */
  readonly removed_at: NullableTimestamp;
  readonly created_at: Timestamp;
  readonly updated_at: Timestamp;
}

export interface ActivityTable {
  readonly id: string;
  readonly connection_id: string;
  /** A keyed hash of the message (F3). */
  readonly fingerprint: string;
  readonly state: "intended" | "made" | "removing";
  /** The mailbox that files it first. */
  readonly mailbox_id: string;
  /** The filing of that mailbox which makes it. */
  readonly filing_id: string;
  readonly salesforce_id: string | null;
  readonly intent_at: Timestamp;
  /** Sealed: what was decided and how far it is. */
  readonly detail: string | null;
  readonly made_at: NullableTimestamp;
}

export interface FilingTable {
  readonly id: string;
  readonly connection_id: string;
  readonly mailbox_id: string;
  /** Immutable id. */
  readonly message_id: string;
  /** A keyed hash of the internet message id, to find the filing again when the pane holds a dead id. */
  readonly message_key: string;
  /** A keyed hash of the thread within the mailbox, once it was read; empty before. */
  readonly thread_key: ColumnType<string, string | undefined, string>;
  readonly via: "folder" | "category" | "pane" | "listed" | "thread" | "sent";
  readonly state: "waiting" | "filing" | "filed" | "filed-in-part" | "failed" | "excluded" | "listed" | "left" | "removing" | "unsent";
  readonly problem: Json<ProblemAtRest | null>;
  /** Sealed: the FilingChoice of a person. */
  readonly choice: string | null;
  readonly activity_id: string | null;
  /** Sealed: notes, files and links, as the pane shows them. */
  readonly detail: string | null;
  readonly attempts: ColumnType<number, number | undefined, number>;
  readonly next_attempt_at: NullableTimestamp;
  readonly requested_at: Timestamp;
  readonly settled_at: NullableTimestamp;
  /** The mail's categories do not say yet what this row says. */
  readonly marks_due: ColumnType<boolean, boolean | undefined, boolean>;
}

export type MailboxRow = Selectable<MailboxTable>;
export type ConflictRow = Selectable<Database["conflicts"]>;
export type LinkRow = Selectable<LinkTable>;
export type NewLinkRow = Insertable<LinkTable>;
export type FilingRow = Selectable<FilingTable>;
export type ActivityRow = Selectable<ActivityTable>;
