import { describe, expect, it } from "vitest";
import { smallStorm } from "./small-storm.ts";
import { STORM_FAULTS } from "./storm.ts";

const tenth = Object.fromEntries(STORM_FAULTS.map((kind) => [kind, 0.1]));

describe("P4: the service is killed while replies are lost, refused, and sessions expire", () => {
  it("leaves each mail and contact on both sides exactly once", async () => {
    expect(await smallStorm({ faults: tenth, tandemFields: true, seed: 3 })).toEqual([]);
  });

  it("O6: does so in an org without any field of Tandem's", async () => {
    expect(await smallStorm({ faults: tenth, tandemFields: false, seed: 4 })).toEqual([]);
  });
});
