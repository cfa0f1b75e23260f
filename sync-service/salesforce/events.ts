import type { Event } from "../../shared/records/event.ts";
import type { Side } from "../cycle/side.ts";
import type { EventForms } from "../mappings/event.ts";
import { timeOf } from "../mappings/event-time.ts";
import type { Salesforce } from "./api.ts";
import type { NotedChanges } from "./contact-changes.ts";
import { eventAccess, eventScope, type EventAccess, type EventRow } from "./event-rows.ts";
import { askAll, packed } from "./many-queries.ts";
import { readRecords } from "./record-access.ts";
import { recordChanges } from "./record-changes.ts";
import { findCreatedRecords, findStampedRecords } from "./record-search.ts";
import { writeRecords } from "./record-writes.ts";
import { anyOf, fieldNames, soql } from "./soql.ts";

export interface SalesforceEventsOptions {
  /** As the mapped user (P7). */
  readonly api: Salesforce;
  readonly noted: NotedChanges;
  readonly forms: EventForms;
  readonly now: () => Date;
}

/** The events of one user in a Salesforce org (E1). */
export function salesforceEvents({ api, noted, forms, now }: SalesforceEventsOptions): Side<Event> {
  const access = (): Promise<EventAccess> => eventAccess(api, forms, now);
  return {
    name: "salesforce",
    async fields() {
      const { description, fields } = await access();
      // A permission that is missing may be granted any moment, and a person then tries again at once.
      if (!description.createable) api.doubtDescription("Event");
      return fields;
    },
    changes: (since) => recordChanges(since, { api, noted, access, scope: (known) => eventScope(known, now()) }),
    async read(ids) {
      if (ids.length === 0) return new Map();
      const known = await access();
      const rows = await readRecords(ids, known, api);
      return new Map([...rows].map(([id, row]) => [id, known.seen(row)]));
    },
    async find(sought) {
      const known = await access();
      const rows = await findCreatedRecords(sought, known, api);
      return new Map([...rows].map(([stamp, row]) => [stamp, known.seen(row)]));
    },
    async candidates(records) {
      const known = await access();
      return (await findAlike(records, known, api, now())).map((rows) => rows.map((row) => known.seen(row)));
    },
    async apply(actions) {
      if (actions.length === 0) return [];
      const known = await access();
      return writeRecords(actions, { api, access: known, findStamped: (stamps) => findStampedRecords(stamps, known, api) });
    },
  };
}

/** M1: the user's own events in scope with the subject of a record that begin when it does. */
async function findAlike(
  records: readonly Event[],
  access: EventAccess,
  api: Salesforce,
  now: Date,
): Promise<readonly (readonly EventRow[])[]> {
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
  return records.map((record) => [...rows.values()].filter((row) => isAlike(access.fromRow(row), record)));
}

function isAlike(one: Event, other: Event): boolean {
  const [here, there] = [timeOf(one.time), timeOf(other.time)];
  return here?.start === there?.start && one.subject !== null && one.subject.toLowerCase() === other.subject?.toLowerCase();
}
