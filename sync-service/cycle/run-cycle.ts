import { asksToWait, Fenced, type Problem, SyncError } from "../errors.ts";
import { lastFor, type WakeUps } from "./wake-up.ts";

/** What one slice (a second or so of work) says about what is left. */
export interface SliceResult {
  /** More is due right now. */
  readonly more: boolean;
  /** When the next thing will be due; absent or null when nothing waits. */
  readonly retryAt?: Date | null;
  /** False: nothing was read, as the outcome of an earlier write has to be known first. What woke the kind is still to be seen. */
  readonly hasRead?: boolean;
}

export type SyncKind = "emails" | "contacts" | "tasks" | "events";

export interface KindOfWork {
  readonly kind: SyncKind;
  /** We are told of its changes, as far as the mailbox has notifications; else it is looked at every polling interval (S1). */
  readonly isTold: boolean;
  readonly slice: () => Promise<SliceResult>;
}

export interface CycleParts {
  /** In the order of their urgency: filings first. */
  readonly kinds: readonly KindOfWork[];
  /** Kinds that were read to their end up to a wake-up, and rest until one names them. */
  readonly readBefore: Readonly<Partial<Record<SyncKind, bigint>>>;
  readonly now: () => Date;
  /** After this long the mailbox is given back although more is left, so that others get their turn. */
  readonly budgetMs: number;
  /** A kind that is done is looked at again after this long, while another still works: a first sync does not hold up a mail. */
  readonly lookAgainMs: number;
  /** While some kinds work and others rest: a moment, after which wake-ups are looked for again. */
  readonly pause: () => Promise<unknown>;
  /** The mailbox's wake-ups by now; null when the cycle is to end (sync switched off, the process stops). */
  readonly wakeUps: () => Promise<WakeUps | null>;
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
  /** Something of the kind went through in this cycle before it stopped. */
  readonly achieved: boolean;
}

export interface CycleEnd {
  /** Every wake-up up to this one has been read and acted upon; null when a kind failed or more is left. */
  readonly doneSeq: bigint | null;
  readonly more: boolean;
  /** The kinds that were looked at and read to their end. */
  readonly read: readonly KindRead[];
  readonly failures: readonly KindFailure[];
}

export interface KindRead {
  readonly kind: SyncKind;
  /** The newest wake-up before its last look. */
  readonly seq: bigint;
  /** When its next item falls due by itself. */
  readonly nextItemAt: Date | null;
}

/** Before the first wake-up. */
const NEVER = -1n;

interface Progress {
  readonly work: KindOfWork;
  more: boolean;
  /** The newest wake-up when its last slice began. */
  begunAt: bigint;
  /** The same of the last slice that read. */
  readUpTo: bigint;
  lastRunAt: number | null;
  nextItemAt: Date | null;
  achieved: boolean;
}

/**
 * One cycle of a mailbox: slice upon slice until nothing is left or the budget is used. Each kind goes at its own pace, so that one which
 * a vendor keeps waiting does not hold up the others; one kind's failure ends that kind alone. A wake-up that names a kind has that kind alone look again. Answers when nothing is under way any more.
 * @throws Fenced when the mailbox was taken over: nothing more may be written.
 */
export async function runCycle(parts: CycleParts): Promise<CycleEnd> {
  const { now, pause, wakeUps } = parts;
  const end = now().getTime() + parts.budgetMs;
  const failures: KindFailure[] = [];
  const underWay = new Map<Progress, Promise<void>>();
  let fenced: Fenced | null = null;
  let last: ReadonlySet<Promise<void>> | null = null;
  let running: Progress[] = parts.kinds.map((work) => notBegun(work, parts.readBefore[work.kind]));
  const begin = async (each: Progress): Promise<void> => {
    const failure = await runSlice(each, now);
    underWay.delete(each);
    if (failure instanceof Fenced) fenced = failure;
    else if (failure) {
      failures.push(failure);
      running = running.filter((other) => other !== each);
    }
  };
  let woken = await wakeUps();
  try {
    while (woken !== null && fenced === null) {
      const awake: WakeUps = woken;
      const isAtWork = running.some((each) => each.more || underWay.has(each));
      const due = running.filter((each) => each.more || isNamed(each, awake) || (isAtWork && wasLongAgo(each, parts)));
      for (const each of due) {
        if (underWay.has(each)) continue;
        each.lastRunAt = now().getTime();
        each.begunAt = awake.seq;
        underWay.set(each, begin(each));
      }
      if (underWay.size === 0) break;
      await Promise.race([...underWay.values(), ...(underWay.size < running.length ? [pause()] : [])]);
      if (now().getTime() >= end) {
        // Until the slices of that moment are over the others need not stand still.
        last ??= new Set(underWay.values());
        if (![...underWay.values()].some((slice) => last?.has(slice))) break;
      }
      woken = await wakeUps();
    }
  } finally {
    await Promise.all(underWay.values());
  }
  if (fenced !== null) throw fenced;
  const more = woken === null || running.some((each) => each.more);
  return {
    doneSeq: more || failures.length > 0 ? null : readByAll(running, woken),
    more,
    read: running.flatMap(({ work, more: left, readUpTo, lastRunAt, nextItemAt }) =>
      left || lastRunAt === null ? [] : [{ kind: work.kind, seq: readUpTo, nextItemAt }],
    ),
    failures,
  };
}

const isNamed = ({ work, begunAt }: Progress, woken: WakeUps): boolean => lastFor(work.kind, woken) > begunAt;

/** The wake-up up to which nothing was named that was not read afterwards; null when a kind was not read at all. */
function readByAll(running: readonly Progress[], woken: WakeUps | null): bigint | null {
  if (woken === null || running.some(({ readUpTo }) => readUpTo === NEVER)) return null;
  const behind = running.filter(({ work, readUpTo }) => lastFor(work.kind, woken) > readUpTo).map(({ readUpTo }) => readUpTo);
  return behind.reduce((least, readUpTo) => (readUpTo < least ? readUpTo : least), woken.seq);
}

const notBegun = (work: KindOfWork, readBefore: bigint | undefined): Progress => ({
  work,
  more: readBefore === undefined,
  begunAt: readBefore ?? NEVER,
  readUpTo: readBefore ?? NEVER,
  lastRunAt: null,
  nextItemAt: null,
  achieved: false,
});

function wasLongAgo({ lastRunAt }: Progress, { lookAgainMs, now }: CycleParts): boolean {
  return lastRunAt !== null && now().getTime() - lastRunAt >= lookAgainMs;
}

async function runSlice(each: Progress, now: () => Date): Promise<KindFailure | Fenced | null> {
  try {
    const { more, retryAt, hasRead = true } = await each.work.slice();
    each.more = more;
    if (hasRead) each.readUpTo = each.begunAt;
    each.nextItemAt = retryAt ?? null;
    each.achieved = true;
    return null;
  } catch (error) {
    if (error instanceof Fenced) return error;
    return { ...failureOf(each.work.kind, error, now()), achieved: each.achieved };
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
    return { kind, error, problem, isFault: true, retryAt: null, achieved: false };
  }
  // Told of the whole mailbox, to administrators too: without a vendor's words about one item.
  const problem = { ...error.problem, message: error.plainMessage };
  switch (error.recovery) {
    case "wait": {
      const retryAt = asksToWait(error) ? new Date(now.getTime() + error.retryAfterMs) : null;
      return { kind, error, problem, isFault: false, retryAt, achieved: false };
    }
    case "next-cycle":
    case "start-over":
      return { kind, error, problem, isFault: false, retryAt: null, achieved: false };
    case "reconnect":
    case "give-up":
      return { kind, error, problem, isFault: true, retryAt: null, achieved: false };
  }
}
