import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Fields } from "../../shared/records/fields.ts";
import type { Action, Change, Cursor, Page, Seen, Side } from "../../sync-service/cycle/side.ts";

/** A side, and the hands of a person on that side. */
export interface SideUnderTest<F extends Fields = Contact> {
  /** As a cycle gets it: a new one each time, which knows nothing of the one before. */
  side(): Side<F>;
  /** A person adds a record that belongs to the sync. */
  add(record: F): Promise<string>;
  edit(id: string, changes: Partial<F>): Promise<void>;
  remove(id: string): Promise<void>;
  /** What somebody else sees there now; null when it is gone. */
  there(id: string): Promise<F | null>;
  count(): Promise<number>;
  /** The next write's effect happens, and its reply is lost. */
  loseNextReply(): void;
  /** The clock goes on by a second, where versions have no finer grain. */
  tick(): void;
  close(): Promise<void>;
}

/** What the contract is tried with: records of one kind. */
export interface Samples<F extends Fields> {
  readonly one: F;
  readonly other: F;
  readonly third: F;
  readonly fourth: F;
  /** A field that holds any text. */
  readonly text: keyof F & string;
  /** Values of the first that are taken away. */
  readonly wiped: Partial<F>;
  /** What is sought, and which of the first two it may be (M1). */
  readonly sought: readonly { readonly record: F; readonly is: "one" | "other" | null }[];
}

/** One contract for every side: what `cycle/side.ts` promises. */
export function describeSide<F extends Fields>(name: string, open: () => Promise<SideUnderTest<F>>, samples: Samples<F>): void {
  describe(`the side ${name}`, () => {
    const { one: grace, other: alan, text } = samples;
    const saying = (value: string | null): Partial<F> => ({ [text]: value }) as Partial<F>;
    let world: SideUnderTest<F>;
    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    const first = async (record: F): Promise<Seen<F>> => {
      const id = await world.add(record);
      const seen = (await world.side().read([id])).get(id);
      if (!seen) throw new Error("not there");
      world.tick();
      return seen;
    };
    const update = (seen: Seen<F>, changes: Partial<F>, contested = false): Action<F> => ({
      do: "update",
      id: seen.id,
      version: seen.version,
      changes,
      was: seen.record,
      contested,
    });

    it("tells everything when nothing was read before, and nothing when nothing happened since", async () => {
      const ids = [await world.add(grace), await world.add(alan)];
      // Salesforce's stamps name a second: until it is over, what bears it is told once more.
      world.tick();
      world.tick();
      const all = await everything(world.side(), null);
      expect(
        present(all.changes)
          .map(({ id }) => id)
          .sort(),
      ).toEqual(ids.sort());
      expect(present(all.changes).map(({ record }): Fields => record)).toEqual(
        expect.arrayContaining([expect.objectContaining(nonBlank(grace)), expect.objectContaining(nonBlank(alan))]),
      );
      const news = await everything(world.side(), all.cursor);
      expect(news.changes).toEqual([]);
    });

    it("tells what a person changed since, as it stands now", async () => {
      const seen = await first(grace);
      const { cursor } = await everything(world.side(), null);
      await world.edit(seen.id, saying("Commodore"));
      const [changed] = present((await everything(world.side(), cursor)).changes);
      expect(changed?.id).toBe(seen.id);
      expect(changed?.record).toEqual({ ...seen.record, ...saying("Commodore") });
      expect(changed?.version).not.toBe(seen.version);
    });

    it("hints that something is gone, and does not find it when asked (M5)", async () => {
      const seen = await first(grace);
      const { cursor } = await everything(world.side(), null);
      await world.remove(seen.id);
      expect((await everything(world.side(), cursor)).changes).toContainEqual({ is: "gone", id: seen.id });
      expect((await world.side().read([seen.id])).size).toBe(0);
    });

    it("creates what it is given, found again by its stamp, and told as it reads back", async () => {
      const since = new Date();
      const [outcome] = await world.side().apply([{ do: "create", stamp: "stamp-1", record: alan }]);
      if (outcome?.is !== "done" || !outcome.seen) throw new Error(JSON.stringify(outcome));
      expect(outcome.seen.record).toMatchObject(nonBlank(alan));
      expect(await world.there(outcome.seen.id)).toMatchObject(nonBlank(alan));
      const found = await world.side().find([
        { stamp: "stamp-1", record: alan, since },
        { stamp: "stamp-2", record: grace, since },
      ]);
      expect([...found].map(([stamp, seen]) => [stamp, seen.id])).toEqual([["stamp-1", outcome.seen.id]]);
    });

    it("recognises its own write by its version (M6)", async () => {
      const { cursor } = await everything(world.side(), null);
      const [outcome] = await world.side().apply([{ do: "create", stamp: "stamp-1", record: alan }]);
      if (outcome?.is !== "done" || !outcome.seen) throw new Error(JSON.stringify(outcome));
      for (const seen of present((await everything(world.side(), cursor)).changes)) expect(seen).toEqual(outcome.seen);
    });

    it("says unknown when the reply to a creation is lost, and finds what came of it", async () => {
      const since = new Date();
      const side = world.side();
      await side.find([]);
      await side.fields();
      world.loseNextReply();
      const outcomes = await side.apply([{ do: "create", stamp: "stamp-1", record: grace }]);
      expect(outcomes).toEqual([{ is: "unknown" }]);
      const found = await world.side().find([{ stamp: "stamp-1", record: grace, since }]);
      expect(found.get("stamp-1")?.record).toMatchObject(nonBlank(grace));
      expect(await world.count()).toBe(1);
    });

    it("P4: finds what it made although our clock was an hour ahead of theirs (REL10)", async () => {
      const since = new Date(Date.now() + 60 * 60_000);
      const [outcome] = await world.side().apply([{ do: "create", stamp: "stamp-1", record: grace }]);
      expect(outcome?.is).toBe("done");
      expect([...(await world.side().find([{ stamp: "stamp-1", record: grace, since }])).keys()]).toEqual(["stamp-1"]);
    });

    it("changes only what it is told to (P3)", async () => {
      const seen = await first(grace);
      const [outcome] = await world.side().apply([update(seen, saying("Commodore"))]);
      expect(outcome).toMatchObject({ is: "done", seen: { id: seen.id, record: { ...seen.record, ...saying("Commodore") } } });
      expect(await world.there(seen.id)).toEqual({ ...seen.record, ...saying("Commodore") });
    });

    it("takes a value away when told null", async () => {
      const seen = await first(grace);
      await world.side().apply([update(seen, { ...saying(null), ...samples.wiped })]);
      expect(await world.there(seen.id)).toEqual({ ...seen.record, ...saying(null), ...samples.wiped });
    });

    it.each([false, true])("writes nothing over another version (P9), contested %s", async (contested) => {
      const seen = await first(grace);
      await world.edit(seen.id, saying("Commodore"));
      expect(await world.side().apply([update(seen, saying("Captain"), contested)])).toEqual([{ is: "moved" }]);
      expect((await world.there(seen.id))?.[text]).toBe("Commodore");
    });

    it("writes a contested field when the version still stands", async () => {
      const seen = await first(grace);
      const [outcome] = await world.side().apply([update(seen, saying("Captain"), true)]);
      expect(outcome).toMatchObject({ is: "done", seen: { record: saying("Captain") } });
    });

    it("says gone of an update to what is gone, and done of its removal", async () => {
      const seen = await first(grace);
      await world.remove(seen.id);
      const remove: Action<F> = { do: "remove", id: seen.id, version: seen.version };
      expect(await world.side().apply([update(seen, saying("Captain")), remove])).toEqual([{ is: "gone" }, { is: "done", seen: null }]);
    });

    it("removes what stands there in the version decided on, and leaves another", async () => {
      const [kept, dropped] = [await first(grace), await first(alan)];
      await world.edit(kept.id, saying("Commodore"));
      const outcomes = await world.side().apply([
        { do: "remove", id: kept.id, version: kept.version },
        { do: "remove", id: dropped.id, version: dropped.version },
      ]);
      expect(outcomes).toEqual([{ is: "moved" }, { is: "done", seen: null }]);
      expect(await world.there(kept.id)).not.toBeNull();
      expect(await world.there(dropped.id)).toBeNull();
    });

    it("answers one outcome each, in order, and goes on after one that failed", async () => {
      const [one, two, three] = [await first(grace), await first(alan), await first(samples.third)];
      await world.edit(two.id, saying("Fellow"));
      const outcomes = await world
        .side()
        .apply([
          update(one, saying("1")),
          update(two, saying("2")),
          { do: "create", stamp: "stamp-9", record: samples.fourth },
          update(three, saying("3")),
        ]);
      expect(outcomes.map(({ is }) => is)).toEqual(["done", "moved", "done", "done"]);
      expect((await world.there(three.id))?.[text]).toBe("3");
    });

    it("finds those that may be the same, by natural keys (M1)", async () => {
      const ids = { one: (await first(grace)).id, other: (await first(alan)).id };
      const found = await world.side().candidates(samples.sought.map(({ record }) => record));
      expect(found.map((list) => list.map(({ id }) => id))).toEqual(samples.sought.map(({ is }) => (is === null ? [] : [ids[is]])));
    });
  });
}

export async function everything<F extends Fields>(
  side: Side<F>,
  since: Cursor | null,
): Promise<{ readonly changes: readonly Change<F>[]; readonly cursor: Cursor }> {
  const pages: Page<F>[] = [];
  for await (const page of side.changes(since)) pages.push(page);
  const last = pages.at(-1);
  if (!last) throw new Error("a round has at least one page");
  expect(pages.map((page) => page.last)).toEqual(pages.map((page) => page === last));
  return { changes: pages.flatMap(({ changes }) => changes), cursor: last.cursor };
}

export function present<F extends Fields>(changes: readonly Change<F>[]): readonly Seen<F>[] {
  return changes.flatMap((change) => (change.is === "present" ? [change.seen] : []));
}

function nonBlank(record: Fields): Fields {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
