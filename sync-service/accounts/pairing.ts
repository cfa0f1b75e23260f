import type { Mailbox, NewPair } from "./mailbox.ts";
import type { MailboxPurpose, SalesforceUser, TenantUser } from "./ports.ts";

/** Everybody there is, as read at one moment. */
export interface Population {
  readonly tenantUsers: readonly TenantUser[];
  readonly salesforceUsers: readonly SalesforceUser[];
  readonly verifiedDomains: ReadonlySet<string>;
}

/** A pair whose users are both well, and what of it is to be shown anew. */
export interface Standing {
  readonly mailbox: Mailbox;
  readonly now: NewPair;
  /** An address changed: the pair stays, sync pauses and says so. */
  readonly addressChanged: boolean;
}

export interface Dropped {
  readonly mailbox: Mailbox;
  readonly reason: string;
}

/** B3: pairs hold by ids. They drop when either user is gone, disabled or inactive; a changed address never re-pairs. */
export function reviewPairs(
  mailboxes: readonly Mailbox[],
  population: Population,
): { readonly standing: readonly Standing[]; readonly dropped: readonly Dropped[] } {
  const tenantUsers = new Map(population.tenantUsers.map((user) => [user.id, user]));
  const salesforceUsers = new Map(population.salesforceUsers.map((user) => [user.id, user]));
  const standing: Standing[] = [];
  const dropped: Dropped[] = [];
  for (const mailbox of mailboxes) {
    const tenantUser = tenantUsers.get(mailbox.entraUserId);
    const salesforceUser = salesforceUsers.get(mailbox.salesforceUserId);
    const reason = whyDropped(tenantUser, salesforceUser);
    if (reason || !tenantUser || !salesforceUser) {
      dropped.push({ mailbox, reason: reason ?? "One of the two users is gone." });
      continue;
    }
    const now = { ...pairOf(tenantUser, salesforceUser), email: tenantUser.email ?? mailbox.email };
    const addressChanged =
      !same(now.email, mailbox.email) || (mailbox.salesforceEmail !== null && !same(now.salesforceEmail ?? "", mailbox.salesforceEmail));
    standing.push({ mailbox, now, addressChanged });
  }
  return { standing, dropped };
}

function whyDropped(tenantUser: TenantUser | undefined, salesforceUser: SalesforceUser | undefined): string | null {
  if (!tenantUser) return "The user is gone from Microsoft 365.";
  if (!tenantUser.enabled) return "The user is disabled in Microsoft 365.";
  if (!salesforceUser) return "The user is gone from Salesforce.";
  if (!salesforceUser.active) return "The user is inactive in Salesforce.";
  return null;
}

export type Proposal =
  | { readonly is: "candidate"; readonly pair: NewPair }
  | { readonly is: "unmatched"; readonly email: string; readonly reason: string };

/** What B3 says of every user who is not paired yet; a candidate still has to have a mailbox of his own (`forPurpose`). */
export function proposePairs(population: Population, paired: readonly Mailbox[]): readonly Proposal[] {
  const pairedEntra = new Set(paired.map((mailbox) => mailbox.entraUserId));
  const pairedSalesforce = new Set(paired.map((mailbox) => mailbox.salesforceUserId));
  const byEmail = Map.groupBy(population.salesforceUsers, (user) => user.email.trim().toLowerCase());
  const addresses = Map.groupBy(population.tenantUsers, (user) => (user.email ?? "").toLowerCase());
  return population.tenantUsers.flatMap((user): Proposal[] => {
    const { email } = user;
    if (email === null || pairedEntra.has(user.id)) return [];
    const not = (reason: string): Proposal[] => [{ is: "unmatched", email, reason }];
    if (user.guest) return not("A guest of the tenant: guests are not synced.");
    if (!user.enabled) return not("The user is disabled in Microsoft 365.");
    const domain = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
    if (!population.verifiedDomains.has(domain)) return not(`The domain ${domain} is not verified in the tenant.`);
    if ((addresses.get(email.toLowerCase())?.length ?? 0) > 1) return not("Several users of the tenant have this address.");
    const found = byEmail.get(email.toLowerCase()) ?? [];
    const usable = found.filter((each) => each.active && each.standard);
    const [only, ...others] = usable;
    if (others.length > 0)
      return not(`${usable.length} active users in Salesforce have this address: ${usable.map((each) => each.username).join(", ")}.`);
    if (!only) return not(whyNone(found));
    if (pairedSalesforce.has(only.id)) return not(`The Salesforce user ${only.username} is paired with somebody else.`);
    return [{ is: "candidate", pair: pairOf(user, only) }];
  });
}

function whyNone(found: readonly SalesforceUser[]): string {
  if (found.length === 0) return "No user in Salesforce has this address.";
  if (found.every((user) => !user.active)) return "The user in Salesforce with this address is inactive.";
  return "The user in Salesforce with this address is not a standard user.";
}

/** Why a mailbox of this purpose is not synced; null when it is. */
export function whyNotPurpose(purpose: MailboxPurpose | undefined): string | null {
  switch (purpose) {
    case "user":
      return null;
    case "shared":
      return "A shared mailbox: those are not synced.";
    case "room":
      return "A room mailbox: those are not synced.";
    case "equipment":
      return "An equipment mailbox: those are not synced.";
    case "linked":
    case "others":
      return "Not an ordinary user's mailbox.";
    case "none":
    case undefined:
      return "The user has no mailbox in Exchange Online.";
  }
}

function pairOf(user: TenantUser, salesforceUser: SalesforceUser): NewPair {
  return {
    entraUserId: user.id,
    email: user.email ?? "",
    displayName: user.name,
    salesforceUserId: salesforceUser.id,
    salesforceUsername: salesforceUser.username,
    salesforceEmail: salesforceUser.email,
  };
}

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();
