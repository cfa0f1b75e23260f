import { describe, expect, it } from "vitest";
import { agoOf, dayOf, localeOf, moneyOf, sizeOf } from "../../addin/components/wording.ts";
import { lookOf } from "../../addin/office/theme.ts";

const now = new Date("2026-11-22T12:00:00Z");

describe("times", () => {
  it.each([
    ["2026-11-22T12:00:05Z", "now"],
    ["2026-11-22T11:59:30Z", "30 sec. ago"],
    ["2026-11-22T11:58:00Z", "2 min. ago"],
    ["2026-11-22T09:00:00Z", "3 hr. ago"],
    ["2026-11-20T12:00:00Z", "2 days ago"],
  ])("%s is %s", (time, words) => {
    expect(agoOf(time, now, "en-US")).toBe(words);
  });

  it("a close date stays its day in every zone", () => {
    expect(dayOf("2026-12-31", "en-GB")).toBe("31 Dec 2026");
  });
});

describe("amounts", () => {
  it.each([
    [1, "1 byte"],
    [893, "893 bytes"],
    [1_204, "1 kB"],
    [999_999, "1,000 kB"],
    [1_400_000, "1.4 MB"],
    [5_000_000_000_000, "5,000 GB"],
  ])("%d bytes are %s", (bytes, words) => {
    expect(sizeOf(bytes, "en-US")).toBe(words);
  });

  it("money is written in its currency, or bare where the org has one and names none", () => {
    expect(moneyOf(184_000, "EUR", "en-GB")).toBe("€184,000");
    expect(moneyOf(184_000, null, "en-GB")).toBe("184,000");
  });
});

it("a language tag that is none falls back to English instead of ending the pane", () => {
  expect(localeOf("en-US@posix")).toBe("en");
  expect(localeOf("de-at")).toBe("de-AT");
});

describe("the look", () => {
  const system = { dark: false, forcedColours: false };
  it.each([
    ["Outlook dark, system light", "#292929", system, "dark"],
    ["Outlook light, system dark", "#ffffff", { ...system, dark: true }, "light"],
    ["Outlook silent, system dark", null, { ...system, dark: true }, "dark"],
    ["nonsense for a colour", "white", system, "light"],
    ["a contrast theme goes before all", "#ffffff", { ...system, forcedColours: true }, "contrast"],
  ] as const)("%s", (_title, background, of, look) => {
    expect(lookOf(background, of)).toBe(look);
  });
});
