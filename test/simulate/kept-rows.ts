import type { Kysely } from "kysely";
import type { FieldValue } from "../../shared/records/fields.ts";
import type { Conflict } from "../../sync-service/engine/reconcile.ts";
import type { Fields } from "../../shared/records/fields.ts";
import { openDatabase } from "../../sync-service/store/database.ts";
import { list } from "../../sync-service/store/journal.ts";
import { linkOf } from "../../sync-service/store/link-rows.ts";
import type { Database } from "../../sync-service/store/tables.ts";
import { Vault } from "../../sync-service/store/vault.ts";
import type { Known } from "./both-sides.ts";
import { KINDS, type SimulatedKind } from "./plain-kinds.ts";

/** What a running service keeps in PostgreSQL, opened with its own key: one mailbox, as far as it is judged by it. */
export class KeptRows {
  readonly #db: Kysely<Database>;
  readonly #vaultDb: Kysely<Database>;
  readonly #vault: Vault;

  /** @param encryptionKey as the service is given it: base64 */
  constructor(databaseUrl: string, encryptionKey: string) {
    this.#db = openDatabase(databaseUrl, { max: 1 });
    this.#vaultDb = openDatabase(databaseUrl, { max: 1 });
    this.#vault = new Vault(this.#vaultDb, Buffer.from(encryptionKey, "base64"));
  }

  /** Without the journal: cheap enough to be asked before each thing that somebody does. */
  async links(): Promise<Readonly<Record<SimulatedKind, Known>>> {
    const rows = await this.#db.selectFrom("links").selectAll().execute();
    const known = { contact: emptied(), task: emptied(), event: emptied() };
    for (const row of rows) {
      const link = await linkOf<Fields>(this.#vault, { connectionId: row.connection_id, mailboxId: row.mailbox_id }, row);
      if (isSimulated(row.kind)) known[row.kind].all.push(link);
    }
    return known;
  }

  async everything(): Promise<Readonly<Record<SimulatedKind, Known>>> {
    const known = await this.links();
    const of = (kind: SimulatedKind) => known[kind] as ReturnType<typeof emptied>;
    for (const kind of KINDS) of(kind).conflicts.push(...(await this.#conflicts(known[kind])));
    const connection = await this.#db.selectFrom("connections").select("id").executeTakeFirstOrThrow();
    let cursor: string | undefined;
    do {
      const filter = cursor === undefined ? {} : { cursor };
      const { items, next } = await list(this.#db, connection.id, filter, { vault: this.#vault, content: true });
      for (const { kind, action, outcome, item, record, before, after } of items) {
        const values = { ...(before ? { before } : {}), ...(after ? { after } : {}) };
        if (isSimulated(kind)) of(kind).notes.push({ action, outcome, item, record, ...values });
      }
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    return known;
  }

  async close(): Promise<void> {
    await Promise.all([this.#db.destroy(), this.#vaultDb.destroy()]);
  }

  async #conflicts({ all }: Known): Promise<readonly Known["conflicts"][number][]> {
    const ids = all.map(({ id }) => id);
    if (ids.length === 0) return [];
    const rows = await this.#db.selectFrom("conflicts").selectAll().where("link_id", "in", ids).execute();
    return Promise.all(
      rows.map(async (row) => {
        const mailbox = { connectionId: row.connection_id, mailboxId: row.mailbox_id };
        const open = async (column: "kept" | "lost"): Promise<FieldValue> => {
          const sealed = row[column];
          return sealed === null ? null : this.#vault.open<FieldValue>(mailbox, { table: "conflicts", id: row.id, column }, sealed);
        };
        const winner = row.winner as Conflict<Fields>["winner"];
        return {
          field: row.field,
          winner,
          kept: await open("kept"),
          lost: await open("lost"),
          linkId: row.link_id,
          open: row.settled_at === null,
        };
      }),
    );
  }
}

const isSimulated = (kind: string): kind is SimulatedKind => (KINDS as readonly string[]).includes(kind);

function emptied(): { [name in keyof Known]: Known[name][number][] } {
  return { all: [], conflicts: [], notes: [] };
}
