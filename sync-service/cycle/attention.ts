import type { AttentionItem } from "../../shared/api/attention.ts";
import type { Fields } from "../../shared/records/fields.ts";
import type { Problem } from "../errors.ts";
import { answersTo } from "./answers.ts";
import type { Link, Offered } from "./link.ts";
import type { RecordKind } from "./record-kind.ts";

/** States in which a link waits for a person. */
export const WAITING_STATES = ["listed", "question", "parted", "held", "failed"] as const;

type OfferedAnswer = AttentionItem["answers"][number];

/** A link that waits for a person, as he is told of it. */
export function attentionTo<F extends Fields>(
  link: Link<F>,
  { nameOf, words }: Pick<RecordKind<F>, "nameOf" | "words">,
): Omit<AttentionItem, "id" | "kind" | "at"> {
  const answers = answersTo(link).map((answer) => offered(link, answer, words));
  const candidates = link.among.map(({ id, name }) => ({ id, name, url: null }));
  return { name: nameIn(link, nameOf), problem: problemOf(link, words), answers, candidates, answered: link.choice !== null };
}

/** By the names of both halves, where they differ. */
export function nameIn<F extends Fields>({ exchange, salesforce, base }: Link<F>, nameOf: (record: F) => string): string {
  const records = [exchange, salesforce].flatMap((sight) => (sight.is === "present" ? [sight.seen.record] : []));
  const names = [...new Set((records.length === 0 && base ? [base] : records).map(nameOf))];
  return names.length > 1 ? `${names[0]} in Outlook, ${names[1]} in Salesforce` : (names[0] ?? "(no name)");
}

type Words = RecordKind<Fields>["words"];

function problemOf<F extends Fields>({ state, problem, reason, among, salesforce }: Link<F>, { same }: Words): Problem {
  if (problem) return problem;
  const happened = (code: string, otherwise: string, remedy: string): Problem => ({ code, message: reason ?? otherwise, remedy });
  switch (state) {
    case "listed":
      return happened("LISTED", "It lay in the mailbox before Tandem was switched on.", "Choose whether it belongs in Salesforce.");
    case "question":
      return among.length === 0 && salesforce.is !== "present"
        ? happened("QUESTION", "", "The record that it may be has an item already: keep them apart, or leave this one as it is.")
        : happened("QUESTION", `It may be a ${same} that is there already.`, `Say whether they are the same ${same}.`);
    case "parted":
      return happened("PARTED", "It was edited on one side and deleted on the other.", "Bring it back on the other side, or let it go.");
    default:
      return happened("WAITING", "It waits for a person.", "Choose what is to be done.");
  }
}

function offered<F extends Fields>(link: Link<F>, answer: Offered, { one, same }: Words): OfferedAnswer {
  switch (answer) {
    case "send":
      return { answer, label: "Send to Salesforce", effect: `It becomes a ${one} in Salesforce and is kept in step.` };
    case "link":
      return {
        answer,
        label: `It is the same ${same}`,
        effect: "The two are kept in step; blanks are filled, and the other value of a field is listed.",
      };
    case "separate":
      return { answer, label: "Keep apart", effect: "They are two: each gets what it lacks on the other side." };
    case "bring-back":
      return { answer, label: "Bring back", effect: "What was deleted on one side is made there anew, with a new id." };
    case "let-go":
      return link.state === "parted"
        ? { answer, label: "Let go", effect: "The one that is left stays, and is no longer kept in step." }
        : { answer, label: "Leave it here", effect: "It stays as it is, without the category, and is not kept in step." };
    case "go-ahead":
      return link.state === "held"
        ? { answer, label: "Let it go ahead", effect: "What is gone on one side goes or is let go on the other." }
        : { answer, label: "Keep in step all the same", effect: "The value is written once more." };
    case "try-again":
      return { answer, label: "Try again", effect: "It is tried once more." };
  }
}
