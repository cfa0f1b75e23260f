import type { AttachmentChoice, FilingChoice } from "../../../shared/api/filing.ts";
import type { EmailContext, Match, Person, RecordLink } from "../../../shared/api/person.ts";

/** Leaves a choice to the rules, which is what an untouched panel does. */
export const RULES = "rules";
/** The related record: none. */
export const NONE = "none";

/** What a person has chosen so far. */
export interface FilingDraft {
  /** A record's id, or RULES. */
  readonly who: string;
  /** A record's id, RULES, or NONE. */
  readonly what: string;
  /** Ids; null while untouched. */
  readonly attachments: ReadonlySet<string> | null;
}

export const UNTOUCHED: FilingDraft = { who: RULES, what: RULES, attachments: null };

/** The people of the mail to whom it could be filed, the likeliest first. */
export function whoCandidates(context: EmailContext): readonly Match[] {
  const matches = context.people
    .filter((person) => person.is !== "colleague" && person.is !== "blocked")
    .flatMap((person) => (person.best ? [person.best, ...person.others] : person.others));
  return unique(matches);
}

/** What it could be related to: the accounts of the people, their open opportunities and cases. */
export function whatCandidates(context: EmailContext): readonly RecordLink[] {
  const accounts = whoCandidates(context).flatMap((match) => (match.account ? [match.account] : []));
  return unique([...context.opportunities, ...accounts, ...context.cases]);
}

/** Whom the rules would take: the sender, or of a mail that a colleague sent the first person it went to (F2). */
export function whoByRules(context: EmailContext): Match | null {
  const sender = context.people.find((person) => person.role === "from");
  const person = sender && sender.is !== "colleague" ? sender : context.people.find((one) => one.role === "to" && one.is !== "colleague");
  return person && isOne(person) ? person.best : null;
}

/** What the rules would relate it to, as far as can be told here; null when nothing, or when only the service can tell. */
export function whatByRules(context: EmailContext, who: RecordLink | null): RecordLink | null {
  if (who === null || who.type === "Lead") return null;
  const account = whoCandidates(context).find((match) => match.id === who.id)?.account ?? null;
  const accounts = whatCandidates(context).filter((record) => record.type === "Account");
  if (account !== null && accounts.length === 1 && context.opportunities.length === 1) return context.opportunities[0] ?? account;
  return context.opportunities.length === 0 ? account : null;
}

/** Those ticked: the chosen ones, else all that can be filed and do not stand in the text. */
export function ticked(attachments: readonly AttachmentChoice[], draft: FilingDraft): readonly AttachmentChoice[] {
  return attachments.filter(
    (attachment) => attachment.refused === null && (draft.attachments === null ? !attachment.inline : draft.attachments.has(attachment.id)),
  );
}

export function toggled(attachments: readonly AttachmentChoice[], draft: FilingDraft, id: string): FilingDraft {
  const ids = new Set(ticked(attachments, draft).map((attachment) => attachment.id));
  if (!ids.delete(id)) ids.add(id);
  return { ...draft, attachments: ids };
}

/** Only what was touched goes to the service, so that the rules decide the rest. */
export function choiceOf(draft: FilingDraft, anyway: boolean): FilingChoice {
  return {
    ...(draft.who === RULES ? {} : { whoId: draft.who }),
    ...(draft.what === RULES ? {} : { whatId: draft.what === NONE ? null : draft.what }),
    ...(draft.attachments === null ? {} : { attachments: [...draft.attachments] }),
    ...(anyway ? { anyway } : {}),
  };
}

const isOne = (person: Person): boolean => person.is === "contact" || person.is === "lead";

function unique<Kind extends RecordLink>(records: readonly Kind[]): readonly Kind[] {
  return [...new Map(records.map((record) => [record.id, record])).values()];
}
