import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { FirstSyncPace } from "../../sync-service/cycle/first-sync-pace.ts";
import { newLink } from "../../sync-service/cycle/sighting.ts";
import type { Caller } from "../../sync-service/http/caller.ts";
import { type FirstSyncDesk, firstSyncDesk } from "../../sync-service/first-sync-desk.ts";
import { AuditLog } from "../../sync-service/store/audit.ts";
import { CycleRows } from "../../sync-service/store/cycle-rows.ts";
import { Links } from "../../sync-service/store/links.ts";
import { Locks } from "../../sync-service/store/mailbox-locks.ts";
import { Mailboxes } from "../../sync-service/store/mailboxes.ts";
import { openDatabase } from "../../sync-service/store/database.ts";
import { Vault } from "../../sync-service/store/vault.ts";
import { contact } from "../doubles/blank-contact.ts";
import { aDatabase, aMailbox } from "./a-mailbox.ts";

describe("a first sync (B4)", () => {
  let base: Awaited<ReturnType<typeof aDatabase>>;
  let keys: ReturnType<typeof openDatabase>;
  let locks: Locks;
  let mailboxes: Mailboxes;
  let cycles: CycleRows;
  let links: Links<Contact>;
  let desk: FirstSyncDesk;
  let now = new Date("2026-11-22T12:00:00Z");
  let id = "";
  const notes: string[] = [];
  const woken: string[] = [];

  beforeAll(async () => {
    base = await aDatabase();
    keys = openDatabase(base.url, { max: 2 });
    locks = new Locks(base.url);
    mailboxes = new Mailboxes(base.db, base.connectionId, () => now, randomUUID);
    cycles = new CycleRows(base.db, base.connectionId, locks, () => now);
    links = new Links<Contact>(base.db, new Vault(keys, Buffer.alloc(32, 7)), "contact", () => now, randomUUID);
    desk = firstSyncDesk({
      ...{ db: base.db, connectionId: base.connectionId, mailboxes },
      audit: new AuditLog(base.db, base.connectionId, () => now),
      pace: new FirstSyncPace(() => now),
      note: async (_mailbox, action, reason, rule) => void notes.push(`${rule} ${action}: ${reason}`),
      wake: async (ids) => woken.push(...ids),
    });
  });
  afterAll(async () => {
    await locks.close();
    await keys.destroy();
    await base.close();
  });
  beforeEach(async () => {
    id = await aMailbox(base.db, base.connectionId);
    await mailboxes.setSync(id, "off");
    await mailboxes.setSync(id, "on");
    await mailboxes.setActivated(id, now, null);
    await mailboxes.setState(id, "first-sync", null);
    notes.length = 0;
    woken.length = 0;
  });

  const mailbox = async () => {
    const found = await mailboxes.find(id);
    if (!found) throw new Error("There is no such mailbox.");
    return found;
  };
  const progress = async () => (await desk.progressOf([await mailbox()])).get(id) ?? null;
  const owner = async (): Promise<Caller> => ({
    ...{ tenantId: "t", objectId: (await mailbox()).entraUserId, is: "user", name: "Ada" },
    ...{ roles: new Set(), delegated: true },
  });

  async function lease() {
    const taken = await cycles.take(id);
    if (!taken) throw new Error("not taken");
    return taken;
  }

  /** So many contacts that were seen, the first `done` of which are settled. */
  async function contacts(found: number, done: number): Promise<void> {
    const taken = await lease();
    const seen = Array.from({ length: found }, (_, index) => ({
      ...newLink<Contact>(randomUUID(), false),
      exchange: {
        is: "present" as const,
        certain: true,
        ours: false,
        seen: {
          ...{ id: `${id} ${index}`, version: "1", record: contact({ lastName: "Berg" }) },
          standing: { on: "exchange" as const, container: "f", inFolder: true, categories: [], createdAt: now.toISOString() },
        },
      },
      state: index === 0 ? ("question" as const) : ("linked" as const),
      dueAt: index < done ? null : now,
    }));
    await links.observed(taken, "exchange", seen, { cursor: "c", readOnce: true });
    await links.observed(taken, "salesforce", [], { cursor: "c", readOnce: true });
    await taken.release();
  }

  it("counts by kind, those with a question apart, and says which are still being read", async () => {
    await contacts(5, 3);
    expect(await progress()).toMatchObject({
      ...{ done: 3, of: 5, held: 1, failed: 0, reading: true, secondsLeft: null, stopped: null },
      kinds: [
        { kind: "email", done: 0, of: 0, reading: false },
        { kind: "contact", done: 3, of: 5, held: 1, reading: false },
        { kind: "task", done: 0, of: 0, reading: true },
        { kind: "event", reading: true },
      ],
    });
  });

  it("is stopped by its owner, told by whom and when, and continued where it was", async () => {
    await contacts(5, 3);
    await desk.byOwner(await owner(), "stop");
    expect(await mailbox()).toMatchObject({ sync: "paused", state: "paused", stopped: { by: "Ada", own: true, at: now.toISOString() } });
    expect(await progress()).toMatchObject({ done: 3, of: 5, secondsLeft: null, stopped: { by: "Ada" } });
    expect(await cycles.due(now, 1_000)).not.toContain(id);
    await desk.byOwner(await owner(), "stop"); // said twice
    await desk.byOwner(await owner(), "continue");
    expect(await mailbox()).toMatchObject({ sync: "on", state: "first-sync", stopped: null });
    expect(await progress()).toMatchObject({ done: 3, of: 5, stopped: null });
    expect(woken).toEqual([id]);
    expect(notes).toEqual([
      "B4 first sync stopped: The first sync was stopped by Ada.",
      "B4 first sync continued: The first sync was continued by Ada.",
    ]);
  });

  it("A2: what an administrator has stopped its owner cannot continue, and is told who did", async () => {
    await desk.switched(await mailbox(), "paused", { by: "Grace", own: false });
    await expect(desk.byOwner(await owner(), "continue")).rejects.toMatchObject({
      problem: { code: "STOPPED_BY_ADMINISTRATOR", message: "The sync of your mailbox was stopped by Grace." },
    });
    expect((await mailbox()).sync).toBe("paused");
  });

  it("P8: of a caller without a mailbox nothing is stopped", async () => {
    await expect(desk.byOwner({ ...(await owner()), objectId: randomUUID() }, "stop")).rejects.toThrow("not connected");
    expect((await mailbox()).sync).toBe("on");
  });

  it("a cycle that ends after the stop leaves it stopped; one that set up the mailbox does too", async () => {
    const taken = await lease();
    await desk.byOwner(await owner(), "stop");
    await mailboxes.setState(id, "first-sync", null);
    await cycles.finish(taken, finish(null));
    await taken.release();
    expect(await mailbox()).toMatchObject({ sync: "paused", state: "paused", firstSyncDoneAt: null });
  });

  it("is over once everything was read and acted upon; then a pause is a pause, and no first sync", async () => {
    const taken = await lease();
    await cycles.finish(taken, finish(0n));
    await taken.release();
    expect(await progress()).toBeNull();
    await desk.switched(await mailbox(), "paused", { by: "Grace", own: false });
    expect(await progress()).toBeNull();
    await expect(desk.byOwner(await owner(), "continue")).rejects.toMatchObject({ problem: { code: "NO_FIRST_SYNC" } });
    expect(await desk.switched(await mailbox(), "on", { by: "Grace", own: false })).toMatchObject({ state: "healthy", stopped: null });
  });

  it("tells the time left at the rate that it watched", async () => {
    await contacts(100, 10);
    const taken = await lease();
    for (const kind of ["task", "event"] as const) {
      const others = new Links<Contact>(base.db, new Vault(keys, Buffer.alloc(32, 7)), kind, () => now, randomUUID);
      for (const side of ["exchange", "salesforce"] as const) await others.observed(taken, side, [], { cursor: "c", readOnce: true });
    }
    await taken.release();
    expect(await progress()).toMatchObject({ reading: false, secondsLeft: null });
    const due = await links.due(taken, now, 30);
    const later = await lease();
    await links.settled(
      later,
      due.map((link) => ({ id: link.id, link: { ...link, dueAt: null }, absorbed: null, conflicts: [], notes: [] })),
    );
    await later.release();
    now = new Date(now.getTime() + 10_000);
    expect(await progress()).toMatchObject({ done: 40, of: 100, secondsLeft: 20 });
  });

  const finish = (doneSeq: bigint | null) =>
    ({
      ...{
        doneSeq,
        state: doneSeq === null ? "first-sync" : "healthy",
        problem: null,
        nextDueAt: now,
        retryAt: null,
        throttledUntil: null,
      },
      rounds: {},
    }) as Parameters<CycleRows["finish"]>[1];
});
