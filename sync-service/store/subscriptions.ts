import type { Kysely, Selectable } from "kysely";
import { type KeptSubscription, type SubscriptionStore, watched } from "../accounts/subscriptions.ts";
import type { Database } from "./tables.ts";

/** Graph's subscriptions of one connection, in PostgreSQL. */
export class Subscriptions implements SubscriptionStore {
  readonly #db: Kysely<Database>;
  readonly #connectionId: string;

  constructor(db: Kysely<Database>, connectionId: string) {
    this.#db = db;
    this.#connectionId = connectionId;
  }

  async of(mailboxId: string): Promise<readonly KeptSubscription[]> {
    const rows = await this.#rows().where("mailbox_id", "=", mailboxId).execute();
    return rows.flatMap(toKept);
  }

  async byIds(ids: readonly string[]): Promise<ReadonlyMap<string, KeptSubscription>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#rows()
      .where("id", "in", [...ids])
      .execute();
    return new Map(rows.flatMap(toKept).map((kept) => [kept.id, kept]));
  }

  async keep(kept: KeptSubscription): Promise<void> {
    const values = { id: kept.id, resource: kept.resource, client_state: kept.clientState, expires_at: kept.expiresAt };
    await this.#db
      .insertInto("subscriptions")
      .values({ ...values, connection_id: this.#connectionId, mailbox_id: kept.mailboxId })
      .onConflict((on) => on.columns(["mailbox_id", "resource"]).doUpdateSet(values))
      .execute();
  }

  async forget(id: string): Promise<void> {
    await this.#db.deleteFrom("subscriptions").where("connection_id", "=", this.#connectionId).where("id", "=", id).execute();
  }

  /** Mailboxes that are no longer synced and still have a subscription. */
  async ofSwitchedOff(): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom("subscriptions")
      .innerJoin("mailboxes", "mailboxes.id", "subscriptions.mailbox_id")
      .select("mailboxes.id")
      .distinct()
      .where("subscriptions.connection_id", "=", this.#connectionId)
      .where("mailboxes.sync", "=", "off")
      .execute();
    return rows.map(({ id }) => id);
  }

  #rows() {
    return this.#db.selectFrom("subscriptions").selectAll().where("connection_id", "=", this.#connectionId);
  }
}

function toKept(row: Selectable<Database["subscriptions"]>): KeptSubscription[] {
  const resource = watched.find((each) => each === row.resource);
  if (!resource) return [];
  return [{ id: row.id, mailboxId: row.mailbox_id, resource, clientState: row.client_state, expiresAt: row.expires_at }];
}
