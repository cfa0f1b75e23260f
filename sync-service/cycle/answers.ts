import type { Fields } from "../../shared/records/fields.ts";
import type { RuleId } from "../../shared/records/rules.ts";
import { type Answer, type Answered, type GivenAnswer, idOn, type Link, type Note, type Offered, type Settlement } from "./link.ts";
import { type Wish, wishRule } from "../engine/wish.ts";
import { newLink } from "./sighting.ts";
import { WISHED } from "./wishes.ts";
import type { Work } from "./work.ts";

const AT_ONCE = 200;

/** What a person can answer to a link as it stands; nothing where nothing waits for him, or his answer is being carried out. */
export function answersTo<F extends Fields>(link: Link<F>): readonly Offered[] {
  if (link.intent !== null || link.choice !== null) return [];
  switch (link.state) {
    case "listed":
      return ["send", "let-go"];
    case "question":
      return [...(isPair(link) || link.among.length > 0 ? (["link"] as const) : []), "separate", "let-go"];
    case "parted":
      return ["bring-back", "let-go"];
    case "held":
      return ["go-ahead", "bring-back"];
    case "failed":
      return link.problem?.code === "SWINGING" ? ["go-ahead", "let-go"] : ["try-again", "let-go"];
    case "new":
    case "linked":
    case "unlinked":
    case "left":
    case "removed":
      return [];
  }
}

/** Whether the link can be answered so: a choice among several has to name one of them. */
export function takes<F extends Fields>(
  link: Link<F>,
  { answer, recordId, wish }: Pick<GivenAnswer, "answer" | "recordId" | "wish">,
): boolean {
  if (answer === "set" || answer === "restore" || answer === "take-back") return wish !== null && grants(link, answer, wish);
  if (!answersTo(link).some((offered) => offered === answer)) return false;
  if (answer !== "link" || isPair(link)) return true;
  return recordId === null ? link.among.length === 1 : link.among.some(({ id }) => id === recordId);
}

/** Whether such a wish has something to be about; whether it can be met is decided when everything was read. */
function grants<F extends Fields>(link: Link<F>, answer: "set" | "restore" | "take-back", { on }: Wish<Fields>): boolean {
  if (link.intent !== null) return false;
  switch (answer) {
    case "set":
      return isPair(link) && (link.state === "linked" || link.state === "failed") && (link.choice === null || link.choice === "set");
    case "restore":
      return link[on].is !== "present" && link.choice === null;
    case "take-back":
      return link[on].is === "present" && link.choice === null;
  }
}

/**
 * Takes the answers that people gave since the last slice: each becomes the choice on its link, which is then due. From here on
 * a crash loses none, for the choice stands on the link until the link is settled.
 */
export async function takeAnswers<F extends Fields>(work: Work<F>): Promise<void> {
  for (;;) {
    const waiting = await work.links.answers(work.lease, AT_ONCE);
    if (waiting.length === 0) return;
    // One for each link at a time: the next one is about the link as the first has left it.
    const first = [...new Map(waiting.toReversed().map((each) => [each.link.id, each])).values()];
    await work.links.answersTaken(
      work.lease,
      first.map(({ given }) => given),
      first.flatMap((each) => settlementsOf(work, each)),
    );
  }
}

function settlementsOf<F extends Fields>(work: Work<F>, { given, link }: Answered<F>): readonly Settlement<F>[] {
  const note = noteOf(work, link, given);
  if (!takes(link, given)) {
    const reason = "What it was an answer to has changed meanwhile, so nothing was done.";
    return [settlement(link, { ...note, outcome: "not-needed", reason })];
  }
  const due = { ...link, dueAt: work.now(), attempts: 0 };
  switch (given.answer) {
    case "try-again":
      return [settlement(due, note)];
    case "separate":
      return apart(work, due).map((half) => settlement(half, note));
    case "send":
      return [settlement({ ...due, choice: "send", early: false }, note)]; // chosen: from now on as any other
    case "link": {
      const among = isPair(link) ? [] : link.among.filter(({ id }) => given.recordId === null || id === given.recordId);
      return [settlement({ ...due, choice: "link", among }, note)];
    }
    case "set":
    case "restore":
    case "take-back":
      // The wish names fields of this kind: it was made of this very link's values.
      return [settlement({ ...due, choice: given.answer, wishes: [...link.wishes, ...(given.wish ? [given.wish as Wish<F>] : [])] }, note)];
    case "bring-back":
    case "let-go":
    case "go-ahead":
      return [settlement({ ...due, choice: given.answer }, note)];
  }
}

/** Two that were thought to be one are two links again, each without the other. */
function apart<F extends Fields>(work: Work<F>, link: Link<F>): readonly Link<F>[] {
  if (!isPair(link)) return [{ ...link, choice: "separate", among: [] }];
  const item: Link<F> = { ...link, origin: null, base: null, salesforce: { is: "never" }, choice: "separate", among: [] };
  const record: Link<F> = { ...newLink<F>(work.newId(), false), salesforce: link.salesforce, choice: "separate", dueAt: link.dueAt };
  return [item, record];
}

const isPair = <F extends Fields>({ exchange, salesforce }: Link<F>): boolean => exchange.is === "present" && salesforce.is === "present";

const settlement = <F extends Fields>(link: Link<F>, note: Note): Settlement<F> => ({
  id: link.id,
  link,
  absorbed: null,
  conflicts: [],
  notes: note.linkId === link.id ? [note] : [],
});

/** Which rule lets a person answer so. */
const ANSWERED: Readonly<Record<Answer, RuleId>> = {
  send: "B4",
  link: "M1",
  separate: "M1",
  "bring-back": "M3",
  "let-go": "M4",
  "go-ahead": "M5",
  "try-again": "C6",
  set: "M2",
  restore: "P2",
  "take-back": "P2",
};

function noteOf<F extends Fields>(work: Work<F>, link: Link<F>, { answer, wish }: GivenAnswer): Note {
  return {
    at: work.now(),
    kind: work.kind,
    action: wish ? WISHED[wish.of] : `answer: ${answer}`,
    outcome: "taken",
    rules: [wish ? wishRule[wish.of] : ANSWERED[answer]],
    reason: reasonOf(wish),
    item: idOn(link.exchange),
    record: idOn(link.salesforce),
    linkId: link.id,
  };
}

function reasonOf(wish: GivenAnswer["wish"]): string {
  switch (wish?.of) {
    case "undo":
      return `A person undid the entry ${wish.id}.`;
    case "clearing":
      return "The copies that sync had made in this mailbox were asked to be removed.";
    default:
      return "A person answered in the pane.";
  }
}
