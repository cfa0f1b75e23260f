import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { seriesTable } from "../../sync-service/mappings/series-table.ts";

describe("E4: what can be expressed and what may be changed", () => {
  it("stands in the README as the table in code has it", async () => {
    const readme = await readFile(new URL("../../sync-service/mappings/README.md", import.meta.url), "utf8");
    const rows = seriesTable.map(({ what, outlook, salesforce, up, down }) => `| ${[what, outlook, salesforce, up, down].join(" | ")} |`);
    expect(
      readme
        .split("\n")
        .filter((line) => line.startsWith("| "))
        .slice(2),
    ).toEqual(rows);
  });
});
