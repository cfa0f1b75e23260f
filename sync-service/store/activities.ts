import type { Kysely, Transaction } from "kysely";
import type { Lease } from "../cycle/lease.ts";
import type { Activity, Claim, Filing, FilingState, Intent, MadeFile, Settlement } from "../filing/filing-store.ts";
import { inFence } from "./fence.ts";
import type { ActivityRow, Database } from "./tables.ts";
import type { Vault } from "./vault.ts";

/** What is sealed in `activities.detail`, under the key of the mailbox that makes it. */
interface ActivityDetail {
  readonly intent: Intent | null;
  readonly files: readonly MadeFile[];
}

type Made = NonNullable<Settlement["made"]>;

/** The activities that a mailbox's filings made or are about to make; one a message in the whole connection (F3). */
export class Activities {
  readonly #db: Kysely<Database>;
  readonly #vault: Vault;
  readonly #lease: Lease;
  readonly #newId: () => string;

  constructor(db: Kysely<Database>, vault: Vault, lease: Lease, newId: () => string) {
    this.#db = db;
    this.#vault = vault;
    this.#lease = lease;
    this.#newId = newId;
  }

  /** Unique by the message's fingerprint: of two mailboxes that begin at the same moment one inserts, the other reads. */
  async claim(filing: Filing, fingerprint: string, now: Date): Promise<Claim> {
    const hash = this.#vault.keyedHash(this.#lease.connectionId, fingerprint);
    return this.#fenced(async (trx) => {
      const { connectionId, mailboxId } = this.#lease;
      const inserted = await trx
        .insertInto("activities")
        .values({
          id: this.#newId(),
          connection_id: connectionId,
          fingerprint: hash,
          state: "intended",
          mailbox_id: mailboxId,
          filing_id: filing.id,
          salesforce_id: null,
          intent_at: now,
          detail: null,
          made_at: null,
        })
        .onConflict((on) => on.columns(["connection_id", "fingerprint"]).doNothing())
        .returningAll()
        .executeTakeFirst();
      if (inserted) return { is: "ours", activity: await this.#toActivity(inserted), fresh: true, takenOver: false };
      const held = await trx
        .selectFrom("activities")
        .innerJoin("mailboxes", "mailboxes.id", "activities.mailbox_id")
        .leftJoin("filings", "filings.id", "activities.filing_id")
        .selectAll("activities")
        .select(["mailboxes.display_name as by", "mailboxes.sync as holder_sync", "filings.state as holder_state"])
        .where("activities.connection_id", "=", connectionId)
        .where("activities.fingerprint", "=", hash)
        .forUpdate("activities")
        .executeTakeFirstOrThrow();
      if (held.filing_id === filing.id && held.state === "intended") {
        return { is: "ours", activity: await this.#toActivity(held), fresh: false, takenOver: false };
      }
      if (held.state === "made" && held.salesforce_id !== null) {
        const { files } = await this.#detailOf(held);
        const own = held.filing_id === filing.id;
        return { is: "made", activity: await this.#toActivity(held), salesforceId: held.salesforce_id, own, by: held.by, files };
      }
      if (!hasStopped(held.holder_state, held.holder_sync)) return { is: "taken" };
      await trx
        .updateTable("activities")
        .set({ mailbox_id: mailboxId, filing_id: filing.id, detail: null })
        .where("id", "=", held.id)
        .execute();
      return {
        is: "ours",
        activity: { id: held.id, intent: null, intentAt: held.intent_at, salesforceId: null },
        fresh: false,
        takenOver: true,
      };
    });
  }

  async intend(activity: Activity, intent: Intent): Promise<Activity> {
    const detail = await this.#sealDetail(activity.id, { intent, files: [] });
    await this.#fenced((trx) => this.#set(trx, activity.id, { detail }));
    return { ...activity, intent };
  }

  async begun(filing: Filing): Promise<Activity | null> {
    const row = await this.#db
      .selectFrom("activities")
      .selectAll()
      .where("connection_id", "=", this.#lease.connectionId)
      .where("filing_id", "=", filing.id)
      .where("mailbox_id", "=", this.#lease.mailboxId)
      .where("state", "=", "intended")
      .executeTakeFirst();
    return row === undefined ? null : this.#toActivity(row);
  }

  async release(filing: Filing): Promise<void> {
    await this.#fenced((trx) =>
      trx
        .updateTable("activities")
        .set({ detail: null })
        .where("connection_id", "=", this.#lease.connectionId)
        .where("filing_id", "=", filing.id)
        .where("state", "=", "intended")
        .execute(),
    );
  }

  async claimed(salesforceIds: readonly string[], except: Activity): Promise<ReadonlySet<string>> {
    if (salesforceIds.length === 0) return new Set();
    const rows = await this.#db
      .selectFrom("activities")
      .select("salesforce_id")
      .where("connection_id", "=", this.#lease.connectionId)
      .where("salesforce_id", "in", salesforceIds)
      .where("id", "!=", except.id)
      .execute();
    return new Set(rows.flatMap(({ salesforce_id }) => salesforce_id ?? []));
  }

  /** What stores, within the transaction that settles its filing, that it was made. */
  async made(id: string, { salesforceId, files }: Made, now: Date): Promise<(trx: Transaction<Database>) => Promise<void>> {
    const detail = await this.#sealDetail(id, { intent: null, files });
    return (trx) => this.#set(trx, id, { state: "made", salesforce_id: salesforceId, made_at: now, detail });
  }

  #fenced<T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
    return inFence(this.#db, this.#lease, work);
  }

  async #set(trx: Transaction<Database>, id: string, set: Partial<ActivityUpdate>): Promise<void> {
    await trx.updateTable("activities").set(set).where("id", "=", id).where("mailbox_id", "=", this.#lease.mailboxId).execute();
  }

  async #toActivity(row: ActivityRow): Promise<Activity> {
    const { intent } = row.mailbox_id === this.#lease.mailboxId ? await this.#detailOf(row) : { intent: null };
    return { id: row.id, intent, intentAt: row.intent_at, salesforceId: row.salesforce_id };
  }

  /** The key of a mailbox that was erased is gone, and with it which files there were. */
  async #detailOf(row: ActivityRow): Promise<ActivityDetail> {
    const none: ActivityDetail = { intent: null, files: [] };
    if (row.detail === null) return none;
    const owner = { connectionId: row.connection_id, mailboxId: row.mailbox_id };
    return this.#vault.open<ActivityDetail>(owner, { table: "activities", id: row.id, column: "detail" }, row.detail).catch(() => none);
  }

  #sealDetail(activityId: string, detail: ActivityDetail): Promise<string> {
    return this.#vault.seal(this.#lease, { table: "activities", id: activityId, column: "detail" }, detail);
  }
}

interface ActivityUpdate {
  readonly state: "made";
  readonly salesforce_id: string;
  readonly made_at: Date;
  readonly detail: string | null;
}

/** Whoever began will not go on: another mailbox may. */
function hasStopped(holderState: FilingState | null, holderSync: "on" | "paused" | "off"): boolean {
  return holderState === null || ["failed", "excluded", "listed", "left"].includes(holderState) || holderSync === "off";
}
