import pg from "pg";

/**
 * Advisory locks on a connection kept for that purpose: a process that dies loses them at once, one that was cut off from the
 * database too. PostgreSQL gives a lock again to the session that holds it, so what this process holds is known here.
 */
export class Locks {
  readonly #url: string;
  readonly #wanted = new Set<string>();
  /** The end of the last statement: a session takes one at a time. */
  #last: Promise<unknown> = Promise.resolve();
  #client: Promise<pg.Client> | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  /** Answers how to give it back; null when it is held, here or elsewhere. */
  async take(name: string): Promise<(() => Promise<void>) | null> {
    if (this.#wanted.has(name)) return null;
    this.#wanted.add(name);
    try {
      const client = await this.#connected();
      if (!(await this.#ask(client, "select pg_try_advisory_lock(hashtextextended($1, 0)) as done", name))) {
        this.#wanted.delete(name);
        return null;
      }
      return () => this.#release(name, client);
    } catch (error) {
      this.#wanted.delete(name);
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = await this.#client?.catch(() => null);
    await client?.end().catch(() => {});
  }

  async #release(name: string, client: pg.Client): Promise<void> {
    // A lock of a connection that is gone is gone with it.
    await this.#ask(client, "select pg_advisory_unlock(hashtextextended($1, 0)) as done", name).catch(() => {});
    this.#wanted.delete(name);
  }

  #ask(client: pg.Client, statement: string, name: string): Promise<boolean> {
    const asked = this.#last.then(async () => {
      const { rows } = await client.query<{ done: boolean }>(statement, [name]);
      return rows[0]?.done ?? false;
    });
    this.#last = asked.catch(() => {});
    return asked;
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = null;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.#url, application_name: "tandem locks", keepAlive: true, query_timeout: 10_000 });
    const forget = () => {
      this.#client = null;
    };
    client.on("error", forget);
    client.on("end", forget);
    await client.connect();
    return client;
  }
}
