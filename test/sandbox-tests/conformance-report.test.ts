import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readReport } from "./conformance-report.ts";

describe("the report of what replies were checked", () => {
  const read = (...lines: readonly unknown[]): ReturnType<typeof readReport> => {
    const folder = mkdtempSync(join(tmpdir(), "tandem-report-"));
    try {
      const file = join(folder, "report.jsonl");
      writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
      return readReport(file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const counts = (published: number, own: number, wrong: number, uncovered: Readonly<Record<string, number>> = {}) => ({
    published,
    own,
    wrong,
    uncovered,
  });

  it("adds up what the processes of a run handed in, and says each fault once", () => {
    const { sentences, faults } = read(
      { of: "Graph replies", counts: counts(10, 1, 1, { "of a kind": 2 }), faults: ["GET x: y"] },
      { of: "Salesforce records", counts: counts(5, 0, 0), faults: [] },
      { note: "Graph examples: 3 replayed" },
      { of: "Graph replies", counts: counts(20, 2, 1, { "of a kind": 1, "of another": 5 }), faults: ["GET x: y"] },
    );
    expect(sentences).toEqual([
      "Graph replies checked: 35, of which 3 by schemas of our own; 8 not covered (5 of another, 3 of a kind); 2 not conforming",
      "Salesforce records checked: 5, of which 0 by schemas of our own; 0 not covered; 0 not conforming",
      "Graph examples: 3 replayed",
    ]);
    expect(faults).toEqual(["Graph replies: GET x: y"]);
  });

  it("a run without any checked reply has nothing to say", () => {
    expect(readReport(join(tmpdir(), "tandem-no-such-report"))).toEqual({ sentences: [], faults: [] });
  });
});
