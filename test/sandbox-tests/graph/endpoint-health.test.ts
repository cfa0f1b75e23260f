import { describe, expect, it } from "vitest";
import { EndpointHealth } from "../../sandbox/graph/notifications/endpoint-health.ts";

const URL = "https://service.example/hook";

describe("MG13: how a notified host stands", () => {
  it.each([
    ["well before a hundred answers, however slow", 99, 99, "well"],
    ["well with a tenth of them slow", 100, 10, "well"],
    ["slow with more than a tenth", 100, 11, "slow"],
    ["dropped from fifteen in a hundred", 100, 15, "dropped"],
  ])("%s", (_title, answers, slow, standing) => {
    const health = new EndpointHealth(() => new Date(0));
    for (let index = 0; index < answers; index += 1) health.answered(URL, index >= answers - slow);
    expect(health.standing(URL)).toBe(standing);
    expect(health.standing("https://other.example/hook")).toBe("well");
  });

  it("only the last ten minutes count, and a dropped host begins anew after as long", () => {
    let now = 0;
    const health = new EndpointHealth(() => new Date(now));
    for (let index = 0; index < 100; index += 1) health.answered(URL, index >= 80);
    now = 9 * 60_000;
    expect(health.standing(URL)).toBe("dropped");
    now = 10 * 60_000;
    expect(health.standing(URL)).toBe("well");
  });
});
