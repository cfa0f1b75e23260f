import { describe, expect, it } from "vitest";
import { emptyDatabase } from "../database.ts";
import { realHistory } from "../simulate/real-history.ts";

describe("whole histories on PostgreSQL, with the service's process killed", () => {
  // `npm run simulate -- --postgres --seeds N` runs as many as asked for.
  it.each([1, 2])("P1, P2, P3, P4, P5: nothing is lost, doubled, or done untold (seed %i)", async (seed) => {
    const { url, drop } = await emptyDatabase();
    const { complaints, crashes } = await realHistory(seed, url);
    await drop();
    expect(complaints).toEqual([]);
    expect(crashes).toBeGreaterThan(1);
  });
});
