import { afterEach, describe, expect, it } from "vitest";
import { textOfHtml } from "../../sync-service/graph/html-text.ts";
import { momentsIn } from "../../sync-service/graph/moments.ts";
import { exchangeTasks } from "../../sync-service/graph/tasks.ts";
import { taskForms } from "../../sync-service/mappings/task.ts";
import { STANDARD_PICKLISTS } from "../../sync-service/mappings/task-picklists.ts";
import { type EventWorld, openEventWorld } from "../sides/event-world.ts";
import type { StandIns } from "../sides/stand-ins.ts";
import { openTaskWorld, type TaskWorld } from "../sides/task-world.ts";

let standIns: StandIns;
afterEach(() => standIns.close());

const ZONES = ["Pacific/Auckland", "Asia/Kolkata", "America/Los_Angeles", "America/Sao_Paulo"];

describe("a mailbox that moves to another time zone", () => {
  it.each(ZONES)(
    "E2: from Berlin to %s all-day events keep their days, the others their instants, and nothing is written",
    async (zone) => {
      const world: EventWorld = await openEventWorld({ timeZone: "Europe/Berlin" });
      ({ standIns } = world);
      const day = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: "UTC" });
      const plain = { categories: ["Salesforce"], isReminderOn: false };
      world.addItem({ ...plain, subject: "Fair", isAllDay: true, start: day("2026-03-10"), end: day("2026-03-11") });
      world.addItem({
        ...plain,
        subject: "Call",
        start: { dateTime: "2026-03-11T09:00:00", timeZone: "UTC" },
        end: { dateTime: "2026-03-11T10:00:00", timeZone: "UTC" },
      });
      world.addRow({ subject: "Stocktaking", time: "2026-03-20/2026-03-21" });
      world.addRow({ subject: "Visit", time: "2026-03-20T14:00Z/2026-03-20T15:00Z" });
      await world.settle();
      // With their versions: nothing was written.
      const known = async () => ({
        rows: world
          .rows()
          .map((row) => [row["Subject"], row["StartDateTime"], row["EndDateTime"], row["IsAllDayEvent"], row["SystemModstamp"]]),
        items: (await world.view("2026-03-01", "2026-04-01")).map(({ subject, start, end, changeKey }) => [subject, start, end, changeKey]),
      });
      const before = await known();
      expect(before.rows.map(([subject]) => String(subject)).toSorted((one, other) => one.localeCompare(other))).toEqual([
        "Call",
        "Fair",
        "Stocktaking",
        "Visit",
      ]);
      expect(before.items).toHaveLength(4);

      await world.moveTo(zone);
      await world.links.startOver({ connectionId: "c", mailboxId: "m", generation: world.links.generation }, "exchange", standIns.now());
      await world.links.startOver({ connectionId: "c", mailboxId: "m", generation: world.links.generation }, "salesforce", standIns.now());
      await world.settle();
      expect(await known()).toEqual(before);

      // What is edited afterwards carries on from there.
      const fair = (await world.view("2026-03-01", "2026-04-01")).find(({ subject }) => subject === "Fair");
      await world.ask("PATCH", `/events/${fair?.id}`, { subject: "Fair, as planned" });
      await world.settle();
      const row = world.row("Fair, as planned");
      expect([String(row["StartDateTime"]).slice(0, 10), String(row["EndDateTime"]).slice(0, 10)]).toEqual(["2026-03-10", "2026-03-10"]);
    },
  );

  it("E2: the reminder of an all-day event, which Exchange counts from the mailbox's midnight, moves with it; its day does not", async () => {
    const world: EventWorld = await openEventWorld({ timeZone: "Europe/Berlin" });
    ({ standIns } = world);
    const day = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: "UTC" });
    const reminded = { isReminderOn: true, reminderMinutesBeforeStart: 60, categories: ["Salesforce"] };
    world.addItem({ ...reminded, subject: "Fair", isAllDay: true, start: day("2026-03-10"), end: day("2026-03-11") });
    await world.settle();
    expect(world.row("Fair")["ReminderDateTime"]).toMatch(/^2026-03-09T22:00/u);
    await world.moveTo("Pacific/Auckland");
    const lease = { connectionId: "c", mailboxId: "m", generation: world.links.generation };
    await world.links.startOver(lease, "exchange", standIns.now());
    await world.settle();
    expect(world.row("Fair")).toMatchObject({
      StartDateTime: expect.stringMatching(/^2026-03-10/u),
      ReminderDateTime: expect.stringMatching(/^2026-03-09T10:00/u),
    });
    expect((await world.view("2026-03-01", "2026-04-01"))[0]).toMatchObject({ reminderMinutesBeforeStart: 60, categories: ["Salesforce"] });
  });

  it.each(ZONES)("T3: from Berlin to %s due dates stay the days they are, and nothing is written", async (zone) => {
    const world: TaskWorld = await openTaskWorld({ timeZone: "Europe/Berlin" });
    ({ standIns } = world);
    world.addItem({ subject: "Up", dueDate: "2026-03-29" });
    world.addRow({ subject: "Down", dueDate: "2026-10-25" });
    await world.settle();
    const known = () => ({
      rows: world.rows().map((row) => [row["Subject"], row["ActivityDate"], row["SystemModstamp"]]),
      // With its version: nothing was written.
      items: world.items().map((item) => JSON.stringify(item)),
    });
    const before = known();
    expect(before.rows.map(([, due]) => String(due)).toSorted((one, other) => one.localeCompare(other))).toEqual([
      "2026-03-29",
      "2026-10-25",
    ]);

    const forms = taskForms({ moments: momentsIn(zone), picklists: STANDARD_PICKLISTS, textOf: textOfHtml });
    const recordUrl = (id: string) => `${standIns.urls.salesforceUrl}/lightning/r/Task/${id}/view`;
    world.exchange = () =>
      exchangeTasks({ graph: standIns.graphClient.mailbox(standIns.ada), listId: world.listId, forms, recordUrl, now: standIns.now });
    const lease = { connectionId: "c", mailboxId: "m", generation: world.links.generation };
    await world.links.startOver(lease, "exchange", standIns.now());
    await world.links.startOver(lease, "salesforce", standIns.now());
    await world.settle();
    expect(known()).toEqual(before);
  });
});
