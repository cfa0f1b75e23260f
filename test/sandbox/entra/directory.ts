import { randomUUID } from "node:crypto";
import type { Table, Tables } from "../base/tables.ts";

/** A person, or a shared or room mailbox, of the tenant. Entra signs them in; Graph shows them and holds their mailboxes. */
export interface DirectoryUser {
  readonly id: string;
  readonly userPrincipalName: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly surname: string | null;
  readonly mail: string | null;
  readonly proxyAddresses: readonly string[];
  readonly accountEnabled: boolean;
  readonly userType: "Member" | "Guest";
  readonly userPurpose: "user" | "linked" | "shared" | "room" | "equipment" | "others";
  /** False for an account without licence, or with its mailbox on premises: Graph answers MailboxNotEnabledForRESTAPI. */
  readonly hasMailbox: boolean;
  /** Ids of users who may open this mailbox with delegated `….Shared` permissions. */
  readonly sharedWith: readonly string[];
  readonly jobTitle: string | null;
  readonly department: string | null;
  readonly companyName: string | null;
  readonly createdDateTime: string;
}

export type NewUser = Pick<DirectoryUser, "userPrincipalName"> & Partial<DirectoryUser>;

/** An application registered in the tenant. */
export interface RegisteredApp {
  readonly clientId: string;
  readonly displayName: string;
  /** Who made it, as verified by Microsoft; null when nobody was. */
  readonly publisher: string | null;
  readonly secrets: readonly string[];
  /** PEM: X.509 certificates, or bare public keys, with which client assertions may be signed. */
  readonly certificates: readonly string[];
  readonly redirectUris: readonly string[];
  /** Application permissions on Graph that an administrator has consented to. */
  readonly graphRoles: readonly string[];
  /** Delegated permissions on Graph that were consented to for everybody. */
  readonly graphScopes: readonly string[];
  /** Application permissions on Exchange itself, as software has that still uses EWS: `full_access_as_app`. */
  readonly exchangeRoles: readonly string[];
  /** Delegated permissions on Graph to which single people consented, by user id. */
  readonly userScopes: Readonly<Record<string, readonly string[]>>;
  /** Application roles on the API of another app (or its own), by that app's client id. */
  readonly apiRoles: Readonly<Record<string, readonly string[]>>;
  /** Roles of this app's own API which people were assigned, by user id. */
  readonly userRoles: Readonly<Record<string, readonly string[]>>;
}

export type NewApp = Pick<RegisteredApp, "clientId"> & Partial<RegisteredApp>;

/** The tenant: its users and its registered applications. */
export class Directory {
  readonly tenantId: string;
  readonly #users: Table<DirectoryUser>;
  readonly #apps: Table<RegisteredApp>;
  readonly #now: () => Date;

  constructor(tenantId: string, tables: Tables, now: () => Date) {
    this.tenantId = tenantId;
    this.#users = tables.table<DirectoryUser>("directory.users");
    this.#apps = tables.table<RegisteredApp>("directory.apps");
    this.#now = now;
  }

  /** Adds the user, or replaces the one of the same id or principal name. */
  putUser(user: NewUser): DirectoryUser {
    const known = this.#users.get(user.id ?? "") ?? this.user(user.userPrincipalName);
    const mail = user.mail === undefined ? (known?.mail ?? user.userPrincipalName) : user.mail;
    return this.#store({
      id: known?.id ?? randomUUID(),
      displayName: user.userPrincipalName.split("@")[0] ?? user.userPrincipalName,
      givenName: null,
      surname: null,
      proxyAddresses: mail === null ? [] : [`SMTP:${mail}`],
      accountEnabled: true,
      userType: "Member",
      userPurpose: "user",
      hasMailbox: true,
      sharedWith: [],
      jobTitle: null,
      department: null,
      companyName: null,
      createdDateTime: `${this.#now().toISOString().slice(0, 19)}Z`,
      ...known,
      ...user,
      mail,
    });
  }

  #store(user: DirectoryUser): DirectoryUser {
    return this.#users.put(user.id, user);
  }

  /** By object id, or by principal name or mail address in any letter case. */
  user(idOrName: string): DirectoryUser | undefined {
    const byId = this.#users.get(idOrName.toLowerCase()) ?? this.#users.get(idOrName);
    if (byId) return byId;
    const name = idOrName.toLowerCase();
    for (const user of this.#users.values()) {
      if (user.userPrincipalName.toLowerCase() === name || user.mail?.toLowerCase() === name) return user;
    }
    return undefined;
  }

  users(): readonly DirectoryUser[] {
    return [...this.#users.values()];
  }

  removeUser(id: string): void {
    this.#users.delete(id);
  }

  putApp(app: NewApp): RegisteredApp {
    return this.#apps.put(app.clientId, {
      displayName: app.clientId,
      publisher: null,
      secrets: [],
      certificates: [],
      redirectUris: [],
      graphRoles: [],
      graphScopes: [],
      exchangeRoles: [],
      userScopes: {},
      apiRoles: {},
      userRoles: {},
      ...this.#apps.get(app.clientId),
      ...app,
    });
  }

  app(clientId: string): RegisteredApp | undefined {
    return this.#apps.get(clientId);
  }

  apps(): readonly RegisteredApp[] {
    return [...this.#apps.values()];
  }
}
