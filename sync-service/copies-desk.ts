import type { Kysely } from "kysely";
import type { Copies } from "../shared/api/administration.ts";
import type { Fields } from "../shared/records/fields.ts";
import type { Mailbox } from "./accounts/mailbox.ts";
import type { Link } from "./cycle/link.ts";
import { hasDigest } from "./cycle/long-text.ts";
import type { Wish } from "./engine/wish.ts";
import { Refused } from "./errors.ts";
import type { Attention } from "./store/attention.ts";
import { countCopies, removableCopies } from "./store/copies.ts";
import { linksOf } from "./store/deeds.ts";
import type { Database } from "./store/tables.ts";
import type { Vault } from "./store/vault.ts";

export interface CopiesDeskParts {
  readonly db: Kysely<Database>;
  readonly vault: Vault;
  readonly connectionId: string;
  readonly waiting: Pick<Attention, "wish">;
  wake(mailboxIds: readonly string[]): Promise<unknown>;
  readonly now: () => Date;
}

/** Links that are read and wished for at once. */
const AT_ONCE = 200;

/**
 * The copies that sync has made in a mailbox, and their removal as an act of its own (B5). The cycles carry it out as they do what is undone: what
 * was changed since it was asked for stays, what goes is journalled under B5, and all of it can be undone from there.
 */
export function copiesDesk(parts: CopiesDeskParts) {
  const { db, vault, connectionId, waiting, now } = parts;
  const placeOf = (mailbox: Mailbox) => ({ connectionId, mailboxId: mailbox.id });

  async function count(mailbox: Mailbox): Promise<Copies> {
    const kinds = await countCopies(db, placeOf(mailbox));
    return {
      counts: kinds.map(({ kind, copies, withOthers }) => ({ kind, copies: copies - withOthers })).filter(({ copies }) => copies > 0),
      staying: kinds.reduce((sum, { withOthers }) => sum + withOthers, 0),
    };
  }

  /** Answers what there was. @throws Refused when the mailbox is not switched on */
  async function remove(mailbox: Mailbox): Promise<Copies> {
    if (mailbox.sync !== "on") throw new Refused(notOn);
    const [place, before] = [placeOf(mailbox), await count(mailbox)];
    const ids = await removableCopies(db, place);
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = await linksOf(db, vault, place, ids.slice(start, start + AT_ONCE));
      for (const { link, kind } of some.values()) await waiting.wish(place, link, kind, "take-back", clearingOf(link), now());
    }
    await parts.wake([mailbox.id]);
    return before;
  }

  return { count, remove };
}

export type CopiesDesk = ReturnType<typeof copiesDesk>;

/** What stands in the mailbox by now has to stand there still. Of a long text no more is kept than its sign (P6). */
function clearingOf({ exchange }: Link<Fields>): Wish<Fields> {
  const seen = exchange.is === "present" ? Object.entries(exchange.seen.record) : [];
  const expected = Object.fromEntries(seen.filter(([field, value]) => !hasDigest({ [field]: value })));
  // One name for all: asked for once more, as after a crash half-way, it takes the place of what was asked before.
  return { id: "clearing", of: "clearing", on: "exchange", expected, wanted: {} };
}

const notOn = {
  code: "SYNC_OFF",
  message: "The sync of this mailbox is not switched on, and it is sync that removes the copies.",
  remedy: "Switch it on, have the copies removed, and switch it off again.",
};
