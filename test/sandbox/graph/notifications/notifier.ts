import { randomUUID } from "node:crypto";
import type { Fault, FaultBoard, FaultKind } from "../../base/faults.ts";
import { etag, itemId } from "../item-view.ts";
import type { ItemChange } from "../mailbox.ts";
import type { StoredItem } from "../stored.ts";
import type { Switches } from "../switches.ts";
import { EndpointHealth, PENALTY_MS } from "./endpoint-health.ts";
import type { ChangeType, StoredSubscription, Subscriptions } from "./subscription.ts";
import { passes } from "./subscription-filter.ts";

export type LifecycleEvent = "reauthorizationRequired" | "subscriptionRemoved" | "missed";

export interface NotifierParts {
  readonly subscriptions: Subscriptions;
  readonly faults: FaultBoard;
  readonly switches: Switches;
  readonly tenantId: string;
  now(): Date;
}

/** An endpoint that needs longer has failed (MG13). */
const LIMIT_MS = 3000;
const DELIVERY_FAULTS = ["notification-lost", "notification-doubled", "notification-late", "notification-reordered"] as const;
/** A notification that nothing overtakes is sent in the end. */
const LONGEST_WAIT_MS = 5000;
const TYPE_NAMES = { message: "Message", contact: "Contact", event: "Event", task: "todoTask" } as const;
const PATH_NAMES = { message: "Messages", contact: "Contacts", event: "Events", task: "Tasks" } as const;

/** Sends change notifications, after the change and beside the reply; a delivery that fails is repeated with growing waits. */
export class Notifier {
  readonly #parts: NotifierParts;
  readonly #underWay = new Set<Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** By address: what waits there to be overtaken. */
  readonly #waiting = new Map<string, (() => Promise<void>)[]>();
  readonly #health: EndpointHealth;
  #closed = false;
  #sent = 0;

  constructor(parts: NotifierParts) {
    this.#parts = parts;
    this.#health = new EndpointHealth(() => parts.now());
  }

  get subscriptions(): Subscriptions {
    return this.#parts.subscriptions;
  }

  /** How many notifications were delivered. */
  get sent(): number {
    return this.#sent;
  }

  changed(change: ItemChange): void {
    for (const subscription of this.subscriptions.ofUser(change.item.mailbox)) {
      if (subscription.paused || subscription.kind !== change.item.kind) continue;
      for (const { what, item } of seenBy(subscription, change)) {
        if (subscription.changeType.split(",").includes(what))
          this.#later(subscription, this.#notification(subscription, what, item), subscription.notificationUrl, 0);
      }
    }
  }

  /** Sends a life-cycle event, where the subscription has an address for it. To Do subscriptions get only `reauthorizationRequired`. */
  lifecycle(subscription: StoredSubscription, event: LifecycleEvent): void {
    if (event === "subscriptionRemoved") this.subscriptions.delete(subscription.id);
    if (event === "reauthorizationRequired") this.subscriptions.put({ ...subscription, paused: true });
    if (subscription.lifecycleNotificationUrl === null || (subscription.kind === "task" && event !== "reauthorizationRequired")) return;
    this.#later(subscription, { ...this.#envelope(subscription), lifecycleEvent: event }, subscription.lifecycleNotificationUrl, 0);
  }

  /** Resolves when nothing is being delivered at this moment; repeats that wait their turn are not waited for. */
  async idle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #envelope(subscription: StoredSubscription): Record<string, unknown> {
    return {
      subscriptionId: subscription.id,
      subscriptionExpirationDateTime: subscription.expirationDateTime,
      ...(subscription.clientState === null ? {} : { clientState: subscription.clientState }),
      tenantId: this.#parts.tenantId,
    };
  }

  #notification(subscription: StoredSubscription, what: ChangeType, item: StoredItem): Record<string, unknown> {
    const id = itemId(item, subscription.idForm);
    const resource = `Users/${subscription.user}/${PATH_NAMES[item.kind]}/${id}`;
    return {
      id: randomUUID(),
      ...this.#envelope(subscription),
      changeType: what,
      resource,
      resourceData: { "@odata.type": `#Microsoft.Graph.${TYPE_NAMES[item.kind]}`, "@odata.id": resource, "@odata.etag": etag(item), id },
    };
  }

  /** Faults strike each notification once: lost, doubled, late, or overtaken by the next. Slow hosts wait, very slow ones get none. */
  #later(subscription: StoredSubscription, notification: Record<string, unknown>, url: string, attempt: number): void {
    const struck = this.#parts.faults.strike("graph", "POST", new URL(url).pathname, DELIVERY_FAULTS);
    const fault = (kind: FaultKind): Fault | undefined => struck.find((one) => one.kind === kind);
    const standing = this.#health.standing(url);
    if (fault("notification-lost") || standing === "dropped") return;
    const times = fault("notification-doubled") ? 2 : 1;
    const deliver = async (): Promise<void> => {
      for (let index = 0; index < times; index += 1) await this.#deliver(subscription, notification, url, attempt);
    };
    const overtaken = fault("notification-reordered");
    if (overtaken) return this.#wait(url, deliver, overtaken.ms ?? LONGEST_WAIT_MS);
    const ahead = this.#waiting.get(url) ?? [];
    this.#waiting.delete(url);
    this.#after((fault("notification-late")?.ms ?? 0) + (standing === "slow" ? PENALTY_MS : 0), async () => {
      await deliver();
      for (const next of ahead) await next();
    });
  }

  #wait(url: string, deliver: () => Promise<void>, ms: number): void {
    let sent = false;
    const once = async (): Promise<void> => {
      if (sent) return;
      sent = true;
      await deliver();
    };
    this.#waiting.set(url, [...(this.#waiting.get(url) ?? []), once]);
    this.#after(ms, once);
  }

  async #deliver(subscription: StoredSubscription, notification: Record<string, unknown>, url: string, attempt: number): Promise<void> {
    const start = performance.now();
    const taken = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ value: [notification] }),
      redirect: "manual",
      signal: AbortSignal.timeout(LIMIT_MS),
    }).then(
      async (reply) => {
        await reply.arrayBuffer();
        return reply.ok;
      },
      () => false,
    );
    this.#health.answered(url, performance.now() - start > this.#parts.switches.slowNotificationMs);
    if (taken) {
      this.#sent += 1;
      return;
    }
    const wait = this.#parts.switches.notificationRetriesMs[attempt];
    if (wait !== undefined) this.#after(wait, () => this.#deliver(subscription, notification, url, attempt + 1));
  }

  #after(ms: number, act: () => Promise<void>): void {
    if (this.#closed) return;
    const start = (): void => {
      const run = act().finally(() => this.#underWay.delete(run));
      this.#underWay.add(run);
    };
    if (ms === 0) return start();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      start();
    }, ms);
    timer.unref();
    this.#timers.add(timer);
  }
}

interface Seen {
  readonly what: ChangeType;
  readonly item: StoredItem;
}

/** A move is a departure and an arrival to those who watch a folder, and an update to those who watch the mailbox; so is, to those
 * who watch what passes a filter, a change by which it begins or ceases to. */
function seenBy(subscription: StoredSubscription, change: ItemChange): readonly Seen[] {
  const { folderId, kind } = subscription;
  const { item, before } = change;
  const test = passes(subscription.filter ?? null, kind);
  const watched = (one: StoredItem | null): StoredItem | null =>
    one !== null && (folderId === null || one.folderId === folderId) && test(one) ? one : null;
  if (change.what === "deleted") return watched(item) ? [{ what: "deleted", item }] : [];
  const [was, is] = [change.what === "created" ? null : watched(before), watched(item)];
  if (is === null) return was ? [{ what: "deleted", item: was }] : [];
  if (was) return [{ what: "updated", item }];
  // A new message is told twice, as it is really.
  return change.what === "created" && kind === "message"
    ? [
        { what: "created", item },
        { what: "updated", item },
      ]
    : [{ what: "created", item }];
}
