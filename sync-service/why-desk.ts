import type { Kysely } from "kysely";
import type { Preset } from "../shared/api/preset.ts";
import type { Why } from "../shared/api/why.ts";
import type { Fields, Kind } from "../shared/records/fields.ts";
import { type RuleId, ruleWords } from "../shared/records/rules.ts";
import type { Folder, Mailbox } from "./accounts/mailbox.ts";
import { nameIn } from "./cycle/attention.ts";
import { idOn, type Link } from "./cycle/link.ts";
import type { Seen } from "./cycle/side.ts";
import { type Explained, explainItem, explainLink, explainRecord, told } from "./cycle/why.ts";
import type { Work } from "./cycle/work.ts";
import { BadRequest, Gone, NotFound, Refused, SyncError } from "./errors.ts";
import type { FilingRequests } from "./filing/filing-requests.ts";
import { shareKeysOf } from "./filing/mail-traits.ts";
import type { PaneUser } from "./filing/pane.ts";
import type { SharingFlags } from "./filing/sharing.ts";
import { explainFiling, explainUnfiled } from "./filing/why.ts";
import type { WhyPorts } from "./http/why.ts";
import { hindrancesOf } from "./hindrances.ts";
import { kindOfRecord, placeOfKind, recordKind } from "./kinds.ts";
import type { Caller } from "./http/caller.ts";
import * as journal from "./store/journal.ts";
import { findLink, nextLook } from "./store/link-lookup.ts";
import type { Database } from "./store/tables.ts";
import type { Vault } from "./store/vault.ts";

type RecordKindName = Exclude<Kind, "email">;

export interface WhyParts {
  readonly db: Kysely<Database>;
  readonly vault: Vault;
  readonly connectionId: string;
  /** By its id or its address. */
  mailbox(called: string): Promise<Mailbox | null>;
  /** The caller's own (P8); null when it is none of Tandem's. */
  mailboxOf(caller: Caller): Promise<Mailbox | null>;
  folders(mailboxId: string): Promise<readonly Folder[]>;
  preset(): Promise<Preset>;
  /** To look with, and not to write. */
  lookingAt(mailbox: Mailbox, folders: readonly Folder[], kind: RecordKindName): Promise<Work<Fields>>;
  paneUser(mailbox: Mailbox): Promise<PaneUser>;
  readonly filings: FilingRequests;
  readonly flags: SharingFlags;
}

/** One item or record, and what was found out about it. */
interface Subject {
  readonly kind: Kind | null;
  readonly name: string | null;
  readonly item: string | null;
  readonly record: string | null;
  readonly explained: Omit<Explained, "is"> & { readonly is: Why["is"] };
}

/** Who asks: with content, and whether it is the mailbox's own user. */
interface Asker {
  readonly content: boolean;
  readonly isOwner: boolean;
}

const KINDS: readonly RecordKindName[] = ["contact", "event", "task"];
const LATELY = 10;

/** A6: what Tandem knows of an item or record, which rules applied, what happened last and what comes next. Writes nothing on either side. */
export function whyPorts(parts: WhyParts): WhyPorts {
  const { db, vault, connectionId } = parts;
  const placeOf = ({ id }: Mailbox) => ({ connectionId, mailboxId: id });

  return {
    async own(caller, { item, kind, internetMessageId }) {
      const mailbox = await parts.mailboxOf(caller);
      if (!mailbox) throw new NotFound("Your mailbox is not connected with Salesforce.");
      const subject = await asFarAsAnswered(kind, { item }, () => itemOf(mailbox, item, internetMessageId ?? null, [kind]));
      return answer(mailbox, subject, { content: true, isOwner: true });
    },
    async ofUser(id, { item, record, link }, content) {
      const mailbox = await parts.mailbox(id);
      if (!mailbox) throw new NotFound("There is no such user.");
      if ([item, record, link].filter((each) => each !== undefined).length !== 1)
        throw new BadRequest("Name one of item, record and link.");
      const kind = record === undefined ? null : kindOfRecord(record);
      const subject = await asFarAsAnswered(kind, { item, record }, () => {
        if (item !== undefined) return itemOf(mailbox, item, null, ["email", ...KINDS]);
        return record === undefined ? linkCalled(mailbox, link ?? "") : recordOf(mailbox, record);
      });
      return answer(mailbox, subject, { content, isOwner: false });
    },
  };

  async function linkCalled(mailbox: Mailbox, id: string): Promise<Subject> {
    const found = await findLink(db, vault, placeOf(mailbox), { link: id });
    if (!found) throw new NotFound("There is no such link.");
    return ofLink(found.link, found.kind);
  }

  /** The item is read in the mailbox as it is now, whatever the id says (P8); a link is told of where there is one. */
  async function itemOf(mailbox: Mailbox, id: string, messageId: string | null, kinds: readonly Kind[]): Promise<Subject> {
    const known = await findLink(db, vault, placeOf(mailbox), { item: id });
    if (known) return ofLink(known.link, known.kind);
    const folders = await parts.folders(mailbox.id);
    if (kinds.includes("email")) {
      const mail = await mailOf(mailbox, folders, id, messageId);
      if (mail) return mail;
    }
    for (const kind of KINDS.filter((each) => kinds.includes(each))) {
      const found = await elsewhereNull(() => seenItem(mailbox, folders, kind, id));
      if (!found) continue;
      // Asked for by another form of its id.
      const link = await findLink(db, vault, placeOf(mailbox), { item: found.seen.id });
      if (link) return ofLink(link.link, link.kind);
      const explained = await explainItem(found.work, found.seen, mailbox.activatedAt === null, placeOfKind(kind, folders));
      return { kind, name: nameOf(found.work, found.seen), item: found.seen.id, record: null, explained };
    }
    const [only] = kinds;
    return { kind: kinds.length === 1 && only ? only : null, name: null, item: id, record: null, explained: NOT_SEEN };
  }

  async function seenItem(mailbox: Mailbox, folders: readonly Folder[], kind: RecordKindName, id: string) {
    const work = await parts.lookingAt(mailbox, folders, kind);
    const [seen] = (await work.sides.exchange.read([id])).values();
    return seen ? { work, seen } : null;
  }

  async function mailOf(mailbox: Mailbox, folders: readonly Folder[], id: string, messageId: string | null): Promise<Subject | null> {
    const user = await parts.paneUser(mailbox);
    const mail = await elsewhereNull(() => user.mailbox.find(id, messageId));
    if (!mail) return null;
    const filing = await parts.filings.find(mailbox.id, mail);
    const read = filing ? null : await user.mailbox.read(mail.id);
    if (!filing && !read) return null;
    const subject = {
      kind: "email",
      name: read?.email.subject ?? null,
      item: mail.id,
      record: filing?.detail?.activity?.id ?? null,
    } as const;
    if (filing) return { ...subject, explained: explainFiling(filing) };
    if (!read) return null;
    const flags = await parts.flags.of(mailbox.id, shareKeysOf(mail), user.rules.doNotShareBinds);
    const filingFolders = new Set(folders.filter(({ role }) => role === "emails" || role === "emails-sub").map((folder) => folder.id));
    return { ...subject, explained: explainUnfiled(read.email, filingFolders, user.rules, flags) };
  }

  /** As the mapped user sees it (P7). */
  async function recordOf(mailbox: Mailbox, id: string): Promise<Subject> {
    const known = await findLink(db, vault, placeOf(mailbox), { record: id });
    if (known) return ofLink(known.link, known.kind);
    const kind = kindOfRecord(id);
    const about = { kind, name: null, item: null, record: id };
    if (kind === null) return { ...about, explained: NO_KIND };
    const work = await parts.lookingAt(mailbox, await parts.folders(mailbox.id), kind);
    const [seen] = (await work.sides.salesforce.read([id])).values();
    if (seen) return { ...about, name: nameOf(work, seen), record: seen.id, explained: await explainRecord(work, seen) };
    const successor = (await work.sides.salesforce.successors?.([id]))?.get(id);
    return { ...about, explained: successor === undefined ? NOT_SEEN : livesOn(successor) };
  }

  async function answer(mailbox: Mailbox, subject: Subject, { content, isOwner }: Asker): Promise<Why> {
    const { kind, explained, item, record } = subject;
    const { problem, waits } = explained;
    const hindrances = hindrancesOf(mailbox, kind, await parts.folders(mailbox.id), await parts.preset());
    const until = waits && waits.until === null && explained.is === "waits" ? await nextLook(db, placeOf(mailbox)) : (waits?.until ?? null);
    // A7: what a vendor said may hold values; our own sentences hold none. What Tandem does not know is its owner's affair.
    const isKnown = explained.is !== "left-alone" || record !== null;
    return {
      is: explained.is,
      kind,
      name: content && (isOwner || isKnown) ? subject.name : null,
      item,
      record,
      headline: content || !problem ? explained.headline : problem.code,
      rules: worded([...explained.rules, ...hindrances.flatMap(({ rules }) => rules)]),
      hindrances: hindrances.map(({ problem: each }) => each),
      waits: waits && { for: waits.for, until: until?.toISOString() ?? null },
      next: hindrances.length > 0 ? "Nothing, before what is said above is mended." : explained.next,
      can: [...hindrances.map(({ problem: { remedy } }) => remedy), ...(content || !problem ? explained.can : [])],
      lately: await lately(mailbox, subject, { content, isOwner }),
    };
  }

  async function lately(mailbox: Mailbox, { item, record }: Subject, { content, isOwner }: Asker): Promise<Why["lately"]> {
    const filters = [...(item === null ? [] : [{ item }]), ...(record === null ? [] : [{ record }])];
    const lists = [];
    for (const filter of filters) lists.push(await journal.list(db, connectionId, { user: mailbox.id, ...filter }, { vault, content }));
    const entries = new Map(lists.flatMap(({ items }) => items.map((entry) => [entry.id, entry])));
    const newest = [...entries.values()].sort((one, other) => Number(BigInt(other.id) - BigInt(one.id))).slice(0, LATELY);
    return newest.map(({ id, time, action, outcome, reason, rules, undoable }) => ({
      ...{ time, action, outcome, reason, rules },
      ...(isOwner && undoable ? { undo: id } : {}),
    }));
  }
}

function ofLink(link: Link<Fields>, kind: Kind): Subject {
  const of = recordKind(kind);
  return {
    kind,
    name: nameIn(link, of.nameOf),
    item: idOn(link.exchange),
    record: idOn(link.salesforce),
    explained: explainLink(link, of),
  };
}

const nameOf = (work: Work<Fields>, seen: Seen<Fields>) => work.nameOf(seen.record);

const worded = (rules: readonly RuleId[]): Why["rules"] => [...new Set(rules)].map((id) => ({ id, words: ruleWords[id] }));

/** While a side does not answer, or refuses this user, that is the answer. @throws NotFound */
async function asFarAsAnswered(
  kind: Kind | null,
  { item, record }: { readonly item?: string | undefined; readonly record?: string | undefined },
  find: () => Promise<Subject>,
): Promise<Subject> {
  try {
    return await find();
  } catch (error) {
    if (!(error instanceof SyncError) || error instanceof NotFound) throw error;
    const explained = told("failed", error.plainMessage, ["P1"], { next: "It is tried again by itself.", can: [error.remedy] });
    return { kind, name: null, item: item ?? null, record: record ?? null, explained };
  }
}

/** An id of another kind is refused or not found; whatever else goes wrong is no answer. */
async function elsewhereNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SyncError && (error instanceof Gone || error instanceof Refused)) return null;
    throw error;
  }
}

const NOT_SEEN: Subject["explained"] = {
  ...told(
    "left-alone",
    "It is not there, or this user may not see it: it may have been deleted, or lie where nothing is kept in step.",
    [],
    {
      can: ["Look in Deleted Items, or in Salesforce's bin; ask who may see it."],
    },
  ),
  is: "unknown",
};

const NO_KIND: Subject["explained"] = {
  ...told("left-alone", "Records of this object are not kept in step: contacts, leads, events and tasks are.", ["A3"], {}),
  is: "unknown",
};

const livesOn = (successor: string): Explained =>
  told("left-alone", `It was merged or converted, and lives on as ${successor}.`, ["C5"], { can: [`Ask about ${successor}.`] });
