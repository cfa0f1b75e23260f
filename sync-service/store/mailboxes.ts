import { type Kysely, sql, type UpdateObject } from "kysely";
import type { Folder, Mailbox, MailboxState, MailboxStore, NewPair, ShownPair, Stopper } from "../accounts/mailbox.ts";
import { NotFound, type Problem } from "../errors.ts";
import type { Database, MailboxRow } from "./tables.ts";

/** The mailboxes of one connection in PostgreSQL. */
export class Mailboxes implements MailboxStore {
  readonly #db: Kysely<Database>;
  readonly #connectionId: string;
  readonly #now: () => Date;
  readonly #newId: () => string;

  constructor(db: Kysely<Database>, connectionId: string, now: () => Date, newId: () => string) {
    this.#db = db;
    this.#connectionId = connectionId;
    this.#now = now;
    this.#newId = newId;
  }

  async all(): Promise<readonly Mailbox[]> {
    const rows = await this.#rows().orderBy("email").execute();
    return rows.map(toMailbox);
  }

  async find(id: string): Promise<Mailbox | null> {
    if (!isUuid(id)) return null;
    const row = await this.#rows().where("id", "=", id).executeTakeFirst();
    return row ? toMailbox(row) : null;
  }

  /** By its id or its address. */
  async called(user: string): Promise<Mailbox | null> {
    return (await this.all()).find(({ id, email }) => id === user || email.toLowerCase() === user.toLowerCase()) ?? null;
  }

  async findByEntraUser(entraUserId: string): Promise<Mailbox | null> {
    const row = await this.#rows().where("entra_user_id", "=", entraUserId).executeTakeFirst();
    return row ? toMailbox(row) : null;
  }

  async add(pair: NewPair): Promise<void> {
    await this.#db
      .insertInto("mailboxes")
      .values({
        id: this.#newId(),
        connection_id: this.#connectionId,
        entra_user_id: pair.entraUserId,
        email: pair.email,
        display_name: pair.displayName,
        salesforce_user_id: pair.salesforceUserId,
        salesforce_username: pair.salesforceUsername,
        salesforce_email: pair.salesforceEmail,
        sync: "off",
        state: "off",
      })
      .onConflict((on) => on.doNothing()) // two administrators applied at once
      .execute();
  }

  async drop(id: string): Promise<void> {
    await this.#update(id, { sync: "off", state: "off", dropped_at: this.#now(), deactivated_at: this.#now(), next_due_at: null });
  }

  async rename(id: string, shown: ShownPair): Promise<void> {
    await this.#update(id, {
      ...{ email: shown.email, display_name: shown.displayName },
      ...{ salesforce_username: shown.salesforceUsername, salesforce_email: shown.salesforceEmail },
    });
  }

  async setSync(id: string, sync: Mailbox["sync"], why: Stopper | Problem | null = null): Promise<Mailbox> {
    const before = await this.find(id);
    if (!before) throw new NotFound("There is no such user.");
    if (before.sync === sync) return before;
    switch (sync) {
      case "on":
        await this.#update(id, {
          sync,
          ...(before.sync === "off" ? setUpAnew : { state: continued(before) }),
          problem: null,
          stopped: null,
          deactivated_at: null,
          retry_at: null,
        });
        break;
      case "paused":
        await this.#update(id, {
          ...{ sync, state: "paused" },
          problem: why && "code" in why ? JSON.stringify(why) : null,
          stopped: why && "by" in why ? JSON.stringify({ ...why, at: this.#now().toISOString() }) : null,
        });
        break;
      case "off":
        await this.#update(id, { sync, state: "off", problem: null, stopped: null, deactivated_at: this.#now(), next_due_at: null });
    }
    return (await this.find(id)) ?? before;
  }

  /** The folders are looked for and made anew by the next cycle (B2's repair); one that runs, with the folders of before, is fenced off. */
  async setUpAgain(id: string): Promise<void> {
    await this.#update(id, { ...setUpAnew, problem: null, retry_at: null });
    await this.#db
      .updateTable("mailboxes")
      .set((row) => ({ generation: row("generation", "+", "1") }))
      .where("connection_id", "=", this.#connectionId)
      .where("id", "=", id)
      .execute();
  }

  async setState(id: string, state: MailboxState, problem: Problem | null): Promise<void> {
    await this.#db
      .updateTable("mailboxes")
      .set({ state, problem: problem && JSON.stringify(problem) })
      .where("connection_id", "=", this.#connectionId)
      .where("id", "=", id)
      .where("sync", "=", "on")
      .execute();
  }

  async setActivated(id: string, at: Date, timeZone: string | null): Promise<void> {
    await this.#update(id, { activated_at: at, time_zone: timeZone });
  }

  async setTimeZone(id: string, timeZone: string | null): Promise<void> {
    await this.#update(id, { time_zone: timeZone });
  }

  async folders(id: string): Promise<readonly Folder[]> {
    const rows = await this.#db
      .selectFrom("folders")
      .selectAll()
      .where("connection_id", "=", this.#connectionId)
      .where("mailbox_id", "=", id)
      .execute();
    return rows.map((row) => ({ role: row.role, id: row.exchange_id, name: row.name, missingSince: row.missing_since }));
  }

  async setFolders(id: string, folders: readonly Folder[]): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      await trx.deleteFrom("folders").where("connection_id", "=", this.#connectionId).where("mailbox_id", "=", id).execute();
      if (folders.length === 0) return;
      const rows = folders.map(({ role, id: exchangeId, name, missingSince }) => ({
        ...{ mailbox_id: id, connection_id: this.#connectionId },
        ...{ role, exchange_id: exchangeId, name, missing_since: missingSince },
      }));
      await trx.insertInto("folders").values(rows).execute();
    });
  }

  async setMissing(id: string, missing: ReadonlySet<string>): Promise<void> {
    const now = this.#now();
    const gone = [...missing];
    await this.#db
      .updateTable("folders")
      .set({
        missing_since:
          gone.length === 0 ? null : sql<Date | null>`case when exchange_id = any(${gone}) then coalesce(missing_since, ${now}) end`,
      })
      .where("connection_id", "=", this.#connectionId)
      .where("mailbox_id", "=", id)
      .execute();
  }

  #rows() {
    return this.#db.selectFrom("mailboxes").selectAll().where("connection_id", "=", this.#connectionId).where("dropped_at", "is", null);
  }

  async #update(id: string, set: UpdateObject<Database, "mailboxes">): Promise<void> {
    await this.#db.updateTable("mailboxes").set(set).where("connection_id", "=", this.#connectionId).where("id", "=", id).execute();
  }
}

/** What lies in the mailbox at that moment counts as there before (B4). */
const setUpAnew = { state: "setting-up", activated_at: null, first_sync_done_at: null } as const;

/** Where a mailbox goes on that was paused. */
function continued({ activatedAt, firstSyncDoneAt }: Mailbox): MailboxState {
  if (activatedAt === null) return "setting-up";
  return firstSyncDoneAt === null ? "first-sync" : "healthy";
}

export function toMailbox(row: MailboxRow): Mailbox {
  return {
    id: row.id,
    connectionId: row.connection_id,
    entraUserId: row.entra_user_id,
    email: row.email,
    displayName: row.display_name,
    salesforceUserId: row.salesforce_user_id,
    salesforceUsername: row.salesforce_username,
    salesforceEmail: row.salesforce_email,
    sync: row.sync,
    state: row.state,
    problem: row.problem,
    timeZone: row.time_zone,
    activatedAt: row.activated_at,
    firstSyncDoneAt: row.first_sync_done_at,
    stopped: row.stopped,
  };
}

/** A text that is none would be an error of the database, where it is simply not found. */
export const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
