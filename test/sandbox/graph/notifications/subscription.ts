import type { Table, Tables } from "../../base/tables.ts";
import type { IdForm } from "../ids.ts";
import type { ItemKind } from "../stored.ts";

export type ChangeType = "created" | "updated" | "deleted";

export interface StoredSubscription {
  readonly id: string;
  readonly applicationId: string;
  readonly creatorId: string;
  readonly changeType: string;
  readonly notificationUrl: string;
  readonly lifecycleNotificationUrl: string | null;
  /** As the caller wrote it. */
  readonly resource: string;
  readonly expirationDateTime: string;
  readonly clientState: string | null;
  readonly latestSupportedTlsVersion: string;
  /** Ids in notifications have the form asked for when the subscription was made. */
  readonly idForm: IdForm;
  /** What is watched: a mailbox, a kind, and one folder or all (null). */
  readonly user: string;
  readonly kind: ItemKind;
  readonly folderId: string | null;
  /** The `$filter` of the resource. */
  readonly filter?: string | null;
  /** After `reauthorizationRequired` delivery pauses until reauthorized. */
  readonly paused: boolean;
}

/** All subscriptions; those past their time are dropped when met. */
export class Subscriptions {
  readonly #table: Table<StoredSubscription>;
  readonly #now: () => Date;
  /** Looked at on every change of any mailbox: so by mailbox. */
  readonly #byUser = new Map<string, Set<string>>();

  constructor(tables: Tables, now: () => Date) {
    this.#table = tables.table("graph.subscriptions");
    this.#now = now;
    for (const one of this.#table.values()) this.#idsOf(one.user).add(one.id);
  }

  get(id: string): StoredSubscription | undefined {
    const found = this.#table.get(id);
    if (!found || Date.parse(found.expirationDateTime) > this.#now().getTime()) return found;
    this.delete(id);
    return undefined;
  }

  all(): readonly StoredSubscription[] {
    return [...this.#table.values()].filter((one) => this.get(one.id) !== undefined);
  }

  ofUser(user: string): readonly StoredSubscription[] {
    const ids = this.#byUser.get(user);
    return ids ? [...ids].map((id) => this.get(id)).filter((one) => one !== undefined) : [];
  }

  put(subscription: StoredSubscription): StoredSubscription {
    this.#idsOf(subscription.user).add(subscription.id);
    return this.#table.put(subscription.id, subscription);
  }

  delete(id: string): void {
    const known = this.#table.get(id);
    if (known) this.#idsOf(known.user).delete(id);
    this.#table.delete(id);
  }

  #idsOf(user: string): Set<string> {
    let ids = this.#byUser.get(user);
    if (!ids) this.#byUser.set(user, (ids = new Set<string>()));
    return ids;
  }
}
