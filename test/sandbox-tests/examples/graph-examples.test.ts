import { afterAll, describe, expect, it } from "vitest";
import { note } from "../conformance-report.ts";
import { examplesIn } from "./example-files.ts";
import { GraphState } from "./graph-state.ts";
import { GRAPH_EXAMPLES } from "./graph-table.ts";
import { replays, summary } from "./replay.ts";

const examples = examplesIn("graph-examples");

describe.skipIf(examples === null)("published examples of Graph", () => {
  afterAll(() => note(summary("Graph examples", GRAPH_EXAMPLES)));

  it("each of them has its place in the table, and the table names no other", () => {
    expect(Object.keys(GRAPH_EXAMPLES).toSorted()).toEqual(examples?.map(({ name }) => name));
  });

  const played = (examples ?? []).filter(({ name }) => GRAPH_EXAMPLES[name]?.is === "replayed");
  it.each(played)("$name: the request is accepted, and the reply has the shape that was published", async (example) => {
    const state = new GraphState();
    try {
      expect(await replays(example, GRAPH_EXAMPLES[example.name], state)).toEqual([]);
    } finally {
      await state.close();
    }
  });
});
