import type { Event } from "../../shared/records/event.ts";
import type { RelatedPeople } from "../cycle/related-people.ts";
import type { Side } from "../cycle/side.ts";
import type { EventForms } from "../mappings/event.ts";
import { timeOf } from "../mappings/event-time.ts";
import type { Salesforce } from "./api.ts";
import { eventPeople } from "./event-people.ts";
import type { EventPeopleRules } from "./event-relations.ts";
import { eventAccess, eventScope, type EventAccess, type EventRow } from "./event-rows.ts";
import { askAll, packed } from "./many-queries.ts";
import type { NotedChanges } from "./noted-changes.ts";
import { ofOneObject } from "./record-access.ts";
import { type Found, foundRows } from "./record-reads.ts";
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
}

/** The events of one user in a Salesforce org (E1). */
export function salesforceEvents({ api, noted, forms, now, people: rules, related }: SalesforceEventsOptions): Side<Event> {
  return recordSide({
    noted,
    open: async () => ofOneObject(api, await eventAccess(api, forms, now)),
    objects: { now: "events", unnamed: "events" },
    lookedForBy: { field: "subject", column: "Subject" },
    scope: (access) => eventScope(access, now()),
    findAlike: (records, { made }) => findAlike(records, made, api, now()),
    alongside: ({ made }) => eventPeople({ api, access: made, rules, related }),
  });
}

/** M1: the user's own events in scope with the subject of a record that begin when it does. */
async function findAlike(
  records: readonly Event[],
  access: EventAccess,
  api: Salesforce,
  now: Date,
): Promise<readonly (readonly Found<Event, EventRow>[])[]> {
  const conditions = records.flatMap((record) => {
    const time = timeOf(record.time);
    if (time === null || record.subject === null) return [];
    return [soql`(Subject = ${record.subject} AND StartDateTime = ${new Date(time.start)})`];
  });
  if (conditions.length === 0) return records.map(() => []);
  const scope = eventScope(access, now);
  const queries = packed(conditions).map(
    (group) => soql`SELECT ${fieldNames(access.columns)} FROM Event WHERE ${scope} AND ${anyOf(group)}`,
  );
  const rows = new Map((await askAll<EventRow>(queries, api)).map((row) => [row.Id, row]));
  const found = foundRows([...rows.values()], access);
  return records.map((record) => found.filter(({ seen }) => isAlike(seen.record, record)));
}

function isAlike(one: Event, other: Event): boolean {
  const [here, there] = [timeOf(one.time), timeOf(other.time)];
  return here?.start === there?.start && one.subject !== null && one.subject.toLowerCase() === other.subject?.toLowerCase();
}
