import { setTimeout as pause } from "node:timers/promises";
import { type Job, PgBoss } from "pg-boss";
import type { CycleStore } from "./cycle-store.ts";
import { GatheredWakeUps } from "./gathered-wake-ups.ts";
import type { CycleResult } from "./mailbox-cycle.ts";
import { type Waking, wakingFor } from "./wake-up.ts";

/** What runs by the clock, for the whole organisation. */
export interface Rounds {
  /** Every POLL_SECONDS: what changed in Salesforce (S2). */
  "look-at-salesforce"(): Promise<void>;
  "deleted-backstop"(): Promise<void>;
  "renew-subscriptions"(): Promise<void>;
  "keep-pairs-honest"(): Promise<void>;
  housekeeping(): Promise<void>;
}

export interface ScheduleParts {
  readonly databaseUrl: string;
  readonly store: CycleStore;
  readonly cycle: (mailboxId: string) => Promise<CycleResult>;
  readonly rounds: Rounds;
  readonly pollMs: number;
  readonly now: () => Date;
  /** A failure nobody waits for. */
  readonly failed: (what: string, error: unknown) => void;
}

/** Cycles at once in this process. */
const AT_ONCE = 16;
/** How often the table is asked which mailboxes are due; what a lost job costs. */
const DUE_LOOK_MS = 500;
const CYCLE = "cycle";
const crons: Readonly<Record<Exclude<keyof Rounds, "look-at-salesforce">, string>> = {
  "deleted-backstop": "*/15 * * * *",
  "renew-subscriptions": "*/5 * * * *",
  "keep-pairs-honest": "17 * * * *",
  housekeeping: "41 3 * * *",
};

/**
 * Sends every mailbox that is woken or due through its cycle. Jobs only say when; what is true stands on the mailbox's row, so
 * a job lost or doubled changes nothing: the advisory lock decides who works, `wake_seq` and `done_seq` whether there is work.
 */
export class Schedule {
  readonly #parts: ScheduleParts;
  readonly #boss: PgBoss;
  readonly #wakeUps: GatheredWakeUps;
  /** Mailboxes this process works on; true when woken again meanwhile. */
  readonly #running = new Map<string, boolean>();
  readonly #cycles = new Set<Promise<void>>();
  readonly #timers: NodeJS.Timeout[] = [];
  #stopping = false;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
    this.#boss = new PgBoss({
      connectionString: parts.databaseUrl,
      application_name: "tandem jobs",
      schema: "jobs",
      max: 4,
      useListenNotify: true,
      persistWarnings: false,
    });
    this.#wakeUps = new GatheredWakeUps(async (waking) => {
      const woken = await parts.store.wake(waking);
      await this.awaken([...woken.keys()]);
      return woken;
    });
    this.#boss.on("error", (error) => parts.failed("the job queue", error));
    this.#boss.on("warning", () => {});
  }

  get isStopping(): boolean {
    return this.#stopping;
  }

  async start(): Promise<void> {
    const { failed, pollMs } = this.#parts;
    await this.#boss.start();
    // `short`: one waiting job a mailbox. No policy that looks at active jobs: those of a killed process stay active for long.
    await this.#queue(CYCLE);
    await this.#boss.work<{ mailboxId: string }>(
      CYCLE,
      { batchSize: AT_ONCE, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5, burstWhenBatchFull: true },
      (jobs) => this.#startCycles(jobs),
    );
    await this.#queue("look-at-salesforce");
    await this.#work("look-at-salesforce");
    for (const [name, cron] of Object.entries(crons) as [keyof typeof crons, string][]) {
      await this.#queue(name);
      await this.#work(name);
      await this.#boss.schedule(name, cron);
    }
    this.#every(DUE_LOOK_MS, () => this.#sendDue().catch((error: unknown) => failed("the look for due mailboxes", error)));
    const look = () => this.#send("look-at-salesforce").catch((error: unknown) => failed("the look at Salesforce", error));
    this.#every(pollMs, look);
    await look();
  }

  /** Raises `wake_seq`, so that everything is looked at, and sends the jobs. Answers the new numbers: a cycle that has `done_seq` at one of them saw the reason. */
  wake(mailboxIds: readonly string[]): Promise<ReadonlyMap<string, bigint>> {
    return this.wakeFor(wakingFor(mailboxIds, "all"));
  }

  /** The same, for what is named only. */
  wakeFor(waking: Waking): Promise<ReadonlyMap<string, bigint>> {
    return this.#wakeUps.wake(waking);
  }

  /** Sends the jobs of mailboxes whose `wake_seq` is raised already. */
  async awaken(mailboxIds: readonly string[]): Promise<void> {
    if (mailboxIds.length === 0 || this.#stopping) return;
    await this.#boss.insert(
      CYCLE,
      mailboxIds.map((mailboxId) => ({ data: { mailboxId }, singletonKey: mailboxId })),
    );
  }

  /** Takes no more work, lets the cycles end at their next slice, and waits for them. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all([this.#boss.stop({ graceful: true, timeout: 4_000 }), Promise.race([Promise.all(this.#cycles), pause(5_000)])]);
  }

  /** Begins a cycle for each job as soon as there is room, and lets the queue go on: the row, not the job, says what is left. */
  async #startCycles(jobs: readonly Job<{ mailboxId: string }>[]): Promise<void> {
    for (const { data } of jobs) {
      if (this.#running.has(data.mailboxId)) {
        this.#running.set(data.mailboxId, true);
        continue;
      }
      while (this.#cycles.size >= AT_ONCE) await Promise.race(this.#cycles);
      if (this.#stopping) return;
      const cycle: Promise<void> = this.#runCycles(data.mailboxId).finally(() => this.#cycles.delete(cycle));
      this.#cycles.add(cycle);
    }
  }

  async #runCycles(mailboxId: string): Promise<void> {
    this.#running.set(mailboxId, false);
    try {
      const result = await this.#parts.cycle(mailboxId);
      if (result === "more" || (this.#running.get(mailboxId) && result === "ran")) await this.awaken([mailboxId]);
    } catch (error) {
      this.#parts.failed("a cycle", error);
    } finally {
      this.#running.delete(mailboxId);
    }
  }

  async #sendDue(): Promise<void> {
    if (this.#stopping) return;
    const due = await this.#parts.store.due(this.#parts.now(), 500);
    await this.awaken(due.filter((id) => !this.#running.has(id)));
  }

  async #queue(name: string): Promise<void> {
    const options = { retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 60, retentionSeconds: 3_600 } as const;
    await this.#boss.createQueue(name, { policy: "short", notify: true, ...options });
  }

  async #work(name: keyof Rounds): Promise<void> {
    await this.#boss.work(name, { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2 }, async () => {
      if (this.#stopping) return;
      await this.#parts.rounds[name]().catch((error: unknown) => this.#parts.failed(name, error));
    });
  }

  async #send(name: keyof Rounds): Promise<void> {
    if (!this.#stopping) await this.#boss.send(name, {}, { singletonKey: name });
  }

  #every(ms: number, act: () => void): void {
    const timer = setInterval(act, ms);
    timer.unref();
    this.#timers.push(timer);
  }
}
