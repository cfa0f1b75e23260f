import { afterEach, describe, expect, it } from "vitest";
import { eventRules } from "../../sync-service/cycle/event-kind.ts";
import { graphPath } from "../../sync-service/graph/path.ts";
import { event } from "../doubles/blank-event.ts";
import { EVENTS_PRESET, openEventWorld, type EventWorld } from "./event-world.ts";
import { ADA } from "./stand-ins.ts";

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

const required = (address: string) => ({ type: "required", emailAddress: { address, name: address } });
const [BEN, BOB, BLOCKED] = ["ben@northwind.example", "bob@trey.example", "eve@blocked.example"].map(required);
const OUTSIDE = { ...EVENTS_PRESET, takeUp: "outside" } as const;
const link = (subject: string) =>
  world.links.all.find(({ exchange }) => exchange.is === "present" && exchange.seen.record.subject === subject);

/** As Ada's copy says. */
async function calledOffByBen(body: object): Promise<void> {
  const { graph, graphClient } = world.standIns;
  const ben = graphClient.mailbox(graph.seed.user({ userPrincipalName: "ben@northwind.example", displayName: "Ben" }).id);
  const made = await ben.send<{ readonly id: string }>("POST", graphPath`/events`, { ...body });
  await ben.send("POST", graphPath`/events/${made.id}/cancel`, { comment: "" });
  expect(await entries("Canceled: Off")).toMatchObject([{ isCancelled: true }]);
}

describe("all meetings with someone outside the company, as a setting", () => {
  it("E1: they go up without a mark and get the category; what is internal, private, blocked or cancelled stays", async () => {
    world = await openEventWorld();
    world.preset = OUTSIDE;
    const day = on("2026-03-05");
    await world.ask("POST", "/events", { subject: "With Bob", ...day, attendees: [BEN, BOB] });
    await world.ask("POST", "/events", { subject: "Among us", ...day, attendees: [BEN] });
    await world.ask("POST", "/events", { subject: "Alone", ...day });
    await world.ask("POST", "/events", { subject: "Secret", ...day, attendees: [BOB], sensitivity: "private" });
    await world.ask("POST", "/events", { subject: "With Eve", ...day, attendees: [BOB, BLOCKED] });
    await calledOffByBen({ subject: "Off", ...day, attendees: [required(ADA), BOB] });
    const mailed = world.standIns.graph.mailed.list().length;
    await world.settle();
    expect(subjects()).toEqual(["With Bob"]);
    expect(await entries("With Bob")).toMatchObject([MARK]);
    expect(await entries("Among us")).toMatchObject([{ categories: [] }]);
    expect(world.links.all).toHaveLength(1);
    // P5: the category is nobody else's business.
    expect(world.standIns.graph.mailed.list()).toHaveLength(mailed);
  });

  it("E1, M4: taking off the category is leaving, and what left is not taken up again", async () => {
    world = await openEventWorld();
    world.preset = OUTSIDE;
    await world.ask("POST", "/events", { subject: "With Bob", ...on("2026-03-05"), attendees: [BOB] });
    await world.settle();
    const [entry] = await entries("With Bob");
    await world.ask("PATCH", `/events/${entry?.id}`, { categories: [] });
    await world.settle();
    await world.ask("PATCH", `/events/${entry?.id}`, { location: { displayName: "Pier 4" } });
    world.standIns.clock.move(86_400_000);
    await world.settle();
    expect(link("With Bob")?.state).toBe("left");
    expect(world.rows()).toMatchObject([{ Subject: "With Bob" }]);
    expect(world.row("With Bob")["Location"] ?? null).toBeNull();
    expect(await entries("With Bob")).toMatchObject([{ categories: [] }]);
  });

  it("E1: switched on later, it takes up what was made since activation; switched off, what went up stays in step", async () => {
    world = await openEventWorld();
    await world.ask("POST", "/events", { subject: "With Bob", ...on("2026-03-05"), attendees: [BOB] });
    await world.settle();
    expect(world.rows()).toEqual([]);
    world.preset = OUTSIDE;
    await world.settle();
    expect(subjects()).toEqual(["With Bob"]);
    world.preset = EVENTS_PRESET;
    const [entry] = await entries("With Bob");
    await world.ask("PATCH", `/events/${entry?.id}`, { location: { displayName: "Pier 4" } });
    await world.ask("POST", "/events", { subject: "With Bob too", ...on("2026-03-06"), attendees: [BOB] });
    await world.settle();
    expect(subjects()).toEqual(["With Bob"]);
    expect(world.row("With Bob")).toMatchObject({ Location: "Pier 4" });
  });

  it("E1, B4: what was made before activation is listed, whenever the setting was switched on, and goes up with the category", async () => {
    for (const preset of [OUTSIDE, EVENTS_PRESET]) {
      world = await openEventWorld();
      world.preset = preset;
      world.addItem({ subject: "With Bob", ...on("2026-03-05"), attendees: [BOB] });
      world.standIns.clock.move(60_000);
      world.activatedAt = world.standIns.now();
      await world.settle();
      world.preset = OUTSIDE;
      await world.settle();
      expect(world.rows()).toEqual([]);
      expect(link("With Bob")).toMatchObject({ state: "listed" });
      const [entry] = await entries("With Bob");
      expect(entry).toMatchObject({ categories: [] });
      await world.ask("PATCH", `/events/${entry?.id}`, MARK);
      await world.settle();
      expect(subjects()).toEqual(["With Bob"]);
      if (preset === OUTSIDE) await world.standIns.close();
    }
  });

  it("E1, E4: a series wears the category as a whole, so that none of its occurrences becomes an exception", async () => {
    world = await openEventWorld();
    world.preset = OUTSIDE;
    const recurrence = {
      pattern: { type: "weekly", interval: 1, daysOfWeek: ["thursday"], firstDayOfWeek: "monday" },
      range: { type: "numbered", startDate: "2026-03-05", numberOfOccurrences: 4 },
    };
    const made = await world.ask<{ readonly id: string }>("POST", "/events", {
      ...{ subject: "Weekly with Bob", ...on("2026-03-05"), attendees: [BOB], recurrence },
    });
    await world.settle();
    expect(subjects()).toEqual(Array.from({ length: 4 }, () => "Weekly with Bob"));
    expect(await world.ask("GET", `/events/${made.id}?$select=categories`)).toMatchObject(MARK);
    const occurrences = await entries("Weekly with Bob");
    expect(occurrences.map(({ type, categories }) => [type, categories])).toEqual(
      Array.from({ length: 4 }, () => ["occurrence", ["Salesforce"]]),
    );
    expect(world.links.all.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => "linked"));

    await world.ask("PATCH", `/events/${made.id}`, { categories: [] });
    await world.settle();
    expect(world.links.all.map(({ state }) => state)).toEqual(Array.from({ length: 4 }, () => "left"));
  });
});

describe("private events by their time only, as a setting", () => {
  const TIME_ONLY = { ...EVENTS_PRESET, privateEvents: "time-only" } as const;
  const DOCTOR = { subject: "Doctor", location: { displayName: "Clinic" }, body: { contentType: "text", content: "bring the letter" } };
  const busy = { Subject: "Busy", IsPrivate: true };
  const isBusy = () => {
    expect(world.rows()).toMatchObject([busy]);
    const [{ Location = null, Description = null } = {}] = world.rows();
    expect([Location, Description]).toEqual([null, null]);
  };
  const change = async (subject: string, body: object) => {
    const [entry] = await entries(subject);
    await world.ask("PATCH", `/events/${entry?.id}`, { ...body });
    await world.settle();
  };

  it("E5: one with the category goes up as “Busy”, with its time and nothing else; the mailbox keeps what it says", async () => {
    world = await openEventWorld();
    world.preset = TIME_ONLY;
    world.addItem({ ...DOCTOR, ...on("2026-03-05"), ...MARK, sensitivity: "private" });
    await world.settle();
    isBusy();
    expect(world.row("Busy")).toMatchObject({ StartDateTime: expect.stringContaining("2026-03-05T10:00") });
    await change("Doctor", { subject: "Surgeon", ...on("2026-03-06") });
    isBusy();
    expect(world.row("Busy")).toMatchObject({ StartDateTime: expect.stringContaining("2026-03-06T10:00") });
    expect(await entries("Surgeon")).toMatchObject([{ location: { displayName: "Clinic" }, sensitivity: "private" }]);
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked"]);
  });

  it("E5: one that turns private loses name, place and text in Salesforce, and gets them back when it is private no more", async () => {
    world = await openEventWorld();
    world.preset = TIME_ONLY;
    world.addItem({ ...DOCTOR, ...on("2026-03-05"), ...MARK });
    await world.settle();
    expect(world.row("Doctor")).toMatchObject({ Location: "Clinic", Description: "bring the letter", IsPrivate: false });
    await change("Doctor", { sensitivity: "private" });
    isBusy();
    await change("Doctor", { sensitivity: "normal" });
    expect(world.row("Doctor")).toMatchObject({ Location: "Clinic", Description: "bring the letter", IsPrivate: false });
  });

  it("E5, E2: nothing that is written in Salesforce replaces what the mailbox keeps to itself, nor makes it public", async () => {
    world = await openEventWorld();
    world.preset = TIME_ONLY;
    world.addItem({ ...DOCTOR, ...on("2026-03-05"), ...MARK, sensitivity: "private" });
    await world.settle();
    const id = String(world.row("Busy")["Id"]);
    world.standIns.salesforce.seed.change("Event", id, { Subject: "Lunch", IsPrivate: false, Location: "Canteen" });
    await world.settle();
    expect(await entries("Doctor")).toMatchObject([{ location: { displayName: "Clinic" }, sensitivity: "private" }]);
    world.standIns.salesforce.seed.change("Event", id, { StartDateTime: "2026-03-07T10:00:00Z", EndDateTime: "2026-03-07T11:00:00Z" });
    await world.settle();
    expect(await entries("Doctor")).toMatchObject([{ start: { dateTime: "2026-03-07T10:00:00.0000000" } }]);
    expect(JSON.stringify(world.rows())).not.toMatch(/Doctor|Clinic|letter/);
  });

  it("E5: one that was made as private in Salesforce keeps its words there; what is written to it in the mailbox stays in the mailbox", async () => {
    world = await openEventWorld();
    world.preset = TIME_ONLY;
    world.addRow(event({ subject: "Dentist", time: time("2026-03-05"), isPrivate: true, notes: "ask for the bill" }));
    await world.settle();
    expect(world.rows()).toMatchObject([{ Subject: "Dentist", Description: "ask for the bill" }]);
    world.standIns.salesforce.seed.change("Event", String(world.row("Dentist")["Id"]), { Location: "Main Street" });
    await world.settle();
    expect(await entries("Dentist")).toMatchObject([{ location: { displayName: "Main Street" } }]);
    await change("Dentist", { subject: "Dentist, again" });
    expect(world.rows()).toMatchObject([{ Subject: "Dentist", Description: "ask for the bill" }]);
    expect(await entries("Dentist, again")).toHaveLength(1);
  });

  it("E5: the setting reaches what went up before it, at once", async () => {
    world = await openEventWorld();
    world.addItem({ ...DOCTOR, ...on("2026-03-05"), ...MARK, sensitivity: "private" });
    await world.settle();
    expect(world.row("Doctor")).toMatchObject({ IsPrivate: true, Location: "Clinic" });
    world.preset = TIME_ONLY;
    await world.settle();
    isBusy();
  });
});
