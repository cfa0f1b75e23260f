import { describe, expect, it } from "vitest";
import { type Excuse, type Mutant, verdictOn } from "./verdict.ts";

const mutant = (from: string, survived = false, file = "a.ts"): Mutant => ({ file, line: 1, from, to: "true", survived });
const nine = Array.from({ length: 9 }, (_, index) => mutant(`killed ${index}`));
const excuse = (from: string): Excuse => ({ file: "a.ts", why: "The same.", mutants: [[from, "true"]] });

describe("the verdict on the mutants", () => {
  it("passes with nine of ten killed, when the tenth has a reason", () => {
    expect(verdictOn([...nine, mutant("x", true)], [excuse("x")])).toMatchObject({ passed: true });
  });

  it("fails for a survivor without a reason, and names it", () => {
    const { passed, lines } = verdictOn([...nine, mutant("x", true)], []);
    expect(passed).toBe(false);
    expect(lines.at(-1)).toBe("Survived without a reason: a.ts:1: x → true");
  });

  it("fails where fewer are killed, whatever their reasons", () => {
    const { passed, lines } = verdictOn([...nine, mutant("x", true), mutant("y", true)], [excuse("x"), excuse("y")]);
    expect(passed).toBe(false);
    expect(lines).toContain("At least 90 % have to be killed.");
  });

  it("fails for a reason that has become idle, but not for one of a file that was not tried", () => {
    expect(verdictOn(nine, [excuse("x")])).toMatchObject({ passed: false });
    expect(verdictOn(nine, [{ ...excuse("x"), file: "b.ts" }])).toMatchObject({ passed: true });
    expect(verdictOn([...nine, mutant("x", true, "b.ts")], [excuse("x")])).toMatchObject({ passed: false });
  });

  it("says how many of each file were killed", () => {
    const { lines } = verdictOn([mutant("x", true, "b.ts"), ...nine], []);
    expect(lines.slice(0, 3)).toEqual([
      "100.0 %     9 of    9  a.ts",
      "  0.0 %     0 of    1  b.ts",
      " 90.0 %     9 of   10  all; 0 survivors with a reason",
    ]);
  });
});
