import { afterEach, describe, expect, it } from "vitest";
import { eventRules } from "../../sync-service/cycle/event-kind.ts";
import { event } from "../doubles/blank-event.ts";
import { EVENTS_PRESET, openEventWorld, type EventWorld } from "./event-world.ts";

let world: EventWorld;
afterEach(() => world?.standIns.close());

const MARK = { categories: ["Salesforce"] };
const on = (day: string) => ({
  start: { dateTime: `${day}T10:00:00`, timeZone: "UTC" },
  end: { dateTime: `${day}T11:00:00`, timeZone: "UTC" },
});
const time = (day: string) => `${day}T09:00Z/${day}T10:00Z`;
const subjects = () => world.rows().map((row) => row["Subject"]);
const entries = (subject: string) => world.view("2024-01-01", "2030-01-01").then((all) => all.filter((one) => one.subject === subject));

describe("the time that is kept in step, as a setting", () => {
  it("E1: what lay outside is met as soon as the preset reaches so far, in both directions", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "Last autumn", ...on("2025-10-01"), ...MARK });
    world.addItem({ subject: "In two years", ...on("2028-01-10"), ...MARK });
    world.addRow(event({ subject: "Also last autumn", time: time("2025-10-02") }));
    await world.settle();
    expect(subjects()).toEqual(["Also last autumn"]);
    expect(await entries("Also last autumn")).toEqual([]);

    world.preset = { ...EVENTS_PRESET, daysBack: 200, monthsAhead: 24 };
    await world.settle();
    expect(subjects()).toEqual(["Last autumn", "Also last autumn", "In two years"]);
    expect(await entries("Also last autumn")).toMatchObject([MARK]);
  });

  it("E1, M5: what a narrower time leaves out stays on both sides, and is in step still", async () => {
    world = await openEventWorld();
    world.addItem({ subject: "In a month", ...on("2026-04-10"), ...MARK });
    world.addItem({ subject: "In a year", ...on("2027-03-10"), ...MARK });
    world.addRow(event({ subject: "A year from now", time: time("2027-03-11") }));
    await world.settle();
    world.preset = { ...EVENTS_PRESET, monthsAhead: 2 };
    await world.settle();
    expect(subjects()).toEqual(["In a month", "In a year", "A year from now"]);
    expect(await entries("A year from now")).toHaveLength(1);
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked", "linked", "linked"]);

    world.addItem({ subject: "In half a year", ...on("2026-09-10"), ...MARK });
    world.addRow(event({ subject: "Half a year from now", time: time("2026-09-11") }));
    await world.settle();
    expect(subjects()).not.toContain("In half a year");
    expect(await entries("Half a year from now")).toEqual([]);
  });

  it("E1: why? names the time that was set", () => {
    const { outOfTime } = eventRules({ ...EVENTS_PRESET, daysBack: 1, monthsAhead: 2 });
    const now = new Date("2026-03-02T08:00:00Z");
    expect(outOfTime?.(event({ time: time("2026-04-10") }), now)).toBeNull();
    expect(outOfTime?.(event({ time: time("2026-05-10") }), now)).toContain("1 day back to 2 months ahead");
    expect(outOfTime?.(event({ time: time("2026-02-10") }), now)).not.toBeNull();
  });
});
