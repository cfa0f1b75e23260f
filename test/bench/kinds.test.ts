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
    const kept = part({ ...measured, requests: { graph: 57, salesforce: 25 } });
    // 8 for each of three started 200 and a look; 21 batches, twice, and looks: one before each started 200, and four a kind.
    expect(kept).toMatchObject({ bound: { graph: 57, salesforce: 25 }, isKept: true, seconds: 1.2 });
    expect(kept.requestsPerItem).toEqual({ graph: 0.136, salesforce: 0.06 });
    expect(part({ ...measured, requests: { graph: 58, salesforce: 25 } }).isKept).toBe(false);
    expect(part({ ...measured, requests: { graph: 57, salesforce: 26 } }).isKept).toBe(false);
  });

  it("P9, E4: what is written one by one, set up besides, or repeats, is allowed for", () => {
    const bound = (more: Partial<typeof measured> & { readonly [more: string]: unknown }) =>
      part({ ...measured, ...more, requests: { graph: 0, salesforce: 0 } }).bound;
    expect(bound({ contested: 12 })).toEqual({ graph: 57, salesforce: 37 });
    expect(bound({ setsUp: true })).toEqual({ graph: 82, salesforce: 35 });
    // Ten series of fifty occurrences: 510 records of Salesforce instead of 20, two bulks more; read with one batch.
    expect(bound({ series: { count: 10, occurrences: 500 } })).toEqual({ graph: 60, salesforce: 41 });
  });

  it("syncs everything of a small mailbox, and lists what both sides changed", async () => {
    const { url, drop } = await emptyDatabase();
    try {
      const counts = { contacts: 12, events: 10, series: 2, tasks: 8 };
      const figures = await measureKinds({ latencyMs: 0, databaseUrl: url, ...counts, changed: 0.1 });
      expect(figures.counts).toEqual(counts);
      // Two contacts, one event, one task.
      expect(figures.conflicts).toEqual({ listed: 4, expected: 4 });
      expect(figures.parts.map(({ what }) => what)).toEqual([
        "first sync, half from each side",
        "changed on each side",
        "the same changed on both sides",
      ]);
      for (const { requests } of figures.parts) expect(Math.min(requests.graph, requests.salesforce)).toBeGreaterThan(0);
      expect(kindTable([figures])).toContain("conflicts listed: 4 of 4");
    } finally {
      await drop();
    }
  });
});
