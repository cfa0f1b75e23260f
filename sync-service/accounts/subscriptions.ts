import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { SyncKind } from "../cycle/run-cycle.ts";
import type { Mailbox } from "./mailbox.ts";
import type { ChangeSubscriptions, Watched } from "./ports.ts";

/** The kind whose items a subscription tells of. */
export const kindTold: Readonly<Record<Watched, SyncKind>> = { messages: "emails", contacts: "contacts", events: "events" };
export const watched: readonly Watched[] = ["messages", "contacts", "events"];

export interface KeptSubscription {
  /** Graph's. */
  readonly id: string;
  readonly mailboxId: string;
  readonly resource: Watched;
  /** A hash: the secret itself is known to Graph alone. */
  readonly clientState: string;
  readonly expiresAt: Date;
}

export interface SubscriptionStore {
  of(mailboxId: string): Promise<readonly KeptSubscription[]>;
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, KeptSubscription>>;
  /** One a mailbox and resource: a newer one takes the place. */
  keep(subscription: KeptSubscription): Promise<void>;
  forget(id: string): Promise<void>;
}

export interface SubscriptionParts {
  readonly graph: ChangeSubscriptions;
  readonly store: SubscriptionStore;
  /** `{PUBLIC_URL}/webhooks/graph`, for notifications and life-cycle events alike. */
  readonly webhookUrl: string;
  readonly now: () => Date;
}

/** Outlook resources may be watched for 10,080 minutes (MG11); an hour is left for clocks that differ. */
const LIFE_MS = (10_080 - 60) * 60_000;
/** Renewed with more than half of their life before them: a service that stood still for three days loses none. */
const RENEW_BELOW_MS = 4 * 86_400_000;

/** Creates what is missing and renews what nears its end (S1). Answers whether one had to be created: what changed before is to be read. */
export async function ensureSubscriptions(mailbox: Mailbox, parts: SubscriptionParts): Promise<{ readonly created: boolean }> {
  const kept = await parts.store.of(mailbox.id);
  let created = false;
  for (const resource of watched) {
    const subscription = kept.find((each) => each.resource === resource);
    if (subscription && remainingMs(subscription, parts.now()) > RENEW_BELOW_MS) continue;
    if (subscription && (await renewSubscription(subscription, parts))) continue;
    await create(mailbox, resource, parts);
    created = true;
  }
  return { created };
}

/** False: Graph does not know it any more, and it is forgotten here too. */
export async function renewSubscription(subscription: KeptSubscription, { graph, store, now }: SubscriptionParts): Promise<boolean> {
  const renewed = await graph.renew(subscription.id, new Date(now().getTime() + LIFE_MS));
  if (renewed) await store.keep({ ...subscription, expiresAt: renewed.expiresAt });
  else await store.forget(subscription.id);
  return renewed !== null;
}

export async function endSubscriptions(mailboxId: string, { graph, store }: Pick<SubscriptionParts, "graph" | "store">): Promise<void> {
  for (const subscription of await store.of(mailboxId)) {
    await graph.remove(subscription.id);
    await store.forget(subscription.id);
  }
}

/** Whether all that is watched is watched right now. */
export function isNotified(kept: readonly KeptSubscription[], now: Date): boolean {
  return watched.every((resource) => kept.some((each) => each.resource === resource && remainingMs(each, now) > 0));
}

/** In constant time: a stranger learns nothing from how long it takes (SEC10). */
export function isGenuine(subscription: KeptSubscription, clientState: string): boolean {
  return timingSafeEqual(Buffer.from(hashed(clientState)), Buffer.from(subscription.clientState));
}

async function create(mailbox: Mailbox, resource: Watched, { graph, store, webhookUrl, now }: SubscriptionParts): Promise<void> {
  const clientState = randomBytes(16).toString("hex");
  const { id, expiresAt } = await graph.create({
    ...{ userId: mailbox.entraUserId, watched: resource, clientState },
    ...{ notificationUrl: webhookUrl, lifecycleNotificationUrl: webhookUrl },
    expiresAt: new Date(now().getTime() + LIFE_MS),
  });
  await store.keep({ id, mailboxId: mailbox.id, resource, clientState: hashed(clientState), expiresAt });
}

const remainingMs = (subscription: KeptSubscription, now: Date) => subscription.expiresAt.getTime() - now.getTime();
const hashed = (clientState: string) => createHash("sha256").update(clientState).digest("hex");
