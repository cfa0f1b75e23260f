import { describe, expect, it } from "vitest";
import { emptyDatabase } from "../database.ts";
import { runStorm, type Storm, STORM_FAULTS } from "./storm.ts";

const small = { mails: 20, contacts: 20, kills: 4, settleWithinSeconds: 120 } as const;
const tenth = Object.fromEntries(STORM_FAULTS.map((kind) => [kind, 0.1]));

async function storm(more: Pick<Storm, "faults" | "tandemFields" | "seed">): Promise<readonly string[]> {
  const { url, drop } = await emptyDatabase();
  const { problems } = await runStorm({ ...small, ...more, databaseUrl: url });
  await drop();
  return problems;
}

describe("P4: the service is killed while mails and contacts are in flight", () => {
  it("leaves each on both sides exactly once", async () => {
    expect(await storm({ faults: {}, tandemFields: true, seed: 1 })).toEqual([]);
  });

  it("O6: does so in an org without any field of Tandem's", async () => {
    expect(await storm({ faults: {}, tandemFields: false, seed: 2 })).toEqual([]);
  });

  it("does so while replies are lost, refused, and sessions expire", async () => {
    expect(await storm({ faults: tenth, tandemFields: true, seed: 3 })).toEqual([]);
  });

  it("O6: does so with both: no fields, and lost replies", async () => {
    expect(await storm({ faults: tenth, tandemFields: false, seed: 4 })).toEqual([]);
  });
});
