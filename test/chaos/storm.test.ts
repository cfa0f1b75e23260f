import { describe, expect, it } from "vitest";
import { smallStorm } from "./small-storm.ts";

describe("P4: the service is killed while mails and contacts are in flight", () => {
  it("leaves each on both sides exactly once", async () => {
    expect(await smallStorm({ faults: {}, tandemFields: true, seed: 1 })).toEqual([]);
  });

  it("O6: does so in an org without any field of Tandem's", async () => {
    expect(await smallStorm({ faults: {}, tandemFields: false, seed: 2 })).toEqual([]);
  });
});
