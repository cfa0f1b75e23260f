import type { Kysely } from "kysely";
import type { FilingChoice } from "../../shared/api/filing.ts";
import type { FilingRequests as FilingRequestsPort, MadeActivity, MailIdentity } from "../filing/filing-requests.ts";
import type { Filing } from "../filing/filing-store.ts";
import { messageKey, place, toFiling } from "./filing-rows.ts";
import { write as writeJournal } from "./journal.ts";
import type { Database } from "./tables.ts";
import type { Vault } from "./vault.ts";

/** States in which a person's wish begins a filing anew. */
const SETTLED_BADLY = ["failed", "excluded", "listed", "left"] as const;

/** Filings of one connection as the pane reads and asks for them. */
export class FilingRequests implements FilingRequestsPort {
  readonly #db: Kysely<Database>;
  readonly #vault: Vault;
  readonly #connectionId: string;
  readonly #newId: () => string;

  constructor(db: Kysely<Database>, vault: Vault, connectionId: string, newId: () => string) {
    this.#db = db;
    this.#vault = vault;
    this.#connectionId = connectionId;
    this.#newId = newId;
  }

  /** By its immutable id; a mail that came back from an archive has another one, and is known by its message id. */
  async find(mailboxId: string, mail: MailIdentity): Promise<Filing | null> {
    const key = messageKey(this.#vault, this.#connectionId, mail.internetMessageId);
    const rows = await this.#db
      .selectFrom("filings")
      .selectAll()
      .where("connection_id", "=", this.#connectionId)
      .where("mailbox_id", "=", mailboxId)
      .where((where) => where.or([where("message_id", "=", mail.id), ...(key === "" ? [] : [where("message_key", "=", key)])]))
      .orderBy("requested_at", "desc")
      .limit(20)
      .execute();
    const row = rows.find(({ message_id }) => message_id === mail.id) ?? rows[0];
    return row === undefined ? null : toFiling(this.#vault, row);
  }

  async activityOf(filing: Filing): Promise<MadeActivity | null> {
    if (filing.activityId === null) return null;
    const made = madeOf(await this.#made().where("activities.id", "=", filing.activityId).executeTakeFirst());
    if (made === null) return null;
    const others = await this.#db
      .selectFrom("filings")
      .innerJoin("mailboxes", "mailboxes.id", "filings.mailbox_id")
      .select("mailboxes.display_name")
      .distinct()
      .where("filings.activity_id", "=", filing.activityId)
      .where("filings.mailbox_id", "!=", (eb) => eb.selectFrom("filings").select("mailbox_id").where("id", "=", filing.id))
      .execute();
    return { ...made, others: others.map(({ display_name }) => display_name) };
  }

  async madeFor(fingerprint: string): Promise<MadeActivity | null> {
    const hash = this.#vault.keyedHash(this.#connectionId, fingerprint);
    return madeOf(await this.#made().where("activities.fingerprint", "=", hash).executeTakeFirst());
  }

  async ask(mailboxId: string, mail: MailIdentity, choice: FilingChoice, now: Date): Promise<boolean> {
    const known = await this.#idOf(mailboxId, mail.id);
    const id = known ?? this.#newId();
    const sealed = await this.#vault.seal({ connectionId: this.#connectionId, mailboxId }, place(id, "choice"), choice);
    const anew = {
      via: "pane" as const,
      state: "waiting" as const,
      problem: JSON.stringify(null),
      choice: sealed,
      marks_due: false,
      attempts: 0,
      next_attempt_at: null,
      requested_at: now,
    };
    if (known === null) {
      const added = await this.#db
        .insertInto("filings")
        .values({
          id,
          connection_id: this.#connectionId,
          mailbox_id: mailboxId,
          message_id: mail.id,
          message_key: messageKey(this.#vault, this.#connectionId, mail.internetMessageId),
          activity_id: null,
          detail: null,
          settled_at: null,
          ...anew,
        })
        .onConflict((on) => on.columns(["mailbox_id", "message_id"]).doNothing())
        .returning("id")
        .executeTakeFirst();
      // Somebody was faster (the folder, or a second click): that row is the one to ask.
      return added === undefined ? this.ask(mailboxId, mail, choice, now) : true;
    }
    const begun = await this.#rowOf(id).set(anew).where("state", "in", SETTLED_BADLY).executeTakeFirst();
    if (begun.numUpdatedRows > 0n) return true;
    await this.#rowOf(id).set({ choice: sealed, next_attempt_at: null }).where("state", "=", "waiting").execute();
    return false;
  }

  async whenSent(mailboxId: string, mail: MailIdentity, file: boolean, now: Date): Promise<void> {
    if (!file) {
      await this.#db
        .deleteFrom("filings")
        .where("connection_id", "=", this.#connectionId)
        .where("mailbox_id", "=", mailboxId)
        .where("message_id", "=", mail.id)
        .where("state", "=", "unsent")
        .execute();
      return;
    }
    const anew = { via: "sent", state: "unsent", problem: "null", attempts: 0, next_attempt_at: null, requested_at: now } as const;
    await this.#db
      .insertInto("filings")
      .values({
        ...anew,
        id: this.#newId(),
        connection_id: this.#connectionId,
        mailbox_id: mailboxId,
        message_id: mail.id,
        message_key: messageKey(this.#vault, this.#connectionId, mail.internetMessageId),
        choice: null,
        activity_id: null,
        detail: null,
        settled_at: null,
      })
      .onConflict((on) =>
        on
          .columns(["mailbox_id", "message_id"])
          .doUpdateSet(anew)
          .where("filings.state", "in", [...SETTLED_BADLY]),
      )
      .execute();
  }

  takeOut(filing: Filing, now: Date, undone?: string): Promise<boolean> {
    return this.#db.transaction().execute(async (trx) => {
      const taken = await this.#rowOf(filing.id, trx)
        .set({ state: "removing", attempts: 0, next_attempt_at: null, requested_at: now })
        .where("state", "in", ["filed", "filed-in-part", "left"])
        .where("activity_id", "is not", null)
        .returning("mailbox_id")
        .executeTakeFirst();
      if (taken && undone !== undefined) {
        const said = {
          kind: "email",
          action: "undo",
          outcome: "taken",
          rules: ["P2"],
          reason: `A person undid the entry ${undone}.`,
        } as const;
        const about = { item: filing.messageId, record: filing.detail?.activity?.id ?? null };
        await writeJournal(trx, this.#vault, { connectionId: this.#connectionId, mailboxId: taken.mailbox_id }, [
          { at: now, ...said, ...about },
        ]);
      }
      return taken !== undefined;
    });
  }

  #rowOf(id: string, db: Kysely<Database> = this.#db) {
    return db.updateTable("filings").where("id", "=", id).where("connection_id", "=", this.#connectionId);
  }

  async #idOf(mailboxId: string, messageId: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom("filings")
      .select("id")
      .where("connection_id", "=", this.#connectionId)
      .where("mailbox_id", "=", mailboxId)
      .where("message_id", "=", messageId)
      .executeTakeFirst();
    return row?.id ?? null;
  }

  #made() {
    return this.#db
      .selectFrom("activities")
      .innerJoin("mailboxes", "mailboxes.id", "activities.mailbox_id")
      .select(["activities.salesforce_id", "activities.made_at", "activities.mailbox_id", "mailboxes.display_name"])
      .where("activities.connection_id", "=", this.#connectionId)
      .where("activities.state", "=", "made");
  }
}

interface MadeRow {
  readonly salesforce_id: string | null;
  readonly made_at: Date | null;
  readonly mailbox_id: string;
  readonly display_name: string;
}

function madeOf(row: MadeRow | undefined): MadeActivity | null {
  if (row === undefined || row.salesforce_id === null || row.made_at === null) return null;
  return { salesforceId: row.salesforce_id, by: row.display_name, byMailbox: row.mailbox_id, at: row.made_at, others: [] };
}
