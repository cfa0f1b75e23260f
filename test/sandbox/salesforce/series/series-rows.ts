import { addRow } from "../bare-rows.ts";
import type { Org } from "../org.ts";
import type { Value } from "../record-store.ts";
import { timesFrom } from "../rules/event-times.ts";
import { readTime, wireTime } from "../wire-time.ts";

type Values = Readonly<Record<string, Value>>;

/** What an occurrence has of its own, and does not take over. */
const OF_ITS_OWN: ReadonlySet<string> = new Set([
  "Id",
  "CreatedDate",
  "CreatedById",
  "LastModifiedDate",
  "LastModifiedById",
  "SystemModstamp",
]);

/** The times of an occurrence that starts then; its reminder comes as long before as that of the model. */
export function occurrenceAt(model: Values, start: Date): Values {
  const minutes = typeof model["DurationInMinutes"] === "number" ? model["DurationInMinutes"] : 0;
  const [began, reminds] = [readTime(String(model["StartDateTime"])), readTime(String(model["ReminderDateTime"]))];
  const shift = began ? start.getTime() - began.getTime() : 0;
  return {
    ...timesFrom(start, minutes, model["IsAllDayEvent"] === true),
    ReminderDateTime: reminds === null ? null : wireTime(new Date(reminds.getTime() + shift)),
  };
}

/** Adds an event like the model, but for these values, and answers its id. */
export function addEventLike(org: Org, model: Values, userId: string, values: Values): string {
  const taken = Object.fromEntries(Object.entries(model).filter(([field]) => !OF_ITS_OWN.has(field)));
  return addRow(org, "Event", userId, { ...taken, ...values });
}

/** The zone in which a user looks at the calendar. */
export function zoneOf(org: Org, userId: string): string {
  const zone = org.store.get("User", userId)?.values["TimeZoneSidKey"];
  return typeof zone === "string" ? zone : "America/Los_Angeles";
}
