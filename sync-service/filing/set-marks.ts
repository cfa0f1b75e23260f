import pLimit from "p-limit";
import { Gone, OutcomeUnknown, Refused, Throttled, VendorFailed } from "../errors.ts";
import type { Filing } from "./filing-store.ts";
import { marksOf } from "./marks.ts";
import type { FilingParts } from "./parts.ts";

/** Mails marked in one go; more of them wait for the next. */
const AT_ONCE = 48;
/** Exchange lets four requests into a mailbox at a time; a mark is two, and waits between them when one fails. */
const AT_A_TIME = 12;

/** Sets what is due. Answers whether some could not be set just now. */
export async function setMarks(parts: FilingParts): Promise<boolean> {
  const { store } = parts;
  const limit = pLimit(AT_A_TIME);
  await Promise.all((await store.marksDue(AT_ONCE)).map((filing) => limit(() => setMark(filing, parts))));
  return (await store.marksDue(1)).length > 0;
}

/** The categories say what the row says. A mail that is gone, or whose category list is full, needs none. */
export async function setMark(filing: Filing, { mailbox, store }: Pick<FilingParts, "mailbox" | "store">): Promise<void> {
  const marks = marksOf(filing.state, filing.problem);
  try {
    if (marks !== null) await mailbox.mark(filing.messageId, marks);
  } catch (error) {
    // The same marks twice are the same marks, so a lost reply needs no look.
    if (error instanceof Throttled || error instanceof OutcomeUnknown || error instanceof VendorFailed) return;
    if (!(error instanceof Gone || error instanceof Refused)) throw error;
  }
  await store.marked(filing);
}
