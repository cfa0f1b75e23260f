import type { Preset } from "../../shared/api/preset.ts";
import type { Event } from "../../shared/records/event.ts";
import { addressRules } from "../../sync-service/context/addresses.ts";
import { eventRules } from "../../sync-service/cycle/event-kind.ts";
import type { Meetings } from "../../sync-service/cycle/meetings.ts";
import { takingUp } from "../../sync-service/cycle/outside-meetings.ts";
import type { RelatedPeople } from "../../sync-service/cycle/related-people.ts";
import type { Side } from "../../sync-service/cycle/side.ts";
import { eventMomentsIn } from "../../sync-service/graph/event-moments.ts";
import { exchangeEvents } from "../../sync-service/graph/events.ts";
import { textOfHtml } from "../../sync-service/graph/html-text.ts";
import { type EventForms, eventForms } from "../../sync-service/mappings/event.ts";
import type { SalesforceEvent } from "../../sync-service/mappings/wire/salesforce-event.ts";
import type { EventPeopleRules } from "../../sync-service/salesforce/event-relations.ts";
import { salesforceEvents } from "../../sync-service/salesforce/events.ts";
import { MemoryLinkStore } from "../doubles/memory-link-store.ts";
import { memoryMeetings } from "../doubles/memory-meetings.ts";
import { memoryRelatedPeople } from "../doubles/memory-related-people.ts";
import type { StoredItem } from "../sandbox/graph/stored.ts";
import { windowsOfIana } from "../sandbox/graph/windows-zones.ts";
import { settled, sliceOf } from "./kind-cycle.ts";
import { lookAt } from "./noted-changes.ts";
import { ADA, openStandIns, type Settings, type StandIns } from "./stand-ins.ts";

export const EVENTS_PRESET: Preset["events"] = {
  on: true,
  create: "both",
  update: "both",
  winner: "exchange",
  deleteInSalesforce: true,
  series: "series",
  daysBack: 90,
  monthsAhead: 18,
  takeUp: "marked",
  privateEvents: "whole",
};
/** Long before anything in the world was made, whenever that is. */
const ACTIVE_FOR_MS = 5 * 366 * 86_400_000;

export const PEOPLE_RULES: EventPeopleRules = {
  ...addressRules(["northwind.example"], ["@blocked.example"]),
  prefer: "contact",
  ownAddresses: [ADA],
};

type Body = Readonly<Record<string, unknown>>;

/** Ada's calendar and her events in an org, both sides of ours between them, and what people do on each. */
export interface EventWorld {
  readonly standIns: StandIns;
  readonly links: MemoryLinkStore<Event>;
  readonly forms: EventForms;
  /** What is known of meetings, as the cycle of a mailbox sees it. */
  readonly meetings: (mailbox: string) => Meetings;
  /** Whom we related to events of the org, from whichever mailbox. */
  readonly related: RelatedPeople;
  /** Paired users of the org, by address. */
  readonly colleagues: Map<string, string>;
  preset: Preset["events"];
  /** When her mailbox was switched on. */
  activatedAt: Date;
  exchange(): Side<Event>;
  salesforce(): Side<Event>;
  /** Cycles until nothing more can be done. */
  settle(): Promise<void>;
  slice(): Promise<boolean>;
  /** As Ada sees it through Graph. */
  ask<T>(method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: Body): Promise<T>;
  /** Her mailbox gets another time zone, and the service has read it. @param other IANA */
  moveTo(other: string): Promise<void>;
  /** Her calendar as a list of occurrences between two days. */
  view(from: string, to: string): Promise<readonly CalendarEntry[]>;
  rows(): readonly Body[];
  row(subject: string): Body;
  addItem(body: Body): StoredItem;
  addRow(event: Partial<Event>, more?: Body): string;
}

export interface CalendarEntry {
  readonly id: string;
  readonly subject: string;
  readonly type: string;
  readonly categories: readonly string[];
  readonly start: { readonly dateTime: string };
  readonly end: { readonly dateTime: string };
  readonly [field: string]: unknown;
}

export async function openEventWorld(settings: Settings & { readonly timeZone?: string } = {}): Promise<EventWorld> {
  const standIns = await openStandIns({ start: "2026-03-02T08:00:00Z", ...settings });
  const { clock, graph, salesforce } = standIns;
  const zone = settings.timeZone ?? "UTC";
  const formsIn = (one: string) => eventForms({ moments: eventMomentsIn(one), textOf: textOfHtml });
  let forms = formsIn(zone);
  const { noted } = await lookAt(standIns, ["Event"]);
  const related = memoryRelatedPeople();
  const meetings = memoryMeetings();
  const mailbox = standIns.graphClient.mailbox(standIns.ada);

  const world: EventWorld = {
    standIns,
    links: new MemoryLinkStore<Event>(),
    get forms() {
      return forms;
    },
    meetings,
    related,
    colleagues: new Map(),
    preset: EVENTS_PRESET,
    activatedAt: new Date(clock.now().getTime() - ACTIVE_FOR_MS),
    exchange: () =>
      exchangeEvents({
        ...{ graph: mailbox, forms, now: standIns.now, preset: world.preset },
        asSeries: world.preset.series === "series",
        takingUp: takingUp(world.preset, PEOPLE_RULES, world.activatedAt),
      }),
    salesforce: () =>
      salesforceEvents({
        api: standIns.salesforceClient.as(ADA),
        noted,
        forms,
        now: standIns.now,
        people: PEOPLE_RULES,
        related,
        colleagues: { at: async () => world.colleagues },
        meetings: meetings("ada"),
        series: { asSeries: world.preset.series === "series" },
        span: world.preset,
      }),
    slice: () => sliceOf(world, { rules: eventRules(world.preset), activatedAt: world.activatedAt }),
    settle: () => settled(() => world.slice()),
    async ask(method, path, body) {
      const given = path as Parameters<typeof mailbox.get>[0];
      return method === "GET" ? mailbox.get(given) : mailbox.send(method, given, body);
    },
    async view(from, to) {
      const { value } = await world.ask<{ readonly value: readonly CalendarEntry[] }>(
        "GET",
        `/calendarView?startDateTime=${from}T00:00:00Z&endDateTime=${to}T00:00:00Z&$top=500&$orderby=start/dateTime`,
      );
      return value;
    },
    async moveTo(other) {
      await world.ask("PATCH", "/mailboxSettings", { timeZone: windowsOfIana(other) });
      forms = formsIn(other);
    },
    rows: () =>
      [...salesforce.org.store.rows("Event")]
        .filter(({ deletedAt }) => deletedAt === undefined)
        .map(({ id, values }) => ({ Id: id, ...values }) as Body)
        .filter((values) => values["IsDeleted"] !== true && values["GroupEventType"] !== "3")
        .sort((one, other) => String(one["StartDateTime"]).localeCompare(String(other["StartDateTime"]))),
    row(subject) {
      const found = world.rows().find((values) => values["Subject"] === subject);
      if (!found) throw new Error(`no event "${subject}" in Salesforce`);
      return found;
    },
    addItem: (body) => graph.seed.event(ADA, { ...body }),
    addRow: (values, more = {}) =>
      salesforce.seed.event({ OwnerId: standIns.adaInSalesforce, ...(forms.toSalesforce(values) as SalesforceEvent), ...more }),
  };
  if (zone !== "UTC") await world.moveTo(zone);
  return world;
}
