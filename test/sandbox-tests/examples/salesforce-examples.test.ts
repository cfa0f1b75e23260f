import { afterAll, describe, expect, it } from "vitest";
import { note } from "../conformance-report.ts";
import { openWorld } from "../salesforce/world.ts";
import { examplesIn } from "./example-files.ts";
import { replays, summary } from "./replay.ts";
import { SALESFORCE_EXAMPLES } from "./salesforce-table.ts";

const examples = examplesIn("salesforce-examples");

describe.skipIf(examples === null)("recorded examples of Salesforce", () => {
  afterAll(() => note(summary("Salesforce examples", SALESFORCE_EXAMPLES)));

  it("each of them has its place in the table, and the table names no other", () => {
    expect(Object.keys(SALESFORCE_EXAMPLES).toSorted()).toEqual(examples?.map(({ name }) => name));
  });

  const played = (examples ?? []).filter(({ name }) => SALESFORCE_EXAMPLES[name]?.is === "replayed");
  it.each(played)("$name: the request is accepted, and the reply has the shape that was recorded", async (example) => {
    const world = await openWorld();
    try {
      expect(await replays(example, SALESFORCE_EXAMPLES[example.name], world)).toEqual([]);
    } finally {
      await world.close();
    }
  });
});
