import type { AttentionItem, FieldConflict } from "../../shared/api/attention.ts";
import { fieldWord } from "../../shared/records/field-words.ts";
import type { Fields, Kind, SideName } from "../../shared/records/fields.ts";
import { type Conflict, otherSide } from "../engine/reconcile.ts";
import type { Wish } from "../engine/wish.ts";
import { richIn } from "./known-link.ts";
import type { Link } from "./link.ts";
import { sameText } from "./long-text.ts";

const NAME: Readonly<Record<SideName, string>> = { exchange: "Outlook", salesforce: "Salesforce" };

type Told = Pick<AttentionItem, "problem" | "answers"> & { readonly conflict: FieldConflict };

/** A conflict about one field as a person is told of it, with what he can answer (M2). */
export function conflictTold(kind: Kind, link: Link<Fields>, { field, winner, kept, lost }: Conflict<Fields>): Told {
  const [word, from, other] = [fieldWord(kind, field), NAME[winner], NAME[otherSide(winner)]];
  const stands = holds(link, winner, field, kept);
  const differs = stands && !holds(link, otherSide(winner), field, kept);
  const mails = differs ? mailedAbout(link, field) : 0;
  const conflict = { field, word, kept, keptFrom: winner, lost, differs };
  const keep = {
    answer: "keep" as const,
    label: stands ? `Keep ${from}’s` : "Leave it so",
    effect: stands && differs ? `${other} gets the value of ${from}.` : "Nothing is written, and this is not asked again.",
  };
  const take = {
    answer: "take" as const,
    label: `Take ${other}’s`,
    effect: takingSays(differs ? from : "Both sides", other, mails),
    ...(mails > 0 ? { mails } : {}),
  };
  if (!stands)
    return {
      conflict,
      problem: problem(
        `The ${word} was changed on both sides, and once more since.`,
        "Leave it as it is now, or change it where you like.",
      ),
      answers: [keep],
    };
  if (!differs)
    return {
      conflict,
      problem: problem(`Both sides had changed the ${word}; the value of ${from} stands.`, "Choose which one is right."),
      answers: [keep, take],
    };
  if (isRich(link, field))
    return {
      conflict,
      problem: problem(
        `The ${word} in Salesforce is another, and was not written over what Outlook has: a link to join or the layout would be lost.`,
        "Keep the one of Outlook, or copy into it what you need, by hand.",
      ),
      answers: [keep],
    };
  return {
    conflict,
    problem: problem(
      mails > 0
        ? `The ${word} in Salesforce is another. Others take part in this event, so it was not changed in Outlook.`
        : `The ${word} in Salesforce is another, and was not written over what Outlook has.`,
      "Choose which one is right.",
    ),
    answers: [keep, take],
  };
}

/** What the answer makes the cycle do. Keeping what was changed since does nothing but end the conflict. */
export function wishOf(
  id: string,
  link: Link<Fields>,
  { field, winner, kept, lost }: Conflict<Fields>,
  answer: "keep" | "take",
): Wish<Fields> {
  const about = { id, of: "conflict", on: winner } as const;
  if (!holds(link, winner, field, kept)) return { ...about, expected: {}, wanted: {} };
  return { ...about, expected: { [field]: kept }, wanted: { [field]: answer === "keep" ? kept : lost } };
}

/** So many people Exchange may mail when such a field is written in the mailbox (P5). */
export function mailedAbout({ exchange }: Link<Fields>, field: string): number {
  if (exchange.is !== "present" || exchange.seen.standing.on !== "exchange") return 0;
  const { withOthers, guarded = [], others = 1 } = exchange.seen.standing;
  return withOthers && guarded.includes(field) ? others : 0;
}

/** Whether writing the field in the mailbox would make poorer what stands there (E2). */
export const isRich = ({ exchange }: Link<Fields>, field: string): boolean =>
  exchange.is === "present" && richIn(exchange.seen.standing).includes(field);

function holds(link: Link<Fields>, side: SideName, field: string, value: Conflict<Fields>["kept"]): boolean {
  const sight = link[side];
  return sight.is === "present" && sameText(sight.seen.record[field] ?? null, value);
}

function takingSays(into: string, other: string, mails: number): string {
  const gets = `${into} ${into === "Both sides" ? "get" : "gets"} the value of ${other}.`;
  return mails > 0 ? `${gets} Exchange would mail ${mails === 1 ? "1 person" : `${mails} people`} about it.` : gets;
}

const problem = (message: string, remedy: string) => ({ code: "CONFLICT", message, remedy });
