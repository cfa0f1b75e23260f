import type { Fields } from "../../shared/records/fields.ts";
import { type Answer, type Answered, type GivenAnswer, idOn, type Link, type Note, type Settlement } from "./link.ts";
import { newLink } from "./sighting.ts";
import type { Work } from "./work.ts";

const AT_ONCE = 200;

/** What a person can answer to a link as it stands; nothing where nothing waits for him, or his answer is being carried out. */
export function answersTo<F extends Fields>(link: Link<F>): readonly Answer[] {
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
export function takes<F extends Fields>(link: Link<F>, { answer, recordId }: Pick<GivenAnswer, "answer" | "recordId">): boolean {
  if (!answersTo(link).includes(answer)) return false;
  if (answer !== "link" || isPair(link)) return true;
  return recordId === null ? link.among.length === 1 : link.among.some(({ id }) => id === recordId);
}

/**
 * Takes the answers that people gave since the last slice: each becomes the choice on its link, which is then due. From here on
 * a crash loses none, for the choice stands on the link until the link is settled.
 */
export async function takeAnswers<F extends Fields>(work: Work<F>): Promise<void> {
  for (;;) {
    const waiting = await work.links.answers(work.lease, AT_ONCE);
    if (waiting.length === 0) return;
    const given = waiting.map((each) => each.given);
    await work.links.answersTaken(
      work.lease,
      given,
      waiting.flatMap((each) => settlementsOf(work, each)),
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
    case "bring-back":
    case "let-go":
    case "go-ahead":
      return [settlement({ ...due, choice: given.answer }, note)];
  }
}

/** Two that were thought to be one are two links again, each without the other. */
function apart<F extends Fields>(work: Work<F>, link: Link<F>): readonly Link<F>[] {
  if (!isPair(link)) return [{ ...link, choice: "separate", among: [] }];
  const item: Link<F> = { ...link, origin: null, salesforce: { is: "never" }, choice: "separate", among: [] };
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

function noteOf<F extends Fields>(work: Work<F>, link: Link<F>, { answer }: GivenAnswer): Note {
  return {
    at: work.now(),
    kind: work.kind,
    action: `answer: ${answer}`,
    outcome: "taken",
    reason: "A person answered in the pane.",
    item: idOn(link.exchange),
    record: idOn(link.salesforce),
    linkId: link.id,
  };
}
