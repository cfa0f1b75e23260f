import { DatabaseSync, type StatementSync } from "node:sqlite";

/**
 * The state of a stand-in: named tables of JSON values, read from memory. With a file, every `put` and `delete` is written through
 * by `commit()`, which the server calls before it sends a reply, so that what was answered survives a kill -9.
 * Without a file everything lives in memory.
 */
export class Tables {
  readonly #tables = new Map<string, Table<unknown>>();
  readonly #database: DatabaseSync | null;
  readonly #dirty = new Map<string, Map<string, unknown>>();
  readonly #upsert: StatementSync | null;
  readonly #remove: StatementSync | null;

  constructor(file: string | null) {
    if (file === null) {
      this.#database = this.#upsert = this.#remove = null;
      return;
    }
    this.#database = new DatabaseSync(file);
    this.#database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    this.#database.exec(
      "CREATE TABLE IF NOT EXISTS rows (name TEXT NOT NULL, id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, id)) WITHOUT ROWID",
    );
    this.#upsert = this.#database.prepare("INSERT OR REPLACE INTO rows (name, id, value) VALUES (?, ?, ?)");
    this.#remove = this.#database.prepare("DELETE FROM rows WHERE name = ? AND id = ?");
  }

  /** The table of that name, with what the file holds of it. Values must survive JSON. */
  table<T>(name: string): Table<T> {
    const known = this.#tables.get(name);
    if (known) return known as Table<T>;
    const rows = new Map<string, T>();
    if (this.#database) {
      for (const row of this.#database.prepare("SELECT id, value FROM rows WHERE name = ? ORDER BY id").iterate(name)) {
        rows.set(String(row["id"]), JSON.parse(String(row["value"])) as T);
      }
    }
    const table = new Table<T>(rows, (id, value) => this.#changed(name, id, value));
    this.#tables.set(name, table as Table<unknown>);
    return table;
  }

  #changed(name: string, id: string, value: unknown): void {
    if (!this.#database) return;
    let changes = this.#dirty.get(name);
    if (!changes) this.#dirty.set(name, (changes = new Map()));
    changes.set(id, value);
  }

  /** Writes what changed since the last commit, all of it or nothing. */
  commit(): void {
    if (!this.#database || this.#dirty.size === 0) return;
    this.#database.exec("BEGIN");
    for (const [name, changes] of this.#dirty) {
      for (const [id, value] of changes) {
        if (value === undefined) this.#remove?.run(name, id);
        else this.#upsert?.run(name, id, JSON.stringify(value));
      }
    }
    this.#database.exec("COMMIT");
    this.#dirty.clear();
  }

  close(): void {
    this.commit();
    this.#database?.close();
  }
}

/** One table. A value changed in place counts as changed only once it is `put` again. */
export class Table<T> {
  readonly #rows: Map<string, T>;
  readonly #changed: (id: string, value: T | undefined) => void;

  constructor(rows: Map<string, T>, changed: (id: string, value: T | undefined) => void) {
    this.#rows = rows;
    this.#changed = changed;
  }

  get size(): number {
    return this.#rows.size;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id);
  }

  put(id: string, value: T): T {
    this.#rows.set(id, value);
    this.#changed(id, value);
    return value;
  }

  delete(id: string): boolean {
    const was = this.#rows.delete(id);
    if (was) this.#changed(id, undefined);
    return was;
  }

  values(): IterableIterator<T> {
    return this.#rows.values();
  }

  entries(): IterableIterator<[string, T]> {
    return this.#rows.entries();
  }
}
