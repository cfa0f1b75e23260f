import { describe, expect, it } from "vitest";
import { percentile, rounded } from "./figures.ts";

describe("O7: the bench's figures", () => {
  it("takes percentiles by the nearest rank, whatever the order", () => {
    const values = [5, 1, 4, 2, 3, 6, 7, 8, 9, 10];
    expect(percentile(values, 0.5)).toBe(5);
    expect(percentile(values, 0.95)).toBe(10);
    expect(percentile([7], 0.5)).toBe(7);
  });

  it("rounds for people", () => {
    expect(rounded(0.004_51, 3)).toBe(0.005);
    expect(rounded(1.005)).toBe(1);
  });
});
