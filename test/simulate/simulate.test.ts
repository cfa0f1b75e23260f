import { describe, expect, it } from "vitest";
import { history } from "./history.ts";

/** As many as fit into the time that `npm test` has for them; `npm run simulate` runs as many as asked for. */
const SEEDS = 200;
const TOGETHER = 10;

describe("whole histories: people on both sides, an administrator, faults, crashes, a clock that jumps", () => {
  const firsts = Array.from({ length: SEEDS / TOGETHER }, (_, index) => index * TOGETHER + 1);
  it.each(firsts)(
    "P1, P2, P3, P4, P5, P9: nothing is lost, doubled, or done untold (ten seeds from %i)",
    { timeout: 120_000 },
    async (first) => {
      for (let seed = first; seed < first + TOGETHER; seed += 1) {
        const { complaints } = await history(seed);
        expect(complaints, `seed ${seed}`).toEqual([]);
      }
    },
  );

  it.each([1, 2, 3, 4, 5])("is the same each time: seed %i", { timeout: 60_000 }, async (seed) => {
    const [one, other] = [await history(seed), await history(seed)];
    expect(one.trace.lines.length).toBeGreaterThan(50);
    expect(other.trace.lines).toEqual(one.trace.lines);
    expect(other.trace.hash()).toBe(one.trace.hash());
  });

  it("is another with another seed", { timeout: 60_000 }, async () => {
    expect((await history(6)).trace.hash()).not.toBe((await history(7)).trace.hash());
  });
});
