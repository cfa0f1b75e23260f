import { type Kysely, type RawBuilder, sql } from "kysely";
import type { FieldValue, Fields, Kind, SideName } from "../../shared/records/fields.ts";
import { WAITING_STATES } from "../cycle/attention.ts";
import { takes } from "../cycle/answers.ts";
import type { Answer, Link } from "../cycle/link.ts";
import type { Conflict } from "../engine/reconcile.ts";
import type { Wish } from "../engine/wish.ts";
import { isOwnFault } from "../cycle/own-fault.ts";
import { BadRequest, Gone, type Problem } from "../errors.ts";
import { keepAnswer } from "./answers.ts";
import { linkOf, unreadLink } from "./link-rows.ts";
import { openProblem, problemOfFiling } from "./sealed-problem.ts";
import type { ConflictRow, Database, FilingRow, LinkRow } from "./tables.ts";
import type { MailboxOf, Vault } from "./vault.ts";

const MAIL_STATES = ["listed", "failed", "filed-in-part"] as const;
const PAGE = 50;

/** What waits for a person, as it is stored. */
export type Waiting =
  | {
      readonly is: "link";
      readonly id: string;
      readonly kind: Kind;
      readonly at: Date;
      readonly link: Link<Fields>;
      readonly isAnswered: boolean;
    }
  | {
      /** Both sides changed a field of a pair (M2), or what Salesforce has is not written over what stands in the mailbox (E2, P5). */
      readonly is: "conflict";
      readonly id: string;
      readonly kind: Kind;
      readonly at: Date;
      readonly link: Link<Fields>;
      readonly conflict: Conflict<Fields>;
      readonly isAnswered: boolean;
    }
  | {
      readonly is: "mail";
      readonly id: string;
      readonly at: Date;
      readonly messageId: string;
      readonly state: string;
      readonly problem: Problem;
    };

interface Key {
  readonly id: string;
  readonly at: Date;
}

/** What of a mailbox waits for a person, and what he answers. */
export class Attention {
  readonly #db: Kysely<Database>;
  readonly #vault: Vault;
  readonly #newId: () => string;

  constructor(db: Kysely<Database>, vault: Vault, newId: () => string) {
    this.#db = db;
    this.#vault = vault;
    this.#newId = newId;
  }

  async count(mailbox: MailboxOf): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from (${waiting(mailbox)}) as items`.execute(this.#db);
    return rows[0]?.count ?? 0;
  }

  /** The newest first. @throws BadRequest for a cursor that is none of ours */
  async page(mailbox: MailboxOf, cursor: string | null): Promise<{ readonly items: readonly Waiting[]; readonly next: string | null }> {
    const after = cursor === null ? sql`` : sql`where (at, id) < (${keyOf(cursor).at}, ${keyOf(cursor).id}::uuid)`;
    const { rows } =
      await sql<Key>`select * from (${waiting(mailbox)}) as items ${after} order by at desc, id desc limit ${PAGE + 1}`.execute(this.#db);
    const shown = rows.slice(0, PAGE);
    const found = await this.find(
      mailbox,
      shown.map(({ id }) => id),
    );
    const last = rows.length > PAGE ? shown.at(-1) : undefined;
    return { items: shown.flatMap(({ id }) => found.get(id) ?? []), next: last ? `${last.at.toISOString()}_${last.id}` : null };
  }

  /** Those of the ids that wait in this mailbox, by id; nothing of what waits elsewhere. */
  async find(mailbox: MailboxOf, ids: readonly string[]): Promise<ReadonlyMap<string, Waiting>> {
    if (ids.length === 0) return new Map();
    const own = sql<boolean>`connection_id = ${mailbox.connectionId} and mailbox_id = ${mailbox.mailboxId} and id = any(${[...ids]}::uuid[])`;
    const links = await this.#db.selectFrom("links").selectAll().where(own).where("state", "in", WAITING_STATES).execute();
    const mails = await this.#db.selectFrom("filings").selectAll().where(own).where("state", "in", MAIL_STATES).execute();
    const conflicts = await this.#conflicts(mailbox, ids);
    const answered = await this.#answered(mailbox, [...links.map(({ id }) => id), ...conflicts.map(({ link_id }) => link_id)]);
    const pairs = await this.#pairsOf(
      mailbox,
      conflicts.map(({ link_id }) => link_id),
    );
    const all = await Promise.all([
      ...links.map((row) => this.#ofLink(mailbox, row, answered.has(`${row.id} `))),
      ...conflicts.map((row) => this.#ofConflict(mailbox, row, pairs.get(row.link_id), answered.has(`${row.link_id} ${row.id}`))),
      ...mails.map((row) => this.#ofMail(mailbox, row)),
    ]);
    return new Map(all.flatMap((each) => (each ? [[each.id, each]] : [])));
  }

  /**
   * Keeps the answer until a cycle takes it, in place of one that was not taken yet. False: the link can not be answered so any
   * more. The cycle asks that again, under its lease, before it obeys.
   */
  async give(
    mailbox: MailboxOf,
    { link, id, kind }: Extract<Waiting, { is: "link" }>,
    answer: Answer,
    recordId: string | null,
    now: Date,
  ): Promise<boolean> {
    if (!takes(link, { answer, recordId, wish: null })) return false;
    const given = { id: this.#newId(), linkId: id, kind, answer, recordId, about: "", wish: null, at: now };
    await keepAnswer(this.#db, this.#vault, mailbox, given);
    return true;
  }

  /** Keeps what a person wants of a link's values until a cycle takes it. False: the link does not take it as it stands. */
  async wish(mailbox: MailboxOf, link: Link<Fields>, kind: Kind, answer: Answer, wish: Wish<Fields>, now: Date): Promise<boolean> {
    if (!takes(link, { answer, recordId: null, wish })) return false;
    const given = { id: this.#newId(), linkId: link.id, kind, answer, recordId: null, about: wish.id, wish, at: now };
    await keepAnswer(this.#db, this.#vault, mailbox, given);
    return true;
  }

  /** Whether something was wished of a link that no cycle has taken yet. @param about the id of the wish */
  async isWished(mailbox: MailboxOf, linkId: string, about: string): Promise<boolean> {
    return (await this.#answered(mailbox, [linkId])).has(`${linkId} ${about}`);
  }

  /** The open conflicts among the ids, those of values alone: of parted pairs the link itself waits. */
  #conflicts({ connectionId, mailboxId }: MailboxOf, ids: readonly string[]) {
    return this.#db
      .selectFrom("conflicts")
      .selectAll()
      .where("connection_id", "=", connectionId)
      .where("mailbox_id", "=", mailboxId)
      .where("id", "=", sql<string>`any(${[...ids]}::uuid[])`)
      .where("field", "<>", "deletion")
      .where("settled_at", "is", null)
      .execute();
  }

  async #pairsOf({ connectionId, mailboxId }: MailboxOf, ids: readonly string[]): Promise<ReadonlyMap<string, LinkRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#db
      .selectFrom("links")
      .selectAll()
      .where("connection_id", "=", connectionId)
      .where("mailbox_id", "=", mailboxId)
      .where("id", "in", [...new Set(ids)])
      .execute();
    return new Map(rows.map((row) => [row.id, row]));
  }

  async #ofConflict(mailbox: MailboxOf, row: ConflictRow, pair: LinkRow | undefined, isGiven: boolean): Promise<Waiting | null> {
    const read = pair && (await this.#ofLink(mailbox, pair, false));
    if (read?.is !== "link") return null;
    const { id, field, noticed_at: at } = row;
    const value = (column: "kept" | "lost") =>
      row[column] === null ? null : this.#vault.open<FieldValue>(mailbox, { table: "conflicts", id, column }, row[column]);
    const conflict = { field, winner: row.winner as SideName, kept: await value("kept"), lost: await value("lost") };
    const isAnswered = isGiven || read.link.wishes.some((wish) => wish.id === id);
    return { is: "conflict", id, kind: read.kind, at, link: read.link, conflict, isAnswered };
  }

  /** Of each answer that waits: its link, and what of it the answer is about. */
  async #answered({ connectionId }: MailboxOf, linkIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (linkIds.length === 0) return new Set();
    const rows = await this.#db
      .selectFrom("answers")
      .select(["link_id", "about"])
      .where("connection_id", "=", connectionId)
      .where("link_id", "in", linkIds)
      .execute();
    return new Set(rows.map(({ link_id, about }) => `${link_id} ${about}`));
  }

  async #ofLink(mailbox: MailboxOf, row: LinkRow, isAnswered: boolean): Promise<Waiting | null> {
    const about = { is: "link", id: row.id, kind: row.kind as Kind, at: row.updated_at, isAnswered } as const;
    try {
      return { ...about, link: await linkOf(this.#vault, mailbox, row) };
    } catch (error) {
      if (error instanceof Gone) return null; // the key of the mailbox was destroyed
      if (!isOwnFault(error)) throw error;
      return { ...about, link: unreadLink(row) };
    }
  }

  async #ofMail(mailbox: MailboxOf, row: FilingRow): Promise<Waiting | null> {
    const { id, message_id: messageId, state, settled_at, requested_at } = row;
    const problem = await openProblem(this.#vault, mailbox, problemOfFiling(messageId), row.problem).catch((error: unknown) => {
      if (error instanceof Gone) return null;
      throw error;
    });
    return problem && { is: "mail", id, at: settled_at ?? requested_at, messageId, state, problem };
  }
}

function waiting({ connectionId, mailboxId }: MailboxOf): RawBuilder<Key> {
  return sql<Key>`
    select id, updated_at as at from links
    where connection_id = ${connectionId} and mailbox_id = ${mailboxId} and state in (${sql.join(WAITING_STATES)})
    union all
    select id, noticed_at from conflicts
    where connection_id = ${connectionId} and mailbox_id = ${mailboxId} and settled_at is null and field <> 'deletion'
    union all
    select id, coalesce(settled_at, requested_at) from filings
    where connection_id = ${connectionId} and mailbox_id = ${mailboxId} and state in (${sql.join(MAIL_STATES)})`;
}

function keyOf(cursor: string): Key {
  const [, at, id] = /^([0-9T:.-]{20,30}Z)_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined || Number.isNaN(Date.parse(at))) throw new BadRequest("The cursor is none of ours.");
  return { at: new Date(at), id };
}
