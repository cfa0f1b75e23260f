import { expect, it } from "vitest";
import { GatheredWakeUps } from "../../sync-service/cycle/gathered-wake-ups.ts";
import { type Waking, wakingFor } from "../../sync-service/cycle/wake-up.ts";

/** Writes that end when they are told to. */
function aTable() {
  const writes: { readonly waking: Waking; readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
  const wakeUps = new GatheredWakeUps((waking) => {
    const { promise, resolve, reject } = Promise.withResolvers<ReadonlyMap<string, bigint>>();
    const number = BigInt(writes.length + 1);
    writes.push({ waking, end: () => resolve(new Map([...waking.keys()].map((id) => [id, number]))), fail: reject });
    return promise;
  });
  return { writes, wakeUps };
}
const soon = () => new Promise(setImmediate);

it("S1: the first wake-up is written at once; what comes meanwhile is written together, and each learns when its own was", async () => {
  const { writes, wakeUps } = aTable();
  const first = wakeUps.wake(wakingFor(["a"], "contacts"));
  await soon();
  const [second, third] = [wakeUps.wake(wakingFor(["a", "b"], "contacts")), wakeUps.wake(wakingFor(["a"], "events"))];
  await soon();
  expect(writes.map(({ waking }) => [...waking.keys()])).toEqual([["a"]]);
  writes[0]?.end();
  expect((await first).get("a")).toBe(1n);
  await soon();
  expect(writes[1]?.waking).toEqual(
    new Map([
      ["a", new Set(["contacts", "events"])],
      ["b", new Set(["contacts"])],
    ]),
  );
  writes[1]?.end();
  expect([(await second).get("b"), (await third).get("a")]).toEqual([2n, 2n]);
});

it("SEC12: a writing that fails is told to all it was for, and the next one goes on", async () => {
  const { writes, wakeUps } = aTable();
  const lost = wakeUps.wake(wakingFor(["a"], "emails"));
  await soon();
  const next = wakeUps.wake(wakingFor(["a"], "emails"));
  writes[0]?.fail(new Error("the database is away"));
  await expect(lost).rejects.toThrow("away");
  await soon();
  writes[1]?.end();
  expect((await next).get("a")).toBe(2n);
});
