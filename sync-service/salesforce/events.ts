import type { Event } from "../../shared/records/event.ts";
import type { Colleagues } from "../cycle/colleagues.ts";
import { type EventSpan, eventWindow, type EventWindow, spanInWords } from "../cycle/event-window.ts";
import type { Meetings } from "../cycle/meetings.ts";
import type { RelatedPeople } from "../cycle/related-people.ts";
import type { Side } from "../cycle/side.ts";
import type { EventForms } from "../mappings/event.ts";
import { occurrenceOf } from "../mappings/event-series.ts";
import { timeOf } from "../mappings/event-time.ts";
import type { Salesforce } from "./api.ts";
import { oneEventAMeeting } from "./event-meetings.ts";
import { withRenewed } from "./event-series-renewed.ts";
import { findMadeInSeries, type SeriesRules, writeWithSeries } from "./event-series.ts";
import { eventPeople } from "./event-people.ts";
import type { EventPeopleRules } from "./event-relations.ts";
import { eventAccess, eventScope, type EventAccess, type EventRow } from "./event-rows.ts";
import { askAll, packed } from "./many-queries.ts";
import type { NotedChanges } from "./noted-changes.ts";
import { ofOneObject, type Records } from "./record-access.ts";
import { type Found, foundRows, readRecords } from "./record-reads.ts";
import { recordSide } from "./record-side.ts";
import { anyOf, fieldNames, soql } from "./soql.ts";

export interface SalesforceEventsOptions {
  /** As the mapped user (P7). */
  readonly api: Salesforce;
  readonly noted: NotedChanges;
  readonly forms: EventForms;
  readonly now: () => Date;
  readonly people: EventPeopleRules;
  /** Whom we related to events before. */
  readonly related: RelatedPeople;
  readonly colleagues: Colleagues;
  readonly meetings: Meetings;
  readonly series: SeriesRules;
  /** E1: how far it is looked back and ahead. */
  readonly span: EventSpan;
}

/** The events of one user in a Salesforce org (E1). */
export function salesforceEvents(options: SalesforceEventsOptions): Side<Event> {
  const { api, noted, forms, now, people: rules, related, colleagues, meetings, series, span } = options;
  const window = () => eventWindow(span, now());
  const until = () => eventWindow(span, dayAfterCalendars(now())).end;
  const side = recordSide<Event, EventRow>({
    noted,
    open: async () => ofOneObject(api, await eventAccess(api, forms, window)),
    // Set otherwise, the time that is kept in step is read anew, so that it takes effect at once.
    objects: { now: `events and invitations, ${spanInWords(span)}`, unnamed: "events" },
    lookedForBy: { field: "subject", column: "Subject" },
    scope: (access, from) => eventScope(access, from === null ? window() : { start: from, end: until() }),
    until,
    async findAlike(records, known) {
      const [alike, met] = [await findAlike(records, known.made, api, window()), await findMet(records, known, meetings)];
      return records.map((_, index) => [
        ...(met[index] ?? []),
        ...(alike[index] ?? []).filter(({ row }) => row.Id !== met[index]?.[0]?.row.Id),
      ]);
    },
    alongside: ({ made }) => eventPeople({ api, access: made, rules, related, colleagues, meetings }),
    write: (actions, ports) => writeWithSeries(actions, ports, series),
    findFirst: findMadeInSeries,
  });
  const own: Side<Event> = {
    ...side,
    async *changes(since) {
      for await (const page of side.changes(since)) {
        const isAsked = page.changes.some(({ is }) => is === "gone");
        const { userId, description } = isAsked ? await eventAccess(api, forms, window) : { userId: "", description: null };
        yield description?.fields.has("IsRecurrence2") ? await withRenewed(page, userId, api) : page;
      }
    },
    // Copies of an event that its invitees were given are nothing that anybody made.
    madeSince: async (since) =>
      ((await side.madeSince?.(since)) ?? []).filter(({ standing }) => standing.on !== "salesforce" || standing.invited !== true),
  };
  return oneEventAMeeting(own, meetings, api);
}

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];

/**
 * The day by which what comes into the time that is kept in step is read. It begins an hour after the calendar's, which is read first: what a
 * series shows there is known by then, and nothing is made beside it.
 */
const dayAfterCalendars = (now: Date): Date => new Date(Math.floor((now.getTime() - HOUR_MS) / DAY_MS) * DAY_MS);

/** The event that a record's meeting is already, whoever's it is. */
async function findMet(
  records: readonly Event[],
  known: Records<Event, EventRow>,
  meetings: Meetings,
): Promise<readonly (readonly Found<Event, EventRow>[])[]> {
  const events = await meetings.eventsOf(records.flatMap(({ meeting }) => meeting ?? []));
  const rows = events.size === 0 ? new Map<string, Found<Event, EventRow>>() : await readRecords([...events.values()], known);
  return records.map(({ meeting }) => {
    const found = meeting === null ? undefined : rows.get(events.get(meeting) ?? "");
    return found ? [{ ...found, seen: { ...found.seen, record: { ...found.seen.record, meeting } } }] : [];
  });
}

/**
 * M1: the user's own events in scope with the subject of a record that begin when it does. A meeting is never the copy of what he was invited to, but
 * the event itself, whoever's it is (E3).
 */
async function findAlike(
  records: readonly Event[],
  access: EventAccess,
  api: Salesforce,
  window: EventWindow,
): Promise<readonly (readonly Found<Event, EventRow>[])[]> {
  const conditions = records.flatMap((record) => {
    return placesOf(record).map(({ subject, start }) => soql`(Subject = ${subject} AND StartDateTime = ${new Date(start)})`);
  });
  if (conditions.length === 0) return records.map(() => []);
  const scope = eventScope(access, window);
  const queries = packed(conditions).map(
    (group) => soql`SELECT ${fieldNames(access.columns)} FROM Event WHERE ${scope} AND ${anyOf(group)}`,
  );
  const rows = new Map((await askAll<EventRow>(queries, api)).map((row) => [row.Id, row]));
  const found = foundRows([...rows.values()], access);
  return records.map((record) =>
    found.filter(({ row, seen }) => isAlike(seen.record, record) && !(row.IsChild === true && record.meeting !== null)),
  );
}

/** Under what name and when it may be there: as it is, and of an occurrence as its series has it. */
function placesOf({ subject, time, series }: Event): readonly { readonly subject: string; readonly start: string }[] {
  const start = timeOf(time)?.start;
  const occurrence = occurrenceOf(series);
  return [
    ...(subject === null || start === undefined ? [] : [{ subject, start }]),
    ...(occurrence === null || occurrence.named === null ? [] : [{ subject: occurrence.named, start: occurrence.at }]),
  ];
}

function isAlike(one: Event, other: Event): boolean {
  const start = timeOf(one.time)?.start;
  return placesOf(other).some((place) => place.start === start && place.subject.toLowerCase() === one.subject?.toLowerCase());
}
