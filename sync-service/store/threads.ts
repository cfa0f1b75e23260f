import type { Kysely } from "kysely";
import type { RecordLink } from "../../shared/api/person.ts";
import type { Replies, Threads as ThreadsPort } from "../filing/threads.ts";
import { threadKey, toFiling } from "./filing-rows.ts";
import type { Database } from "./tables.ts";
import type { Vault } from "./vault.ts";

/** What was answered about the replies of threads, by keyed hashes of their ids. */
export class Threads implements ThreadsPort {
  readonly #db: Kysely<Database>;
  readonly #vault: Vault;
  readonly #connectionId: string;

  constructor(db: Kysely<Database>, vault: Vault, connectionId: string) {
    this.#db = db;
    this.#vault = vault;
    this.#connectionId = connectionId;
  }

  async repliesOf(mailboxId: string, conversationId: string): Promise<Replies | null> {
    const row = await this.#rows(mailboxId).select("replies").where("key", "=", this.#key(conversationId)).executeTakeFirst();
    return row?.replies ?? null;
  }

  async setReplies(mailboxId: string, conversationId: string, replies: Replies, now: Date): Promise<void> {
    await this.#db
      .insertInto("threads")
      .values({ connection_id: this.#connectionId, mailbox_id: mailboxId, key: this.#key(conversationId), replies, set_at: now })
      .onConflict((on) => on.columns(["mailbox_id", "key"]).doUpdateSet({ replies, set_at: now }))
      .execute();
  }

  async followedSince(mailboxId: string): Promise<Date | null> {
    const row = await this.#rows(mailboxId).select("set_at").where("replies", "=", "file").orderBy("set_at").limit(1).executeTakeFirst();
    return row?.set_at ?? null;
  }

  async followed(mailboxId: string, conversationIds: readonly string[]): Promise<ReadonlyMap<string, Date>> {
    const ids = new Map(conversationIds.map((id) => [this.#key(id), id]));
    if (ids.size === 0) return new Map();
    const rows = await this.#rows(mailboxId)
      .select(["key", "set_at"])
      .where("replies", "=", "file")
      .where("key", "in", [...ids.keys()])
      .execute();
    return new Map(rows.map(({ key, set_at }) => [ids.get(key) ?? "", set_at]));
  }

  async recordOf(mailboxId: string, conversationId: string): Promise<RecordLink | null> {
    const rows = await this.#db
      .selectFrom("filings")
      .selectAll()
      .where("connection_id", "=", this.#connectionId)
      .where("mailbox_id", "=", mailboxId)
      .where("thread_key", "=", this.#key(conversationId))
      .where("activity_id", "is not", null)
      .where("detail", "is not", null)
      .orderBy("settled_at", "desc")
      .limit(10)
      .execute();
    for (const row of rows) {
      const { detail } = await toFiling(this.#vault, row);
      const what = detail?.related.find(({ type }) => type !== "Contact" && type !== "Lead" && type !== "User");
      if (what !== undefined) return what;
    }
    return null;
  }

  #rows(mailboxId: string) {
    return this.#db.selectFrom("threads").where("connection_id", "=", this.#connectionId).where("mailbox_id", "=", mailboxId);
  }

  #key(conversationId: string): string {
    return threadKey(this.#vault, this.#connectionId, conversationId);
  }
}
