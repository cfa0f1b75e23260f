import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import { Gone } from "../errors.ts";
import type { Database } from "./tables.ts";

/** Whose key seals a value. */
export interface MailboxOf {
  readonly connectionId: string;
  readonly mailboxId: string;
}

/** Where a sealed value stands: opened anywhere else, it fails (SEC4). */
export interface Place {
  readonly table: string;
  readonly id: string;
  readonly column: string;
}

const KEPT_FOR_MS = 10 * 60_000;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Seals what little is kept of a mailbox (P6): AES-256-GCM under a key of the mailbox, which the master key wraps. Give it a
 * database pool of its own: it is called inside transactions, which would else wait for each other's connections.
 */
export class Vault {
  readonly #db: Kysely<Database>;
  readonly #master: Buffer;
  readonly #now: () => Date;
  readonly #keys = new Map<string, { readonly key: Buffer; readonly until: number }>();

  constructor(db: Kysely<Database>, masterKey: Buffer, now: () => Date = () => new Date()) {
    this.#db = db;
    this.#master = masterKey;
    this.#now = now;
  }

  /** Any JSON value. @throws Gone when the mailbox's key was destroyed. */
  async seal(mailbox: MailboxOf, place: Place, value: unknown): Promise<string> {
    const key = await this.#keyOf(mailbox);
    return `1.${encrypt(key, context(mailbox, place), Buffer.from(JSON.stringify(value)))}`;
  }

  /** @throws Gone when the key was destroyed; an Error when the value was sealed for another place or mailbox, or altered. */
  async open<T>(mailbox: MailboxOf, place: Place, sealed: string): Promise<T> {
    const key = await this.#keyOf(mailbox);
    const text = decrypt(key, context(mailbox, place), sealed.slice("1.".length)).toString();
    return JSON.parse(text) as T;
  }

  /** Makes a new key where the old one was destroyed: the mailbox is activated again. */
  async renew(mailbox: MailboxOf): Promise<void> {
    const wrapped = this.#wrap(mailbox, randomBytes(32));
    await this.#db
      .updateTable("mailbox_keys")
      .set({ wrapped, destroyed_at: null })
      .where("connection_id", "=", mailbox.connectionId)
      .where("mailbox_id", "=", mailbox.mailboxId)
      .where("wrapped", "is", null)
      .execute();
    this.#keys.delete(mailbox.mailboxId);
  }

  /** Nothing sealed for the mailbox can be read after this. Other processes forget the key within ten minutes. */
  async destroy(mailbox: MailboxOf): Promise<void> {
    await this.#db
      .insertInto("mailbox_keys")
      .values({ mailbox_id: mailbox.mailboxId, connection_id: mailbox.connectionId, wrapped: null, destroyed_at: this.#now() })
      .onConflict((on) => on.column("mailbox_id").doUpdateSet({ wrapped: null, destroyed_at: this.#now() }))
      .execute();
    this.#keys.delete(mailbox.mailboxId);
  }

  /** The same text gives the same hash within a connection, and nobody without the master key can try texts out. */
  keyedHash(connectionId: string, text: string): string {
    const key = hkdfSync("sha256", this.#master, connectionId, "tandem keyed hash", 32);
    return createHmac("sha256", Buffer.from(key)).update(text).digest("base64url");
  }

  async #keyOf(mailbox: MailboxOf): Promise<Buffer> {
    const known = this.#keys.get(mailbox.mailboxId);
    const now = this.#now().getTime();
    if (known && known.until > now) return known.key;
    const key = (await this.#load(mailbox)) ?? (await this.#create(mailbox));
    this.#keys.set(mailbox.mailboxId, { key, until: now + KEPT_FOR_MS });
    return key;
  }

  async #load(mailbox: MailboxOf): Promise<Buffer | null> {
    const row = await this.#db
      .selectFrom("mailbox_keys")
      .select("wrapped")
      .where("connection_id", "=", mailbox.connectionId)
      .where("mailbox_id", "=", mailbox.mailboxId)
      .executeTakeFirst();
    if (!row) return null;
    if (row.wrapped === null) throw new Gone("What was kept of this mailbox was destroyed.");
    const [, keyId, text = ""] = row.wrapped.split(".");
    if (keyId !== idOf(this.#master)) {
      throw new Error("ENCRYPTION_KEY is not the one this database was made with. Start with the former key.");
    }
    return decrypt(this.#master, wrapping(mailbox), text);
  }

  async #create(mailbox: MailboxOf): Promise<Buffer> {
    const wrapped = this.#wrap(mailbox, randomBytes(32));
    await this.#db
      .insertInto("mailbox_keys")
      .values({ mailbox_id: mailbox.mailboxId, connection_id: mailbox.connectionId, wrapped, destroyed_at: null })
      .onConflict((on) => on.column("mailbox_id").doNothing()) // another process was first: its key is the one
      .execute();
    const key = await this.#load(mailbox);
    if (!key) throw new Gone("There is no such mailbox.");
    return key;
  }

  #wrap(mailbox: MailboxOf, key: Buffer): string {
    return `1.${idOf(this.#master)}.${encrypt(this.#master, wrapping(mailbox), key)}`;
  }
}

/** Tells master keys apart without saying anything about them. */
const idOf = (master: Buffer) => createHash("sha256").update("tandem key id").update(master).digest("hex").slice(0, 12);
const wrapping = (mailbox: MailboxOf) => context(mailbox, { table: "mailbox_keys", id: mailbox.mailboxId, column: "wrapped" });
const context = ({ connectionId, mailboxId }: MailboxOf, { table, id, column }: Place) =>
  Buffer.from(JSON.stringify([connectionId, mailboxId, table, id, column]));

function encrypt(key: Buffer, associated: Buffer, plain: Buffer): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associated);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString("base64");
}

function decrypt(key: Buffer, associated: Buffer, text: string): Buffer {
  const bytes = Buffer.from(text, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES }).setAAD(associated);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
