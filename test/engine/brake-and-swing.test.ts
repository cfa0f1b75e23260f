import { describe, expect, it } from "vitest";
import { allowedRemovals } from "../../sync-service/engine/brake.ts";
import { swing, type Swings } from "../../sync-service/engine/swing.ts";

describe("M5: the brake", () => {
  it.each([
    { title: "ten go, however small the kind", pairs: 20, lately: 0, wanted: 10, allowed: 10 },
    { title: "the eleventh of twenty waits", pairs: 20, lately: 0, wanted: 11, allowed: 10 },
    { title: "a fifth of a larger kind goes", pairs: 200, lately: 0, wanted: 45, allowed: 40 },
    { title: "never more than fifty", pairs: 10_000, lately: 0, wanted: 51, allowed: 50 },
    { title: "what went within the day counts", pairs: 90, lately: 10, wanted: 15, allowed: 10 },
    { title: "beyond the limit nothing goes", pairs: 9_940, lately: 60, wanted: 1, allowed: 0 },
    { title: "a kind of four is not emptied", pairs: 4, lately: 0, wanted: 4, allowed: 0 },
    { title: "nor one after the other", pairs: 1, lately: 3, wanted: 1, allowed: 0 },
    { title: "a kind of three may be", pairs: 3, lately: 0, wanted: 3, allowed: 3 },
  ])("$title", ({ allowed, ...removals }) => {
    expect(allowedRemovals(removals)).toBe(allowed);
  });
});

describe("M6: a swing", () => {
  type Record = { readonly title: string };
  const HOUR = 60 * 60 * 1000;
  const START = Date.parse("2026-03-01T10:00:00Z");
  const run = (values: readonly string[], every = HOUR): readonly (string | null)[] => {
    let swings: Swings = {};
    return values.slice(1).map((title, index) => {
      const after = swing<Record>(swings, { title: values[index] ?? "" }, { title }, START + index * every);
      swings = after.swings;
      return after.swinging;
    });
  };

  it("is told when a value returns for the third time", () => {
    expect(run(["A", "B", "A", "B", "A"])).toEqual([null, null, null, "title"]);
  });

  it("is not told of a value that moves on", () => {
    expect(run(["A", "B", "A", "C", "A", "D", "A"])).toEqual([null, null, null, null, null, null].map((value) => value));
  });

  it("is not told of someone who changes his mind over weeks", () => {
    expect(run(["A", "B", "A", "B", "A", "B"], 30 * HOUR)).toEqual([null, null, null, null, null]);
    expect(run(["A", "B", "A", "B", "A"], 24 * HOUR)).toEqual([null, null, null, "title"]);
  });

  it("is told of the first of several fields, and of each for as long as it swings", () => {
    expect(run(["A", "B", "A", "B", "A", "B", "C"])).toEqual([null, null, null, "title", "title", null]);
  });

  it("is not forgotten while the field rests, but after a day", () => {
    const rest = (hours: number) => {
      let swings: Swings = {};
      for (const [index, title] of ["B", "A", "B"].entries()) {
        swings = swing<Record>(swings, { title: index % 2 === 0 ? "A" : "B" }, { title }, START + index).swings;
      }
      const rested = swing<Record>(swings, { title: "B" }, { title: "B" }, START + hours * HOUR);
      expect(rested.swinging).toBeNull();
      return rested.swings;
    };
    expect(Object.keys(rest(25))).toEqual([]);
    expect(swing<Record>(rest(1), { title: "B" }, { title: "A" }, START + HOUR).swinging).toBe("title");
    expect(swing<Record>({}, { title: "B" }, { title: "B" }, START).swings).toEqual({});
  });

  it("counts only changes that followed each other: what somebody else set in between begins anew", () => {
    let swings: Swings = {};
    for (const [index, from] of ["A", "C", "C", "C", "C"].entries()) {
      const after = swing<Record>(swings, { title: from }, { title: "B" }, START + index);
      expect(after.swinging).toBeNull();
      swings = after.swings;
    }
  });

  it("needs no more than the last few values, however long it goes on", () => {
    let swings: Swings = {};
    for (let index = 0; index < 40; index += 1) {
      swings = swing<Record>(swings, { title: `${index}` }, { title: `${index + 1}` }, START + index).swings;
    }
    expect(swings["title"]?.values.length).toBeLessThanOrEqual(5);
  });

  it("P6: keeps no values", () => {
    expect(JSON.stringify(swing<Record>({}, { title: "Secret" }, { title: "Hidden" }, 0))).not.toMatch(/Secret|Hidden/);
  });
});
