import { describe, expect, it } from "vitest";
import { FirstSyncPace } from "../../sync-service/cycle/first-sync-pace.ts";

function world() {
  let now = 0;
  const pace = new FirstSyncPace(() => new Date(now));
  return { pace, at: (seconds: number, done: number, of = 1_000) => ((now = seconds * 1_000), pace.secondsLeft("m", { done, of })) };
}

describe("the estimate of a first sync (B4)", () => {
  it("is not given at the first look, nor before a rate can be told", () => {
    const { at } = world();
    expect([at(0, 0), at(2, 40)]).toEqual([null, null]);
  });

  it("is what is left at the rate that was measured", () => {
    const { at } = world();
    at(0, 100);
    expect(at(10, 200)).toBe(80);
  });

  it("follows the rate of the last minute, not that of the whole", () => {
    const { at } = world();
    at(0, 0, 10_000);
    for (let second = 10; second <= 60; second += 10) at(second, second * 100, 10_000); // 100 a second
    let left = null;
    for (let second = 70; second <= 180; second += 10) left = at(second, 6_000 + (second - 60), 10_000); // 1 a second
    expect(left).toBe(10_000 - 6_120);
  });

  it("is none while nothing goes through, and after it was told to forget", () => {
    const { at, pace } = world();
    at(0, 50);
    expect(at(30, 50)).toBeNull();
    expect(at(40, 60)).not.toBeNull();
    pace.forget("m");
    expect(at(41, 61)).toBeNull();
  });

  it("is not confused by items that are due once more", () => {
    const { at } = world();
    at(0, 100);
    at(10, 90);
    expect(at(20, 190)).toBe(81);
  });
});
