import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import { decided } from "../../sync-service/engine/decision.ts";
import type { Lease } from "../../sync-service/cycle/lease.ts";
import { idOn, type Link, type LinkStore, type Settlement } from "../../sync-service/cycle/link.ts";
import type { Seen } from "../../sync-service/cycle/side.ts";
import { newLink } from "../../sync-service/cycle/sighting.ts";
import { contact } from "../doubles/blank-contact.ts";

export interface LinkStoreUnderTest {
  readonly links: LinkStore<Contact>;
  /** A lease that is the newest. */
  take(): Promise<Lease>;
  newId(): string;
  /** Open conflicts and journal entries, as they can be read back. */
  told(): Promise<{ readonly conflicts: readonly { field: string; lost: unknown }[]; readonly notes: number }>;
  /** Everything that is kept, as it lies at rest. */
  atRest(): Promise<string>;
  close(): Promise<void>;
}

const NOW = new Date("2026-03-01T08:00:00Z");
const LATER = new Date("2026-03-01T09:00:00Z");
const anna = contact({ firstName: "Anna", lastName: "Berg", notes: "short" });

/** One contract for every link store: what `cycle/link.ts` promises. */
export function describeLinkStore(name: string, open: () => Promise<LinkStoreUnderTest>): void {
  describe(`the link store ${name}`, () => {
    let store: LinkStoreUnderTest;
    let lease: Lease;

    beforeAll(async () => {
      store = await open();
    });
    beforeEach(async () => {
      lease = await store.take();
    });
    afterAll(() => store.close());

    const item = (id: string, record = anna): Seen<Contact> => ({
      id,
      version: `${id} v1`,
      record,
      standing: { on: "exchange", container: "folder", inFolder: true, categories: ["Salesforce"], createdAt: NOW.toISOString() },
    });
    const row = (id: string, record = anna): Seen<Contact> => ({
      id,
      version: `${id} v1`,
      record,
      standing: { on: "salesforce", inScope: true, ownerId: "owner", editable: true },
    });
    const fresh = (seen: Seen<Contact>): Link<Contact> => ({
      ...newLink<Contact>(store.newId(), false),
      [seen.standing.on]: { is: "present", seen, certain: true, ours: false },
      dueAt: NOW,
    });
    const pair = (key: string, record = anna): Link<Contact> => ({
      ...fresh(item(`item ${key}`, record)),
      salesforce: { is: "present", seen: row(`row ${key}`, record), certain: true, ours: true },
      state: "linked",
      origin: "exchange",
      base: record,
      stood: { exchange: { inFolder: true, category: true }, salesforce: { inScope: true, ownerId: "owner" } },
      swings: { jobTitle: { values: ["1", "2"], lastAt: 5 } },
      dueAt: null,
    });
    const invited = (link: Link<Contact>): Link<Contact> => {
      const seen: Seen<Contact> = {
        ...row(idOn(link.salesforce) ?? ""),
        standing: { on: "salesforce", inScope: true, ownerId: "owner", editable: false, invited: true },
      };
      return { ...link, salesforce: { is: "present", seen, certain: true, ours: true } };
    };
    const settled = (link: Link<Contact> | null, id: string, more: Partial<Settlement<Contact>> = {}): Settlement<Contact> => ({
      id,
      link,
      absorbed: null,
      conflicts: [],
      notes: [],
      ...more,
    });
    const save = (...links: Link<Contact>[]) =>
      store.links.settled(
        lease,
        links.map((link) => settled(link, link.id)),
      );
    const byItem = async (id: string) => (await store.links.byIds(lease, "exchange", [id])).get(id);
    const due = async (at = NOW) => (await store.links.due(lease, at, 1_000)).map(({ id }) => id);

    it("P4: stores a page and how far it was read at once, and hands both out again", async () => {
      const link = fresh(item("page item"));
      await store.links.observed(lease, "exchange", [link], { cursor: "after page", readOnce: true });
      expect(await store.links.bookmark(lease, "exchange")).toEqual({ cursor: "after page", readOnce: true });
      expect(await store.links.bookmark(lease, "salesforce")).toEqual({ cursor: null, readOnce: false });
      expect(await byItem("page item")).toEqual(link);
      expect(await due()).toContain(link.id);
      expect((await store.links.withoutRecord(lease)).map(({ id }) => id)).toContain(link.id);
      expect((await store.links.lyingIn(lease, "folder")).map(({ id }) => id)).toContain(link.id);
      expect(await store.links.lyingIn(lease, "another folder")).toEqual([]);
    });

    it("E3: names the pairs that are copies of invitations, while they stand", async () => {
      const [plain, asked, rests] = [pair("plain"), invited(pair("asked")), { ...invited(pair("rests")), state: "unlinked" } as const];
      await save(plain, asked, rests);
      expect(await store.links.invitations(lease)).toEqual([asked]);
    });

    it("hands out what it was given: everything of a pair, an intent, and a side that is gone", async () => {
      const link = pair("whole");
      await save(link);
      expect(await byItem("item whole")).toEqual(link);
      const intent = {
        decision: decided<Contact>({
          state: "linked",
          agreed: anna,
          conflicts: [{ field: "notes", winner: "salesforce", kept: "a", lost: "b" }],
        }),
        exchange: {
          do: "update",
          id: "item whole",
          version: "v",
          changes: { notes: null },
          was: anna,
          contested: true,
          marks: { problem: null },
        },
        salesforce: { do: "create", stamp: "stamp", record: anna },
        at: LATER,
      } as const;
      const acting: Link<Contact> = {
        ...link,
        intent,
        dueAt: NOW,
        exchange: { is: "gone", id: "item whole", certain: false, followedBy: "x" },
      };
      await store.links.intend(lease, [acting]);
      expect(await byItem("item whole")).toEqual(acting);
      expect((await store.links.outstanding(lease, 10)).map(({ id }) => id)).toContain(link.id);
      expect(await due(LATER)).not.toContain(link.id);
    });

    it("hands out those that are due, the longest waiting first", async () => {
      const [late, early, resting] = [{ ...pair("late"), dueAt: NOW }, { ...pair("early"), dueAt: new Date(0) }, pair("resting")];
      await save(late, early, resting);
      expect((await due()).filter((id) => [late.id, early.id, resting.id].includes(id))).toEqual([early.id, late.id]);
      expect(await due(new Date(1))).toEqual([early.id]);
      expect(await store.links.nextDue(lease)).toEqual(new Date(0));
      await save({ ...early, dueAt: null });
    });

    it("keeps apart ids that differ in capitals alone", async () => {
      await save(pair("AAb"), pair("aab"));
      expect((await byItem("item AAb"))?.salesforce).toMatchObject({ seen: { id: "row AAb" } });
    });

    it("P4: refuses a second link for one record, and stores nothing of that write", async () => {
      await save(pair("one"));
      await expect(save(pair("other"), pair("one"))).rejects.toThrow();
      expect(await byItem("item other")).toBeUndefined();
    });

    it("refuses to store one link twice at once, and stores nothing of that write", async () => {
      const link = pair("twice");
      await expect(save(link, { ...link, state: "left" })).rejects.toThrow();
      expect(await byItem("item twice")).toBeUndefined();
    });

    it("M1: a half that is absorbed makes room for the whole in the same write", async () => {
      const half = fresh(row("row absorbed"));
      await save(half);
      const whole = pair("absorbed");
      await store.links.settled(lease, [settled(whole, whole.id, { absorbed: half.id })]);
      const found = await store.links.byIds(lease, "salesforce", ["row absorbed"]);
      expect([...found.values()].map(({ id }) => id)).toEqual([whole.id]);
    });

    it("M2: keeps the loser of a conflict once, and closes a parting when the pair is together again", async () => {
      const link = pair("conflict");
      const conflicts = [{ field: "notes", winner: "salesforce", kept: "theirs", lost: "mine" }] as const;
      const notes = [
        {
          at: NOW,
          kind: "contact",
          action: "update in Outlook",
          outcome: "done",
          rules: ["M2"] as const,
          reason: null,
          item: "i",
          record: "r",
          linkId: link.id,
          before: { notes: "mine" },
        },
      ];
      const before = await store.told();
      await store.links.settled(lease, [
        settled({ ...link, state: "parted" }, link.id, {
          conflicts: [...conflicts, { field: "deletion", winner: "exchange", kept: null, lost: null }],
          notes,
        }),
      ]);
      await store.links.settled(lease, [settled({ ...link, state: "parted" }, link.id, { conflicts })]);
      expect((await store.told()).conflicts.slice(before.conflicts.length)).toEqual([
        { field: "notes", lost: "mine" },
        { field: "deletion", lost: null },
      ]);
      expect((await store.told()).notes).toBe(before.notes + 1);
      expect((await store.links.counts(lease)).conflicts).toBe(1);
      await store.links.settled(lease, [settled(link, link.id)]);
      expect((await store.told()).conflicts.slice(before.conflicts.length)).toEqual([{ field: "notes", lost: "mine" }]);
    });

    it("forgets a link with everything told of it", async () => {
      const link = pair("forgotten");
      await store.links.settled(lease, [
        settled(link, link.id, { conflicts: [{ field: "notes", winner: "salesforce", kept: "a", lost: "b" }] }),
      ]);
      await store.links.settled(lease, [settled(null, link.id)]);
      expect(await byItem("item forgotten")).toBeUndefined();
    });

    it("P6: no value lies in the open, and of a long text a link at rest keeps none", async () => {
      const notes = "Confidential remark. ".repeat(100);
      const link = pair("secret", contact({ lastName: "Unmistakable", notes }));
      await save(link);
      const rest = await store.atRest();
      expect(rest).not.toContain("Confidential remark");
      const found = await byItem("item secret");
      expect(found?.base).toMatchObject({ lastName: "Unmistakable" });
      await save({
        ...link,
        exchange: {
          ...link.exchange,
          seen: item("item secret", contact({ lastName: "Unmistakable", notes, jobTitle: "Buyer" })),
        } as Link<Contact>["exchange"],
        dueAt: NOW,
      });
      expect((await byItem("item secret"))?.base?.notes).toBe(notes);
      await save(link);
    });

    it("MG9: a lost history makes every sight of that side doubtful and due, and keeps that it was read once", async () => {
      const link = pair("doubt");
      await store.links.observed(lease, "exchange", [link], { cursor: "c", readOnce: true });
      await store.links.startOver(lease, "exchange", LATER);
      expect(await store.links.bookmark(lease, "exchange")).toEqual({ cursor: null, readOnce: true });
      const found = await byItem("item doubt");
      expect(found?.exchange).toMatchObject({ certain: false });
      expect(found?.salesforce).toMatchObject({ certain: true });
      expect(found?.dueAt).toEqual(LATER);
    });

    it("M5: counts the pairs that stand and the removals since", async () => {
      const before = await store.links.removals(lease, NOW);
      await save(
        { ...pair("removed"), state: "removed", base: null, removedAt: LATER },
        { ...pair("unlinked"), state: "unlinked", removedAt: new Date(0) },
        pair("stands"),
      );
      expect(await store.links.removals(lease, NOW)).toEqual({ pairs: before.pairs + 1, lately: before.lately + 1 });
    });

    it("O5: counts items by what they wait for", async () => {
      const before = await store.links.counts(lease);
      const intent = { decision: decided<Contact>({ state: "linked" }), exchange: null, salesforce: null, at: NOW };
      await save(
        { ...pair("waits"), dueAt: NOW },
        { ...pair("runs"), intent, dueAt: NOW },
        { ...pair("asks"), state: "question" },
        { ...pair("fails"), state: "failed" },
      );
      const { waiting, running, held, failed } = await store.links.counts(lease);
      expect([waiting - before.waiting, running - before.running, held - before.held, failed - before.failed]).toEqual([1, 1, 1, 1]);
    });

    it("P4: refuses every write under a lease that is not the newest", async () => {
      const old = lease;
      lease = await store.take();
      const link = pair("fenced");
      await expect(store.links.observed(old, "exchange", [link], { cursor: "late", readOnce: true })).rejects.toThrow("Another process");
      await expect(store.links.intend(old, [link])).rejects.toThrow("Another process");
      await expect(store.links.settled(old, [settled(link, link.id)])).rejects.toThrow("Another process");
      await expect(store.links.startOver(old, "exchange", NOW)).rejects.toThrow("Another process");
      expect(await byItem("item fenced")).toBeUndefined();
    });
  });
}
