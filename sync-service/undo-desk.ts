import type { Kysely } from "kysely";
import type { UndoItem, UndoReply } from "../shared/api/administration.ts";
import { fieldsOfKind, fieldWord } from "../shared/records/field-words.ts";
import type { Fields, Kind } from "../shared/records/fields.ts";
import type { Mailbox } from "./accounts/mailbox.ts";
import { wouldMail } from "./attention-desk.ts";
import { nameIn } from "./cycle/attention.ts";
import { mailedAbout } from "./cycle/field-conflict.ts";
import type { Link } from "./cycle/link.ts";
import { planUndo, type UndoPlan } from "./cycle/undo-plan.ts";
import { BadRequest, NotFound, type Problem, Refused } from "./errors.ts";
import type { FilingRequests } from "./filing/filing-requests.ts";
import type { Filing } from "./filing/filing-store.ts";
import { UNDONE_FILING, whyNotUndone } from "./filing/undo-filing.ts";
import { recordKind } from "./kinds.ts";
import type { Attention } from "./store/attention.ts";
import { deeds, DEEDS_AT_MOST, type JournalledDeed, linksOf } from "./store/deeds.ts";
import type { Database } from "./store/tables.ts";
import type { Vault } from "./store/vault.ts";

export interface UndoParts {
  readonly db: Kysely<Database>;
  readonly vault: Vault;
  readonly connectionId: string;
  readonly waiting: Attention;
  readonly filings: Pick<FilingRequests, "find" | "activityOf" | "takeOut">;
  mailbox(id: string): Promise<Mailbox | null>;
  mailboxCalled(user: string): Promise<Mailbox | null>;
  wake(mailboxIds: readonly string[]): Promise<unknown>;
  readonly now: () => Date;
}

/** How an undo is asked for. */
export interface UndoWish {
  readonly dryRun?: boolean;
  /** So many people may be mailed (P5). */
  readonly mails?: number;
  /** Only what rests on this rule. */
  readonly rule?: string;
}

/** One link with its entries, and what undoing them comes to. */
interface Planned {
  readonly link: Link<Fields>;
  readonly kind: Kind;
  readonly plan: UndoPlan;
}

/** An entry that tells of a filed mail, and what undoing it comes to. */
interface PlannedMail {
  readonly filing: Filing | null;
  readonly problem: Problem | null;
}

/** P2: every action of ours is undone from the journal, unless the record has changed since. The cycle carries it out. */
export function undoDesk(parts: UndoParts) {
  const { db, vault, connectionId, waiting, now } = parts;

  /** @param within the one mailbox that it may be about (P8). @throws NotFound, Refused when it cannot be undone */
  async function one(id: string, wish: UndoWish, within?: string): Promise<UndoReply> {
    const [entry] = await deeds(db, vault, connectionId, { id });
    const mailbox = entry && (await parts.mailbox(entry.mailbox.mailboxId));
    if (!entry || !mailbox || (within !== undefined && mailbox.id !== within)) throw new NotFound("There is no such entry in the journal.");
    const reply = await undo(mailbox, [entry], wish);
    const refused = reply.items.find(({ problem }) => problem)?.problem;
    if (refused && wish.dryRun !== true) throw new Refused(refused);
    return reply;
  }

  /** @throws NotFound, BadRequest when there is too much in that time */
  async function several(user: string, since: Date, until: Date, wish: UndoWish): Promise<UndoReply> {
    const mailbox = await parts.mailboxCalled(user);
    if (!mailbox) throw new NotFound("There is no such user.");
    const ofRule = wish.rule === undefined ? {} : { rule: wish.rule };
    const found = await deeds(db, vault, connectionId, { mailboxId: mailbox.id, since, until, ...ofRule });
    if (found.length > DEEDS_AT_MOST) throw new BadRequest(`More than ${DEEDS_AT_MOST} things were done in that time: name a shorter one.`);
    return undo(
      mailbox,
      found.filter(({ deed, filed }) => deed !== null || filed !== null),
      wish,
    );
  }

  async function undo(mailbox: Mailbox, entries: readonly JournalledDeed[], wish: UndoWish): Promise<UndoReply> {
    const place = { connectionId, mailboxId: mailbox.id };
    const ids = entries.flatMap(({ linkId }) => linkId ?? []);
    const planned = new Map<string, Planned>();
    for (const [id, { link, kind }] of await linksOf(db, vault, place, ids)) {
      const own = entries.flatMap(({ linkId, deed }) => (linkId === id && deed ? [deed] : []));
      const blank = Object.fromEntries(fieldsOfKind(kind).map((field) => [field, null]));
      planned.set(id, { link, kind, plan: planUndo(link, own, blank) });
    }
    const filed = await plannedMails(mailbox, entries);
    const mails = [...planned.values()].reduce((sum, each) => sum + mailedBy(each), 0);
    const dryRun = wish.dryRun === true;
    if (!dryRun && mailbox.sync !== "on") throw new Refused(syncOff);
    if (!dryRun && mails > 0 && wish.mails !== mails) throw new Refused(wouldMail(mails));
    const late = new Set<string>();
    if (!dryRun) {
      for (const [id, { link, kind, plan }] of planned) {
        if (!plan.act) continue;
        const isTaken = await waiting.wish(place, link, kind, plan.act.answer, plan.act.wish, now());
        if (!isTaken) late.add(id);
      }
      for (const id of await takenOut(filed)) late.add(id);
      await parts.wake([mailbox.id]);
    }
    const items = entries.map((entry) => {
      const mail = filed.get(entry.id);
      return mail
        ? mailItem(entry, mail, late.has(entry.id))
        : itemOf(entry, planned.get(entry.linkId ?? ""), late.has(entry.linkId ?? ""));
    });
    return { items, counts: counted(items), mails, dryRun };
  }

  async function plannedMails(mailbox: Mailbox, entries: readonly JournalledDeed[]): Promise<ReadonlyMap<string, PlannedMail>> {
    const found = new Map<string, PlannedMail>();
    for (const { id, filed } of entries) {
      if (filed === null) continue;
      const filing = await parts.filings.find(mailbox.id, { id: filed.messageId, internetMessageId: null });
      const made = filing && (await parts.filings.activityOf(filing));
      found.set(id, { filing, problem: whyNotUndone(filing, made, filed.record) });
    }
    return found;
  }

  /** Answers the entries for which it is too late. */
  async function takenOut(filed: ReadonlyMap<string, PlannedMail>): Promise<readonly string[]> {
    const begun = new Set<string>();
    const late: string[] = [];
    for (const [id, { filing, problem }] of filed) {
      const activity = filing?.activityId ?? null;
      // A mail that was filed in part and then whole, and its copies, have several entries and one activity.
      if (filing === null || activity === null || problem !== null || begun.has(activity)) continue;
      if (await parts.filings.takeOut(filing, now(), id)) begun.add(activity);
      else late.push(id);
    }
    return late;
  }

  return { one, several };
}

export type UndoDesk = ReturnType<typeof undoDesk>;

/** How many of each sort can be undone, in the order in which they are met. */
function counted(items: readonly UndoItem[]): UndoReply["counts"] {
  const counts = new Map<string, UndoReply["counts"][number]>();
  for (const { kind, action, problem } of items) {
    const before = counts.get(`${kind} ${action}`) ?? { kind, action, can: 0, cannot: 0 };
    const [can, cannot] = problem ? [0, 1] : [1, 0];
    counts.set(`${kind} ${action}`, { ...before, can: before.can + can, cannot: before.cannot + cannot });
  }
  return [...counts.values()];
}

function itemOf({ id, at, kind, action, deed }: JournalledDeed, planned: Planned | undefined, isLate: boolean): UndoItem {
  const problem = deed === null ? notUndoable(kind) : !planned ? unknown : isLate ? busy : (planned.plan.verdicts.get(id) ?? null);
  return {
    id,
    time: at.toISOString(),
    kind,
    action,
    name: planned ? nameIn(planned.link, recordKind(planned.kind).nameOf) : null,
    effect: problem || !deed ? null : effectOf(deed, kind as Kind),
    problem,
  };
}

function mailItem({ id, at, kind, action }: JournalledDeed, { filing, problem: known }: PlannedMail, isLate: boolean): UndoItem {
  const problem = isLate ? busy : known;
  const name = filing?.detail?.activity?.name ?? null;
  return { id, time: at.toISOString(), kind, action, name, effect: problem ? null : UNDONE_FILING, problem };
}

function effectOf({ did, side, before }: NonNullable<JournalledDeed["deed"]>, kind: Kind): string {
  switch (did) {
    case "create":
      return side === "exchange"
        ? "The copy in Outlook is removed; the record in Salesforce stays, and the two are no longer kept in step."
        : "The record in Salesforce is removed; the item in Outlook stays, and the two are no longer kept in step.";
    case "update":
      return `Both sides get back: ${Object.keys(before)
        .map((field) => fieldWord(kind, field))
        .join(", ")}.`;
    case "remove":
      return "It is made anew, on both sides where it is gone from both. Its ids are new, and what was related to the old one is not related to the new one.";
  }
}

/** So many people Exchange may mail about it. */
function mailedBy({ link, plan }: Planned): number {
  return Math.max(0, ...plan.fields.map((field) => mailedAbout(link, field)));
}

const notUndoable = (kind: string): Problem =>
  kind === "email"
    ? {
        code: "NOT_UNDOABLE",
        message: "Of what was done with a mail, only its filing is undone from the journal.",
        remedy: "To file the mail once more, choose File in the pane.",
      }
    : {
        code: "NOT_UNDOABLE",
        message: "This entry wrote nothing that could be undone.",
        remedy: "Look for the entry that wrote the value.",
      };

const unknown: Problem = {
  code: "NOT_KNOWN",
  message: "The pair that this entry is about is not known any more.",
  remedy: "Set the values by hand, from those that the journal shows.",
};
const busy: Problem = {
  code: "BUSY",
  message: "Something else is being carried out there at this moment.",
  remedy: "Try again in a few seconds.",
};
const syncOff: Problem = {
  code: "SYNC_OFF",
  message: "The sync of this mailbox is not switched on, so nothing can be undone.",
  remedy: "Switch it on; the journal stays.",
};
