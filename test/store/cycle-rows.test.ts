import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Kind } from "../../shared/records/fields.ts";
import type { Finish } from "../../sync-service/cycle/cycle-store.ts";
import type { OrganisationChange } from "../../sync-service/cycle/organisation-changes.ts";
import { wakingFor } from "../../sync-service/cycle/wake-up.ts";
import { Fenced } from "../../sync-service/errors.ts";
import { CycleRows } from "../../sync-service/store/cycle-rows.ts";
import { inFence } from "../../sync-service/store/fence.ts";
import { Locks } from "../../sync-service/store/mailbox-locks.ts";
import { notedChanges } from "../../sync-service/store/noted-changes.ts";
import { aDatabase, aMailbox } from "./a-mailbox.ts";

const now = new Date("2026-11-22T12:00:00Z");
const later = new Date(now.getTime() + 60_000);
const well: Finish = { doneSeq: 0n, state: "healthy", problem: null, nextDueAt: later, retryAt: null, throttledUntil: null, rounds: {} };
const NOBODYS = new Set<Kind>();

describe("what the schedule stores", () => {
  let base: Awaited<ReturnType<typeof aDatabase>>;
  let here: CycleRows;
  let there: CycleRows;
  let locks: readonly [Locks, Locks];

  beforeAll(async () => {
    base = await aDatabase();
    locks = [new Locks(base.url), new Locks(base.url)];
    here = new CycleRows(base.db, base.connectionId, locks[0], () => now);
    there = new CycleRows(base.db, base.connectionId, locks[1], () => now);
  });
  afterAll(async () => {
    await Promise.all(locks.map((each) => each.close()));
    await base.close();
  });

  const mailbox = () => aMailbox(base.db, base.connectionId);

  it("S5: a mailbox is taken by one cycle at a time, of this process or another", async () => {
    const id = await mailbox();
    const lease = await here.take(id);
    expect(await here.take(id)).toBeNull();
    expect(await there.take(id)).toBeNull();
    await lease?.release();
    expect(await there.take(id)).not.toBeNull();
  });

  it("REL9: a lease that was taken over commits nothing", async () => {
    const id = await mailbox();
    const old = await here.take(id);
    if (!old) throw new Error("not taken");
    await old.release(); // as the database does when the connection of a paused process breaks
    await there.take(id);
    await expect(inFence(base.db, old, async () => "written")).rejects.toBeInstanceOf(Fenced);
    await expect(here.finish(old, well)).rejects.toBeInstanceOf(Fenced);
  });

  it("S5: a process that dies gives its mailboxes back at once", async () => {
    const id = await mailbox();
    const doomed = new Locks(base.url);
    await new CycleRows(base.db, base.connectionId, doomed, () => now).take(id);
    expect(await here.take(id)).toBeNull();
    await doomed.close();
    await expect.poll(() => here.take(id)).not.toBeNull();
  });

  it("what a running cycle would write over waits for its end, and keeps the next one waiting", async () => {
    const id = await mailbox();
    const order: string[] = [];
    const lease = await there.take(id);
    const between = here.betweenCycles(id, async () => {
      order.push("between");
      expect(await there.take(id)).toBeNull();
    });
    expect(await here.take(id)).toBeNull();
    order.push("cycle ends");
    await lease?.release();
    await between;
    expect(order).toEqual(["cycle ends", "between"]);
    expect(await there.take(id)).not.toBeNull();
  });

  it("what waits for a cycle that does not end is done all the same, and leaves the cycle its mailbox", async () => {
    const id = await mailbox();
    await there.take(id);
    let isDone = false;
    await here.betweenCycles(id, async () => void (isDone = true), 0);
    expect(isDone).toBe(true);
    expect(await here.take(id)).toBeNull();
  });

  it("a mailbox is due when woken and not done, when its time has come, and when a killed cycle left it running", async () => {
    const [woken, early, cut] = [await mailbox(), await mailbox(), await mailbox()];
    for (const id of [woken, early, cut]) {
      const lease = await here.take(id);
      if (lease) await here.finish(lease, well);
      await lease?.release();
    }
    const due = async (at: Date) => (await here.due(at, 100)).filter((id) => [woken, early, cut].includes(id));
    expect(await due(now)).toEqual([]);
    await here.wake(wakingFor([woken], "all"));
    await here.take(cut);
    expect((await due(now)).sort()).toEqual([woken, cut].sort());
    expect(await due(later)).toContain(early);
  });

  it("S4: what a vendor asked for is waited for even by the woken; a back-off of ours by the table's look alone", async () => {
    const id = await mailbox();
    const lease = await here.take(id);
    if (!lease) throw new Error("not taken");
    await here.finish(lease, { ...well, throttledUntil: later });
    await lease.release();
    await here.wake(wakingFor([id], "all"));
    expect(await here.due(now, 100)).not.toContain(id);
    expect(await here.due(later, 100)).toContain(id);
  });

  it("a wake-up during a cycle is not lost when the cycle ends", async () => {
    const id = await mailbox();
    const seen = (await here.wake(wakingFor([id], "all"))).get(id) ?? 0n;
    const lease = await here.take(id);
    if (!lease) throw new Error("not taken");
    await here.wake(wakingFor([id], "all"));
    await here.finish(lease, { ...well, doneSeq: seen });
    await lease.release();
    expect(await here.due(now, 100)).toContain(id);
  });

  it("S3: a wake-up raises the number of what it names, and leaves the others' as they were", async () => {
    const [id, other] = [await mailbox(), await mailbox()];
    await here.wake(wakingFor([id, other], "all"));
    await here.wake(new Map([[id, new Set(["contacts", "events"] as const)]]));
    await there.wake(wakingFor([id], "contacts"));
    expect(await here.wakeUps(id)).toEqual({ seq: 3n, named: { all: 1n, contacts: 3n, events: 2n } });
    expect(await here.wakeUps(other)).toEqual({ seq: 1n, named: { all: 1n } });
  });

  it("S3: how the kinds stand is for the next cycle, of whichever process; after one that was cut short nothing is", async () => {
    const id = await mailbox();
    const rounds = { contacts: { seq: 7n, until: later, isTold: true }, tasks: null };
    const first = await here.take(id);
    if (!first) throw new Error("not taken");
    expect(first.rounds).toEqual({});
    await here.finish(first, { ...well, rounds });
    await first.release();
    const second = await there.take(id);
    expect(second?.rounds).toEqual(rounds);
    await second?.release();
    expect((await here.take(id))?.rounds).toEqual({});
  });

  it("a person who pauses during a cycle is not overruled by its end", async () => {
    const id = await mailbox();
    const lease = await here.take(id);
    if (!lease) throw new Error("not taken");
    await base.db.updateTable("mailboxes").set({ sync: "paused", state: "paused" }).where("id", "=", id).execute();
    await here.finish(lease, well);
    expect((await here.find(id))?.state).toBe("paused");
    expect(await here.wakeUps(id)).toBeNull();
  });

  it("S2: a change is noted for its owner and for whoever holds the record, wakes both, and moves the cursor with it", async () => {
    const owner = await aMailbox(base.db, base.connectionId, { salesforceUserId: "005OWNER" });
    const holder = await mailbox();
    const other = await mailbox();
    await base.db
      .insertInto("links")
      .values({
        id: crypto.randomUUID(),
        connection_id: base.connectionId,
        mailbox_id: holder,
        kind: "contact",
        state: "linked",
        salesforce_id: "003A",
        created_at: now,
        updated_at: now,
      })
      .execute();
    const change = {
      kind: "contact",
      id: "003A",
      ownerId: "005OWNER",
      isDeleted: false,
      isNew: false,
      followedBy: null,
      systemModstamp: now.toISOString(),
    } as const;
    expect([...(await here.noteOrganisation("contacts", { changes: [change], cursor: "cursor-1" }, NOBODYS))].sort()).toEqual(
      [owner, holder].sort(),
    );
    expect(await here.organisationCursor("contacts")).toBe("cursor-1");
    expect(await here.wakeUps(holder)).toEqual({ seq: 1n, named: { contacts: 1n } });
    const noted = (mailboxId: string) => notedChanges(base.db, { connectionId: base.connectionId, mailboxId }, "contact");
    expect((await noted(owner).after("0", 10)).map(({ id }) => id)).toEqual(["003A"]);
    expect(await noted(other).after("0", 10)).toEqual([]);
  });

  it("S2: a record that changes again is met again by a reader who is past the first note", async () => {
    const owner = await aMailbox(base.db, base.connectionId, { salesforceUserId: "005AGAIN" });
    const change = {
      kind: "contact",
      id: "003B",
      ownerId: "005AGAIN",
      isDeleted: false,
      isNew: false,
      followedBy: null,
      systemModstamp: now.toISOString(),
    } as const;
    const noted = notedChanges(base.db, { connectionId: base.connectionId, mailboxId: owner }, "contact");
    await here.noteOrganisation("contacts", { changes: [change], cursor: "1" }, NOBODYS);
    const past = (await noted.after("0", 10)).at(-1)?.seq ?? "";
    expect(await noted.head()).toBe(past);
    expect(await noted.after(past, 10)).toEqual([]);
    await here.noteOrganisation("contacts", { changes: [{ ...change, followedBy: "003C" }], cursor: "2" }, NOBODYS);
    expect((await noted.after(past, 10)).map(({ id, followedBy }) => [id, followedBy])).toEqual([["003B", "003C"]]);
  });

  it("S2, C1: what concerns everybody is noted once for all; who has it is woken, everybody for what is new", async () => {
    const shared = await aDatabase();
    const rows = new CycleRows(shared.db, shared.connectionId, locks[0], () => now);
    const ids = ["005OWNS", "005HAS", "005OTHER"];
    const all = await Promise.all(ids.map((salesforceUserId) => aMailbox(shared.db, shared.connectionId, { salesforceUserId })));
    const [owner = "", holder = "", other = ""] = all;
    const link = {
      id: crypto.randomUUID(),
      connection_id: shared.connectionId,
      mailbox_id: holder,
      kind: "contact",
      salesforce_id: "003V",
    };
    await shared.db
      .insertInto("links")
      .values({ ...link, state: "linked", created_at: now, updated_at: now })
      .execute();
    const news = { ownerId: "005OWNS", isDeleted: false, isNew: false, followedBy: null, systemModstamp: now.toISOString() };
    const contact = { ...news, kind: "contact", id: "003V" } as const;
    const task = { ...news, kind: "task", id: "00TV" } as const;
    const note = (changes: readonly OrganisationChange[]) =>
      rows.noteOrganisation("contacts", { changes, cursor: "1" }, new Set(["contact"] as const));
    const noted = (mailboxId: string, kind: Kind = "contact") =>
      notedChanges(shared.db, { connectionId: shared.connectionId, mailboxId }, kind);

    expect([...(await note([contact, task]))].sort()).toEqual([owner, holder].sort());
    for (const id of all) expect((await noted(id).after("0", 10)).map(({ id: record }) => record)).toEqual(["003V"]);
    expect(await noted(other, "task").after("0", 10)).toEqual([]);
    expect((await noted(owner, "task").after("0", 10)).map(({ id }) => id)).toEqual(["00TV"]);
    const past = await noted(other).head();
    expect(await noted(other).after(past, 10)).toEqual([]);

    expect([...(await note([{ ...contact, isNew: true }]))].sort()).toEqual([...all].sort());
    expect((await rows.wakeUps(other))?.named).toEqual({ contacts: 1n });
    expect((await noted(other).after(past, 10)).map(({ id }) => id)).toEqual(["003V"]);
    const { count } = await shared.db
      .selectFrom("shared_changes")
      .select((each) => each.fn.countAll<string>().as("count"))
      .executeTakeFirstOrThrow();
    expect(count).toBe("1");
    await shared.close();
  });

  it("one look at a time, over all processes", async () => {
    const inside = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const first = here.alone("look", () => {
      begun.resolve();
      return inside.promise;
    });
    await begun.promise;
    expect(await there.alone("look", async () => {})).toBe(false);
    inside.resolve();
    expect(await first).toBe(true);
    expect(await there.alone("look", async () => {})).toBe(true);
  });
});
