import type { Directory, MailboxPurpose, TenantUser } from "../accounts/ports.ts";
import { AccessLost, Gone } from "../errors.ts";
import type { GraphClient } from "./client.ts";
import { listAll, listPages } from "./pages.ts";
import { graphPath } from "./path.ts";

interface WireUser {
  readonly id: string;
  readonly displayName?: string | null;
  readonly mail?: string | null;
  readonly userPrincipalName: string;
  readonly accountEnabled?: boolean;
  readonly userType?: string | null;
}

const PURPOSES: ReadonlySet<string> = new Set(["user", "linked", "shared", "room", "equipment", "others"]);

/** The tenant's users, read as the application. */
export function directory(graph: GraphClient): Directory {
  return { users, usersById, purposes, verifiedDomains };

  async function* users(): AsyncIterable<readonly TenantUser[]> {
    const path = graphPath`/users?$select=id,displayName,mail,userPrincipalName,accountEnabled,userType&$top=500`;
    for await (const page of listPages<WireUser>(graph, path)) yield page.map(tenantUser);
  }

  async function usersById(ids: readonly string[]): Promise<ReadonlyMap<string, TenantUser>> {
    const replies = await graph.batch(
      ids.map((id) => ({
        method: "GET",
        path: graphPath`/users/${id}?$select=id,displayName,mail,userPrincipalName,accountEnabled,userType`,
      })),
    );
    const found = new Map<string, TenantUser>();
    for (const [index, { body, error }] of replies.entries()) {
      if (error && !isUnknownUser(error)) throw error;
      if (!error) found.set(ids[index] ?? "", tenantUser(body as WireUser));
    }
    return found;
  }

  async function purposes(userIds: readonly string[]): Promise<ReadonlyMap<string, MailboxPurpose>> {
    const replies = await graph.batch(userIds.map((id) => ({ method: "GET", path: graphPath`/users/${id}/mailboxSettings/userPurpose` })));
    const found = new Map<string, MailboxPurpose>();
    for (const [index, { body, error }] of replies.entries()) {
      if (error && !hasNoMailbox(error)) throw error;
      found.set(userIds[index] ?? "", error ? "none" : purposeOf(body));
    }
    return found;
  }

  async function verifiedDomains(): Promise<ReadonlySet<string>> {
    try {
      const organisations = await listAll<{ readonly verifiedDomains?: readonly { readonly name: string }[] }>(
        graph,
        graphPath`/organization?$select=verifiedDomains`,
      );
      return new Set(organisations.flatMap(({ verifiedDomains: domains = [] }) => domains.map(({ name }) => name.toLowerCase())));
    } catch (error) {
      if (!(error instanceof AccessLost)) throw error;
    }
    const domains = new Set<string>();
    for await (const page of users()) {
      // A guest's principal name ends in our domain too, but says nothing about it.
      for (const { principalName, guest } of page) if (!guest) domains.add(principalName.split("@").at(-1)?.toLowerCase() ?? "");
    }
    return domains;
  }
}

function tenantUser(user: WireUser): TenantUser {
  return {
    id: user.id,
    name: user.displayName ?? user.userPrincipalName,
    email: user.mail ?? null,
    principalName: user.userPrincipalName,
    enabled: user.accountEnabled ?? false,
    guest: user.userType?.toLowerCase() === "guest" || /#ext#/iu.test(user.userPrincipalName),
  };
}

/** `{ "value": "user" }`; words added later count as "others". */
function purposeOf(body: unknown): MailboxPurpose {
  const { value } = (body ?? {}) as { readonly value?: string };
  const purpose = value?.toLowerCase() ?? "user";
  return PURPOSES.has(purpose) ? (purpose as MailboxPurpose) : "others";
}

function isUnknownUser(error: Error): boolean {
  return error instanceof Gone || (error instanceof AccessLost && error.code === "USER_UNKNOWN");
}

function hasNoMailbox(error: Error): boolean {
  return isUnknownUser(error) || (error instanceof AccessLost && error.code === "MAILBOX_UNREACHABLE");
}
