import { setTimeout as pause } from "node:timers/promises";
import { activate } from "../accounts/activation.ts";
import { checkFolders, isPaused, missingFolderProblem } from "../accounts/folder-check.ts";
import type { Folder, Mailbox, MailboxStore } from "../accounts/mailbox.ts";
import type { ContainerRole, MailboxSetup } from "../accounts/ports.ts";
import { asksToWait, failedInPassing, Fenced, Gone } from "../errors.ts";
import type { Backoff } from "./backoff.ts";
import { earliestIfAny } from "./clocks.ts";
import { finishOf } from "./cycle-finish.ts";
import type { CycleMailbox, CycleStore, Taken } from "./cycle-store.ts";
import type { Lease } from "./lease.ts";
import { isQuiet, roundOf, type Rounds } from "./rounds.ts";
import { type CycleEnd, failureOf, type KindFailure, type KindOfWork, runCycle } from "./run-cycle.ts";
import type { WakeUps } from "./wake-up.ts";

export interface MailboxCycleParts {
  readonly store: CycleStore;
  readonly mailboxes: MailboxStore;
  readonly setup: MailboxSetup;
  /** The work of a mailbox under a lease, filings first; only the kinds the preset has on. */
  kindsOf(mailbox: Mailbox, lease: Lease, folders: readonly Folder[]): Promise<readonly KindOfWork[]>;
  /** Sees that the mailbox has its subscriptions, and answers whether it is told of changes (else it is polled). */
  ensureNotified(mailbox: Mailbox): Promise<boolean>;
  /** Before the first look of a new activation: earlier cursors know nothing of what lies there now (B4). */
  forgetCursors(mailboxId: string): Promise<void>;
  /** A folder or list of before is gone, and another is about to take its place (B2). */
  containerLost(lease: Lease, role: ContainerRole, id: string): Promise<void>;
  /** An entry in the journal about the mailbox itself. */
  note(mailbox: Mailbox, action: string, reason: string): Promise<void>;
  /** Told of every failure, with its cause: for the log. */
  failed(mailbox: Mailbox, failure: KindFailure): void;
  readonly backoff: Backoff;
  /** The mailboxes that this process has looked at: the first time it looks at everything. */
  readonly met: Set<string>;
  /** When each mailbox's folders were last looked for, in this process. */
  readonly folderChecks: Map<string, FolderCheck>;
  readonly pollMs: number;
  readonly now: () => Date;
  /** True once the process ends. */
  readonly isStopping: () => boolean;
}

export interface FolderCheck {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The newest wake-up for everything before it. */
  readonly seq: bigint;
}

const BUDGET_MS = 20_000;
/** While one kind is at work, wake-ups for the others are noticed within this time. */
const WAKE_LOOK_MS = 250;
const FOLDER_CHECK_MS = 30_000;
/** What rests when the mailbox as a whole could not be prepared. */
const WHOLE = "mailbox";

/** `busy`: another cycle has it. `more`: the budget was used up. */
export type CycleResult = "ran" | "more" | "busy" | "not-now";

/** One cycle of one mailbox: takes it, sets it up if that is due, runs its kinds, and stores how it ended. */
export async function cycleMailbox(id: string, parts: MailboxCycleParts): Promise<CycleResult> {
  const { store, now } = parts;
  const seen = await store.find(id);
  if (!seen || !mayRun(seen, now())) return "not-now";
  const lease = await store.take(id);
  if (!lease) return "busy";
  try {
    const wakeUps = await store.wakeUps(id); // before anything is read that they may be about
    const mailbox = await store.find(id); // as the cycle before left it
    return wakeUps && mailbox && mayRun(mailbox, now()) ? await underLease(mailbox, lease, wakeUps, parts) : "not-now";
  } catch (error) {
    if (error instanceof Fenced) return "ran"; // whoever took it carries on
    throw error;
  } finally {
    await lease.release();
  }
}

function mayRun({ sync, throttledUntil }: CycleMailbox, now: Date): boolean {
  return sync === "on" && (throttledUntil === null || throttledUntil <= now);
}

async function underLease(mailbox: Mailbox, lease: Taken, wakeUps: WakeUps, parts: MailboxCycleParts): Promise<CycleResult> {
  const { backoff, now, store } = parts;
  const rounds = roundsThatHold(mailbox, lease, wakeUps, parts);
  const ready = await prepare(mailbox, lease, parts, rounds);
  const kinds = ready.failure || backoff.until(mailbox.id, WHOLE, now()) ? [] : await parts.kindsOf(ready.mailbox, lease, ready.folders);
  const unpaused = kinds.filter(({ kind }) => !isPaused(kind, ready.folders));
  const runnable = unpaused.filter(({ kind }) => !backoff.until(mailbox.id, kind, now()));
  const end = ready.failure ? failedBefore(ready.failure) : await runKinds(mailbox, runnable, rounds, parts);
  for (const failure of end.failures) {
    parts.failed(mailbox, failure);
    if (!asksToWait(failure.error)) backoff.failed(mailbox.id, failure, now());
    // Perhaps its folder is gone: the next cycle looks.
    if (failure.isFault || failure.error instanceof Gone) parts.folderChecks.delete(mailbox.id);
  }
  for (const { kind } of runnable) if (!end.failures.some((failure) => failure.kind === kind)) backoff.worked(mailbox.id, kind);
  const restingUntil = earliestIfAny([WHOLE, ...kinds.map(({ kind }) => kind)].map((kind) => backoff.until(mailbox.id, kind, now())));
  const finish = finishOf({
    mailbox: ready.mailbox,
    end,
    folderProblem: missingFolderProblem(ready.folders),
    kinds: unpaused,
    before: rounds.held,
    restingUntil,
    isNotified: ready.isNotified,
    pollMs: parts.pollMs,
    now: now(),
  });
  await store.finish(lease, finish);
  return end.more ? "more" : "ran";
}

/** How a mailbox stood as its cycle began. */
interface Standing {
  /** The rounds of the last cycle that nothing has named since and that are not over; none where this process has not been. */
  readonly held: Rounds;
  readonly areQuiet: boolean;
  /** The newest wake-up for everything. */
  readonly forAll: bigint;
}

function roundsThatHold(mailbox: Mailbox, { rounds }: Taken, wakeUps: WakeUps, { met, now }: MailboxCycleParts): Standing {
  const forAll = wakeUps.named.all ?? 0n;
  const isMet = met.has(mailbox.id);
  met.add(mailbox.id);
  if (!isMet) return { held: {}, areQuiet: false, forAll };
  const kinds = Object.keys(rounds) as (keyof Rounds)[];
  const held: Rounds = Object.fromEntries(kinds.map((kind) => [kind, roundOf(kind, rounds, wakeUps, now())]));
  return { held, areQuiet: isQuiet(rounds, wakeUps, now()), forAll };
}

function runKinds(mailbox: Mailbox, kinds: readonly KindOfWork[], { held, forAll }: Standing, parts: MailboxCycleParts): Promise<CycleEnd> {
  const readBefore = Object.fromEntries(kinds.flatMap(({ kind }) => (held[kind] ? [[kind, held[kind].seq]] : [])));
  return runCycle({
    kinds,
    readBefore,
    now: parts.now,
    budgetMs: BUDGET_MS,
    lookAgainMs: parts.pollMs,
    pause: () => pause(WAKE_LOOK_MS),
    wakeUps: async () => {
      const wakeUps = parts.isStopping() ? null : await parts.store.wakeUps(mailbox.id);
      // Everything is asked for anew, the folders and the preset too: that is the next cycle's.
      return wakeUps && (wakeUps.named.all ?? 0n) > forAll ? null : wakeUps;
    },
  });
}

const failedBefore = (failure: KindFailure): CycleEnd => ({ doneSeq: null, more: false, read: [], failures: [failure] });

interface Prepared {
  readonly mailbox: Mailbox;
  readonly folders: readonly Folder[];
  readonly isNotified: boolean;
  readonly failure: KindFailure | null;
}

/** Activation (B1), the look for the folders (B2), subscriptions (S1): whatever is due of it. */
async function prepare(mailbox: Mailbox, lease: Lease, parts: MailboxCycleParts, standing: Standing): Promise<Prepared> {
  let current = mailbox;
  try {
    if (current.activatedAt === null) current = await setUp(mailbox, lease, parts);
    const folders = standing.areQuiet ? await parts.mailboxes.folders(mailbox.id) : await foldersOf(current, parts, standing.forAll);
    const isNotified = await parts.ensureNotified(current);
    parts.backoff.worked(mailbox.id, WHOLE);
    return { mailbox: current, folders, isNotified, failure: null };
  } catch (error) {
    if (error instanceof Fenced) throw error;
    const folders = await parts.mailboxes.folders(mailbox.id);
    return { mailbox: current, folders, isNotified: false, failure: failureOf(WHOLE, error, parts.now()) };
  }
}

async function setUp(mailbox: Mailbox, lease: Lease, parts: MailboxCycleParts): Promise<Mailbox> {
  await parts.mailboxes.setState(mailbox.id, "setting-up", null);
  await parts.forgetCursors(mailbox.id);
  // Before another folder takes its place: after a crash this is done again, and finds nothing left to do.
  const known = await checkFolders(mailbox, parts.setup, parts.mailboxes);
  for (const { role, id, missingSince } of known)
    if ((role === "contacts" || role === "tasks") && missingSince !== null) await parts.containerLost(lease, role, id);
  const { notes } = await activate(mailbox, { setup: parts.setup, store: parts.mailboxes, now: parts.now });
  for (const text of notes) await parts.note(mailbox, "set-up", text);
  await parts.mailboxes.setState(mailbox.id, "first-sync", null);
  return (await parts.mailboxes.find(mailbox.id)) ?? mailbox;
}

/** Looked for now and then, and whenever everything is asked for. */
async function foldersOf(mailbox: Mailbox, parts: MailboxCycleParts, forAll: bigint): Promise<readonly Folder[]> {
  const { folderChecks, mailboxes, now, setup } = parts;
  const last = folderChecks.get(mailbox.id);
  if (last && last.seq >= forAll && now().getTime() - last.at < FOLDER_CHECK_MS) return mailboxes.folders(mailbox.id);
  try {
    const folders = await checkFolders(mailbox, setup, mailboxes);
    folderChecks.set(mailbox.id, { at: now().getTime(), seq: forAll });
    return folders;
  } catch (error) {
    // What passes is no reason to leave everything: the next cycle looks for them.
    if (failedInPassing(error)) return mailboxes.folders(mailbox.id);
    throw error;
  }
}
