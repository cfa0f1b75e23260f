import { describe, expect, it } from "vitest";
import { clocksIn } from "./undeclared-clocks.ts";

describe("the search for clocks and chances", () => {
  it.each([
    ["const now = new Date();", "new Date()"],
    ["const now = Date.now();", "Date.now"],
    ["const now = Date();", "Date()"],
    ["const now = { now: Date.now };", "Date.now"],
    ["const now = performance.now();", "performance.now"],
    ["const die = Math.random();", "Math.random"],
  ])("finds %s", (text, what) => {
    expect(clocksIn("some.ts", `\n${text}`)).toEqual([`some.ts:2: ${what} is taken here; have it handed in`]);
  });

  it.each(["const then = new Date(text);", "const now = clock.now();", "// new Date()", 'const text = "Date.now()";'])(
    "lets %s pass",
    (text) => {
      expect(clocksIn("some.ts", text)).toEqual([]);
    },
  );
});
