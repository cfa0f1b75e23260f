import { setTimeout as pause } from "node:timers/promises";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Kind } from "../../shared/records/fields.ts";
import type { CycleMailbox, CycleStore, Finish, Taken } from "../cycle/cycle-store.ts";
import type { Lease } from "../cycle/lease.ts";
import type { OrganisationChange, OrganisationPage } from "../cycle/organisation-changes.ts";
import { workOn, type Concern, type WakeUps, type Waking } from "../cycle/wake-up.ts";
import { Fenced } from "../errors.ts";
import { readCursor, writeCursor } from "./cursors.ts";
import type { Locks } from "./mailbox-locks.ts";
import { isUuid, toMailbox } from "./mailboxes.ts";
import { noteForAll, noteForEach } from "./noted-changes.ts";
import { roundsAtRest, roundsFrom } from "./rounds.ts";
import type { Database } from "./tables.ts";

/** A cycle's budget, and what its last slices may take beyond it. */
const LONGEST_CYCLE_MS = 30_000;
const LOOK_AGAIN_MS = 25;

/** What the schedule needs, in PostgreSQL. */
export class CycleRows implements CycleStore {
  readonly #db: Kysely<Database>;
  readonly #connectionId: string;
  readonly #locks: Locks;
  readonly #now: () => Date;

  constructor(db: Kysely<Database>, connectionId: string, locks: Locks, now: () => Date) {
    this.#db = db;
    this.#connectionId = connectionId;
    this.#locks = locks;
    this.#now = now;
  }

  async find(mailboxId: string): Promise<CycleMailbox | null> {
    if (!isUuid(mailboxId)) return null;
    const row = await this.#db
      .selectFrom("mailboxes")
      .selectAll()
      .where("connection_id", "=", this.#connectionId)
      .where("id", "=", mailboxId)
      .where("dropped_at", "is", null)
      .executeTakeFirst();
    return row ? { ...toMailbox(row), throttledUntil: row.throttled_until } : null;
  }

  async take(mailboxId: string): Promise<Taken | null> {
    const giveBack = await this.#locks.take(`mailbox ${mailboxId}`);
    if (!giveBack) return null;
    try {
      const before = await this.#db
        .selectFrom("mailboxes")
        .select("rounds")
        .where("connection_id", "=", this.#connectionId)
        .where("id", "=", mailboxId)
        .executeTakeFirst();
      const { generation } = await this.#db
        .updateTable("mailboxes")
        // Should this cycle be cut short, the next one looks at everything.
        .set((row) => ({ generation: row("generation", "+", "1"), running: true, rounds: null }))
        .where("connection_id", "=", this.#connectionId)
        .where("id", "=", mailboxId)
        .returning("generation")
        .executeTakeFirstOrThrow();
      const lease = { connectionId: this.#connectionId, mailboxId, generation: BigInt(generation) };
      return { ...lease, rounds: roundsFrom(before?.rounds ?? null), release: () => this.#release(lease, giveBack) };
    } catch (error) {
      await giveBack();
      throw error;
    }
  }

  async #release(lease: Lease, giveBack: () => Promise<void>): Promise<void> {
    try {
      await this.#ofLease(lease).set({ running: false }).execute();
    } finally {
      await giveBack();
    }
  }

  async wakeUps(mailboxId: string): Promise<WakeUps | null> {
    const row = await this.#db
      .selectFrom("mailboxes")
      .select(["wake_seq", "woken", "sync"])
      .where("connection_id", "=", this.#connectionId)
      .where("id", "=", mailboxId)
      .executeTakeFirst();
    if (row?.sync !== "on") return null;
    const named = Object.entries(row.woken).map(([concern, seq]) => [concern, BigInt(seq)]);
    return { seq: BigInt(row.wake_seq), named: Object.fromEntries(named) as WakeUps["named"] };
  }

  wake(waking: Waking): Promise<ReadonlyMap<string, bigint>> {
    return this.#raise(this.#db, waking);
  }

  async #raise(db: Kysely<Database>, waking: Waking): Promise<ReadonlyMap<string, bigint>> {
    if (waking.size === 0) return new Map();
    const wanted = [...waking].map(([id, concerns]) => ({ id, concerns: [...concerns] }));
    const { rows } = await sql<{ readonly id: string; readonly wake_seq: string }>`
      with wanted as (select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as each (id uuid, concerns jsonb)),
      locked as ( -- in one order, or two of these could wait for each other
        select m.id, m.wake_seq + 1 as seq, wanted.concerns from mailboxes m join wanted on wanted.id = m.id
        where m.connection_id = ${this.#connectionId} and m.sync = 'on' order by m.id for update of m
      )
      update mailboxes m set wake_seq = locked.seq,
        woken = m.woken || (select jsonb_object_agg(concern, locked.seq) from jsonb_array_elements_text(locked.concerns) concern)
      from locked where m.id = locked.id returning m.id, m.wake_seq`.execute(db);
    return new Map(rows.map((row) => [row.id, BigInt(row.wake_seq)]));
  }

  async due(now: Date, limit: number): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom("mailboxes")
      .select("id")
      .where("connection_id", "=", this.#connectionId)
      .where("sync", "=", "on")
      .where((row) => row.or([row("throttled_until", "is", null), row("throttled_until", "<=", now)]))
      .where((row) =>
        row.or([
          row("next_due_at", "is", null),
          row("next_due_at", "<=", now),
          row.and([
            row.or([row("wake_seq", ">", row.ref("done_seq")), row("running", "=", true)]),
            row.or([row("retry_at", "is", null), row("retry_at", "<=", now)]),
          ]),
        ]),
      )
      .orderBy("next_due_at", (order) => order.asc().nullsFirst())
      .limit(limit)
      .execute();
    return rows.map((row) => row.id);
  }

  async finish(lease: Lease, end: Finish): Promise<void> {
    const { numUpdatedRows } = await this.#ofLease(lease)
      .set((row) => ({
        ...(end.doneSeq === null ? {} : { done_seq: row.fn<string>("greatest", ["done_seq", row.val(String(end.doneSeq))]) }),
        // A person may have switched it meanwhile; his word stands.
        state: row.case().when("sync", "=", "on").then(end.state).else(row.ref("state")).end(),
        ...(end.state === "healthy" && end.doneSeq !== null
          ? { first_sync_done_at: row.fn<Date>("coalesce", ["first_sync_done_at", row.val(this.#now())]) }
          : {}),
        problem: sql<string | null>`case when sync = 'on' then ${end.problem && JSON.stringify(end.problem)}::jsonb else problem end`,
        next_due_at: end.nextDueAt,
        retry_at: end.retryAt,
        throttled_until: end.throttledUntil,
        rounds: roundsAtRest(end.rounds),
        running: false,
      }))
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new Fenced("Another process works on this mailbox now.");
  }

  async doneSeq(mailboxId: string): Promise<bigint> {
    const row = await this.#db
      .selectFrom("mailboxes")
      .select("done_seq")
      .where("connection_id", "=", this.#connectionId)
      .where("id", "=", mailboxId)
      .executeTakeFirst();
    return BigInt(row?.done_seq ?? 0);
  }

  async retryNow(mailboxId: string): Promise<void> {
    await this.#db
      .updateTable("mailboxes")
      .set({ retry_at: null })
      .where("connection_id", "=", this.#connectionId)
      .where("id", "=", mailboxId)
      .execute();
  }

  async betweenCycles(mailboxId: string, work: () => Promise<void>, patienceMs = LONGEST_CYCLE_MS): Promise<void> {
    const deadline = performance.now() + patienceMs;
    let giveBack = await this.#locks.take(`mailbox ${mailboxId}`);
    while (!giveBack && performance.now() < deadline) {
      await pause(LOOK_AGAIN_MS);
      giveBack = await this.#locks.take(`mailbox ${mailboxId}`);
    }
    try {
      await work();
    } finally {
      await giveBack?.();
    }
  }

  async alone(name: string, work: () => Promise<void>): Promise<boolean> {
    const giveBack = await this.#locks.take(`${name} ${this.#connectionId}`);
    if (!giveBack) return false;
    try {
      await work();
      return true;
    } finally {
      await giveBack();
    }
  }

  organisationCursor(collection: string): Promise<string | null> {
    return readCursor(this.#db, { connectionId: this.#connectionId, mailboxId: null }, collection);
  }

  noteOrganisation(collection: string, { changes, cursor }: OrganisationPage, everybodys: ReadonlySet<Kind>): Promise<readonly string[]> {
    return this.#db.transaction().execute(async (trx) => {
      const concerned = await this.#concerned(trx, changes);
      const shared = changes.filter(({ kind }) => everybodys.has(kind));
      await noteForEach(
        trx,
        concerned.filter(({ kind }) => !everybodys.has(kind)),
      );
      await noteForAll(trx, this.#connectionId, shared, this.#now());
      await writeCursor(trx, { connectionId: this.#connectionId, mailboxId: null }, collection, cursor, this.#now());
      const news = new Set(shared.filter(({ isNew }) => isNew).map(({ kind }) => kind));
      const everybody = news.size === 0 ? [] : await this.#atWork(trx);
      const told = everybody.flatMap((id) => [...news].map((kind) => ({ mailbox_id: id, kind })));
      const woken = await this.#raise(trx, concernsOf([...concerned, ...told]));
      return [...woken.keys()];
    });
  }

  async #atWork(trx: Transaction<Database>): Promise<readonly string[]> {
    const rows = await trx
      .selectFrom("mailboxes")
      .select("id")
      .where("connection_id", "=", this.#connectionId)
      .where("dropped_at", "is", null)
      .where("sync", "=", "on")
      .execute();
    return rows.map(({ id }) => id);
  }

  /**
   * A change concerns its owner's mailbox and every mailbox that has the record. Our own writes are noted too: a stamp has one
   * second, and another's edit within that second looks just the same.
   */
  async #concerned(trx: Transaction<Database>, changes: readonly OrganisationChange[]) {
    if (changes.length === 0) return [];
    const owners = await trx
      .selectFrom("mailboxes")
      .select(["id", "salesforce_user_id"])
      .where("connection_id", "=", this.#connectionId)
      .where("dropped_at", "is", null)
      .where("sync", "!=", "off")
      .where("salesforce_user_id", "in", [...new Set(changes.map((change) => change.ownerId ?? ""))])
      .execute();
    const links = await trx
      .selectFrom("links")
      .select(["mailbox_id", "kind", "salesforce_id"])
      .where("connection_id", "=", this.#connectionId)
      .where("salesforce_id", "in", [...new Set(changes.map((change) => change.id))])
      .execute();
    const noticed = new Map<string, { mailbox_id: string; kind: Kind; salesforce_id: string; followed_by: string | null }>();
    for (const change of changes) {
      const mailboxes = [
        ...owners.filter((owner) => owner.salesforce_user_id === change.ownerId).map((owner) => owner.id),
        ...links.filter((link) => link.salesforce_id === change.id && link.kind === change.kind).map((link) => link.mailbox_id),
      ];
      for (const mailboxId of mailboxes) {
        noticed.set(`${mailboxId} ${change.id}`, {
          mailbox_id: mailboxId,
          kind: change.kind,
          salesforce_id: change.id,
          followed_by: change.followedBy,
        });
      }
    }
    return [...noticed.values()].map((row) => ({ ...row, connection_id: this.#connectionId, noticed_at: this.#now() }));
  }

  #ofLease(lease: Lease) {
    return this.#db
      .updateTable("mailboxes")
      .where("connection_id", "=", lease.connectionId)
      .where("id", "=", lease.mailboxId)
      .where("generation", "=", String(lease.generation));
  }
}

function concernsOf(rows: readonly { readonly mailbox_id: string; readonly kind: Kind }[]): Waking {
  const waking = new Map<string, Set<Concern>>();
  for (const { mailbox_id: id, kind } of rows) waking.set(id, (waking.get(id) ?? new Set()).add(workOn[kind]));
  return waking;
}
