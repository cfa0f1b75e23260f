import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Task, TaskImportance, TaskStatus } from "../../shared/records/task.ts";
import { momentsIn } from "../../sync-service/graph/moments.ts";
import { canonicalText } from "../../sync-service/mappings/canonical-text.ts";
import { textOfHtml } from "../../sync-service/graph/html-text.ts";
import {
  importanceOf,
  sameStatus,
  STANDARD_PICKLISTS,
  statusName,
  statusOf,
  type TaskPicklists,
} from "../../sync-service/mappings/task-picklists.ts";
import { taskFields, taskForms, taskMapping } from "../../sync-service/mappings/task.ts";
import type { GraphMoment } from "../../sync-service/mappings/wire/graph-task.ts";
import { task } from "../doubles/blank-task.ts";
import { ZONES } from "./zones.ts";

const zone = fc.constantFrom(...ZONES);
const day = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.string({ maxLength: 60 }),
  fc.constantFrom("a\r\nb", " x ", "😀".repeat(130)),
);
const instant = fc
  .date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
  .map((at) => `${at.toISOString().slice(0, 19)}Z`);

const record: fc.Arbitrary<Task> = fc.record({
  subject: text.map((value) => canonicalText(value, { limit: 255, lines: false })),
  dueDate: fc.option(day),
  status: fc.constantFrom<TaskStatus>("notStarted", "inProgress", "completed", "waitingOnOthers", "deferred"),
  importance: fc.constantFrom<TaskImportance>("low", "normal", "high"),
  notes: text.map((value) => canonicalText(value, { limit: 32_000, lines: true })),
  reminderAt: fc.option(instant),
});

const formsIn = (of: string, picklists: TaskPicklists = STANDARD_PICKLISTS) =>
  taskForms({ moments: momentsIn(of), picklists, textOf: textOfHtml });

describe("every row of the tasks' table", () => {
  it("stands for one field, and Salesforce's name of it is the one that is asked for", () => {
    const mapping = taskMapping({ moments: momentsIn("UTC"), picklists: STANDARD_PICKLISTS, textOf: textOfHtml });
    expect(Object.keys(mapping)).toEqual(taskFields);
  });

  it.each(taskFields.map((field) => [field]))("T3: %s: what was written reads back the same, on both sides, in any zone", (field) => {
    fc.assert(
      fc.property(record, record, zone, (value, beside, of) => {
        const { fromGraph, fromSalesforce, toGraph, toSalesforce } = formsIn(of);
        expect(fromGraph({ ...toGraph(beside), ...toGraph({ [field]: value[field] }) })[field]).toBe(value[field]);
        expect(fromSalesforce({ ...toSalesforce(beside), ...toSalesforce({ [field]: value[field] }) })[field]).toBe(value[field]);
      }),
    );
  });

  it("P3: a change of one field writes nothing of the others", () => {
    const { toGraph, toSalesforce } = formsIn("UTC");
    expect(Object.keys(toGraph({ subject: "x" }))).toEqual(["title"]);
    expect(Object.keys(toGraph({ reminderAt: null }))).toEqual(["isReminderOn"]);
    expect(Object.keys(toSalesforce({ status: "completed" }))).toEqual(["Status"]);
  });
});

describe("MG18: the due day never slips", () => {
  const shifted = ({ dateTime, timeZone }: GraphMoment): GraphMoment => {
    const at = momentsIn("UTC").instantOf({ dateTime, timeZone }) ?? "";
    return { dateTime: `${at.slice(0, 19)}.0000000`, timeZone: "UTC" };
  };
  const cut = (moment: GraphMoment): GraphMoment => ({
    ...shifted(moment),
    dateTime: `${shifted(moment).dateTime.slice(0, 10)}T00:00:00.0000000`,
  });

  it("whether the service shifts what we wrote to UTC, or cuts it there, and whatever the zone", () => {
    fc.assert(
      fc.property(day, zone, (due, of) => {
        const moments = momentsIn(of);
        expect(moments.dayOf(shifted(moments.momentOfDay(due)))).toBe(due);
        expect(moments.dayOf(cut(moments.momentOfDay(due)))).toBe(due);
      }),
      { numRuns: 500 },
    );
  });

  it("nor does one that a person set to midnight of his own zone, where the service shifts", () => {
    fc.assert(
      fc.property(day, zone, (due, of) => {
        expect(momentsIn(of).dayOf(shifted({ dateTime: `${due}T00:00:00`, timeZone: of }))).toBe(due);
      }),
      { numRuns: 500 },
    );
  });

  it("nor one that was set in another zone, before the mailbox moved", () => {
    const inBerlin = shifted({ dateTime: "2026-07-01T00:00:00", timeZone: "W. Europe Standard Time" });
    expect(inBerlin.dateTime).toBe("2026-06-30T22:00:00.0000000");
    expect(momentsIn("America/Los_Angeles").dayOf(inBerlin)).toBe("2026-07-01");
    expect(momentsIn("Asia/Kolkata").dayOf(inBerlin)).toBe("2026-07-01");
  });

  it("where clocks go forward at midnight", () => {
    expect(momentsIn("Asia/Beirut").dayOf({ dateTime: "2026-03-28T22:00:00.0000000", timeZone: "UTC" })).toBe("2026-03-29");
  });

  it("and what is no date is none", () => {
    expect(momentsIn("UTC").dayOf({ dateTime: "soon", timeZone: "UTC" })).toBeNull();
    expect(momentsIn("UTC").instantOf({ dateTime: "2026-01-01T08:00:00", timeZone: "tzone://Microsoft/Custom" })).toBeNull();
  });
});

describe("SF17: an org's own words for statuses and priorities", () => {
  const own: TaskPicklists = {
    statuses: [
      { name: "Open", isClosed: false, isDefault: true },
      { name: "On hold", isClosed: false, isDefault: false },
      { name: "Deferred", isClosed: true, isDefault: false },
      { name: "Done", isClosed: true, isDefault: false },
    ],
    priorities: [
      { name: "Urgent", isHigh: true, isDefault: false },
      { name: "Medium", isHigh: false, isDefault: true },
      { name: "Whenever", isHigh: false, isDefault: false },
    ],
  };

  it("are read by what they do, before what they are called", () => {
    expect(["Open", "On hold", "Deferred", "Done", "unheard of"].map((name) => statusOf(name, own))).toEqual([
      "notStarted",
      "inProgress",
      "completed",
      "completed",
      "inProgress",
    ]);
    expect(["Urgent", "Medium", "Whenever"].map((name) => importanceOf(name, own))).toEqual(["high", "normal", "low"]);
  });

  it("are written as the nearest there is, and what the org cannot tell apart is no difference", () => {
    expect((["notStarted", "inProgress", "completed", "waitingOnOthers"] as const).map((status) => statusName(status, own))).toEqual([
      "Open",
      "On hold",
      "Deferred",
      "Open",
    ]);
    expect(sameStatus("waitingOnOthers", "notStarted", own)).toBe(true);
    expect(sameStatus("waitingOnOthers", "notStarted", STANDARD_PICKLISTS)).toBe(false);
    expect(formsIn("UTC", own).toSalesforce({ importance: "high" })).toEqual({ Priority: "Urgent" });
  });

  it("a status that cannot be completed in Salesforce at all is not written", () => {
    const none = { ...own, statuses: own.statuses.filter(({ isClosed }) => !isClosed) };
    expect(formsIn("UTC", none).toSalesforce({ status: "completed" })).toEqual({});
  });
});

describe("T3: bodies", () => {
  it("in HTML are read as their text, and are not to be written over", () => {
    const { fromGraph, guardedInGraph } = formsIn("UTC");
    const rich = {
      body: { contentType: "html", content: "<html><body><p>Call <b>Nora</b> &amp; ask</p><ul><li>price<li>date</ul></body></html>" },
    };
    expect(fromGraph(rich).notes).toBe("Call Nora & ask\n\n * price\n * date");
    expect(guardedInGraph(rich)).toEqual(["notes"]);
    expect(guardedInGraph({ body: { contentType: "html", content: "<html><body></body></html>" } })).toEqual([]);
    expect(guardedInGraph({ body: { contentType: "html", content: "<html><body><div>plain all the same</div></body></html>" } })).toEqual(
      [],
    );
    expect(guardedInGraph({ body: { contentType: "text", content: "<b>plain all the same</b>" } })).toEqual([]);
  });

  it("never let through what a browser would carry out", () => {
    expect(
      textOfHtml("<style>x{}</style><script>alert(1)</script>Hi<!-- a --> &#128512;&#x26;&nope; <img src=x onerror=alert(1)> there<"),
    ).toBe("Hi 😀&&nope; there<");
    expect(textOfHtml("a<script>b")).toBe("a");
  });
});

it("a new task is open, of normal importance, and blank otherwise", () => {
  expect(formsIn("UTC").fromGraph({})).toEqual(task());
});
