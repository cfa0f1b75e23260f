import { describe, expect, it } from "vitest";
import type { Mailbox } from "../../sync-service/accounts/mailbox.ts";
import { Backoff } from "../../sync-service/cycle/backoff.ts";
import { finishOf, type FinishParts } from "../../sync-service/cycle/cycle-finish.ts";
import { failureOf } from "../../sync-service/cycle/run-cycle.ts";
import { AccessLost, Throttled, VendorFailed } from "../../sync-service/errors.ts";

const now = new Date("2026-11-22T12:00:00Z");
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const mailbox = { state: "healthy", problem: null, firstSyncDoneAt: new Date(0) } as Mailbox;
const lost = new AccessLost({ code: "NO_MAIL", message: "m", remedy: "r" });
const emails = { kind: "emails", isTold: true } as const;
const tasks = { kind: "tasks", isTold: false } as const;
const read = { kind: "emails", seq: 3n, nextItemAt: null } as const;
const done = { doneSeq: 3n, more: false, read: [read], failures: [] };

function finish(change: Partial<FinishParts>) {
  return finishOf({
    mailbox,
    end: done,
    folderProblem: null,
    kinds: [emails],
    before: {},
    restingUntil: null,
    isNotified: false,
    pollMs: 60_000,
    now,
    ...change,
  });
}
const failing = (error: unknown) => ({ doneSeq: null, more: false, read: [], failures: [failureOf("emails", error, now)] });

describe("how a cycle leaves its mailbox", () => {
  it("S1: polled, it is due after the interval; notified, after the safety read's 15 minutes", () => {
    expect(finish({}).nextDueAt).toEqual(inSeconds(60));
    expect(finish({ isNotified: true }).nextDueAt).toEqual(inSeconds(900));
  });

  it("is due earlier for an item that waits, and at once when more is left", () => {
    expect(finish({ end: { ...done, read: [{ ...read, nextItemAt: inSeconds(5) }] } }).nextDueAt).toEqual(inSeconds(5));
    expect(finish({ end: { ...done, doneSeq: null, more: true } }).nextDueAt).toEqual(now);
  });

  it("MG14: what nobody tells us of is due after the interval, though the rest of the mailbox has notifications", () => {
    const both = { kinds: [emails, tasks], end: { ...done, read: [read, { ...read, kind: "tasks" as const }] } };
    expect(finish({ ...both, isNotified: true })).toMatchObject({
      nextDueAt: inSeconds(60),
      rounds: { emails: { seq: 3n, until: inSeconds(900) }, tasks: { seq: 3n, until: inSeconds(60) } },
    });
  });

  it("S3: a kind that nothing named rests on as before; one that failed, or has more, is looked at with the next cycle", () => {
    const before = { emails: { seq: 2n, until: inSeconds(400), isTold: true } };
    const untouched = { ...done, read: [] };
    expect(finish({ before, end: untouched })).toMatchObject({ rounds: before, nextDueAt: inSeconds(400) });
    expect(finish({ before, end: failing(new VendorFailed("500")) })).toMatchObject({ rounds: { emails: null }, nextDueAt: inSeconds(60) });
    expect(finish({ end: { ...untouched, more: true } })).toMatchObject({ rounds: { emails: null }, nextDueAt: now });
  });

  it("is healthy once everything was read, whatever it was before", () => {
    expect(finish({ mailbox: { ...mailbox, state: "first-sync" } })).toMatchObject({ state: "healthy", problem: null, doneSeq: 3n });
    expect(finish({ mailbox: { ...mailbox, state: "faulty", problem: lost.problem } })).toMatchObject({ state: "healthy", problem: null });
  });

  it("a first sync that is cut short stays one", () => {
    expect(finish({ mailbox: { ...mailbox, state: "first-sync" }, end: { ...done, doneSeq: null, more: true } }).state).toBe("first-sync");
  });

  it("a fault is told with its remedy; what passes by itself is not", () => {
    expect(finish({ end: failing(lost), restingUntil: inSeconds(1) })).toMatchObject({
      state: "faulty",
      problem: { code: "NO_MAIL" },
      retryAt: inSeconds(1),
      doneSeq: null,
    });
    expect(finish({ end: failing(new VendorFailed("500")), restingUntil: inSeconds(1) })).toMatchObject({
      state: "healthy",
      problem: null,
      retryAt: inSeconds(1),
    });
  });

  it("a fault stays told while its kind rests, though the other kind is well", () => {
    const told = finish({ mailbox: { ...mailbox, state: "faulty", problem: lost.problem }, restingUntil: inSeconds(60) });
    expect(told).toMatchObject({ state: "faulty", problem: { code: "NO_MAIL" }, doneSeq: null });
  });

  it("B2: a missing folder is told although nothing failed", () => {
    const folderProblem = { code: "FOLDER_MISSING", message: "m", remedy: "r" };
    expect(finish({ folderProblem })).toMatchObject({ state: "faulty", problem: folderProblem, doneSeq: 3n });
  });

  it("S4: a vendor's request to wait holds for the whole mailbox, never less than half a second", () => {
    expect(finish({ end: failing(new Throttled("later", 30_000)) }).throttledUntil).toEqual(inSeconds(30));
    expect(finish({ end: failing(new Throttled("later", 0)) }).throttledUntil).toEqual(inSeconds(0.5));
  });

  it("is not held for a time that no vendor named: the kind rests, the others go on", () => {
    expect(finish({ end: failing(new Throttled("later", 10_000, { isGuess: true })) }).throttledUntil).toBeNull();
  });
});

describe("the rest after a failure", () => {
  it("REL8: doubles with each in a row, up to a minute, for faults to five", () => {
    const backoff = new Backoff();
    const emails = { kind: "emails", isFault: false, achieved: false };
    const rests = Array.from({ length: 12 }, () => (backoff.failed("m", emails, now).getTime() - now.getTime()) / 1_000);
    expect(rests.slice(0, 4)).toEqual([1, 2, 4, 8]);
    expect(rests.at(-1)).toBe(60);
    expect(backoff.failed("m", { ...emails, isFault: true }, now)).toEqual(inSeconds(300));
  });

  it("does not grow while something goes through before each failure", () => {
    const backoff = new Backoff();
    const failed = (achieved: boolean) => backoff.failed("m", { kind: "emails", isFault: false, achieved }, now);
    expect([failed(false), failed(false), failed(true), failed(true)]).toEqual([1, 2, 1, 1].map(inSeconds));
  });

  it("is each kind's own, ends with a success, and when a person asks", () => {
    const backoff = new Backoff();
    for (const [mailbox, kind] of [
      ["m", "emails"],
      ["m", "contacts"],
      ["other", "emails"],
    ] as const)
      backoff.failed(mailbox, { kind, isFault: false, achieved: false }, now);
    backoff.worked("m", "emails");
    expect(backoff.until("m", "emails", now)).toBeNull();
    expect(backoff.until("m", "contacts", now)).toEqual(inSeconds(1));
    backoff.clear("m");
    expect(backoff.until("m", "contacts", now)).toBeNull();
    expect(backoff.until("other", "emails", now)).toEqual(inSeconds(1));
  });
});
