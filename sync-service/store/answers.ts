import type { Kysely } from "kysely";
import type { Fields, Kind } from "../../shared/records/fields.ts";
import type { Answer } from "../cycle/link.ts";
import type { Wish } from "../engine/wish.ts";
import type { Database } from "./tables.ts";
import type { MailboxOf, Vault } from "./vault.ts";

export interface NewAnswer {
  /** Of the answer. */
  readonly id: string;
  readonly linkId: string;
  readonly kind: Kind;
  readonly answer: Answer;
  readonly recordId: string | null;
  /** What of the link it is about: a conflict, an undo; empty: the link itself. */
  readonly about: string;
  readonly wish: Wish<Fields> | null;
  readonly at: Date;
}

/** Keeps an answer until a cycle takes it, in place of one about the same that was not taken yet. What is wished is sealed (P6). */
export async function keepAnswer(db: Kysely<Database>, vault: Vault, mailbox: MailboxOf, given: NewAnswer): Promise<void> {
  const { id, linkId, kind, answer, recordId, about, wish, at } = given;
  const changing = { id, answer, record_id: recordId, given_at: at, wish: wish && (await vault.seal(mailbox, placeOfWish(id), wish)) };
  await db
    .insertInto("answers")
    .values({ link_id: linkId, about, connection_id: mailbox.connectionId, mailbox_id: mailbox.mailboxId, kind, ...changing })
    .onConflict((on) => on.columns(["link_id", "about"]).doUpdateSet(changing))
    .execute();
}

export const placeOfWish = (answerId: string) => ({ table: "answers", id: answerId, column: "wish" });
