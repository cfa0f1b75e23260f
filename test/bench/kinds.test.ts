import { describe, expect, it } from "vitest";
import { emptyDatabase } from "../database.ts";
import { kindTable, part } from "./kind-figures.ts";
import { measureKinds } from "./kinds.ts";

const measured = {
  what: "changed",
  items: { contacts: 400, events: 20, tasks: 0 },
  exchangeWrites: { contacts: 400, events: 20, tasks: 0 },
  seconds: 1.234,
};

describe("the bench of every kind", () => {
  it("S2, S3: sets each figure beside its bound: so many requests for each started 200 records, batch of twenty, and look", () => {
    const kept = part({ ...measured, requests: { graph: 51, salesforce: 25 } });
    // 8 for each of three started 200 and a look; 21 batches, twice, and looks: 4 for the contacts, 3 and 2 for the others.
    expect(kept).toMatchObject({ bound: { graph: 51, salesforce: 25 }, isKept: true, seconds: 1.2 });
    expect(kept.requestsPerItem).toEqual({ graph: 0.121, salesforce: 0.06 });
    expect(part({ ...measured, requests: { graph: 52, salesforce: 25 } }).isKept).toBe(false);
    expect(part({ ...measured, requests: { graph: 51, salesforce: 26 } }).isKept).toBe(false);
    expect(part({ ...measured, setsUp: true, requests: { graph: 76, salesforce: 35 } }).isKept).toBe(true);
  });

  it("syncs everything of a small mailbox, keeps what both sides changed, and stays within its bounds", async () => {
    const { url, drop } = await emptyDatabase();
    try {
      const counts = { contacts: 12, events: 10, series: 2, tasks: 8 };
      const figures = await measureKinds({ latencyMs: 0, databaseUrl: url, ...counts, changed: 0.1 });
      expect(figures.counts).toEqual(counts);
      // Two contacts, one event, one task.
      expect(figures.conflicts).toEqual({ listed: 4, expected: 4 });
      expect(figures.parts.map(({ what, isKept }) => [what, isKept])).toEqual([
        ["first sync, half from each side", true],
        ["changed on each side", true],
        ["the same changed on both sides", true],
      ]);
      expect(kindTable([figures])).toContain("conflicts listed: 4 of 4");
    } finally {
      await drop();
    }
  });
});
