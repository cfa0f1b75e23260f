import { afterEach, describe, expect, it } from "vitest";
import type { Contact } from "../../shared/records/contact.ts";
import type { Fields } from "../../shared/records/fields.ts";
import { contactRules } from "../../sync-service/cycle/contact-kind.ts";
import { eventRules } from "../../sync-service/cycle/event-kind.ts";
import { idOn } from "../../sync-service/cycle/link.ts";
import type { KindSlice } from "../../sync-service/cycle/run-kind.ts";
import { taskRules } from "../../sync-service/cycle/task-kind.ts";
import { exchangeContacts } from "../../sync-service/graph/contacts.ts";
import { STANDARD_PICKLISTS } from "../../sync-service/mappings/task-picklists.ts";
import { openPeople } from "../../sync-service/salesforce/contact-rows.ts";
import { salesforceContacts } from "../../sync-service/salesforce/contacts.ts";
import { keptInMemory } from "../doubles/kept-in-memory.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { openEventWorld } from "./event-world.ts";
import { type KindWorld, settled, sliceOf } from "./kind-cycle.ts";
import { lookAt } from "./noted-changes.ts";
import { HOW, spoiling, spoilt } from "./spoilt-replies.ts";
import { ADA, openStandIns, type StandIns } from "./stand-ins.ts";
import { openTaskWorld } from "./task-world.ts";

const GOOD = 25;
const ACTIVATED_AT = new Date("2020-01-01T00:00:00Z");

/** One kind between the stand-ins, and how a record of a name is put on either side. */
interface Crowd {
  readonly standIns: StandIns;
  readonly world: KindWorld<Fields>;
  readonly how: Omit<KindSlice<Fields>, "lease">;
  readonly properties: Readonly<Record<"exchange" | "salesforce", readonly string[]>>;
  /** Answers its id. */
  add(on: "exchange" | "salesforce", name: string, number: number): string;
  /** Somebody changes the one of that name, whatever was in it. */
  touch(on: "exchange" | "salesforce", name: string): void;
  /** Whose twins stand on that side, by name. */
  names(on: "exchange" | "salesforce"): readonly string[];
}

const realFetch = globalThis.fetch;
let standIns: StandIns | null = null;
let isSpoilt = true;
afterEach(async () => {
  globalThis.fetch = realFetch;
  isSpoilt = true;
  await standIns?.close();
});

/** An hour of its own for each. */
const at = (number: number, minute: number) => ({
  dateTime: new Date(Date.UTC(2026, 2, 4, number, minute)).toISOString().slice(0, 19),
  timeZone: "UTC",
});

async function tasks(): Promise<Crowd> {
  const world = await openTaskWorld({ start: "2026-03-02T08:00:00Z" });
  const { graph, salesforce } = world.standIns;
  return {
    standIns: world.standIns,
    world: world as unknown as KindWorld<Fields>,
    how: { rules: taskRules(world.preset, STANDARD_PICKLISTS) as never, activatedAt: ACTIVATED_AT },
    properties: {
      exchange: [
        ...["title", "status", "importance", "body", "body.content", "isReminderOn", "reminderDateTime", "reminderDateTime.dateTime"],
        ...["dueDateTime", "dueDateTime.dateTime", "dueDateTime.timeZone", "categories", "createdDateTime", "lastModifiedDateTime"],
        "linkedResources",
      ],
      salesforce: [
        ...["Subject", "ActivityDate", "Status", "Priority", "Description", "ReminderDateTime", "IsReminderSet", "IsClosed"],
        ...["CompletedDateTime", "TaskSubtype", "IsRecurrence", "OwnerId"],
      ],
    },
    add(on, name, number) {
      const due = `2026-04-${String(1 + (number % 28)).padStart(2, "0")}`;
      if (on === "salesforce")
        return salesforce.seed.task({
          ...{ OwnerId: world.standIns.adaInSalesforce, Subject: name, ActivityDate: due, Description: name },
          ...{ IsReminderSet: true, ReminderDateTime: `${due}T08:00:00.000+0000` },
        });
      const item = world.addItem({}, undefined, {
        ...{ title: name, body: { content: name, contentType: "text" }, isReminderOn: true, reminderDateTime: at(number, 0) },
        dueDateTime: { dateTime: `${due}T00:00:00.0000000`, timeZone: "UTC" },
      });
      return graph.seed.id(item, "immutable");
    },
    touch(on, name) {
      const item = world.items().find(({ fields }) => JSON.stringify(fields).includes(name));
      if (on === "exchange" && item) graph.seed.change(item, { importance: "high" });
      const row = world.rows().find((values) => JSON.stringify(values).includes(name));
      if (on === "salesforce") salesforce.seed.change("Task", String(row?.["Id"]), { Priority: "High" });
    },
    names: (on) =>
      (on === "exchange" ? world.items().map(({ fields }) => fields["title"]) : world.rows().map((row) => row["Subject"])).map(String),
  };
}

async function events(): Promise<Crowd> {
  const world = await openEventWorld();
  const { graph, salesforce } = world.standIns;
  const items = () => graph.seed.items(ADA, "calendar", "calendar");
  return {
    standIns: world.standIns,
    world: world as unknown as KindWorld<Fields>,
    how: { rules: eventRules(world.preset) as never, activatedAt: ACTIVATED_AT },
    properties: {
      exchange: [
        ...["subject", "isAllDay", "start", "start.dateTime", "start.timeZone", "end", "end.dateTime", "originalStartTimeZone", "location"],
        ...["location.displayName", "body", "body.content", "showAs", "sensitivity", "isReminderOn", "reminderMinutesBeforeStart"],
        ...["isOnlineMeeting", "createdDateTime", "lastModifiedDateTime", "attendees", "organizer", "isOrganizer", "iCalUId"],
        ...["originalStart", "isCancelled"],
      ],
      salesforce: [
        ...["Subject", "StartDateTime", "EndDateTime", "IsAllDayEvent", "Location", "Description", "ShowAs", "IsPrivate", "IsReminderSet"],
        ...["ReminderDateTime", "WhoId", "IsChild", "IsRecurrence", "GroupEventType", "Recurrence2PatternText", "IsRecurrence2", "OwnerId"],
      ],
    },
    add(on, name, number) {
      const iso = (minute: number) => `${at(number, minute).dateTime}.000+0000`;
      if (on === "salesforce")
        return salesforce.seed.event({
          ...{ OwnerId: world.standIns.adaInSalesforce, Subject: name, Description: name, StartDateTime: iso(0), EndDateTime: iso(30) },
          ...{ IsReminderSet: true, ReminderDateTime: iso(0) },
        });
      const body = { content: name, contentType: "text" };
      const item = world.addItem({ subject: name, body, start: at(number, 0), end: at(number, 30), categories: ["Salesforce"] });
      return graph.seed.id(item, "immutable");
    },
    touch(on, name) {
      const item = items().find(({ fields }) => JSON.stringify(fields).includes(name));
      if (on === "exchange" && item) graph.seed.change(item, { location: { displayName: "Elsewhere" } });
      const row = world.rows().find((values) => JSON.stringify(values).includes(name));
      if (on === "salesforce") salesforce.seed.change("Event", String(row?.["Id"]), { Location: "Elsewhere" });
    },
    names: (on) =>
      (on === "exchange" ? items().map(({ fields }) => fields["subject"]) : world.rows().map((row) => row["Subject"])).map(String),
  };
}

async function contacts(): Promise<Crowd> {
  const open = await openStandIns({ start: "2026-03-02T08:00:00Z" });
  const { graph, salesforce } = open;
  const folderId = graph.seed.folder(ADA, "Salesforce Contacts", "contacts").id;
  const { noted } = await lookAt(open, ["Contact"]);
  const people = { objects: "contacts", priority: "contact" } as const;
  const preset = {
    on: true,
    create: "both",
    update: "both",
    ...people,
    scope: "own",
    listView: null,
    leadListView: null,
    winner: "salesforce",
    deleteInSalesforce: false,
    furtherPhones: false,
    secondEmail: null,
    thirdEmail: null,
  } as const;
  const world: KindWorld<Contact> = {
    standIns: open,
    links: new MemoryLinkStore<Contact>(),
    exchange: () => exchangeContacts({ graph: open.graphClient.mailbox(open.ada), folderId }),
    salesforce: () =>
      salesforceContacts({
        ...{ api: open.salesforceClient.as(ADA), noted, ownDomains: new Set(), rules: preset },
        ...{ kept: keptInMemory(), now: open.now },
      }),
  };
  const items = () => graph.seed.items(ADA, "Salesforce Contacts", "contacts");
  const rows = () => [...salesforce.org.store.rows("Contact")];
  return {
    standIns: open,
    world: world as unknown as KindWorld<Fields>,
    how: { rules: contactRules(preset, "US") as never, activatedAt: ACTIVATED_AT },
    properties: {
      exchange: [
        ...["title", "givenName", "middleName", "surname", "jobTitle", "companyName", "displayName", "fileAs", "emailAddresses"],
        ...["businessPhones", "mobilePhone", "businessAddress", "otherAddress", "birthday", "personalNotes", "parentFolderId"],
        ...["categories", "createdDateTime", "lastModifiedDateTime"],
      ],
      salesforce: [
        "Salutation",
        "FirstName",
        "LastName",
        "Title",
        "Email",
        "Phone",
        "MailingStreet",
        "Birthdate",
        "Description",
        "OwnerId",
      ],
    },
    add(on, name, number) {
      const address = `n${number}@customer.example`;
      if (on === "salesforce")
        return salesforce.seed.contact({
          ...{ OwnerId: open.adaInSalesforce, LastName: name, Email: address, Description: name, Birthdate: "1980-02-03" },
          ...{ Phone: "+1 206 555 0100", FirstName: "Ada", Title: "CEO", MailingStreet: "Street 1" },
        });
      const item = graph.seed.contact(ADA, "Salesforce Contacts", {
        ...{ surname: name, givenName: "Ada", personalNotes: name, birthday: "1980-02-03T11:59:00Z", companyName: "Customer" },
        ...{ emailAddresses: [{ name: "N", address }], businessPhones: ["+1 206 555 0100"], businessAddress: { street: "Street 1" } },
      });
      return graph.seed.id(item, "immutable");
    },
    touch(on, name) {
      const item = items().find(({ fields }) => JSON.stringify(fields).includes(name));
      if (on === "exchange" && item) graph.seed.change(item, { jobTitle: "Other" });
      const row = rows().find(({ values }) => JSON.stringify(values).includes(name));
      if (on === "salesforce" && row) salesforce.seed.change("Contact", row.id, { Title: "Other" });
    },
    names: (on) =>
      (on === "exchange" ? items().map(({ fields }) => fields["surname"]) : rows().map(({ values }) => values["LastName"])).map(String),
  };
}

const CROWDS = { contacts, tasks, events };

describe.each(["contacts", "tasks", "events"] as const)("odd %s", (kind) => {
  it.each(["exchange", "salesforce"] as const)(
    "P1: whatever a record of %s holds, it is synced or says why not, the others arrive, and it is read again when it changes",
    { timeout: 120_000 },
    async (on) => {
      const crowd = await CROWDS[kind]();
      ({ standIns } = crowd);
      globalThis.fetch = spoiling(realFetch, () => isSpoilt);
      const odd = crowd.properties[on].flatMap((property) => HOW.map((how) => spoilt(property, how)));
      const good = Array.from({ length: GOOD }, (_, number) => `Good ${number}.`);
      const ids = new Map([...odd, ...good].map((name, number) => [name, crowd.add(on, name, number)]));
      const faults: unknown[] = [];
      const world = { ...crowd.world, unexpected: (error: unknown) => void faults.push(error) };
      const settle = () => settled(() => sliceOf(world, crowd.how));
      const linkOf = (name: string) => world.links.all.find((link) => idOn(link[on]) === ids.get(name));
      const arrived = () => crowd.names(on === "exchange" ? "salesforce" : "exchange");
      await settle();

      const there = new Set(arrived());
      expect(good.filter((name) => !there.has(name))).toEqual([]);
      const failed = world.links.all.filter(({ state }) => state === "failed");
      expect(failed.filter(({ problem }) => problem?.code === "UNREADABLE").length).toBeGreaterThan(9);
      for (const { id, problem } of failed) {
        expect(problem).toEqual({ code: expect.any(String), message: expect.stringMatching(/../u), remedy: expect.stringMatching(/\.$/u) });
        const told = world.links.notes.filter(({ linkId, outcome }) => linkId === id && ["failed", "refused"].includes(outcome));
        expect(told.map(({ reason }) => reason)).toContain(problem?.message);
      }
      // What says whose business it is may say that it is nobody's; what began in 2007 is of no interest.
      const left = odd.filter((name) => !["linked", "failed", "listed"].includes(linkOf(name)?.state ?? ""));
      expect(left.filter((name) => !/OwnerId|parentFolderId|TaskSubtype|StartDateTime: number/u.test(name))).toEqual([]);

      isSpoilt = false;
      for (const name of odd) crowd.touch(on, name);
      await settle();
      // What may have lain there before activation is asked about (B4).
      const asked = world.links.all.filter(({ state }) => state === "listed");
      world.links.given = asked.map(({ id }) => ({ id, linkId: id, answer: "send", recordId: null, wish: null }));
      await settle();
      const then = new Set(arrived());
      expect(odd.filter((name) => !then.has(name))).toEqual([]);
      expect(world.links.all.filter(({ state }) => state !== "linked").map((l) => JSON.stringify(l))).toEqual([]);
    },
  );
});

it("C1: a colleague's contact that cannot be read is none of the user's business", { timeout: 60_000 }, async () => {
  const crowd = await contacts();
  ({ standIns } = crowd);
  globalThis.fetch = spoiling(realFetch, () => isSpoilt);
  await settled(() => sliceOf(crowd.world, crowd.how));
  const { seed } = standIns.salesforce;
  const OwnerId = seed.user({ Username: "ben@northwind.example", Email: "ben@northwind.example", LastName: "Ben" });
  seed.contact({ OwnerId, LastName: spoilt("Email", "number"), Email: "one@customer.example" });
  crowd.add("salesforce", spoilt("Email", "number"), 1);
  const world = { ...crowd.world, unexpected: () => {} };
  await settled(() => sliceOf(world, crowd.how));
  expect(world.links.all.map(({ problem }) => problem?.code)).toEqual(["UNREADABLE"]);
});

it("C1: of a list view, what the view shows is the user's business, whoever owns it, and nothing else", async () => {
  standIns = await openStandIns();
  const rules = { isWanted: true, isOfAnybody: true, listed: new Set(["003000000000001AAA"]), settings: {} };
  const opened = await openPeople("Contact", rules, standIns.salesforceClient.as(ADA));
  const row = { OwnerId: "005000000000009AAA", SystemModstamp: "rubbish" };
  const concerns = ["003000000000001AAA", "003000000000002AAA"].map((Id) => opened?.access.concerns({ ...row, Id }));
  expect(concerns).toEqual([true, false]);
});

describe("a series that cannot be read", () => {
  it("P1: fails event by event, with a sentence each, and every other event arrives", { timeout: 60_000 }, async () => {
    const world = await openEventWorld();
    ({ standIns } = world);
    globalThis.fetch = spoiling(realFetch, () => isSpoilt);
    const name = spoilt("recurrence.pattern.daysOfWeek", "number");
    const recurrence = {
      pattern: { type: "weekly", interval: 1, daysOfWeek: ["tuesday"], firstDayOfWeek: "sunday" },
      range: { type: "numbered", startDate: "2026-03-17", numberOfOccurrences: 3 },
    };
    const times = {
      start: { dateTime: "2026-03-17T10:00:00", timeZone: "UTC" },
      end: { dateTime: "2026-03-17T10:30:00", timeZone: "UTC" },
    };
    world.addItem({ subject: name, ...times, categories: ["Salesforce"], recurrence });
    world.addItem({ subject: "Good series", ...times, categories: ["Salesforce"], recurrence });
    world.addItem({ subject: "Good", ...times, categories: ["Salesforce"] });
    const faults: unknown[] = [];
    const how = { rules: eventRules(world.preset), activatedAt: ACTIVATED_AT };
    const settle = () => settled(() => sliceOf({ ...world, unexpected: (error: unknown) => void faults.push(error) }, how));
    await settle();

    expect(
      world
        .rows()
        .map((row) => String(row["Subject"]))
        .sort(),
    ).toEqual(["Good", "Good series", "Good series", "Good series"]);
    const failed = world.links.all.filter(({ state }) => state === "failed");
    expect(failed.map(({ problem }) => problem?.code)).toEqual(["UNREADABLE", "UNREADABLE", "UNREADABLE"]);
    expect(faults).toHaveLength(3);
  });
});
