import type { RecordLink } from "../../shared/api/person.ts";
import type { Known, KnownPerson, KnownRecords } from "../context/known-records.ts";
import type { Problem } from "../errors.ts";
import type { EmailAddress } from "./email.ts";
import type { Content } from "./mailbox.ts";

/** What filing needs of Salesforce, with the rights of one user (P7). */
export interface Crm extends KnownRecords {
  readonly userId: string;
  abilities(): Promise<CrmAbilities>;
  /** Null: mails cannot be stored as EmailMessage here. */
  emailAbilities(): Promise<EmailAbilities | null>;
  /** The people, their open opportunities, and the records a person chose, in one request. */
  lookUpFor(addresses: readonly string[], chosen: readonly string[]): Promise<KnownForFiling>;
  /** Streams the bytes into a new file and answers its version's id. @throws Refused with the reason in words. */
  upload(file: NewFile, content: Content): Promise<string>;
  /** The same as a classic attachment of a record. */
  attach(parentId: string, file: NewFile, content: Content): Promise<string>;
  /** The classic attachments of a record, by stamp. */
  findAttached(parentId: string): Promise<ReadonlyMap<string, string>>;
  /** Versions uploaded under these stamps, by stamp. */
  findUploads(stamps: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The activity, its people and the links of its files, in one request. @throws Refused, or OutcomeUnknown: look before trying again. */
  make(activity: NewActivity, attached: Attached): Promise<Made>;
  /** Candidates for an activity whose making was interrupted, the likeliest first. */
  findActivities(sought: SoughtActivity): Promise<readonly string[]>;
  /** Adds what is not there yet; repeating it changes nothing. Without an activity, files are linked to the records only. */
  add(activityId: string | null, attached: Attached): Promise<Omit<Made, "activityId">>;
  /** Takes an activity and its files out again, unless it was changed since. @throws Refused */
  remove(wish: RemovalWish): Promise<Removal>;
  /** Removes what was uploaded under these stamps for an activity which is not to be, or stands and should not. */
  discard(stamps: readonly string[], standing: string | null): Promise<void>;
  /** Those of the records that this user can read, by id; in one request. */
  readable(records: readonly Pick<RecordLink, "id" | "type">[]): Promise<ReadonlySet<string>>;
}

export interface CrmAbilities {
  /** Characters. */
  readonly subjectLength: number;
  readonly descriptionLength: number;
  /** One activity can be related to several contacts. */
  readonly sharedActivities: boolean;
}

export interface EmailAbilities {
  /** Characters. */
  readonly subjectLength: number;
  readonly textLength: number;
}

export interface KnownForFiling extends Known {
  /** The chosen records that the user can read. */
  readonly chosen: ReadonlyMap<string, ChosenRecord>;
}

export type ChosenRecord =
  | { readonly is: "person"; readonly person: KnownPerson }
  | { readonly is: "record"; readonly record: { readonly id: string; readonly type: string; readonly name: string } };

export interface NewFile {
  readonly name: string;
  /** By which a file is found again whose upload got no answer. */
  readonly stamp: string;
}

export interface NewActivity {
  readonly stamp: string;
  readonly internetMessageId: string | null;
  readonly subject: string;
  readonly description: string;
  /** YYYY-MM-DD */
  readonly date: string;
  readonly importance: "low" | "normal" | "high";
  readonly whoId: string | null;
  readonly whatId: string | null;
  /** Set: it is stored as an EmailMessage, whose task Salesforce makes; null: as a task. Never both (F1). */
  readonly message: NewMessage | null;
}

/** What an EmailMessage says that a task does not. */
export interface NewMessage {
  /** By which it is found again. */
  readonly identifier: string;
  readonly from: EmailAddress | null;
  /** People known in Salesforce by id, others by address. */
  readonly fromId: string | null;
  readonly to: { readonly ids: readonly string[]; readonly addresses: readonly string[] };
  readonly cc: { readonly ids: readonly string[]; readonly addresses: readonly string[] };
  /** ISO 8601. */
  readonly sentAt: string | null;
  readonly isIncoming: boolean;
  /** The person it is filed to, when not on the mail. */
  readonly otherId: string | null;
}

/** What hangs on an activity. */
export interface Attached {
  /** Contacts beside the who. */
  readonly besideIds: readonly string[];
  readonly versionIds: readonly string[];
  /** Records that the files are linked to besides the activity. */
  readonly linkTo: readonly string[];
}

export interface Made {
  readonly activityId: string;
  /** Of each version: the file it became, or why it could not be linked. */
  readonly files: ReadonlyMap<string, { readonly documentId: string | null; readonly problem: Problem | null }>;
  /** Sentences on what Salesforce did not allow beside it. */
  readonly notes: readonly string[];
}

export interface RemovalWish {
  readonly activity: Pick<RecordLink, "id" | "type">;
  /** The records its files were linked to as well. */
  readonly relatedIds: readonly string[];
  /** The files it was made with. */
  readonly documentIds: readonly string[];
}

export type Removal =
  | { readonly is: "removed"; readonly files: number; readonly keptFiles: number }
  /** By somebody, since it was made: it stays. */
  | { readonly is: "changed"; readonly by: string; readonly at: Date };

export interface SoughtActivity {
  readonly activity: NewActivity;
  /** Whose it must be; anyone's when null. */
  readonly ownerId: string | null;
  /** Nothing created before can be it. */
  readonly since: Date;
}
