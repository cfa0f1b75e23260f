import { describe, expect, it } from "vitest";
import { type CycleParts, runCycle, type SliceResult, type SyncKind } from "../../sync-service/cycle/run-cycle.ts";
import type { WakeUps } from "../../sync-service/cycle/wake-up.ts";
import { AccessLost, Fenced, Throttled, VendorFailed } from "../../sync-service/errors.ts";

/** Slices from a list of what each says; then nothing is left. Each takes one second of the clock. */
function aCycle(script: Partial<Record<SyncKind, readonly (SliceResult | Error)[]>>, change: Partial<CycleParts> = {}) {
  let clock = 0;
  const order: SyncKind[] = [];
  const left = new Map(Object.entries(script).map(([kind, says]) => [kind, [...says]]));
  const slice = (kind: SyncKind) => async (): Promise<SliceResult> => {
    order.push(kind);
    clock += 1_000;
    const next = left.get(kind)?.shift() ?? { more: false };
    if (next instanceof Error) throw next;
    return next;
  };
  const parts: CycleParts = {
    kinds: (Object.keys(script) as SyncKind[]).map((kind) => ({ kind, isTold: true, slice: slice(kind) })),
    now: () => new Date(clock),
    budgetMs: 20_000,
    lookAgainMs: 60_000,
    pause: () => new Promise(() => {}),
    readBefore: {},
    wakeUps: async () => everything(7n),
    ...change,
  };
  return { order, run: () => runCycle(parts) };
}

/** So many wake-ups, each for everything. */
const everything = (seq: bigint): WakeUps => ({ seq, named: { all: seq } });
const more = { more: true };
const none = { more: false };

describe("a cycle", () => {
  it("goes by turns, filings first, until nothing is left", async () => {
    const { order, run } = aCycle({ emails: [more, none], contacts: [more, more, none] });
    expect(await run()).toMatchObject({ doneSeq: 7n, more: false, failures: [] });
    expect(order).toEqual(["emails", "contacts", "emails", "contacts", "contacts"]);
  });

  it("ends when its budget is used, and says that more is left", async () => {
    const { order, run } = aCycle({ contacts: Array.from({ length: 99 }, () => more) }, { budgetMs: 3_500 });
    expect(await run()).toMatchObject({ doneSeq: null, more: true });
    expect(order).toHaveLength(4);
  });

  it("reads again what was woken meanwhile, before it ends", async () => {
    const seqs = [1n, 2n, 2n];
    const { order, run } = aCycle({ emails: [none, none] }, { wakeUps: async () => everything(seqs.shift() ?? 2n) });
    expect(await run()).toMatchObject({ doneSeq: 2n });
    expect(order).toEqual(["emails", "emails"]);
  });

  it("a wake-up that came after the last look is not counted as done", async () => {
    const seqs = [1n, 2n, 3n, 4n, 5n];
    const { run } = aCycle({ emails: [none, none, none] }, { wakeUps: async () => everything(seqs.shift() ?? 5n), budgetMs: 1_500 });
    expect((await run()).doneSeq).toBe(2n);
  });

  it("a long first sync does not hold up a mail: mails are looked for again meanwhile", async () => {
    const { order, run } = aCycle({ emails: [none, none], contacts: Array.from({ length: 5 }, () => more) }, { lookAgainMs: 3_000 });
    await run();
    expect(order.slice(0, 6)).toEqual(["emails", "contacts", "contacts", "emails", "contacts", "contacts"]);
  });

  it("looks again only while another kind works: it does not go on for ever where a look takes longer than the pause", async () => {
    const { order, run } = aCycle({ emails: [none], contacts: [none] }, { lookAgainMs: 500 });
    await run();
    expect(order).toEqual(["emails", "contacts"]);
  });

  it("P1: one kind's failure ends that kind alone, and nothing counts as read", async () => {
    const lost = new AccessLost({ code: "NO_CONTACTS", message: "m", remedy: "r" });
    const { order, run } = aCycle({ emails: [more, none], contacts: [lost] });
    expect(await run()).toMatchObject({
      doneSeq: null,
      more: false,
      failures: [{ kind: "contacts", isFault: true, problem: { code: "NO_CONTACTS" } }],
    });
    expect(order).toEqual(["emails", "contacts", "emails"]);
  });

  it.each([
    ["a vendor's request to wait is obeyed and is no fault", new Throttled("later", 5_000), false, new Date(6_000)],
    ["a vendor's failure passes by itself", new VendorFailed("500"), false, null],
    ["an error of our own is a fault in words", new TypeError("x is not a function"), true, null],
  ])("%s", async (_title, error, isFault, retryAt) => {
    const { run } = aCycle({ emails: [error] });
    expect((await run()).failures).toMatchObject([{ isFault, retryAt }]);
  });

  it("REL9: stops at the first word that another has taken the mailbox", async () => {
    const { order, run } = aCycle({ emails: [new Fenced("taken")], contacts: [none] });
    await expect(run()).rejects.toBeInstanceOf(Fenced);
    expect(order).toEqual(["emails", "contacts"]);
  });

  it("REL9: nothing is under way any more when the mailbox is given back", async () => {
    const ended = Promise.withResolvers<SliceResult>();
    let isOver = false;
    const kinds = [
      { kind: "emails", isTold: true, slice: () => Promise.reject(new Fenced("taken")) },
      { kind: "contacts", isTold: true, slice: () => ended.promise },
    ] as const;
    const cycle = aCycle({}, { kinds })
      .run()
      .finally(() => (isOver = true));
    await new Promise(setImmediate);
    expect(isOver).toBe(false);
    ended.resolve(none);
    await expect(cycle).rejects.toBeInstanceOf(Fenced);
  });

  it("nor when the budget is used: the others go on until the slices of that moment are over, and no longer", async () => {
    const throttled = Promise.withResolvers<SliceResult>();
    let mails = 0;
    const emails = async (): Promise<SliceResult> => {
      mails += 1;
      if (mails === 5) throttled.resolve(more);
      return more;
    };
    const kinds = [
      { kind: "emails", isTold: true, slice: emails },
      { kind: "contacts", isTold: true, slice: () => throttled.promise },
    ] as const;
    expect(await aCycle({}, { kinds, budgetMs: 0 }).run()).toMatchObject({ doneSeq: null, more: true });
    expect([5, 6]).toContain(mails);
  });

  it("a kind that is kept waiting does not hold up another: each goes at its own pace", async () => {
    const throttled = Promise.withResolvers<SliceResult>();
    let mails = 0;
    const emails = async (): Promise<SliceResult> => {
      mails += 1;
      if (mails === 3) throttled.resolve(none);
      return mails < 3 ? more : none;
    };
    const kinds = [
      { kind: "emails", isTold: true, slice: emails },
      { kind: "contacts", isTold: true, slice: () => throttled.promise },
    ] as const;
    expect(await aCycle({}, { kinds }).run()).toMatchObject({ doneSeq: 7n, failures: [] });
    expect(mails).toBe(3);
  });

  it("ends at once when sync was switched off, and leaves the mailbox due", async () => {
    const { order, run } = aCycle({ emails: [more] }, { wakeUps: async () => null });
    expect(await run()).toMatchObject({ doneSeq: null, more: true });
    expect(order).toEqual([]);
  });

  it("says of each kind when its next item falls due, and up to which wake-up it was read", async () => {
    const { run } = aCycle({ emails: [{ more: false, retryAt: new Date(9_000) }], contacts: [none] });
    expect((await run()).read).toEqual([
      { kind: "emails", seq: 7n, nextItemAt: new Date(9_000) },
      { kind: "contacts", seq: 7n, nextItemAt: null },
    ]);
  });

  it("S3: what was read before rests, unless a wake-up names it", async () => {
    const resting = { readBefore: { emails: 5n, contacts: 5n, tasks: 5n } };
    const kinds = { emails: [none], contacts: [none], tasks: [none] };
    const named = aCycle(kinds, { ...resting, wakeUps: async () => ({ seq: 9n, named: { all: 4n, contacts: 9n, tasks: 5n } }) });
    expect(await named.run()).toMatchObject({ doneSeq: 9n, read: [{ kind: "contacts", seq: 9n }] });
    expect(named.order).toEqual(["contacts"]);
    const all = aCycle(kinds, { ...resting, wakeUps: async () => everything(6n) });
    await all.run();
    expect(all.order).toEqual(["emails", "contacts", "tasks"]);
  });

  it("S1: a kind that is named during the cycle is looked at again, and it alone", async () => {
    const wakeUps = [everything(1n)];
    const { order, run } = aCycle(
      { emails: [none], contacts: [none] },
      { wakeUps: async () => wakeUps.shift() ?? { seq: 2n, named: { all: 1n, contacts: 2n } } },
    );
    expect(await run()).toMatchObject({ doneSeq: 2n });
    expect(order).toEqual(["emails", "contacts", "contacts"]);
  });

  it("S1: a wake-up for a kind after its last look is not counted as done", async () => {
    const wakeUps = [everything(1n), { seq: 2n, named: { all: 1n, emails: 2n } }];
    const { run } = aCycle(
      { emails: [none] },
      { wakeUps: async () => wakeUps.shift() ?? { seq: 2n, named: { emails: 2n } }, budgetMs: 500 },
    );
    expect((await run()).doneSeq).toBe(1n);
  });

  it("O5: a slice that could not read anew has not seen what woke it", async () => {
    const unread = { more: false, retryAt: new Date(9_000), hasRead: false };
    const resting = { readBefore: { contacts: 5n }, wakeUps: async () => ({ seq: 9n, named: { contacts: 9n } }) };
    const { order, run } = aCycle({ contacts: [unread] }, resting);
    expect(await run()).toMatchObject({ doneSeq: 5n, read: [{ kind: "contacts", seq: 5n, nextItemAt: new Date(9_000) }] });
    expect(order).toEqual(["contacts"]);
  });

  it("B5: what was never read is not done", async () => {
    const { run } = aCycle({ contacts: [{ more: false, hasRead: false }], emails: [none] });
    expect(await run()).toMatchObject({ doneSeq: null, more: false });
  });
});
