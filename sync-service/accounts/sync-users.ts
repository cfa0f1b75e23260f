import type { SyncUsersReply } from "../../shared/api/administration.ts";
import type { Problem } from "../errors.ts";
import type { Mailbox, MailboxStore } from "./mailbox.ts";
import { type Dropped, type Population, proposePairs, reviewPairs, type Standing, whyNotPurpose } from "./pairing.ts";
import type { Directory, SalesforceUsers, TenantUser } from "./ports.ts";

export interface SyncUsersParts {
  readonly directory: Directory;
  readonly salesforceUsers: SalesforceUsers;
  readonly store: MailboxStore;
  /** Ends what was running for a mailbox whose pair no longer holds. */
  ended(mailbox: Mailbox): Promise<void>;
}

const addressChanged: Problem = {
  code: "ADDRESS_CHANGED",
  message: "The e-mail address of this user changed in Microsoft 365 or in Salesforce; sync is paused until somebody has looked.",
  remedy: "Check that the two users are still the same person, then switch sync on again.",
};

/** "Sync users" (B3): the difference between who is paired and who should be; carried out only when `apply`. */
export async function syncUsers(apply: boolean, parts: SyncUsersParts): Promise<SyncUsersReply> {
  const population = await readPopulation(parts);
  const mailboxes = await parts.store.all();
  const { standing, dropped } = reviewPairs(mailboxes, population);
  const proposals = proposePairs(
    population,
    standing.map(({ mailbox }) => mailbox),
  );
  const candidates = proposals.flatMap((proposal) => (proposal.is === "candidate" ? [proposal.pair] : []));
  const purposes = await parts.directory.purposes(candidates.map((pair) => pair.entraUserId));
  const unmatched = proposals.flatMap((proposal) =>
    proposal.is === "unmatched" ? [{ email: proposal.email, reason: proposal.reason }] : [],
  );
  const added = candidates.filter((pair) => {
    const reason = whyNotPurpose(purposes.get(pair.entraUserId));
    if (reason) unmatched.push({ email: pair.email, reason });
    return reason === null;
  });
  if (apply) {
    await carryOut(standing, dropped, parts);
    for (const pair of added) await parts.store.add(pair);
  }
  return {
    added: added.map(({ email, salesforceUsername }) => ({ email, salesforceUsername })),
    removed: dropped.map(({ mailbox, reason }) => ({ email: mailbox.email, salesforceUsername: mailbox.salesforceUsername, reason })),
    unchanged: standing.map(({ now }) => ({ email: now.email, salesforceUsername: now.salesforceUsername })),
    unmatched,
    applied: apply,
  };
}

/** Every hour, unasked: what no longer holds drops, what changed its address pauses. Nobody is added. */
export async function keepPairsHonest(parts: SyncUsersParts): Promise<void> {
  const { standing, dropped } = reviewPairs(await parts.store.all(), await readPopulation(parts));
  await carryOut(standing, dropped, parts);
}

/** Everybody there is on both sides. */
export async function readPopulation({
  directory,
  salesforceUsers,
}: Pick<SyncUsersParts, "directory" | "salesforceUsers">): Promise<Population> {
  const tenantUsers: TenantUser[] = [];
  for await (const page of directory.users()) tenantUsers.push(...page);
  return { tenantUsers, salesforceUsers: await salesforceUsers.users(), verifiedDomains: await directory.verifiedDomains() };
}

async function carryOut(standing: readonly Standing[], dropped: readonly Dropped[], { store, ended }: SyncUsersParts): Promise<void> {
  for (const { mailbox } of dropped) {
    await store.drop(mailbox.id);
    await ended(mailbox);
  }
  for (const { mailbox, now, addressChanged: changed } of standing) {
    if (changed && mailbox.sync === "on") await store.setSync(mailbox.id, "paused", addressChanged);
    const isShownAnew =
      changed ||
      now.displayName !== mailbox.displayName ||
      now.salesforceUsername !== mailbox.salesforceUsername ||
      mailbox.salesforceEmail === null;
    if (isShownAnew) await store.rename(mailbox.id, now);
  }
}
