import { Fenced, type Problem, SyncError, Throttled } from "../errors.ts";

/** What one slice (a second or so of work) says about what is left. */
export interface SliceResult {
  /** More is due right now. */
  readonly more: boolean;
  /** When the next thing will be due; absent or null when nothing waits. */
  readonly retryAt?: Date | null;
}

export type FilingSlice = () => Promise<SliceResult>;
export type ContactSlice = () => Promise<SliceResult>;

export type SyncKind = "emails" | "contacts";

export interface KindOfWork {
  readonly kind: SyncKind;
  readonly slice: FilingSlice | ContactSlice;
}

export interface CycleParts {
  /** In the order of their urgency: filings first. */
  readonly kinds: readonly KindOfWork[];
  readonly now: () => Date;
  /** After this long the mailbox is given back although more is left, so that others get their turn. */
  readonly budgetMs: number;
  /** A kind that is done is looked at again after this long, while another still works: a first sync does not hold up a mail. */
  readonly lookAgainMs: number;
  /** How often the mailbox was woken by now; null when the cycle is to end (sync switched off, the process stops). */
  readonly wakeSeq: () => Promise<bigint | null>;
}

/** What stopped a kind for this cycle. */
export interface KindFailure {
  readonly kind: SyncKind | "mailbox";
  readonly error: unknown;
  readonly problem: Problem;
  /** A fault that a person has to see; otherwise it passes by itself. */
  readonly isFault: boolean;
  /** As the vendor asked; null: a back-off of ours. */
  readonly retryAt: Date | null;
}

export interface CycleEnd {
  /** Every wake-up up to this one has been read and acted upon; null when a kind failed or more is left. */
  readonly doneSeq: bigint | null;
  readonly more: boolean;
  /** When the next item falls due by itself. */
  readonly nextItemAt: Date | null;
  readonly failures: readonly KindFailure[];
}

interface Progress {
  readonly work: KindOfWork;
  more: boolean;
  /** The wake-up before its last slice began. */
  readUpTo: bigint;
  lastRunAt: number | null;
  nextItemAt: Date | null;
}

/**
 * One cycle of a mailbox: slices by turns until nothing is left or the budget is used. One kind's failure ends that kind alone.
 * @throws Fenced when the mailbox was taken over: nothing more may be written.
 */
export async function runCycle(parts: CycleParts): Promise<CycleEnd> {
  const end = parts.now().getTime() + parts.budgetMs;
  const failures: KindFailure[] = [];
  let running: Progress[] = parts.kinds.map((work) => ({ work, more: true, readUpTo: -1n, lastRunAt: null, nextItemAt: null }));
  let seq = await parts.wakeSeq();
  while (seq !== null) {
    const awake = seq;
    const isAtWork = running.some((each) => each.more);
    const due = running.filter((each) => each.more || awake > each.readUpTo || (isAtWork && wasLongAgo(each, parts)));
    if (due.length === 0) break;
    for (const each of due) {
      each.lastRunAt = parts.now().getTime();
      each.readUpTo = seq;
      const failure = await runSlice(each, parts.now);
      if (!failure) continue;
      failures.push(failure);
      running = running.filter((other) => other !== each);
    }
    if (parts.now().getTime() >= end) break;
    seq = await parts.wakeSeq();
  }
  const more = seq === null || running.some((each) => each.more);
  const readByAll = running.reduce<bigint | null>((least, { readUpTo }) => (least === null || readUpTo < least ? readUpTo : least), seq);
  return {
    doneSeq: more || failures.length > 0 ? null : readByAll,
    more,
    nextItemAt: earliest(running.map((each) => each.nextItemAt)),
    failures,
  };
}

function wasLongAgo({ lastRunAt }: Progress, { lookAgainMs, now }: CycleParts): boolean {
  return lastRunAt !== null && now().getTime() - lastRunAt >= lookAgainMs;
}

async function runSlice(each: Progress, now: () => Date): Promise<KindFailure | null> {
  try {
    const { more, retryAt } = await each.work.slice();
    each.more = more;
    each.nextItemAt = retryAt ?? null;
    return null;
  } catch (error) {
    if (error instanceof Fenced) throw error;
    return failureOf(each.work.kind, error, now());
  }
}

/** What an error means for the cycle: it switches on the recovery, never on a status. */
export function failureOf(kind: SyncKind | "mailbox", error: unknown, now: Date): KindFailure {
  if (!(error instanceof SyncError)) {
    const problem = {
      code: "UNEXPECTED",
      message: "Something unexpected stopped the sync; the log of the service says what.",
      remedy: "Nothing to do at first: it is tried again. If it stays, report it with the log.",
    };
    return { kind, error, problem, isFault: true, retryAt: null };
  }
  // Told of the whole mailbox, to administrators too: without a vendor's words about one item.
  const problem = { ...error.problem, message: error.plainMessage };
  switch (error.recovery) {
    case "wait": {
      const retryAfterMs = error instanceof Throttled ? error.retryAfterMs : 0;
      return { kind, error, problem, isFault: false, retryAt: new Date(now.getTime() + retryAfterMs) };
    }
    case "next-cycle":
    case "start-over":
      return { kind, error, problem, isFault: false, retryAt: null };
    case "reconnect":
    case "give-up":
      return { kind, error, problem, isFault: true, retryAt: null };
  }
}

export function earliest(dates: readonly (Date | null)[]): Date | null {
  return dates.reduce<Date | null>((first, date) => (date && (!first || date < first) ? date : first), null);
}
