import type { StoredItem } from "../sandbox/graph/stored.ts";
import type { SimulatedKind } from "../simulate/plain-kinds.ts";
import type { SimulatedWorld } from "../simulate/simulated-world.ts";
import { ADA } from "../sides/stand-ins.ts";

export const ACTS = ["create up", "create down", "update up", "update down", "delete up", "delete down"] as const;
export type Act = (typeof ACTS)[number];

export type RecordName = "contact" | "lead" | "task" | "event" | "occurrence of a series";

type Wire = Readonly<Record<string, unknown>>;

/** What Ada does with one sort of record, on either side. Beside what is mapped, each holds something that is not. */
export interface Person {
  readonly kind: SimulatedKind;
  readonly object: "Contact" | "Lead" | "Task" | "Event";
  /** As made in Outlook; of a series, all of it. */
  addItem(world: SimulatedWorld, name: string): void;
  addRow(world: SimulatedWorld, name: string): void;
  changeItem(world: SimulatedWorld, name: string): Promise<void>;
  readonly rowChange: Wire;
  removeItem(world: SimulatedWorld, name: string): Promise<void>;
}

const DAY = { start: "2026-03-04T10:00:00", end: "2026-03-04T11:00:00" };
const moments = ({ start, end }: typeof DAY): Wire => ({
  start: { dateTime: start, timeZone: "UTC" },
  end: { dateTime: end, timeZone: "UTC" },
});
const inSalesforce = ({ start, end }: typeof DAY): Wire => ({ StartDateTime: `${start}Z`, EndDateTime: `${end}Z` });
const WEEKLY = {
  pattern: { type: "weekly", interval: 1, daysOfWeek: ["wednesday"], firstDayOfWeek: "sunday" },
  range: { type: "numbered", startDate: "2026-03-04", numberOfOccurrences: 3 },
};

/** The one that is about this name, where it is not deleted. */
function itemOf(world: SimulatedWorld, kind: SimulatedKind, name: string): StoredItem {
  const found = world.items(kind).find(({ fields }) => [fields["surname"], fields["title"], fields["subject"]].includes(name));
  if (!found) throw new Error(`There is no ${kind} "${name}" in Outlook.`);
  return found;
}

const changing = (kind: SimulatedKind, fields: Wire) => async (world: SimulatedWorld, name: string) => {
  world.standIns.graph.seed.change(itemOf(world, kind, name), fields);
};
const binning = (kind: SimulatedKind) => async (world: SimulatedWorld, name: string) => {
  world.standIns.graph.seed.move(itemOf(world, kind, name), "deleteditems");
};

function addPerson(world: SimulatedWorld, name: string, more: Wire): void {
  const { seed } = world.standIns.graph;
  const address = { address: `${name}@customer.example`.toLowerCase(), name };
  seed.contact(ADA, "Salesforce Contacts", {
    surname: name,
    givenName: "Kim",
    jobTitle: "Buyer",
    emailAddresses: [address],
    categories: ["Blue"],
    spouseName: "Robin",
    ...more,
  });
}

function person(object: "Contact" | "Lead"): Person {
  return {
    kind: "contact",
    object,
    // A lead cannot be without one.
    addItem: (world, name) => addPerson(world, name, object === "Lead" ? { companyName: "Customer Ltd" } : {}),
    addRow(world, name) {
      const values = { LastName: name, FirstName: "Kim", Title: "Buyer", Email: `${name}@customer.example`.toLowerCase() };
      world.standIns.salesforce.seed[object === "Lead" ? "lead" : "contact"]({
        ...values,
        LeadSource: "Web",
        OwnerId: world.standIns.adaInSalesforce,
      });
    },
    changeItem: changing("contact", { jobTitle: "Head of buying" }),
    rowChange: { Title: "Head of buying" },
    removeItem: binning("contact"),
  };
}

const task: Person = {
  kind: "task",
  object: "Task",
  addItem(world, name) {
    const startDateTime = { dateTime: "2026-03-01T00:00:00.0000000", timeZone: "UTC" };
    const dueDateTime = { dateTime: "2026-03-09T00:00:00.0000000", timeZone: "UTC" };
    const { seed } = world.standIns.graph;
    seed.task(ADA, "Salesforce Tasks", { title: name, importance: "high", categories: ["Blue"], startDateTime, dueDateTime });
  },
  addRow(world, name) {
    const { salesforce, adaInSalesforce } = world.standIns;
    salesforce.seed.task({ Subject: name, ActivityDate: "2026-03-09", Priority: "High", CallObject: "call 77", OwnerId: adaInSalesforce });
  },
  changeItem: changing("task", { importance: "low" }),
  rowChange: { Priority: "Low" },
  async removeItem(world, name) {
    world.standIns.graph.seed.remove(itemOf(world, "task", name));
  },
};

function addEventRow(world: SimulatedWorld, name: string, more: Wire = {}): void {
  const { salesforce, adaInSalesforce } = world.standIns;
  const values = { Subject: name, Location: "Pier 4", WhatId: world.accountId, OwnerId: adaInSalesforce };
  salesforce.seed.event({ ...values, ...inSalesforce(DAY), ...more });
}

const event: Person = {
  kind: "event",
  object: "Event",
  addItem(world, name) {
    const attendees = [{ emailAddress: { address: "kim@customer.example", name: "Kim" }, type: "required" }];
    const others = { location: { displayName: "Pier 4" }, categories: ["Salesforce", "Blue"], attendees };
    world.standIns.graph.seed.event(ADA, { subject: name, ...moments(DAY), ...others });
  },
  addRow: (world, name) => addEventRow(world, name),
  changeItem: changing("event", { location: { displayName: "Harbour", locationType: "default" }, locations: [] }),
  rowChange: { Location: "Harbour" },
  removeItem: binning("event"),
};

/** As Ada's Outlook asks for it. */
async function ask(world: SimulatedWorld, method: "GET" | "PATCH" | "DELETE", path: string, body?: Wire): Promise<unknown> {
  const mailbox = world.standIns.graphClient.mailbox(world.standIns.ada);
  const given = path as Parameters<typeof mailbox.get>[0];
  return method === "GET" ? mailbox.get(given) : mailbox.send(method, given, body);
}

/** The second of the three. */
async function second(world: SimulatedWorld, name: string): Promise<string> {
  const view = "/calendarView?startDateTime=2026-03-10T00:00:00Z&endDateTime=2026-03-13T00:00:00Z";
  const { value } = (await ask(world, "GET", view)) as { readonly value: readonly { readonly id: string; readonly subject: string }[] };
  const found = value.find(({ subject }) => subject === name);
  if (!found) throw new Error(`There is no second "${name}" in the calendar.`);
  return found.id;
}

const occurrence: Person = {
  kind: "event",
  object: "Event",
  addItem(world, name) {
    const others = { location: { displayName: "Pier 4" }, categories: ["Salesforce", "Blue"], recurrence: WEEKLY };
    world.standIns.graph.seed.event(ADA, { subject: name, ...moments(DAY), ...others });
  },
  addRow: (world, name) => addEventRow(world, name, { Recurrence2PatternText: "RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=WE;COUNT=3" }),
  async changeItem(world, name) {
    await ask(world, "PATCH", `/events/${await second(world, name)}`, { location: { displayName: "Harbour" } });
  },
  rowChange: { Location: "Harbour" },
  async removeItem(world, name) {
    await ask(world, "DELETE", `/events/${await second(world, name)}`);
  },
};

export const PEOPLE: Readonly<Record<RecordName, Person>> = {
  contact: person("Contact"),
  lead: person("Lead"),
  task,
  event,
  "occurrence of a series": occurrence,
};

/** The record, of several the second by time: an occurrence that is neither the first nor the last. */
export function rowOf(world: SimulatedWorld, object: Person["object"], name: string): string {
  const rows = [...world.standIns.salesforce.org.store.rows(object)]
    .filter(
      ({ deletedAt, values }) =>
        deletedAt === undefined && values["GroupEventType"] !== "3" && [values["LastName"], values["Subject"]].includes(name),
    )
    .sort((one, other) => String(one.values["StartDateTime"]).localeCompare(String(other.values["StartDateTime"])));
  const found = rows[1] ?? rows[0];
  if (!found) throw new Error(`There is no ${object} "${name}" in Salesforce.`);
  return found.id;
}
