import pLimit from "p-limit";
import { AccessLost, CursorExpired, Gone, OutcomeUnknown, Refused, Throttled, VendorFailed } from "../errors.ts";
import { attempt } from "./attempts.ts";
import type { Filing, Noted } from "./filing-store.ts";
import { marksOf } from "./marks.ts";
import { noteOf, noteOfGone } from "./observe.ts";
import type { FilingParts } from "./parts.ts";

/** Mails of one slice: a second or so of work. */
const SLICE = 12;
/** When marks that could not be set are tried again. */
const MARKS_AGAIN_MS = 1_000;
/** Exchange lets four requests into a mailbox at a time. */
const AT_A_TIME = 4;

export interface SliceResult {
  /** More is due right now. */
  readonly more: boolean;
  /** When the next thing will be due; null when nothing waits. */
  readonly retryAt: Date | null;
}

/** One slice of a cycle: looks what was marked since the last time, then files what waits, a few mails at a time. */
export async function fileSlice(parts: FilingParts): Promise<SliceResult> {
  const { store, now } = parts;
  const isRead = await observe(parts);
  const due = await store.due(now(), SLICE);
  const limit = pLimit(AT_A_TIME);
  const ends = await Promise.all(due.map((filing) => limit(() => attempt(filing, parts))));
  const marksLeft = await setMarks(parts);
  // One mail that met a closed door says little; when all did, the door is closed, and a person has to know.
  const closed = ends.filter((end) => end instanceof AccessLost);
  if (closed[0] !== undefined && closed.length === ends.length) throw closed[0];
  const next = await store.nextDue(now());
  const retryAt = marksLeft ? sooner(next, new Date(now().getTime() + MARKS_AGAIN_MS)) : next;
  return { more: !isRead || (retryAt !== null && retryAt <= now()), retryAt };
}

/**
 * Reads what changed and notes it, with the cursor, in one transaction: a crash repeats the look, and loses nothing (REL7).
 * False: the history was lost, and everything is still to be read anew.
 */
export async function observe({ mailbox, store, rules, now }: FilingParts): Promise<boolean> {
  const cursor = await store.cursor();
  const look = await mailbox.look(cursor).catch((error: unknown) => {
    if (error instanceof CursorExpired) return null;
    throw error;
  });
  if (look === null) {
    await store.forgetCursor();
    return false;
  }
  const filings = await store.of([...look.mails.map(({ id }) => id), ...look.gone]);
  const first = cursor === null;
  const noted: (Noted | null)[] = [
    ...look.mails.map((seen) => noteOf(seen, filings.get(seen.id), first, rules.activatedAt)),
    ...look.gone.map((id) => noteOfGone(id, filings.get(id))),
  ];
  const changed = noted.filter((note) => note !== null);
  if (changed.length > 0 || look.cursor !== cursor) await store.observed(changed, look.cursor, now());
  return true;
}

/**
 * The categories say what the rows say. A mail that is gone, or whose category list is full, needs none. Answers whether some
 * could not be set just now.
 */
async function setMarks({ mailbox, store }: FilingParts): Promise<boolean> {
  const limit = pLimit(AT_A_TIME);
  await Promise.all((await store.marksDue(SLICE * 2)).map((filing) => limit(() => setMark(filing))));
  return (await store.marksDue(1)).length > 0;

  async function setMark(filing: Filing): Promise<void> {
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
}

function sooner(one: Date | null, other: Date): Date {
  return one && one < other ? one : other;
}
