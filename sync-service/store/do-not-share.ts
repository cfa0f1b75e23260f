import { type Kysely, sql } from "kysely";
import type { ShareKeys } from "../filing/mail-traits.ts";
import { FLAG_CODES, type FlagsBind, type ShareFlags, type ShareScope, type SharingFlags, UNFLAGGED } from "../filing/sharing.ts";
import type { Database } from "./tables.ts";
import type { Vault } from "./vault.ts";

/** What people keep out, by keyed hashes: neither a message id nor a thread can be read from it. */
export class DoNotShare implements SharingFlags {
  readonly #db: Kysely<Database>;
  readonly #vault: Vault;
  readonly #connectionId: string;

  constructor(db: Kysely<Database>, vault: Vault, connectionId: string) {
    this.#db = db;
    this.#vault = vault;
    this.#connectionId = connectionId;
  }

  async of(mailboxId: string, keys: ShareKeys, binds: FlagsBind): Promise<ShareFlags> {
    const hashes = { mail: this.#hashes("mail", keys), thread: this.#hashes("thread", keys) };
    const rows = await this.#db
      .selectFrom("do_not_share")
      .select(["mailbox_id", "scope"])
      .where("connection_id", "=", this.#connectionId)
      .where("key", "in", [...hashes.mail, ...hashes.thread])
      .execute();
    return rows.reduce<ShareFlags>((flags, { mailbox_id, scope }) => {
      if (mailbox_id === mailboxId) return { ...flags, [scope]: true };
      return binds === "organisation" ? { ...flags, elsewhere: true } : flags;
    }, UNFLAGGED);
  }

  async set(mailboxId: string, scope: ShareScope, keys: ShareKeys, now: Date): Promise<void> {
    await this.#db
      .insertInto("do_not_share")
      .values(
        this.#hashes(scope, keys).map((key) => ({ connection_id: this.#connectionId, mailbox_id: mailboxId, scope, key, set_at: now })),
      )
      .onConflict((on) => on.columns(["mailbox_id", "scope", "key"]).doNothing())
      .execute();
  }

  async lift(mailboxId: string, scope: ShareScope, keys: ShareKeys, now: Date): Promise<readonly string[]> {
    await this.#db
      .deleteFrom("do_not_share")
      .where("connection_id", "=", this.#connectionId)
      .where("mailbox_id", "=", mailboxId)
      .where("scope", "=", scope)
      .where("key", "in", this.#hashes(scope, keys))
      .execute();
    const keptOut = this.#db
      .updateTable("filings")
      .where("connection_id", "=", this.#connectionId)
      .where("state", "=", "excluded")
      .where(sql<string>`problem ->> 'code'`, "in", FLAG_CODES)
      .where((where) =>
        where.or([where("mailbox_id", "=", mailboxId), where(sql<string>`problem ->> 'code'`, "=", "DO_NOT_SHARE_ELSEWHERE")]),
      );
    const anew = { problem: "null", attempts: 0, next_attempt_at: null };
    const marked = await keptOut
      .set({ ...anew, state: "waiting", requested_at: now })
      .where("via", "in", ["folder", "category", "thread"])
      .returning("mailbox_id")
      .execute();
    // What was only pressed for in the pane is not filed long after: a person presses again.
    await keptOut
      .set({ ...anew, state: "left" })
      .where("mailbox_id", "=", mailboxId)
      .where("via", "not in", ["folder", "category", "thread"])
      .execute();
    return [...new Set(marked.map(({ mailbox_id }) => mailbox_id))];
  }

  #hashes(scope: ShareScope, { mail, threads }: ShareKeys): readonly string[] {
    const texts = scope === "mail" ? [mail] : threads;
    return texts.map((text) => this.#vault.keyedHash(this.#connectionId, `${scope} ${text}`));
  }
}
