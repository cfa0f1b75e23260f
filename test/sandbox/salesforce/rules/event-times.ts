import { text, type Draft } from "../draft.ts";
import { refused } from "../errors.ts";
import type { Org } from "../org.ts";
import type { Value } from "../record-store.ts";
import { readTime, wireTime } from "../wire-time.ts";

export const DAY_MINUTES = 1440;
/** With Multiday Events on, up to 14 days. */
const LONGEST_MINUTES = 14 * DAY_MINUTES;

/** Start, end and duration made to agree, from whichever of them the caller gave. @throws Refusal */
export function settleTimes(draft: Draft, org: Org): void {
  const allDay = draft.values["IsAllDayEvent"] === true;
  const start = startOf(draft, allDay);
  if (start === null) throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [ActivityDateTime]", ["ActivityDateTime"]);
  const minutes = minutesOf(draft, start, allDay);
  const longest = org.switches.multidayEvents ? LONGEST_MINUTES : DAY_MINUTES;
  if (minutes < 0 || minutes > longest) {
    const field = draft.given.has("DurationInMinutes") ? "DurationInMinutes" : "EndDateTime";
    throw refused("FIELD_INTEGRITY_EXCEPTION", `Duration must be between 0 and ${longest} minutes: Duration -- ${field}`, [field]);
  }
  const lasting = allDay ? Math.max(1, Math.ceil(minutes / DAY_MINUTES)) * DAY_MINUTES : minutes;
  Object.assign(draft.values, timesFrom(start, lasting, allDay));
}

/** The fields of an event that starts then and lasts so long. */
export function timesFrom(start: Date, minutes: number, allDay: boolean): Readonly<Record<string, Value>> {
  // The end of an all-day event is inclusive: the last day, at midnight UTC.
  const end = new Date(start.getTime() + (allDay ? minutes - DAY_MINUTES : minutes) * 60_000);
  return {
    StartDateTime: wireTime(start),
    EndDateTime: wireTime(end),
    ActivityDateTime: allDay ? null : wireTime(start),
    ActivityDate: wireTime(start).slice(0, 10),
    EndDate: wireTime(end).slice(0, 10),
    DurationInMinutes: minutes,
  };
}

function startOf(draft: Draft, allDay: boolean): Date | null {
  const given = (field: string) => (draft.before === null || draft.given.has(field) ? text(draft, field) : null);
  const date = given("ActivityDate");
  const time = given("StartDateTime") ?? given("ActivityDateTime");
  const both = given("StartDateTime");
  const activity = given("ActivityDateTime");
  if (both !== null && activity !== null && both !== activity) {
    throw refused("FIELD_INTEGRITY_EXCEPTION", "ActivityDateTime and StartDateTime must be equal", ["StartDateTime"]);
  }
  const ofSeries = draft.before === null && draft.values["IsRecurrence"] === true ? text(draft, "RecurrenceStartDateTime") : null;
  if (allDay && date !== null && time !== null && time.slice(0, 10) !== date) {
    throw refused("FIELD_INTEGRITY_EXCEPTION", "ActivityDate and StartDateTime must be equal", ["ActivityDate"]);
  }
  const chosen = time ?? ofSeries ?? (date === null ? text(draft, "StartDateTime") : `${date}T00:00:00.000+0000`);
  if (chosen === null) return null;
  return readTime(allDay ? `${chosen.slice(0, 10)}T00:00:00.000+0000` : chosen);
}

function minutesOf(draft: Draft, start: Date, allDay: boolean): number {
  const duration = draft.given.has("DurationInMinutes") ? draft.values["DurationInMinutes"] : null;
  const endText = draft.given.has("EndDateTime") ? text(draft, "EndDateTime") : null;
  const end = endText === null ? null : readTime(allDay ? `${endText.slice(0, 10)}T00:00:00.000+0000` : endText);
  const byEnd = end === null ? null : (end.getTime() - start.getTime()) / 60_000 + (allDay ? DAY_MINUTES : 0);
  if (typeof duration === "number" && byEnd !== null && duration !== byEnd) {
    throw refused("FIELD_INTEGRITY_EXCEPTION", "DurationInMinutes and EndDateTime disagree", ["DurationInMinutes"]);
  }
  if (typeof duration === "number") return duration;
  if (byEnd !== null) return byEnd;
  const turnsAllDay = allDay && draft.before?.values["IsAllDayEvent"] !== true;
  const before = turnsAllDay ? undefined : draft.before?.values["DurationInMinutes"];
  if (typeof before === "number") return before;
  if (allDay) return DAY_MINUTES;
  throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [DurationInMinutes]", ["DurationInMinutes"]);
}
