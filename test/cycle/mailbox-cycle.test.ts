import { beforeEach, describe, expect, it } from "vitest";
import type { MailboxStore } from "../../sync-service/accounts/mailbox.ts";
import type { MailboxSetup } from "../../sync-service/accounts/ports.ts";
import { Backoff } from "../../sync-service/cycle/backoff.ts";
import type { CycleMailbox, CycleStore, Finish } from "../../sync-service/cycle/cycle-store.ts";
import { cycleMailbox, type CycleResult, type FolderCheck, type MailboxCycleParts } from "../../sync-service/cycle/mailbox-cycle.ts";
import type { Rounds } from "../../sync-service/cycle/rounds.ts";
import type { SliceResult, SyncKind } from "../../sync-service/cycle/run-cycle.ts";
import type { Concern } from "../../sync-service/cycle/wake-up.ts";
import { VendorFailed } from "../../sync-service/errors.ts";

const MINUTE_MS = 60_000;
const mailbox = { id: "m", sync: "on", state: "healthy", problem: null, activatedAt: new Date(0), throttledUntil: null } as CycleMailbox;

/** A mailbox's row, as the database keeps it. */
class Row {
  seq = 1n;
  readonly named: Partial<Record<Concern, bigint>> = { all: 1n };
  rounds: Rounds = {};
  finish: Finish | null = null;

  wake(...concerns: readonly Concern[]): void {
    this.seq += 1n;
    for (const concern of concerns) this.named[concern] = this.seq;
  }
}

describe("which kinds of a mailbox a cycle looks at", () => {
  let row: Row;
  let looked: SyncKind[];
  let clock: number;
  let says: Partial<Record<SyncKind, () => SliceResult>>;
  let met: Set<string>;
  let backoff: Backoff;
  let isNotified: boolean;
  let folderChecks: Map<string, FolderCheck>;
  let folderLooks: number;
  let ended: CycleResult;

  beforeEach(() => {
    row = new Row();
    looked = [];
    clock = Date.parse("2026-11-22T12:00:00Z");
    says = {};
    met = new Set();
    backoff = new Backoff();
    isNotified = true;
    folderChecks = new Map();
    folderLooks = 0;
  });

  const store = {
    find: async () => mailbox,
    take: async () => {
      const { rounds } = row;
      row.rounds = {};
      return { connectionId: "c", mailboxId: "m", generation: 1n, rounds, release: async () => {} };
    },
    wakeUps: async () => ({ seq: row.seq, named: row.named }),
    finish: async (_lease: unknown, end: Finish) => {
      row.finish = end;
      row.rounds = end.rounds;
    },
  } as unknown as CycleStore;

  /** Answers which kinds were looked at, in order. */
  async function cycle(): Promise<readonly SyncKind[]> {
    looked = [];
    const kind = (name: SyncKind, isTold: boolean) => ({
      kind: name,
      isTold,
      slice: async (): Promise<SliceResult> => {
        looked.push(name);
        return says[name]?.() ?? { more: false };
      },
    });
    const parts: MailboxCycleParts = {
      ...{ store, backoff, met, pollMs: MINUTE_MS, now: () => new Date(clock), isStopping: () => false },
      mailboxes: { folders: async () => [] } as unknown as MailboxStore,
      setup: { missing: async () => ((folderLooks += 1), new Set()) } as unknown as MailboxSetup,
      kindsOf: async () => [kind("emails", true), kind("contacts", true), kind("events", true), kind("tasks", false)],
      ensureNotified: async () => isNotified,
      forgetCursors: async () => {},
      containerLost: async () => {},
      note: async () => {},
      failed: () => {},
      folderChecks,
    };
    ended = await cycleMailbox("m", parts);
    return looked;
  }
  const pass = (ms: number) => void (clock += ms);

  it("S1: all at first, and again after the service was started anew", async () => {
    expect(await cycle()).toEqual(["emails", "contacts", "events", "tasks"]);
    expect(await cycle()).toEqual([]);
    met = new Set();
    expect(await cycle()).toEqual(["emails", "contacts", "events", "tasks"]);
  });

  it("S3: afterwards what was named, and nothing else", async () => {
    await cycle();
    row.wake("contacts");
    expect(await cycle()).toEqual(["contacts"]);
    expect(row.finish?.doneSeq).toBe(2n);
    row.wake("tasks", "emails");
    expect(await cycle()).toEqual(["emails", "tasks"]);
    row.wake("all");
    expect(await cycle()).toEqual(["emails", "contacts", "events", "tasks"]);
  });

  it("MG14: what nobody tells us of with every interval, the rest for safety every 15 minutes", async () => {
    await cycle();
    pass(MINUTE_MS);
    expect(await cycle()).toEqual(["tasks"]);
    pass(14 * MINUTE_MS);
    expect(await cycle()).toEqual(["emails", "contacts", "events", "tasks"]);
  });

  it("S1: without notifications everything with every interval", async () => {
    isNotified = false;
    await cycle();
    row.wake("events");
    expect(await cycle()).toEqual(["events"]);
    pass(MINUTE_MS);
    expect(await cycle()).toEqual(["emails", "contacts", "events", "tasks"]);
  });

  it("S1: a kind that is named while it is looked at is looked at again", async () => {
    await cycle();
    row.wake("contacts");
    says = {
      contacts: () => {
        says = {};
        row.wake("contacts");
        return { more: false };
      },
    };
    expect(await cycle()).toEqual(["contacts", "contacts"]);
    expect(row.finish?.doneSeq).toBe(3n);
  });

  it("B2: the folders are looked for whenever everything is asked for, else now and then", async () => {
    await cycle();
    row.wake("contacts");
    await cycle();
    expect(folderLooks).toBe(1);
    row.wake("all");
    await cycle();
    expect(folderLooks).toBe(2);
    pass(31_000);
    row.wake("contacts");
    await cycle();
    expect(folderLooks).toBe(3);
  });

  it("O5: everything asked for during a cycle is the next one's, which looks for the folders first", async () => {
    says = {
      emails: () => {
        says = {};
        row.wake("all");
        return { more: false };
      },
    };
    await cycle();
    expect([ended, row.finish?.doneSeq, folderLooks]).toEqual(["more", null, 1]);
    expect(await cycle()).toEqual(["emails", "contacts", "events", "tasks"]);
    expect([ended, row.finish?.doneSeq, folderLooks]).toEqual(["ran", 2n, 2]);
  });

  it("P1: a kind that failed is looked at by itself with the next cycle, once its rest is over", async () => {
    await cycle();
    row.wake("events");
    says = {
      events: () => {
        throw new VendorFailed("500");
      },
    };
    expect(await cycle()).toEqual(["events"]);
    expect(row.finish).toMatchObject({ doneSeq: null, rounds: { events: null } });
    says = {};
    expect(await cycle()).toEqual([]);
    pass(2_000);
    expect(await cycle()).toEqual(["events"]);
    expect(row.finish?.doneSeq).toBe(2n);
  });

  it("an item that falls due brings its kind alone", async () => {
    says = { contacts: () => ({ more: false, retryAt: new Date(clock + 5_000) }) };
    await cycle();
    says = {};
    expect(row.finish?.nextDueAt).toEqual(new Date(clock + 5_000));
    pass(5_000);
    expect(await cycle()).toEqual(["contacts"]);
  });

  it("P4: after a cycle that was cut short everything is looked at", async () => {
    await cycle();
    await store.take("m"); // and its process dies
    expect(await cycle()).toEqual(["emails", "contacts", "events", "tasks"]);
  });
});
