import { AccessLost, CursorExpired, failedInPassing } from "../errors.ts";
import { fileDue } from "./file-due.ts";
import type { Filing, FilingStore, Noted } from "./filing-store.ts";
import type { Look } from "./mailbox.ts";
import { noteOf, noteOfGone } from "./observe.ts";
import type { FilingParts } from "./parts.ts";
import { setMarks } from "./set-marks.ts";

/** While mails wait, the mailbox is looked at so often. */
const LOOK_GOOD_FOR_MS = 15_000;
/** When marks that could not be set are tried again. */
const MARKS_AGAIN_MS = 1_000;

export interface SliceResult {
  /** More is due right now. */
  readonly more: boolean;
  /** When the next thing will be due; null when nothing waits. */
  readonly retryAt: Date | null;
}

/** What the slices of one cycle know of each other. */
export interface Looks {
  /** When the mailbox was last looked at; null: not yet. */
  at: Date | null;
}

/**
 * One slice of a cycle: looks what was marked since the last time, then files what waits, a few mails at a time. While mails wait, the
 * mailbox is not looked at before every few of them; the slice then says that more is due.
 */
export async function fileSlice(parts: FilingParts, looks: Looks = { at: null }): Promise<SliceResult> {
  const { store, now } = parts;
  const isFresh = looks.at !== null && now().getTime() - looks.at.getTime() < LOOK_GOOD_FOR_MS;
  const skips = isFresh && (await store.due(now(), 1)).length > 0;
  const isRead = skips ? false : await observe(parts).catch(passing);
  if (isRead === true) looks.at = now();
  const ends = await fileDue(parts);
  const marksLeft = await setMarks(parts);
  // One mail that met a closed door says little; when all did, the door is closed, and a person has to know.
  const closed = ends.filter((end) => end instanceof AccessLost);
  if (closed[0] !== undefined && closed.length === ends.length) throw closed[0];
  // What was found earlier is filed even so; without any of it, the failed look is all there is to tell.
  if (isRead instanceof Error && ends.length === 0) throw isRead;
  const next = await store.nextDue(now());
  const retryAt = marksLeft ? sooner(next, new Date(now().getTime() + MARKS_AGAIN_MS)) : next;
  return { more: isRead !== true || (retryAt !== null && retryAt <= now()), retryAt };
}

/** What passes by itself, as an answer. A time that a vendor named, and what a person has to see, end the slice. */
function passing(error: unknown): Error {
  if (failedInPassing(error)) return error;
  throw error;
}

/**
 * Reads what changed and notes it, with the cursor, in one transaction: a crash repeats the look, and loses nothing (REL7).
 * False: the history was lost, and everything is still to be read anew.
 */
export async function observe({ mailbox, store, rules, now }: FilingParts): Promise<boolean> {
  const { cursor, readOnce } = await store.bookmark();
  const also = { repliesSince: await store.threads.followedSince(), drafts: await store.unsent(DRAFTS_AT_ONCE) };
  const look = await mailbox.look(cursor, also).catch((error: unknown) => {
    if (error instanceof CursorExpired) return null;
    throw error;
  });
  if (look === null) {
    await store.forgetCursor(now());
    return false;
  }
  const filings = await store.of([...look.mails.map(({ id }) => id), ...look.gone]);
  const noted: (Noted | null)[] = [
    ...look.mails.map((seen) => noteOf(seen, filings.get(seen.id), !readOnce, rules.activatedAt)),
    ...look.gone.map((id) => noteOfGone(id, filings.get(id))),
  ];
  await store.sent(look.sent, now());
  noted.push(...(await repliesOf(look, filings, store)));
  const changed = noted.filter((note) => note !== null);
  if (changed.length > 0 || look.cursor !== cursor) await store.observed(changed, look.cursor, now());
  return true;
}

/** Later mails of threads whose replies are filed (F3); what is known here by another way goes that way. */
async function repliesOf(look: Look, filings: ReadonlyMap<string, Filing>, store: FilingStore): Promise<readonly Noted[]> {
  if (look.arrived.length === 0) return [];
  const followed = await store.threads.followed([...new Set(look.arrived.map(({ conversationId }) => conversationId))]);
  const seen = new Set(look.mails.filter(({ inFolder, category }) => inFolder || category).map(({ id }) => id));
  const isLater = (at: Date, since: Date | undefined): boolean => since !== undefined && at >= secondOf(since);
  const later = look.arrived.filter(({ id, conversationId, at }) => !seen.has(id) && isLater(at, followed.get(conversationId)));
  const known = await store.of(later.map(({ id }) => id));
  return later
    .filter(({ id }) => !known.has(id) && !filings.has(id))
    .map(({ id, internetMessageId }) => ({
      ...{ messageId: id, internetMessageId, via: "thread", state: "waiting", problem: null, marksDue: false },
    }));
}

/** Drafts asked about with each look: the newest. */
const DRAFTS_AT_ONCE = 15;

/** Exchange tells the arrival of a mail in whole seconds: one that came in the second of the answer came after it. */
function secondOf(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1_000) * 1_000);
}

function sooner(one: Date | null, other: Date): Date {
  return one && one < other ? one : other;
}
