import type { Answer, AnswersTaken, AttentionItem, AttentionPage } from "../shared/api/attention.ts";
import type { Me } from "../shared/api/me.ts";
import type { Mailbox } from "./accounts/mailbox.ts";
import { attentionTo, nameIn } from "./cycle/attention.ts";
import { conflictTold, wishOf } from "./cycle/field-conflict.ts";
import { NotFound, type Problem, Refused, SyncError } from "./errors.ts";
import { recordKind } from "./kinds.ts";
import type { FilingRequests } from "./filing/filing-requests.ts";
import type { AttentionPorts } from "./http/attention.ts";
import type { Caller } from "./http/caller.ts";
import type { Attention, Waiting } from "./store/attention.ts";

export interface AttentionParts {
  readonly store: Attention;
  readonly filings: FilingRequests;
  /** The caller's own mailbox (P8); null when it is none of Tandem's. */
  mailboxOf(caller: Caller): Promise<Mailbox | null>;
  /** Subjects and senders, by message id. */
  mailNames(mailbox: Mailbox, messageIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Where a Salesforce record opens, for this user. */
  recordUrl(mailbox: Mailbox): Promise<(id: string) => string>;
  wake(mailboxIds: readonly string[]): Promise<unknown>;
  readonly now: () => Date;
}

/** What a person is asked, and his answers: of his own mailbox alone. */
export function attentionPorts(parts: AttentionParts): AttentionPorts {
  const { store, filings, now } = parts;

  async function own(caller: Caller): Promise<Mailbox> {
    const mailbox = await parts.mailboxOf(caller);
    if (!mailbox) throw new NotFound("Your mailbox is not connected with Salesforce.");
    return mailbox;
  }

  async function list(caller: Caller, cursor: string | null): Promise<AttentionPage> {
    const mailbox = await own(caller);
    const { items, next } = await store.page(placeOf(mailbox), cursor);
    const messageIds = items.flatMap((each) => (each.is === "mail" ? [each.messageId] : []));
    // Told without names and links rather than not at all, while a side does not answer.
    const names = await parts.mailNames(mailbox, messageIds).catch(unlessOurs(new Map<string, string>()));
    const asksAbout = items.some((each) => each.is === "link" && each.link.among.length > 0);
    const urlOf = asksAbout ? await parts.recordUrl(mailbox).catch(unlessOurs(null)) : null;
    return { items: items.map((each) => itemOf(each, names, urlOf)), next, total: await store.count(placeOf(mailbox)) };
  }

  async function answer(caller: Caller, ids: readonly string[], given: Answer, said: Said): Promise<AnswersTaken> {
    const mailbox = await own(caller);
    if (mailbox.sync !== "on") throw syncIsOff();
    const waiting = await store.find(placeOf(mailbox), ids);
    const outcomes = [];
    for (const id of new Set(ids)) outcomes.push({ id, problem: await give(mailbox, waiting.get(id), given, said) });
    const taken = outcomes.flatMap(({ id, problem }) => (problem ? [] : [id]));
    if (taken.length > 0) await parts.wake([mailbox.id]);
    return { taken, refused: outcomes.flatMap(({ id, problem }) => (problem ? [{ id, problem }] : [])) };
  }

  /** Null: it is taken. */
  async function give(mailbox: Mailbox, waiting: Waiting | undefined, given: Answer, said: Said): Promise<Problem | null> {
    if (!waiting) return changed;
    if (waiting.is === "conflict") return settle(mailbox, waiting, given, said.mails);
    if (waiting.is === "mail") {
      if (given !== "file" || waiting.state === "filed-in-part") return changed;
      await filings.ask(mailbox.id, { id: waiting.messageId, internetMessageId: null }, {}, now());
      return null;
    }
    if (given === "file" || given === "keep" || given === "take") return changed;
    if (waiting.link.choice === given) return null; // it was said already, and is being carried out
    return (await store.give(placeOf(mailbox), waiting, given, said.recordId, now())) ? null : changed;
  }

  /** M2: one of the two values is right. What would make Exchange mail people is done only when he said to how many (P5). */
  async function settle(mailbox: Mailbox, waiting: Of<"conflict">, given: Answer, consentTo: number): Promise<Problem | null> {
    const { id, link, kind, conflict, isAnswered } = waiting;
    const offered = conflictTold(kind, link, conflict).answers.find(({ answer }) => answer === given);
    if (!offered || isAnswered || (given !== "keep" && given !== "take")) return changed;
    if (offered.mails !== undefined && offered.mails !== consentTo) return wouldMail(offered.mails);
    const taken = await store.wish(placeOf(mailbox), link, kind, "set", wishOf(id, link, conflict, given), now());
    return taken ? null : changed;
  }

  return {
    list,
    answerSeveral: (caller, { ids, answer: given }) => answer(caller, ids, given, { recordId: null, mails: 0 }),
    async answerOne(caller, id, { answer: given, recordId, mails }) {
      const taken = await answer(caller, [id], given, { recordId: recordId ?? null, mails: mails ?? 0 });
      const [refused] = taken.refused;
      if (refused) throw new Refused(refused.problem);
      return taken;
    },
  };
}

interface Said {
  readonly recordId: string | null;
  /** So many people he agreed to have mailed. */
  readonly mails: number;
}

type Of<Is extends Waiting["is"]> = Extract<Waiting, { readonly is: Is }>;

/** P5: not before a person said that he knows. */
export const wouldMail = (people: number): Problem => ({
  code: "WOULD_MAIL",
  message: `Exchange would mail ${people === 1 ? "1 person" : `${people} people`} about this change, so it waits for your consent.`,
  remedy: "Look who takes part; then answer once more, naming how many are mailed.",
});

const changed: Problem = {
  code: "CHANGED_MEANWHILE",
  message: "This no longer waits for that answer: it has changed, or was settled, meanwhile.",
  remedy: "Look at the list again; it shows how things stand.",
};

function itemOf(waiting: Waiting, names: ReadonlyMap<string, string>, urlOf: ((id: string) => string) | null): AttentionItem {
  const { id } = waiting;
  const at = waiting.at.toISOString();
  if (waiting.is === "mail") {
    const answers =
      waiting.state === "filed-in-part" ? [] : [{ answer: "file" as const, label: "File", effect: "The mail is filed to Salesforce." }];
    const name = names.get(waiting.messageId) ?? `A mail, ${at.slice(0, 16).replace("T", " ")} UTC`;
    return { id, kind: "email", name, at, problem: waiting.problem, answers, candidates: [], answered: false };
  }
  const { link, kind } = waiting;
  if (waiting.is === "conflict") {
    const told = conflictTold(kind, link, waiting.conflict);
    const answers = waiting.isAnswered ? [] : told.answers;
    return { id, kind, name: nameIn(link, recordKind(kind).nameOf), at, ...told, answers, candidates: [], answered: waiting.isAnswered };
  }
  const told = attentionTo(link, recordKind(kind));
  const inSalesforce = link.salesforce.is === "never";
  const candidates = told.candidates.map((each) => ({ ...each, url: inSalesforce && urlOf ? urlOf(each.id) : null }));
  const answered = told.answered || waiting.isAnswered;
  return { id, kind, at, ...told, candidates, answered };
}

/** For `GET /api/me`, which asks neither side: mails are told by their time alone. */
export function briefly(waiting: Waiting): Me["attention"][number] {
  const { kind, name, problem } = itemOf(waiting, new Map(), null);
  return { kind, name, problem };
}

const placeOf = ({ connectionId, id }: Mailbox) => ({ connectionId, mailboxId: id });

const unlessOurs =
  <T>(otherwise: T) =>
  (error: unknown): T => {
    if (error instanceof SyncError) return otherwise;
    throw error;
  };

export function syncIsOff(): Refused {
  return new Refused({
    code: "SYNC_OFF",
    message: "The sync of your mailbox is not switched on, so no answer can be carried out.",
    remedy: "Ask an administrator to switch it on; what waits stays in the list.",
  });
}
