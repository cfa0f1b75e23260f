import { createHash } from "node:crypto";
import type { Directory, RegisteredApp } from "./directory.ts";

/** An application as the tenant sees it: an "enterprise application" (res/serviceprincipal). */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly publisher: string | null;
  /** Those an application offers to others; only Microsoft's own do here. */
  readonly appRoles: readonly AppRole[];
}

export interface AppRole {
  readonly id: string;
  readonly value: string;
}

/** Somebody holds an application role: an application without a user, or a user who may use an application (res/approleassignment). */
export interface AppRoleAssignment {
  readonly id: string;
  readonly appRoleId: string;
  readonly principalId: string;
  readonly principalType: "User" | "ServicePrincipal";
  readonly principalDisplayName: string;
  readonly resourceId: string;
  readonly resourceDisplayName: string;
  readonly createdDateTime: string;
}

/** Delegated permissions an application has, for one person or for everybody (res/oauth2permissiongrant). */
export interface PermissionGrant {
  readonly id: string;
  readonly clientId: string;
  readonly consentType: "AllPrincipals" | "Principal";
  readonly principalId: string | null;
  readonly resourceId: string;
  readonly scope: string;
}

const role = (value: string, id: string): AppRole => ({ id, value });

/** Roles that read or write mailboxes, with Microsoft's own ids (permissions reference). */
const MICROSOFT: readonly Omit<ServicePrincipal, "id">[] = [
  {
    appId: "00000003-0000-0000-c000-000000000000",
    displayName: "Microsoft Graph",
    publisher: "Microsoft Services",
    appRoles: [
      role("Mail.Read", "810c84a8-4a9e-49e6-bf7d-12d183f40d01"),
      role("Mail.ReadWrite", "e2a3a72e-5f79-4c64-b1b1-878b674786c9"),
      role("Mail.Send", "b633e1c5-b582-4048-a93e-9f11b44c7e96"),
      role("Contacts.Read", "089fe4d0-434a-44c5-8827-41ba8a0b17f5"),
      role("Contacts.ReadWrite", "6918b873-d17a-4dc1-b314-35f528134491"),
      role("Calendars.Read", "798ee544-9d2d-430c-a058-570e29e34338"),
      role("Calendars.ReadWrite", "ef54d2bf-783f-4e0f-bca1-3210c0444d99"),
      role("Tasks.Read.All", "f10e1f91-74ed-437f-a6fd-d6ae88e26c1f"),
      role("Tasks.ReadWrite.All", "44e666d1-d276-445b-a5fc-8815eeb81d55"),
      role("MailboxSettings.Read", "40f97065-369a-49f4-947c-6a255697ae91"),
      role("MailboxSettings.ReadWrite", "6931bccd-447a-43d1-b442-00a195474933"),
      role("User.Read.All", "df021288-bdef-4463-88db-98f22de89214"),
    ],
  },
  {
    appId: "00000002-0000-0ff1-ce00-000000000000",
    displayName: "Office 365 Exchange Online",
    publisher: "Microsoft Services",
    appRoles: [role("full_access_as_app", "dc890d15-9560-4a4c-9b7f-a736ec74ec40")],
  },
];

/** An assignment to an application as a whole, without a role. */
const NO_ROLE = "00000000-0000-0000-0000-000000000000";

/** What Entra tells of the applications in its tenant: derived from the registrations, so that the two cannot disagree. */
export class ServicePrincipals {
  readonly #directory: Directory;

  constructor(directory: Directory) {
    this.#directory = directory;
  }

  all(): readonly ServicePrincipal[] {
    return [
      ...MICROSOFT.map((one) => ({ ...one, id: this.#idOf(one.appId) })),
      ...this.#directory.apps().map((app) => ({
        id: this.#idOf(app.clientId),
        appId: app.clientId,
        displayName: app.displayName,
        publisher: app.publisher,
        appRoles: [],
      })),
    ];
  }

  assignments(): readonly AppRoleAssignment[] {
    const [graph, exchange] = this.all();
    if (!graph || !exchange) return [];
    return this.#directory
      .apps()
      .flatMap((app) => [
        ...app.graphRoles.map((name) => this.#toApplication(app, graph, name)),
        ...app.exchangeRoles.map((name) => this.#toApplication(app, exchange, name)),
        ...Object.keys(app.userRoles).map((user) => this.#toUser(app, user)),
        ...Object.keys(app.userScopes).map((user) => this.#toUser(app, user)),
      ]);
  }

  grants(): readonly PermissionGrant[] {
    const resourceId = this.#idOf(MICROSOFT[0]?.appId ?? "");
    return this.#directory.apps().flatMap((app) => {
      const clientId = this.#idOf(app.clientId);
      const grant = (principalId: string | null, scopes: readonly string[]): PermissionGrant => ({
        id: createHash("sha256")
          .update(`${clientId}/${principalId ?? ""}`)
          .digest("base64url"),
        clientId,
        consentType: principalId === null ? "AllPrincipals" : "Principal",
        principalId,
        resourceId,
        scope: scopes.join(" "),
      });
      return [
        ...(app.graphScopes.length > 0 ? [grant(null, app.graphScopes)] : []),
        ...Object.entries(app.userScopes).map(([user, scopes]) => grant(user, scopes)),
      ];
    });
  }

  #toApplication(app: RegisteredApp, resource: ServicePrincipal, name: string): AppRoleAssignment {
    return this.#assignment(
      { id: this.#idOf(app.clientId), type: "ServicePrincipal", name: app.displayName },
      { id: resource.id, name: resource.displayName },
      resource.appRoles.find(({ value }) => value === name)?.id ?? guid(`role/${name}`),
    );
  }

  #toUser(app: RegisteredApp, user: string): AppRoleAssignment {
    const name = this.#directory.user(user)?.displayName ?? user;
    return this.#assignment({ id: user, type: "User", name }, { id: this.#idOf(app.clientId), name: app.displayName }, NO_ROLE);
  }

  #assignment(
    principal: { readonly id: string; readonly type: "User" | "ServicePrincipal"; readonly name: string },
    resource: { readonly id: string; readonly name: string },
    appRoleId: string,
  ): AppRoleAssignment {
    return {
      id: createHash("sha256").update(`${principal.id}/${resource.id}/${appRoleId}`).digest("base64url"),
      appRoleId,
      principalId: principal.id,
      principalType: principal.type,
      principalDisplayName: principal.name,
      resourceId: resource.id,
      resourceDisplayName: resource.name,
      createdDateTime: "2026-01-05T08:00:00Z",
    };
  }

  #idOf(appId: string): string {
    return guid(`${this.#directory.tenantId}/${appId}`);
  }
}

function guid(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
