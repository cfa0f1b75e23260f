/** What accounts need of the outside: implemented in `graph/` and `salesforce/`, doubled in tests. */

/** A user of the tenant, as Entra ID knows him. */
export interface TenantUser {
  /** Object id: what he is stored by. */
  readonly id: string;
  readonly name: string;
  /** His main address (`mail`); null when he has none. */
  readonly email: string | null;
  readonly principalName: string;
  readonly enabled: boolean;
  readonly guest: boolean;
}

/** `none`: no mailbox. */
export type MailboxPurpose = "user" | "linked" | "shared" | "room" | "equipment" | "others" | "none";

export interface Directory {
  /** Everybody, guests and disabled ones included. */
  users(): AsyncIterable<readonly TenantUser[]>;
  /** Those of the ids that exist. */
  usersById(ids: readonly string[]): Promise<ReadonlyMap<string, TenantUser>>;
  /** By `mailboxSettings/userPurpose`, batched. */
  purposes(userIds: readonly string[]): Promise<ReadonlyMap<string, MailboxPurpose>>;
  /** Lower case. Where the application may not read the organisation: the domains of its members' principal names, which Entra allows only in verified ones. */
  verifiedDomains(): Promise<ReadonlySet<string>>;
}

/** A user of the Salesforce org, as the reader sees him. */
export interface SalesforceUser {
  readonly id: string;
  readonly username: string;
  readonly email: string;
  readonly name: string;
  readonly active: boolean;
  /** `UserType` Standard. */
  readonly standard: boolean;
}

export interface SalesforceUsers {
  /** Every user of the org, active or not. */
  users(): Promise<readonly SalesforceUser[]>;
}

/** A folder, or a To Do list. */
export interface Container {
  readonly id: string;
  readonly name: string;
}

/** The containers of one mailbox. `userId` is the object id in Entra. */
export interface MailboxSetup {
  /** IANA; null when the mailbox names none that is known. */
  timeZone(userId: string): Promise<string | null>;
  /** Top-level mail folders (children of msgfolderroot), hidden ones not. */
  mailFolders(userId: string): Promise<readonly Container[]>;
  createMailFolder(userId: string, name: string): Promise<Container>;
  /** All folders below one, at any depth, hidden ones not. */
  mailSubfolders(userId: string, folderId: string): Promise<readonly Container[]>;
  /** Every contact folder the mailbox owns, the default one included as soon as its id can be known (MG4). Not those under Deleted Items. */
  contactFolders(userId: string): Promise<readonly Container[]>;
  createContactFolder(userId: string, name: string): Promise<Container>;
  taskLists(userId: string): Promise<readonly Container[]>;
  createTaskList(userId: string, name: string): Promise<Container>;
  /** The display names of the master list. */
  categories(userId: string): Promise<readonly string[]>;
  createCategory(userId: string, name: string): Promise<void>;
  /** How many items a container holds, for the list of what lay there before activation (B4). */
  countItems(userId: string, role: ContainerRole, id: string): Promise<number>;
  /** Those of the containers that are gone or lie under Deleted Items (B2), by id. One `$batch`. */
  missing(userId: string, containers: readonly { readonly role: ContainerRole; readonly id: string }[]): Promise<ReadonlySet<string>>;
}

export type ContainerRole = "emails" | "contacts" | "tasks";

/** What of a mailbox Graph tells changes of. */
export type Watched = "messages" | "contacts" | "events";

/** Graph's change notifications. Addresses and secrets are given by the caller. */
export interface ChangeSubscriptions {
  /** @throws Refused when the handshake failed (the address cannot be reached from outside, MG12). */
  create(wish: {
    readonly userId: string;
    readonly watched: Watched;
    readonly notificationUrl: string;
    readonly lifecycleNotificationUrl: string;
    readonly clientState: string;
    readonly expiresAt: Date;
  }): Promise<{ readonly id: string; readonly expiresAt: Date }>;
  /** Null: Graph does not know it any more, so it is to be created anew. A renewal reauthorises too. */
  renew(id: string, expiresAt: Date): Promise<{ readonly expiresAt: Date } | null>;
  /** Removing what is already gone is done. */
  remove(id: string): Promise<void>;
}
