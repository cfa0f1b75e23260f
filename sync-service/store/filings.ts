import { type Kysely, sql, type Transaction } from "kysely";
import type { Lease } from "../cycle/lease.ts";
import type { Bookmark } from "../cycle/link.ts";
import type {
  Activity,
  Claim,
  Filing,
  FilingState,
  FilingStore,
  Intent,
  Noted,
  Settlement,
  ThreadsOfMailbox,
} from "../filing/filing-store.ts";
import type { Problem } from "../errors.ts";
import type { ShareKeys } from "../filing/mail-traits.ts";
import type { FlagsBind, ShareFlags } from "../filing/sharing.ts";
import { Activities } from "./activities.ts";
import { readCursor, writeCursor } from "./cursors.ts";
import { DoNotShare } from "./do-not-share.ts";
import { inFence } from "./fence.ts";
import { beginRemoval, endRemoval, giveUpRemoval } from "./filing-removals.ts";
import { messageKey, place, threadKey, toFiling } from "./filing-rows.ts";
import { rulesOfFiling } from "../filing/filing-rules.ts";
import { write as writeJournal } from "./journal.ts";
import { problemOfFiling, sealProblem } from "./sealed-problem.ts";
import { Threads } from "./threads.ts";
import type { Database } from "./tables.ts";
import type { Vault } from "./vault.ts";

const COLLECTION = "mail";
/** Beside it, once a cursor was lost: that there was one. */
const READ_ONCE = "mail read once";
/** Ids of one statement. */
const AT_ONCE = 1_000;

/** The filings of one mailbox, written under its lease. */
export class Filings implements FilingStore {
  readonly #db: Kysely<Database>;
  readonly #vault: Vault;
  readonly #lease: Lease;
  readonly #newId: () => string;
  readonly #activities: Activities;
  readonly threads: ThreadsOfMailbox;

  constructor(db: Kysely<Database>, vault: Vault, lease: Lease, newId: () => string) {
    this.#db = db;
    this.#vault = vault;
    this.#lease = lease;
    this.#newId = newId;
    this.#activities = new Activities(db, vault, lease, newId);
    const { mailboxId } = lease;
    const threads = new Threads(db, vault, lease.connectionId);
    this.threads = {
      followedSince: () => threads.followedSince(mailboxId),
      followed: (ids) => threads.followed(mailboxId, ids),
      recordOf: (id) => threads.recordOf(mailboxId, id),
    };
  }

  async bookmark(): Promise<Bookmark> {
    const cursor = await readCursor(this.#db, this.#lease, COLLECTION);
    return { cursor, readOnce: cursor !== null || (await readCursor(this.#db, this.#lease, READ_ONCE)) !== null };
  }

  forgetCursor(now: Date): Promise<void> {
    return this.#fenced(async (trx) => {
      await writeCursor(trx, this.#lease, COLLECTION, null, now);
      await writeCursor(trx, this.#lease, READ_ONCE, "yes", now);
    });
  }

  async of(messageIds: readonly string[]): Promise<ReadonlyMap<string, Filing>> {
    const found = new Map<string, Filing>();
    for (let start = 0; start < messageIds.length; start += AT_ONCE) {
      const rows = await this.#rows()
        .where("message_id", "in", messageIds.slice(start, start + AT_ONCE))
        .execute();
      for (const row of rows) found.set(row.message_id, await toFiling(this.#vault, row));
    }
    return found;
  }

  async observed(noted: readonly Noted[], cursor: string, now: Date): Promise<void> {
    await this.#fenced(async (trx) => {
      for (const note of noted) await this.#note(trx, note, now);
      await writeCursor(trx, this.#lease, COLLECTION, cursor, now);
    });
  }

  async due(now: Date, limit: number): Promise<readonly Filing[]> {
    const rows = await this.#waiting()
      .where((where) => where.or([where("next_attempt_at", "is", null), where("next_attempt_at", "<=", now)]))
      .orderBy("requested_at")
      .orderBy("id")
      .limit(limit)
      .execute();
    return Promise.all(rows.map((row) => toFiling(this.#vault, row)));
  }

  async nextDue(now: Date): Promise<Date | null> {
    const row = await this.#waiting()
      .clearSelect()
      .select([sql<Date | null>`min(coalesce(next_attempt_at, requested_at))`.as("at")])
      .executeTakeFirst();
    if (row?.at === null || row?.at === undefined) return null;
    return row.at < now ? now : row.at;
  }

  async began(filing: Filing): Promise<void> {
    if (filing.state !== "filing") await this.#fenced((trx) => this.#set(trx, filing, { state: "filing" }));
  }

  claim(filing: Filing, fingerprint: string, now: Date): Promise<Claim> {
    return this.#activities.claim(filing, fingerprint, now);
  }

  intend(activity: Activity, intent: Intent): Promise<Activity> {
    return this.#activities.intend(activity, intent);
  }

  begun(filing: Filing): Promise<Activity | null> {
    return this.#activities.begun(filing);
  }

  release(filing: Filing): Promise<void> {
    return this.#activities.release(filing);
  }

  claimed(salesforceIds: readonly string[], except: Activity): Promise<ReadonlySet<string>> {
    return this.#activities.claimed(salesforceIds, except);
  }

  flags(keys: ShareKeys, binds: FlagsBind): Promise<ShareFlags> {
    return new DoNotShare(this.#db, this.#vault, this.#lease.connectionId).of(this.#lease.mailboxId, keys, binds);
  }

  async retract(filing: Filing): ReturnType<FilingStore["retract"]> {
    const { activityId } = filing;
    if (activityId === null) return null;
    return this.#fenced((trx) => beginRemoval(trx, this.#lease, activityId));
  }

  async retracted(filing: Filing, settlement: Settlement, now: Date): Promise<void> {
    const { activityId } = filing;
    await this.#settled(filing, settlement, now, async (trx) => {
      const sealed = (messageId: string) => this.#sealProblem(messageId, settlement.problem);
      if (activityId !== null) await endRemoval(trx, this.#lease, activityId, sealed);
    });
  }

  async unsent(limit: number): Promise<readonly string[]> {
    const rows = await this.#rows()
      .clearSelect()
      .select("message_id")
      .where("state", "=", "unsent")
      .orderBy("requested_at", "desc")
      .limit(limit)
      .execute();
    return rows.map(({ message_id }) => message_id);
  }

  async sent(messageIds: readonly string[], now: Date): Promise<void> {
    if (messageIds.length === 0) return;
    await this.#fenced((trx) =>
      trx
        .updateTable("filings")
        .set({ state: "waiting", attempts: 0, next_attempt_at: null, requested_at: now })
        .where("mailbox_id", "=", this.#lease.mailboxId)
        .where("message_id", "in", messageIds)
        .where("state", "=", "unsent")
        .execute(),
    );
  }

  async settle(filing: Filing, settlement: Settlement, now: Date): Promise<void> {
    await this.#settled(filing, settlement, now, async (trx) => {
      if (filing.state === "removing" && filing.activityId !== null) await giveUpRemoval(trx, filing.activityId);
    });
  }

  async #settled(filing: Filing, settlement: Settlement, now: Date, beside: (trx: Transaction<Database>) => Promise<void>): Promise<void> {
    const { state, problem, detail, activityId, marksDue, made, conversationId, act } = settlement;
    const sealed = detail === null ? null : await this.#vault.seal(this.#lease, place(filing.id, "detail"), detail);
    const sealedProblem = await this.#sealProblem(filing.messageId, problem);
    const setMade = made && activityId !== null ? await this.#activities.made(activityId, made, now) : null;
    await this.#fenced(async (trx) => {
      await setMade?.(trx);
      await this.#set(trx, filing, {
        state,
        problem: sealedProblem,
        detail: sealed,
        activity_id: activityId,
        ...(!conversationId ? {} : { thread_key: threadKey(this.#vault, this.#lease.connectionId, conversationId) }),
        marks_due: marksDue,
        next_attempt_at: null,
        settled_at: now,
      });
      await beside(trx);
      await writeJournal(trx, this.#vault, this.#lease, [
        {
          at: now,
          kind: "email",
          action: act?.action ?? "file",
          outcome: act?.outcome ?? state,
          rules: rulesOfFiling(state, problem),
          reason: problem?.message ?? null,
          code: problem?.code ?? null,
          item: filing.messageId,
          record: detail?.activity?.id ?? filing.detail?.activity?.id ?? null,
        },
      ]);
    });
  }

  async later(filing: Filing, problem: Problem | null, attempts: number, nextAttemptAt: Date): Promise<void> {
    // What is on its way out stays so; why it waits is told with its end, as the row holds why the mail had left.
    const isRemoval = filing.state === "removing";
    const state = isRemoval ? "removing" : "waiting";
    const sealed = await this.#sealProblem(filing.messageId, isRemoval ? filing.problem : problem);
    await this.#fenced((trx) => this.#set(trx, filing, { state, problem: sealed, attempts, next_attempt_at: nextAttemptAt }));
  }

  async marksDue(limit: number): Promise<readonly Filing[]> {
    const rows = await this.#rows().where("marks_due", "=", true).orderBy("settled_at").limit(limit).execute();
    return Promise.all(rows.map((row) => toFiling(this.#vault, row)));
  }

  async marked(filing: Filing): Promise<void> {
    await this.#fenced((trx) =>
      trx.updateTable("filings").set({ marks_due: false }).where("id", "=", filing.id).where("state", "=", filing.state).execute(),
    );
  }

  #fenced<T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T> {
    return inFence(this.#db, this.#lease, work);
  }

  #rows() {
    const { connectionId, mailboxId } = this.#lease;
    return this.#db.selectFrom("filings").selectAll().where("connection_id", "=", connectionId).where("mailbox_id", "=", mailboxId);
  }

  /** `filing` is a filing that was cut off: nobody else works on this mailbox, so it is ours to go on with. */
  #waiting() {
    return this.#rows().where("state", "in", ["waiting", "filing", "removing"]);
  }

  async #set(trx: Transaction<Database>, filing: Filing, set: Partial<FilingUpdate>): Promise<void> {
    await trx.updateTable("filings").set(set).where("id", "=", filing.id).where("mailbox_id", "=", this.#lease.mailboxId).execute();
  }

  async #note(trx: Transaction<Database>, note: Noted, now: Date): Promise<void> {
    const { connectionId, mailboxId } = this.#lease;
    const isAsked = note.state === "waiting";
    const key = messageKey(this.#vault, connectionId, note.internetMessageId);
    const changed = {
      via: note.via,
      state: note.state,
      problem: await this.#sealProblem(note.messageId, note.problem),
      marks_due: note.marksDue,
      ...(isAsked ? { attempts: 0, next_attempt_at: null, requested_at: now } : {}),
    };
    await trx
      .insertInto("filings")
      .values({
        id: this.#newId(),
        connection_id: connectionId,
        mailbox_id: mailboxId,
        message_id: note.messageId,
        message_key: key,
        choice: null,
        activity_id: null,
        detail: null,
        requested_at: now,
        settled_at: null,
        ...changed,
      })
      .onConflict((on) => on.columns(["mailbox_id", "message_id"]).doUpdateSet(changed))
      .execute();
  }

  #sealProblem(messageId: string, problem: Problem | null): Promise<string> {
    return sealProblem(this.#vault, this.#lease, problemOfFiling(messageId), problem);
  }
}

interface FilingUpdate {
  readonly state: FilingState;
  readonly problem: string | null;
  readonly detail: string | null;
  readonly activity_id: string | null;
  readonly thread_key: string;
  readonly marks_due: boolean;
  readonly attempts: number;
  readonly next_attempt_at: Date | null;
  readonly settled_at: Date;
}
