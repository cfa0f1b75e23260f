import { setTimeout as pause } from "node:timers/promises";
import { folderNames } from "../../shared/records/names.ts";
import type { FolderKind, StoredItem } from "../sandbox/graph/stored.ts";
import { type BenchWorld, inWorld, on, peakMemory, quiet, salesforceUser, settle, UP, type WorldOptions } from "./bench-world.ts";
import { type Counts, type KindFigures, type Measured, type Part, part } from "./kind-figures.ts";

export interface MeasureKinds extends WorldOptions {
  /** Half of each kind lies on either side at first; series in the mailbox. */
  readonly contacts: number;
  readonly events: number;
  /** Of the events, those that repeat: ten times, week by week. */
  readonly series: number;
  readonly tasks: number;
  /** How many of each kind are then changed on a side, of one. */
  readonly changed: number;
  readonly told?: (sentence: string) => void;
}

type Body = Readonly<Record<string, unknown>>;

/** What was made on one side, by kind. */
type Made<T> = Readonly<Record<keyof Counts, readonly T[]>>;

const HOUR_MS = 3_600_000;
const OCCURRENCES = 10;
/** Single events lie one an hour, and those beyond beside them, so that all fit into the window (E1). */
const HOURS = 300 * 24;
const KINDS = ["contacts", "events", "tasks"] as const;
const NO_WRITES: Counts = { contacts: 0, events: 0, tasks: 0 };

/** Every kind together (issue "two-way sync", show 4): a first sync from both sides, changes on each side, the same ones on both. */
export function measureKinds(options: MeasureKinds): Promise<KindFigures> {
  const tell = options.told ?? (() => {});
  const { latencyMs, contacts, events, series, tasks } = options;
  return inWorld(options, async (world) => {
    const parts: Part[] = [];
    const measured = async (what: Omit<Measured, "seconds" | "requests">, act: () => unknown): Promise<void> => {
      tell(what.what);
      parts.push(part({ ...what, ...(await cost(world, act)) }));
    };
    const rows = seedInSalesforce(world, options);
    let items: Made<StoredItem> = { contacts: [], events: [], tasks: [] };
    await measured(
      {
        what: "first sync, half from each side",
        items: { contacts, events, tasks },
        setsUp: true,
        series: { count: series, occurrences: series * OCCURRENCES },
        // What comes down is made, what goes up is marked; a task is shown the way besides, and an event has its mark.
        exchangeWrites: { contacts, events: rows.events.length, tasks: tasks + Math.ceil(tasks / 2) },
      },
      async () => {
        await world.admin.setSync(UP, "on");
        await setUp(world);
        items = seedInMailbox(world, options);
      },
    );
    checkFirstSync(world, options);

    const some = changedOf(options);
    await measured(
      {
        what: "changed on each side",
        items: { contacts: 2 * some.contacts, events: 2 * some.events, tasks: 2 * some.tasks },
        exchangeWrites: some,
      },
      () => {
        for (const kind of KINDS) {
          for (const item of items[kind].slice(0, some[kind])) changeItem(world, kind, item, "A");
          for (const id of rows[kind].slice(0, some[kind])) changeRow(world, kind, id, "B");
        }
      },
    );
    await measured(
      {
        what: "the same changed on both sides",
        items: some,
        // M2: of contacts Salesforce wins, of the others Outlook.
        exchangeWrites: { ...NO_WRITES, contacts: some.contacts },
        contested: some.events + some.tasks,
      },
      () => {
        for (const kind of KINDS) {
          // Those that were not changed before.
          const rowOf = rowsOf(world, kind);
          for (const item of items[kind].slice(-some[kind])) {
            changeItem(world, kind, item, "C");
            changeRow(world, kind, rowOf(item), "D");
          }
        }
      },
    );
    const { conflicts } = await world.admin.cycle(UP, 60);
    const expected = some.contacts + some.events + some.tasks;
    return {
      latencyMs,
      counts: { contacts, events, series, tasks },
      parts,
      conflicts: { listed: conflicts, expected },
      peakMemoryMegabytes: peakMemory(world.service),
    };
  });
}

/** Until everything that came of it has been acted upon, and what follows by itself on our own writes. */
async function cost(world: BenchWorld, act: () => unknown): Promise<Pick<Measured, "seconds" | "requests">> {
  const { log } = world.standIns;
  const mark = log.count;
  const began = performance.now();
  await act();
  await settle(world.admin, UP);
  const seconds = (performance.now() - began) / 1000;
  await quiet(world.standIns);
  const requests = log.since(mark);
  return { seconds, requests: { graph: on(requests, "graph").length, salesforce: on(requests, "salesforce").length } };
}

/** What lies in the mailbox before its folders were set up is not sent (B4); and when an item was made is told to the second. */
async function setUp({ admin }: BenchWorld): Promise<void> {
  for (;;) {
    const { state } = await admin.user(UP);
    if (state === "first-sync" || state === "healthy") return pause(1_100);
    await pause(20);
  }
}

function seedInSalesforce({ standIns }: BenchWorld, { contacts, events, series, tasks }: MeasureKinds): Made<string> {
  const { seed } = standIns.salesforce;
  const OwnerId = salesforceUser(standIns, UP);
  const hours = hoursFromTomorrow();
  return {
    contacts: times(Math.floor(contacts / 2), (index) =>
      seed.contact({ OwnerId, FirstName: "Down", LastName: `Number${index}`, Email: `down${index}@down.example`, Title: `Title ${index}` }),
    ),
    events: times(Math.floor((events - series) / 2), (index) => {
      const [StartDateTime, EndDateTime] = [hours(2 * index), hours(2 * index + 1)];
      return seed.event({ OwnerId, Subject: `Down ${index}`, StartDateTime, EndDateTime, ActivityDateTime: StartDateTime });
    }),
    tasks: times(Math.floor(tasks / 2), (index) =>
      seed.task({ OwnerId, Subject: `Down ${index}`, ActivityDate: hours(24 * (index % 200)).slice(0, 10) }),
    ),
  };
}

/** Single events before series. */
function seedInMailbox({ standIns }: BenchWorld, { contacts, events, series, tasks }: MeasureKinds): Made<StoredItem> {
  const { seed } = standIns.graph;
  const hours = hoursFromTomorrow();
  const at = (hour: number) => ({ dateTime: hours(hour).slice(0, 19), timeZone: "UTC" });
  const lasting = (hour: number) => ({ start: at(hour), end: at(hour + 1), categories: ["Salesforce"] });
  const made: Made<StoredItem> = {
    contacts: times(Math.ceil(contacts / 2), (index) =>
      seed.contact(UP, folderNames.contacts, {
        ...{ givenName: "Up", surname: `Number${index}`, jobTitle: `Title ${index}` },
        emailAddresses: [{ name: `Up Number${index}`, address: `up${index}@up.example` }],
      }),
    ),
    events: times(Math.ceil((events - series) / 2), (index) => seed.event(UP, { subject: `Up ${index}`, ...lasting(2 * index + 1) })),
    tasks: times(Math.ceil(tasks / 2), (index) => seed.task(UP, folderNames.tasks, { title: `Up ${index}` })),
  };
  times(series, (index) => seed.event(UP, { subject: `Series ${index}`, ...lasting(index), recurrence: weekly(hours(index)) }));
  return made;
}

function weekly(start: string): Body {
  const startDate = start.slice(0, 10);
  const dayOfWeek = new Date(start).toLocaleDateString("en-US", { weekday: "long", timeZone: "UTC" }).toLowerCase();
  return {
    pattern: { type: "weekly", interval: 1, daysOfWeek: [dayOfWeek], firstDayOfWeek: "monday" },
    range: { type: "numbered", startDate, numberOfOccurrences: OCCURRENCES, recurrenceTimeZone: "UTC" },
  };
}

/** @throws Error when a side does not hold all of them, once */
function checkFirstSync({ standIns }: BenchWorld, { contacts, events, series, tasks }: MeasureKinds): void {
  const there = (object: string) => [...standIns.salesforce.org.store.rows(object)].filter(({ deletedAt }) => deletedAt === undefined);
  const mailbox = standIns.graph.seed.mailbox(UP);
  const itemsIn = (kind: FolderKind, name: string): number => {
    const folder = [...mailbox.folders].find((one) => one.kind === kind && (one.displayName === name || one.wellKnown === name));
    return folder ? mailbox.itemsIn(folder.id).size : 0;
  };
  // The record of a pattern is no occurrence.
  const occurrences = there("Event").filter(({ values }) => values["GroupEventType"] !== "3");
  const own = occurrences.filter(({ values }) => !String(values["Subject"]).startsWith("Series"));
  const found = [
    ["contacts in Salesforce", there("Contact").length, contacts],
    ["single events in Salesforce", own.length, events - series],
    ["occurrences of series in Salesforce", occurrences.length - own.length, series * OCCURRENCES],
    ["tasks in Salesforce", there("Task").length, tasks],
    ["contacts in the mailbox", itemsIn("contacts", folderNames.contacts), contacts],
    ["tasks in the mailbox", itemsIn("tasks", folderNames.tasks), tasks],
    ["events in the mailbox", itemsIn("calendar", "calendar"), events],
  ] as const;
  for (const [what, count, wanted] of found) if (count !== wanted) throw new Error(`${count} ${what}, not ${wanted}`);
}

/** At least one of each kind there is. */
function changedOf({ contacts, events, series, tasks, changed }: MeasureKinds): Counts {
  const share = (count: number, most: number) => Math.min(Math.ceil(count * changed), Math.floor(most / 4));
  return { contacts: share(contacts, contacts), events: share(events, events - series), tasks: share(tasks, tasks) };
}

const OBJECTS = { contacts: "Contact", events: "Event", tasks: "Task" } as const;

function changeItem({ standIns }: BenchWorld, kind: keyof Counts, item: StoredItem, value: string): void {
  const changes: Record<keyof Counts, Body> = {
    contacts: { jobTitle: `Title ${value}` },
    events: { location: { displayName: `Room ${value}` } },
    tasks: { body: { contentType: "text", content: `Text ${value}` } },
  };
  standIns.graph.seed.change(item, changes[kind]);
}

function changeRow({ standIns }: BenchWorld, kind: keyof Counts, id: string, value: string): void {
  const changes: Record<keyof Counts, Readonly<Record<string, string>>> = {
    contacts: { Title: `Title ${value}` },
    events: { Location: `Room ${value}` },
    tasks: { Description: `Text ${value}` },
  };
  standIns.salesforce.seed.change(OBJECTS[kind], id, changes[kind]);
}

/** The records that items of the mailbox became, told by their names. */
function rowsOf({ standIns }: BenchWorld, kind: keyof Counts): (item: StoredItem) => string {
  const nameOf = (values: Body): string =>
    kind === "contacts" ? `${String(values["FirstName"])} ${String(values["LastName"])}` : String(values["Subject"]);
  const byName = new Map([...standIns.salesforce.org.store.rows(OBJECTS[kind])].map(({ id, values }) => [nameOf(values), id]));
  return ({ fields }) => {
    const name =
      kind === "contacts" ? `${String(fields["givenName"])} ${String(fields["surname"])}` : String(fields["subject"] ?? fields["title"]);
    const id = byName.get(name);
    if (id === undefined) throw new Error(`There is no "${name}" among the ${kind} in Salesforce.`);
    return id;
  };
}

function hoursFromTomorrow(): (hour: number) => string {
  const tomorrow = (Math.floor(Date.now() / (24 * HOUR_MS)) + 1) * 24 * HOUR_MS;
  return (hour) => new Date(tomorrow + (hour % HOURS) * HOUR_MS).toISOString();
}

function times<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
