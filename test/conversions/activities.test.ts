import { afterEach, describe, expect, it } from "vitest";
import { soql } from "../../sync-service/salesforce/soql.ts";
import { type EventWorld, openEventWorld } from "../sides/event-world.ts";
import { ADA, type StandIns } from "../sides/stand-ins.ts";
import { LIST, openTaskWorld } from "../sides/task-world.ts";

let standIns: StandIns;
afterEach(() => standIns.close());

const colleague = () => standIns.salesforce.seed.user({ Email: "ben@northwind.example" });
const MARK = { categories: ["Salesforce"] };
const TEN = {
  start: { dateTime: "2026-03-03T10:00:00", timeZone: "UTC" },
  end: { dateTime: "2026-03-03T11:00:00", timeZone: "UTC" },
};
const entry = async (world: EventWorld, subject: string) =>
  (await world.view("2026-01-01", "2027-06-01")).find((each) => each.subject === subject);

describe("tasks and events that get another owner", () => {
  it("T1: a task's copy goes to Deleted Items, and the user's own task stays without the category", async () => {
    const world = await openTaskWorld();
    ({ standIns } = world);
    world.addRow({ subject: "Down" });
    world.addItem({ subject: "Up" });
    await world.settle();
    const ben = colleague();
    for (const subject of ["Down", "Up"]) standIns.salesforce.seed.change("Task", String(idOf(world.rows(), subject)), { OwnerId: ben });
    await world.settle();
    expect(world.items(LIST).map(({ fields }) => [fields["title"], fields["categories"]])).toEqual([["Up", []]]);
    expect(world.rows()).toHaveLength(2);
  });

  it("E1: an event's copy goes, and the user's own event stays without the category", async () => {
    const world = await openEventWorld();
    ({ standIns } = world);
    world.addRow({ subject: "Down", time: "2026-03-04T10:00Z/2026-03-04T11:00Z" });
    world.addItem({ subject: "Up", ...TEN, ...MARK });
    await world.settle();
    const ben = colleague();
    for (const subject of ["Down", "Up"]) standIns.salesforce.seed.change("Event", String(world.row(subject)["Id"]), { OwnerId: ben });
    await world.settle();
    expect(await entry(world, "Down")).toBeUndefined();
    expect((await entry(world, "Up"))?.categories).toEqual([]);
    expect(world.rows()).toHaveLength(2);
    expect(standIns.graph.mailed.list()).toEqual([]);
  });

  const idOf = (rows: readonly Readonly<Record<string, unknown>>[], subject: string) => {
    const stored = [...standIns.salesforce.org.store.rows("Task")].find(({ values }) => values["Subject"] === subject);
    return stored?.id ?? rows.length;
  };
});

describe("events that are archived", () => {
  it("SF18, M5: one that leaves every query after a year is not gone: nothing is removed from the mailbox", async () => {
    const world = await openEventWorld();
    ({ standIns } = world);
    world.addRow({ subject: "Down", time: "2026-03-04T10:00Z/2026-03-04T11:00Z" });
    world.addItem({ subject: "Up", ...TEN, ...MARK });
    await world.settle();
    for (let days = 0; days < 400; days += 10) {
      standIns.clock.move(10 * 86_400_000);
      await world.slice();
    }
    expect(await standIns.salesforceClient.as(ADA).query<{ readonly Id: string }>(soql`SELECT Id FROM Event`)).toEqual([]);
    await world.settle();
    expect((await entry(world, "Down"))?.categories).toEqual(["Salesforce"]);
    expect((await entry(world, "Up"))?.categories).toEqual(["Salesforce"]);
    expect(world.rows()).toHaveLength(2);
    expect(world.links.all.map(({ state }) => state)).toEqual(["linked", "linked"]);
  });
});

describe("an event that turns private, and back", () => {
  it("E5: filed as it is, made private in Salesforce, and shown there again", async () => {
    const world = await openEventWorld({ org: { sharedActivities: true } });
    ({ standIns } = world);
    const bob = standIns.salesforce.seed.contact({ LastName: "Bob", Email: "bob@trey.example", OwnerId: standIns.adaInSalesforce });
    world.addItem({
      subject: "Visit",
      ...TEN,
      ...MARK,
      attendees: [{ type: "required", emailAddress: { address: "bob@trey.example", name: "Bob" } }],
    });
    await world.settle();
    expect(world.row("Visit")).toMatchObject({ IsPrivate: false, WhoId: bob });
    const turn = async (sensitivity: string) => {
      const found = await entry(world, "Visit");
      await world.ask("PATCH", `/events/${found?.id}`, { sensitivity });
      await world.settle();
    };
    await turn("private");
    expect(world.row("Visit")["IsPrivate"]).toBe(true);
    expect(world.row("Visit")["WhoId"] ?? null).toBeNull();
    await turn("normal");
    expect(world.row("Visit")).toMatchObject({ IsPrivate: false, WhoId: bob });
    expect((await entry(world, "Visit"))?.categories).toEqual(["Salesforce"]);
    // Those of the person's own two changes.
    expect(standIns.graph.mailed.list()).toHaveLength(2);
  });
});
