import type { Mailbox } from "./accounts/mailbox.ts";
import type { ChangeSubscriptions } from "./accounts/ports.ts";
import { endSubscriptions, ensureSubscriptions, isNotified, type KeptSubscription, renewSubscription } from "./accounts/subscriptions.ts";
import type { ConnectionHealth } from "./connection-health.ts";
import type { Mailboxes } from "./store/mailboxes.ts";
import type { Subscriptions } from "./store/subscriptions.ts";

export interface WatchDeskParts {
  readonly graph: ChangeSubscriptions;
  readonly store: Subscriptions;
  /** Null: nobody can be notified here, so mailboxes are polled. */
  readonly webhookUrl: string | null;
  readonly mailboxes: Mailboxes;
  readonly health: ConnectionHealth;
  readonly failed: (what: string, error: unknown) => void;
  readonly now: () => Date;
}

/** Graph's change notifications, for the mailboxes that are switched on (S1). While Graph cannot reach us, mailboxes are polled. */
export function watchDesk({ graph, store, webhookUrl, mailboxes, health, failed, now }: WatchDeskParts) {
  const parts = { graph, store, webhookUrl: webhookUrl ?? "", now };

  /** Answers whether changes of the mailbox are told to us. */
  async function ensureNotified(mailbox: Mailbox): Promise<boolean> {
    if (!webhookUrl) return false;
    try {
      await ensureSubscriptions(mailbox, parts);
      health.worked("notifications");
    } catch (error) {
      health.failed("notifications", error);
      failed("subscribing to a mailbox", error);
    }
    return isNotified(await store.of(mailbox.id), now());
  }

  /** A mailbox was switched off. */
  const ended = ({ id }: Mailbox): Promise<void> =>
    endSubscriptions(id, parts).catch((error: unknown) => failed("ending subscriptions", error));

  async function renewAll(): Promise<void> {
    for (const mailbox of await mailboxes.all()) if (mailbox.sync === "on") await ensureNotified(mailbox);
    for (const mailboxId of await store.ofSwitchedOff()) await endSubscriptions(mailboxId, parts);
  }

  /** Graph says that a subscription nears its end, or has missed something. Answers whether the mailbox has to be read. */
  async function lifecycle(event: "renew" | "create-anew", subscription: KeptSubscription): Promise<boolean> {
    if (event === "renew" && (await renewSubscription(subscription, parts))) return false;
    await store.forget(subscription.id);
    const mailbox = await mailboxes.find(subscription.mailboxId);
    if (mailbox?.sync === "on") await ensureNotified(mailbox);
    return true;
  }

  return { ensureNotified, ended, renewAll, lifecycle };
}
