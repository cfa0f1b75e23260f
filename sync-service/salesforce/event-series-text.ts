import { createHash } from "node:crypto";
import { occurrenceText } from "../mappings/event-series.ts";
import { minuteOf } from "../mappings/event-time.ts";
import type { EventRow } from "./event-rows.ts";

/** What tells the events of a Lightning series. */
export const SERIES_COLUMNS: readonly string[] = [
  "IsRecurrence2",
  "IsRecurrence2Exception",
  "IsRecurrence2Exclusion",
  "Recurrence2PatternText",
  "Recurrence2PatternTimeZone",
  "Recurrence2PatternStartDate",
];

/** An occurrence, and not the record of the pattern or an invitee's copy. */
export const isOfSeries = ({ IsRecurrence2, IsChild, GroupEventType }: EventRow): boolean =>
  IsRecurrence2 === true && IsChild !== true && GroupEventType !== "3";

/**
 * What an event says of its series. Nothing that queries show joins the events of one but owner, pattern, start and zone; two series in which
 * all these are alike cannot be told apart.
 */
export function seriesTextOf(row: EventRow): string | null {
  const {
    Recurrence2PatternText: pattern,
    Recurrence2PatternTimeZone: zone,
    Recurrence2PatternStartDate: from,
    StartDateTime: start,
  } = row;
  if (!isOfSeries(row) || row.IsRecurrence2Exclusion === true || !pattern || !from || !start) return null;
  const days = row.IsAllDayEvent === true;
  const at = (instant: string) => (days ? instant.slice(0, DAY) : (minuteOf(instant) ?? ""));
  // Where it ends is told by its events.
  const rule = pattern
    .replace(/^RRULE:/u, "")
    .split(";")
    .filter((part) => part !== "" && !/^(?:UNTIL|COUNT)=/u.test(part))
    .join(";");
  const key = createHash("sha256")
    .update([row.OwnerId, pattern, from, zone ?? ""].join("\n"))
    .digest("base64url")
    .slice(0, KEY);
  const of = { key, rule, zone: days ? null : (zone ?? "UTC"), first: at(from), count: null, except: [] };
  return occurrenceText({ of, at: at(start), named: null });
}

const DAY = "YYYY-MM-DD".length;
const KEY = 16;
