import { randomUUID } from "node:crypto";
import { type Kysely, sql, type Transaction } from "kysely";
import type { Fields, Kind, SideName } from "../../shared/records/fields.ts";
import type { Lease } from "../cycle/lease.ts";
import type { Wish } from "../engine/wish.ts";
import type { Answered, Bookmark, Counts, GivenAnswer, Link, LinkStore, Settlement } from "../cycle/link.ts";
import { isOwnFault, ownFault } from "../cycle/own-fault.ts";
import { placeOfWish } from "./answers.ts";
import { storeConflicts } from "./conflicts.ts";
import { readCursor, writeCursor } from "./cursors.ts";
import { inFence } from "./fence.ts";
import * as journal from "./journal.ts";
import { linkOf, rowOf, unreadLink } from "./link-rows.ts";
import { problemOfLink, sealProblem } from "./sealed-problem.ts";
import type { Database, LinkRow } from "./tables.ts";
import type { MailboxOf, Vault } from "./vault.ts";

/** PostgreSQL takes 65,535 parameters a statement; a row has 25. */
const ROWS_AT_ONCE = 1_000;
const NO_LONGER_PAIRS = ["unlinked", "parted", "removed"];

/** The links of one kind, in PostgreSQL. */
export class Links<F extends Fields> implements LinkStore<F> {
  readonly #parts: {
    readonly db: Kysely<Database>;
    readonly vault: Vault;
    readonly kind: Kind;
    readonly now: () => Date;
    readonly newId: () => string;
    readonly unexpected: (error: unknown, reference: string) => void;
  };

  /** @param unexpected told of rows that do not open; the reference is the link's id */
  constructor(
    db: Kysely<Database>,
    vault: Vault,
    kind: Kind,
    now: () => Date = () => new Date(),
    newId: () => string = randomUUID,
    unexpected: (error: unknown, reference: string) => void = () => {},
  ) {
    this.#parts = { db, vault, kind, now, newId, unexpected };
  }

  async bookmark(lease: Lease, side: SideName): Promise<Bookmark> {
    const { db } = this.#parts;
    const [cursor, readOnce] = [await readCursor(db, lease, this.#collection(side)), await readCursor(db, lease, this.#readOnce(side))];
    return { cursor, readOnce: readOnce !== null };
  }

  async byIds(lease: Lease, side: SideName, ids: readonly string[]): Promise<ReadonlyMap<string, Link<F>>> {
    if (ids.length === 0) return new Map();
    const column = `${side}_id` as const;
    const rows = await this.#links(lease)
      .where(column, "=", sql<string>`any(${[...ids]}::text[])`)
      .execute();
    const opened = await this.#opened(lease, rows);
    return new Map(opened.map(({ row, link }) => [row[column] ?? "", link ?? unreadLink<F>(row)]));
  }

  observed(lease: Lease, side: SideName, links: readonly Link<F>[], bookmark: Bookmark): Promise<void> {
    return this.#write(lease, async (trx) => {
      await this.#save(trx, lease, links);
      await writeCursor(trx, lease, this.#collection(side), bookmark.cursor, this.#parts.now());
      if (bookmark.readOnce) await writeCursor(trx, lease, this.#readOnce(side), "yes", this.#parts.now());
    });
  }

  startOver(lease: Lease, side: SideName, at: Date): Promise<void> {
    const column = `${side}_standing` as const;
    return this.#write(lease, async (trx) => {
      await writeCursor(trx, lease, this.#collection(side), null, at);
      await trx
        .updateTable("links")
        .set({ [column]: sql`jsonb_set(${sql.ref(column)}, '{certain}', 'false')`, next_attempt_at: at })
        .where("connection_id", "=", lease.connectionId)
        .where("mailbox_id", "=", lease.mailboxId)
        .where("kind", "=", this.#parts.kind)
        .where(sql`${sql.ref(column)} ->> 'is'`, "=", "present")
        .execute();
    });
  }

  async outstanding(lease: Lease, limit: number): Promise<readonly Link<F>[]> {
    return this.#readable(lease, await this.#links(lease).where("intent", "is not", null).orderBy("intent_at").limit(limit).execute());
  }

  async due(lease: Lease, now: Date, limit: number): Promise<readonly Link<F>[]> {
    const rows = await this.#links(lease)
      .where("intent", "is", null)
      .where("next_attempt_at", "<=", now)
      .orderBy("next_attempt_at")
      .orderBy("created_at")
      .limit(limit)
      .execute();
    return this.#readable(lease, rows);
  }

  async nextDue(lease: Lease): Promise<Date | null> {
    const row = await this.#parts.db
      .selectFrom("links")
      .select(({ fn }) => fn.min("next_attempt_at").as("at"))
      .where("connection_id", "=", lease.connectionId)
      .where("mailbox_id", "=", lease.mailboxId)
      .where("kind", "=", this.#parts.kind)
      .where("next_attempt_at", "is not", null)
      .executeTakeFirst();
    return row?.at ?? null;
  }

  async withoutRecord(lease: Lease): Promise<readonly Link<F>[]> {
    const rows = await this.#links(lease)
      .where("salesforce_id", "is", null)
      .where("intent", "is", null)
      .where(sql`exchange_standing ->> 'is'`, "=", "present")
      .execute();
    return (await this.#opened(lease, rows)).flatMap(({ link }) => link ?? []);
  }

  async lyingIn(lease: Lease, container: string): Promise<readonly Link<F>[]> {
    const rows = await this.#links(lease)
      .where("intent", "is", null)
      .where(sql`exchange_standing -> 'standing' ->> 'container'`, "=", container)
      .execute();
    return (await this.#opened(lease, rows)).flatMap(({ link }) => link ?? []);
  }

  async invitations(lease: Lease): Promise<readonly Link<F>[]> {
    const rows = await this.#links(lease)
      .where("intent", "is", null)
      .where("state", "=", "linked")
      .where(sql`salesforce_standing -> 'standing' ->> 'invited'`, "=", "true")
      .execute();
    return (await this.#opened(lease, rows)).flatMap(({ link }) => link ?? []);
  }

  async removals(lease: Lease, since: Date): Promise<{ readonly pairs: number; readonly lately: number }> {
    const row = await this.#parts.db
      .selectFrom("links")
      .select(({ fn }) => [
        fn.countAll<string>().filterWhere("base", "is not", null).filterWhere("state", "not in", NO_LONGER_PAIRS).as("pairs"),
        fn.countAll<string>().filterWhere("removed_at", ">=", since).as("lately"),
      ])
      .where("connection_id", "=", lease.connectionId)
      .where("mailbox_id", "=", lease.mailboxId)
      .where("kind", "=", this.#parts.kind)
      .executeTakeFirstOrThrow();
    return { pairs: Number(row.pairs), lately: Number(row.lately) };
  }

  intend(lease: Lease, links: readonly Link<F>[]): Promise<void> {
    return this.#write(lease, (trx) => this.#save(trx, lease, links));
  }

  settled(lease: Lease, settlements: readonly Settlement<F>[]): Promise<void> {
    if (settlements.length === 0) return Promise.resolve();
    return this.#write(lease, (trx) => this.#settle(trx, lease, settlements));
  }

  async answers(lease: Lease, limit: number): Promise<readonly Answered<F>[]> {
    const waiting = await this.#parts.db
      .selectFrom("answers")
      .innerJoin("links", "links.id", "answers.link_id")
      .select(["answers.id", "answers.link_id", "answers.answer", "answers.record_id", "answers.wish"])
      .where("answers.connection_id", "=", lease.connectionId)
      .where("answers.mailbox_id", "=", lease.mailboxId)
      .where("answers.kind", "=", this.#parts.kind)
      .where("links.intent", "is", null)
      .orderBy("answers.given_at")
      .limit(limit)
      .execute();
    if (waiting.length === 0) return [];
    const ids = waiting.map(({ link_id }) => link_id);
    const rows = await this.#links(lease)
      .where("id", "=", sql<string>`any(${ids}::uuid[])`)
      .execute();
    const links = new Map((await this.#opened(lease, rows)).map(({ row, link }) => [row.id, link ?? unreadLink<F>(row)]));
    const answered: Answered<F>[] = [];
    for (const { id, link_id: linkId, answer, record_id: recordId, wish: sealed } of waiting) {
      const link = links.get(linkId);
      if (!link) continue;
      const wish = sealed === null ? null : await this.#parts.vault.open<Wish<Fields>>(lease, placeOfWish(id), sealed);
      answered.push({ given: { id, linkId, answer, recordId, wish }, link });
    }
    return answered;
  }

  answersTaken(lease: Lease, taken: readonly GivenAnswer[], settlements: readonly Settlement<F>[]): Promise<void> {
    return this.#write(lease, async (trx) => {
      const ids = taken.map(({ id }) => id);
      await trx
        .deleteFrom("answers")
        .where("connection_id", "=", lease.connectionId)
        .where("mailbox_id", "=", lease.mailboxId)
        .where("id", "=", sql<string>`any(${ids}::uuid[])`)
        .execute();
      await this.#settle(trx, lease, settlements);
    });
  }

  async #settle(trx: Transaction<Database>, lease: Lease, settlements: readonly Settlement<F>[]): Promise<void> {
    const ended = settlements.flatMap(({ id, link, absorbed }) => [...(link ? [] : [id]), ...(absorbed === null ? [] : [absorbed])]);
    await this.#forget(trx, lease, ended);
    await this.#save(
      trx,
      lease,
      settlements.flatMap(({ link }) => link ?? []),
    );
    const { vault, now, newId } = this.#parts;
    await storeConflicts(trx, { vault, now: now(), newId, mailbox: lease }, settlements);
    await journal.write(
      trx,
      vault,
      lease,
      settlements.flatMap(({ notes }) => notes),
    );
  }

  async counts({ connectionId, mailboxId }: MailboxOf): Promise<Counts> {
    const { db, kind } = this.#parts;
    const row = await db
      .selectFrom("links")
      .select(({ fn }) => [
        fn.countAll<string>().filterWhere("intent", "is", null).filterWhere("next_attempt_at", "is not", null).as("waiting"),
        fn.countAll<string>().filterWhere("intent", "is not", null).as("running"),
        fn.countAll<string>().filterWhere("state", "in", ["held", "question"]).as("held"),
        fn.countAll<string>().filterWhere("state", "=", "failed").filterWhere("next_attempt_at", "is", null).as("failed"),
      ])
      .where("connection_id", "=", connectionId)
      .where("mailbox_id", "=", mailboxId)
      .where("kind", "=", kind)
      .executeTakeFirstOrThrow();
    const open = await db
      .selectFrom("conflicts")
      .innerJoin("links", "links.id", "conflicts.link_id")
      .select(({ fn }) => fn.count<string>("conflicts.link_id").distinct().as("links"))
      .where("conflicts.connection_id", "=", connectionId)
      .where("conflicts.mailbox_id", "=", mailboxId)
      .where("links.kind", "=", kind)
      .where("conflicts.settled_at", "is", null)
      .executeTakeFirstOrThrow();
    return {
      waiting: Number(row.waiting),
      running: Number(row.running),
      held: Number(row.held),
      failed: Number(row.failed),
      conflicts: Number(open.links),
    };
  }

  #links(lease: MailboxOf) {
    return this.#parts.db
      .selectFrom("links")
      .selectAll()
      .where("connection_id", "=", lease.connectionId)
      .where("mailbox_id", "=", lease.mailboxId)
      .where("kind", "=", this.#parts.kind);
  }

  /** A row that does not open (altered, or of another key) has no link: it must not stop the others. */
  #opened(lease: Lease, rows: readonly LinkRow[]): Promise<readonly { readonly row: LinkRow; readonly link: Link<F> | null }[]> {
    return Promise.all(
      rows.map(async (row) => {
        const link = await linkOf<F>(this.#parts.vault, lease, row).catch((error: unknown) => {
          if (!isOwnFault(error)) throw error;
          this.#parts.unexpected(error, row.id);
          return null;
        });
        return { row, link };
      }),
    );
  }

  /** The links of those rows that open; the others fail here, each alone, and wait for a person. */
  async #readable(lease: Lease, rows: readonly LinkRow[]): Promise<readonly Link<F>[]> {
    const opened = await this.#opened(lease, rows);
    const unread = opened.filter(({ link }) => link === null).map(({ row }) => row);
    if (unread.length > 0) await this.#write(lease, (trx) => this.#failUnread(trx, lease, unread));
    return opened.flatMap(({ link }) => link ?? []);
  }

  async #failUnread(trx: Transaction<Database>, lease: Lease, rows: readonly LinkRow[]): Promise<void> {
    const { vault, now, kind } = this.#parts;
    for (const { id, exchange_id: item, salesforce_id: record } of rows) {
      const problem = ownFault(id);
      const sealed = await sealProblem(vault, lease, problemOfLink(id), problem);
      const failed = { state: "failed", intent: null, intent_at: null, next_attempt_at: null, problem: sealed, updated_at: now() };
      await trx.updateTable("links").set(failed).where("connection_id", "=", lease.connectionId).where("id", "=", id).execute();
      const note = {
        at: now(),
        kind,
        action: "decide",
        outcome: "failed",
        rules: ["P1"] as const,
        reason: problem.message,
        code: problem.code,
      };
      await journal.write(trx, vault, lease, [{ ...note, item, record, linkId: id }]);
    }
  }

  #write(lease: Lease, work: (trx: Transaction<Database>) => Promise<void>): Promise<void> {
    return inFence(this.#parts.db, lease, work);
  }

  async #save(trx: Transaction<Database>, lease: Lease, links: readonly Link<F>[]): Promise<void> {
    const { vault, kind, now } = this.#parts;
    for (let from = 0; from < links.length; from += ROWS_AT_ONCE) {
      const rows = await Promise.all(links.slice(from, from + ROWS_AT_ONCE).map((link) => rowOf(vault, lease, kind, link, now())));
      await trx
        .insertInto("links")
        .values(rows)
        .onConflict((on) =>
          on.column("id").doUpdateSet(({ ref }) => ({
            state: ref("excluded.state"),
            origin: ref("excluded.origin"),
            exchange_id: ref("excluded.exchange_id"),
            exchange_version: ref("excluded.exchange_version"),
            exchange_standing: ref("excluded.exchange_standing"),
            exchange_seen: ref("excluded.exchange_seen"),
            salesforce_id: ref("excluded.salesforce_id"),
            salesforce_version: ref("excluded.salesforce_version"),
            salesforce_standing: ref("excluded.salesforce_standing"),
            salesforce_seen: ref("excluded.salesforce_seen"),
            base: ref("excluded.base"),
            intent: ref("excluded.intent"),
            intent_at: ref("excluded.intent_at"),
            problem: ref("excluded.problem"),
            detail: ref("excluded.detail"),
            attempts: ref("excluded.attempts"),
            next_attempt_at: ref("excluded.next_attempt_at"),
            removed_at: ref("excluded.removed_at"),
            updated_at: ref("excluded.updated_at"),
          })),
        )
        .execute();
    }
  }

  async #forget(trx: Transaction<Database>, lease: Lease, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const anyOf = sql<string>`any(${[...ids]}::uuid[])`;
    await trx.deleteFrom("conflicts").where("connection_id", "=", lease.connectionId).where("link_id", "=", anyOf).execute();
    await trx
      .deleteFrom("links")
      .where("connection_id", "=", lease.connectionId)
      .where("mailbox_id", "=", lease.mailboxId)
      .where("id", "=", anyOf)
      .execute();
  }

  #collection(side: SideName): string {
    return `${this.#parts.kind}s/${side}`;
  }

  #readOnce(side: SideName): string {
    return `${this.#collection(side)}/read-once`;
  }
}
