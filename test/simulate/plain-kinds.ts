import type { SideName } from "../../shared/records/fields.ts";

/** The kinds of record that a history is about. */
export const KINDS = ["contact", "task", "event"] as const;
export type SimulatedKind = (typeof KINDS)[number];

type Wire = Readonly<Record<string, unknown>>;
export type Plain = Readonly<Record<string, string>>;

/** One field as people see it on either side; blank is "". */
interface PlainField {
  readonly fromGraph: (wire: Wire) => string;
  readonly fromSalesforce: (wire: Wire) => string;
  /** What a person's edit does to the item as it is stored, and to the row. */
  readonly toGraph: (value: string, wire: Wire) => Wire;
  readonly toSalesforce: (value: string) => Wire;
}

/**
 * A kind read and written without a line of the service: what stands here is what a person sees who looks at both screens, so a fault in
 * the service's own mappings does not hide itself.
 */
export interface PlainKind {
  readonly object: "Contact" | "Lead" | "Task" | "Event";
  /** The kind of folder in which its items lie. */
  readonly folders: "contacts" | "tasks" | "calendar";
  readonly fields: Readonly<Record<string, PlainField>>;
  /** Those that people edit, to a value that stands nowhere else. */
  readonly edited: readonly string[];
  /** Those with few values, which come again and again. */
  readonly chosen: Readonly<Record<string, readonly string[]>>;
  /** A value for a field that nobody ever wrote before. */
  fresh(field: string, number: number, firstDay: string): string;
  /** What Tandem does not map: it stands as it was put there. */
  readonly unmapped: Readonly<Record<SideName, (wire: Wire) => string>>;
  readonly alsoPut: Readonly<Record<SideName, Wire>>;
}

const text = (value: unknown): string => (typeof value === "string" ? value.replaceAll("\r\n", "\n").trim() : "");
const within = (wire: Wire, name: string, part: string): string => text((wire[name] as Wire | null | undefined)?.[part]);
const crlf = (value: string): string => value.replaceAll("\n", "\r\n");

const plain = (graph: string, salesforce: string): PlainField => ({
  fromGraph: (wire) => text(wire[graph]),
  fromSalesforce: (wire) => text(wire[salesforce]),
  toGraph: (value) => ({ [graph]: crlf(value) }),
  toSalesforce: (value) => ({ [salesforce]: value === "" ? null : crlf(value) }),
});

const others = (wire: Wire): string =>
  ((wire["categories"] ?? []) as readonly string[])
    .filter((name) => name === "Blue")
    .sort()
    .join();

const contact: PlainKind = {
  object: "Contact",
  folders: "contacts",
  fields: {
    lastName: plain("surname", "LastName"),
    jobTitle: plain("jobTitle", "Title"),
    department: plain("department", "Department"),
    assistantName: plain("assistantName", "AssistantName"),
    notes: plain("personalNotes", "Description"),
    mailingCity: {
      fromGraph: (wire) => within(wire, "businessAddress", "city"),
      fromSalesforce: (wire) => text(wire["MailingCity"]),
      toGraph: (value, wire) => ({ businessAddress: { ...(wire["businessAddress"] as Wire | undefined), city: value } }),
      toSalesforce: (value) => ({ MailingCity: value }),
    },
    email: {
      fromGraph: ({ emailAddresses }) => text(((emailAddresses ?? []) as readonly Wire[])[0]?.["address"]),
      fromSalesforce: ({ Email }) => text(Email),
      toGraph: (value) => ({ emailAddresses: value === "" ? [] : [{ address: value, name: value }] }),
      toSalesforce: (value) => ({ Email: value === "" ? null : value }),
    },
  },
  edited: ["jobTitle", "department", "mailingCity", "assistantName", "notes"],
  chosen: {},
  fresh(field, number) {
    if (field === "email") return `person${number}@customer${number}.example`;
    return `${field}${number}${field === "notes" && number % 3 === 0 ? "\nand so on".repeat(120) : ""}`;
  },
  unmapped: {
    exchange: (wire) => `${text(wire["nickName"])} ${text(wire["spouseName"])} ${others(wire)}`,
    salesforce: (wire) => `${text(wire["Fax"])} ${text(wire["AssistantPhone"])}`,
  },
  alsoPut: {
    exchange: { nickName: "Zaz", spouseName: "Kim" },
    salesforce: { Fax: "+1 555 0199", AssistantPhone: "+1 555 0177" },
  },
};

/** A person who is no contact yet: of fewer fields, and with names of its own for some. */
const lead: PlainKind = {
  ...contact,
  object: "Lead",
  fields: Object.fromEntries(
    Object.entries({ ...contact.fields, mailingCity: plain("", "City") }).filter(
      ([field]) => !["department", "assistantName"].includes(field),
    ),
  ),
  edited: ["jobTitle", "mailingCity", "notes"],
  unmapped: { ...contact.unmapped, salesforce: (wire) => `${text(wire["Fax"])} ${text(wire["Industry"])}` },
  alsoPut: { ...contact.alsoPut, salesforce: { Fax: "+1 555 0199", Industry: "Glass", Company: "Glass & Co" } },
};

const STATUS: Readonly<Record<string, string>> = {
  notStarted: "Not Started",
  inProgress: "In Progress",
  completed: "Completed",
  waitingOnOthers: "Waiting on someone else",
  deferred: "Deferred",
};
const named = (words: Readonly<Record<string, string>>, value: unknown): string =>
  Object.entries(words).find(([, name]) => name === value)?.[0] ?? text(value);
const PRIORITY = { low: "Low", normal: "Normal", high: "High" };

const task: PlainKind = {
  object: "Task",
  folders: "tasks",
  fields: {
    subject: plain("title", "Subject"),
    notes: {
      fromGraph: (wire) => within(wire, "body", "content"),
      fromSalesforce: (wire) => text(wire["Description"]),
      toGraph: (value) => ({ body: { contentType: "text", content: crlf(value) } }),
      toSalesforce: (value) => ({ Description: crlf(value) }),
    },
    dueDate: {
      fromGraph: (wire) => within(wire, "dueDateTime", "dateTime").slice(0, 10),
      fromSalesforce: (wire) => text(wire["ActivityDate"]).slice(0, 10),
      toGraph: (value) => ({ dueDateTime: { dateTime: `${value}T00:00:00.0000000`, timeZone: "UTC" } }),
      toSalesforce: (value) => ({ ActivityDate: value }),
    },
    status: {
      fromGraph: (wire) => text(wire["status"]),
      fromSalesforce: (wire) => named(STATUS, wire["Status"]),
      toGraph: (value) => ({ status: value }),
      toSalesforce: (value) => ({ Status: STATUS[value] }),
    },
    importance: {
      fromGraph: (wire) => text(wire["importance"]),
      fromSalesforce: (wire) => named(PRIORITY, wire["Priority"]),
      toGraph: (value) => ({ importance: value }),
      toSalesforce: (value) => ({ Priority: named({ Low: "low", Normal: "normal", High: "high" }, value) }),
    },
  },
  edited: ["subject", "notes", "dueDate"],
  chosen: { status: ["inProgress", "completed", "deferred"], importance: ["low", "high"] },
  fresh: (field, number, firstDay) => (field === "dueDate" ? daysAfter(firstDay, 40 + number) : `${field}${number}`),
  unmapped: {
    exchange: (wire) => `${others(wire)} ${within(wire, "startDateTime", "dateTime")}`,
    salesforce: (wire) => text(wire["CallObject"]),
  },
  alsoPut: {
    exchange: { startDateTime: { dateTime: "2026-03-01T00:00:00.0000000", timeZone: "UTC" } },
    salesforce: { CallObject: "call 77" },
  },
};

const SHOWN = { free: "Free", busy: "Busy", oof: "OutOfOffice" };
const minute = (at: unknown): string => (typeof at === "string" ? `${new Date(at).toISOString().slice(0, 16)}Z` : "");
const dateOf = (at: unknown): string => (typeof at === "string" ? at.slice(0, 10) : "");

const event: PlainKind = {
  object: "Event",
  folders: "calendar",
  fields: {
    subject: plain("subject", "Subject"),
    location: {
      fromGraph: (wire) => within(wire, "location", "displayName"),
      fromSalesforce: (wire) => text(wire["Location"]),
      toGraph: (value) => ({ location: { displayName: value, locationType: "default" }, locations: [] }),
      toSalesforce: (value) => ({ Location: value }),
    },
    notes: {
      fromGraph: (wire) => within(wire, "body", "content"),
      // Below it stands a block of Tandem's own, with those who are invited (E3).
      fromSalesforce: (wire) => text(text(wire["Description"]).split("-- People invited")[0]),
      toGraph: (value) => ({ body: { contentType: "text", content: crlf(value) } }),
      toSalesforce: (value) => ({ Description: crlf(value) }),
    },
    // All-day ends: the day after in Exchange, the last day in Salesforce.
    time: {
      fromGraph: ({ isAllDay, startsAt, endsAt }) =>
        isAllDay === true ? `${dateOf(startsAt)}/${dateOf(endsAt)}` : `${minute(startsAt)}/${minute(endsAt)}`,
      fromSalesforce: ({ IsAllDayEvent, StartDateTime, EndDateTime }) =>
        IsAllDayEvent === true
          ? `${dateOf(StartDateTime)}/${daysAfter(dateOf(EndDateTime), 1)}`
          : `${minute(StartDateTime)}/${minute(EndDateTime)}`,
      toGraph: (value) => ({
        isAllDay: !value.includes("T"),
        startsAt: new Date(value.split("/")[0] ?? "").toISOString(),
        endsAt: new Date(value.split("/")[1] ?? "").toISOString(),
      }),
      toSalesforce(value) {
        const [start = "", end = ""] = value.split("/");
        return value.includes("T")
          ? { IsAllDayEvent: false, StartDateTime: start, EndDateTime: end }
          : { IsAllDayEvent: true, StartDateTime: `${start}T00:00:00Z`, EndDateTime: `${daysAfter(end, -1)}T00:00:00Z` };
      },
    },
    showAs: {
      fromGraph: (wire) => text(wire["showAs"]),
      fromSalesforce: (wire) => named(SHOWN, wire["ShowAs"]),
      toGraph: (value) => ({ showAs: value }),
      toSalesforce: (value) => ({ ShowAs: named({ Free: "free", Busy: "busy", OutOfOffice: "oof" }, value) }),
    },
  },
  edited: ["subject", "location", "notes", "time"],
  chosen: { showAs: ["free", "oof"] },
  fresh(field, number, firstDay) {
    if (field !== "time") return `${field}${number}`;
    const on = daysAfter(firstDay, 2 + (number % 300));
    return number % 3 === 0 ? `${on}/${daysAfter(on, 1)}` : `${on}T10:${String(number % 60).padStart(2, "0")}Z/${on}T11:30Z`;
  },
  unmapped: { exchange: others, salesforce: (wire) => text(wire["WhatId"]) },
  alsoPut: { exchange: {}, salesforce: {} },
};

export const PLAIN: Readonly<Record<SimulatedKind, PlainKind>> = { contact, task, event };

/** The kind as the record of that id shows it: a lead's begins with 00Q. */
export const formOf = (kind: SimulatedKind, recordId = ""): PlainKind => (recordId.startsWith("00Q") ? lead : PLAIN[kind]);

/** The first moment of every history whose clock is ours. */
export const BEGINS = "2026-03-02T08:00:00Z";
const DAY_MS = 86_400_000;
const daysAfter = (from: string, days: number): string => new Date(Date.parse(from) + days * DAY_MS).toISOString().slice(0, 10);

/** The record as a person sees it there. */
export function plainOf(kind: SimulatedKind, side: SideName, wire: Wire, form: PlainKind = PLAIN[kind]): Plain {
  const read = side === "exchange" ? "fromGraph" : "fromSalesforce";
  return Object.fromEntries(Object.entries(form.fields).map(([field, each]) => [field, each[read](wire)]));
}

/** What is to be put there for these values. */
export function wireOf(kind: SimulatedKind, side: SideName, values: Plain, current: Wire, form: PlainKind = PLAIN[kind]): Wire {
  const write = side === "exchange" ? "toGraph" : "toSalesforce";
  let wire: Wire = {};
  for (const [field, value] of Object.entries(values)) wire = { ...wire, ...form.fields[field]?.[write](value, current) };
  return wire;
}
