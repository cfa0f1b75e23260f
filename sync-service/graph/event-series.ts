import { createHash } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import type { Event } from "../../shared/records/event.ts";
import type { Replaced } from "../engine/known.ts";
import { seriesStarts } from "../cycle/event-series-starts.ts";
import type { EventForms } from "../mappings/event.ts";
import {
  type EventSeries,
  MOST_LEFT_OUT,
  MOST_OCCURRENCES,
  occurrenceOf,
  occurrenceText,
  type SingleReason,
} from "../mappings/event-series.ts";
import { minuteOf, timeOf } from "../mappings/event-time.ts";
import { type GraphPattern, ruleOfPattern } from "../mappings/recurrence.ts";
import type { EventItem } from "./event-items.ts";
import type { ODataText } from "./path.ts";
import { ianaZone } from "./time-zones.ts";

/** The series as a whole: what its occurrences have of it. */
export interface SeriesMaster {
  readonly id: string;
  readonly subject?: string | null;
  readonly isAllDay?: boolean | null;
  readonly recurrence?: {
    readonly pattern?: GraphPattern | null;
    readonly range?: { readonly recurrenceTimeZone?: string | null } | null;
  } | null;
  /** `OID.{id of the series}.{day}` of each. */
  readonly cancelledOccurrences?: readonly string[] | null;
}

/** For `$select`. */
export const MASTER_SELECT: ODataText = { odata: "subject,isAllDay,recurrence,cancelledOccurrences" };

/** What the occurrences in the window say of their series, by their ids. @param occurrences all that the window shows */
export function occurrenceTexts(master: SeriesMaster, occurrences: readonly EventItem[], forms: EventForms): ReadonlyMap<string, string> {
  const zone = zoneOf(master);
  const all = occurrences.flatMap((item) => {
    const at = originalStart(item, zone, forms);
    return at === null ? [] : [{ item, at }];
  });
  if (all.length < 2) return new Map();
  const of = seriesOf(master, all.map(({ at }) => at).toSorted(), zone);
  const { subject } = forms.fromGraph({ subject: master.subject ?? null });
  return new Map(
    all.map(({ item, at }) => {
      const own = forms.fromGraph(item);
      const isAsPlanned = own.subject === subject && timeOf(own.time)?.start === at;
      return [item.id, occurrenceText({ of, at, named: isAsPlanned ? null : subject })];
    }),
  );
}

/** IANA; null: whole days; undefined: a zone that nobody knows. */
function zoneOf({ isAllDay, recurrence }: SeriesMaster): string | null | undefined {
  return isAllDay === true ? null : (ianaZone(recurrence?.range?.recurrenceTimeZone ?? "") ?? undefined);
}

const MIDNIGHT_UTC = /T00:00(?::00(?:\.0+)?)?Z$/u;
const DAY = "YYYY-MM-DD".length;

/** Of whole days the date: told as midnight of UTC, or as that of the mailbox. */
export function originalStart(item: EventItem, zone: string | null | undefined, forms: EventForms): string | null {
  const told = item.originalStart ?? "";
  if (zone === undefined || told === "") return timeOf(forms.fromGraph(item).time)?.start ?? null;
  if (zone !== null) return minuteOf(told);
  return MIDNIGHT_UTC.test(told) ? told.slice(0, DAY) : (timeOf(forms.fromGraph(item).time)?.start.slice(0, DAY) ?? null);
}

function seriesOf(
  { id, recurrence }: SeriesMaster,
  starts: readonly string[],
  zone: string | null | undefined,
): EventSeries | { readonly single: SingleReason } {
  const rule = recurrence?.pattern ? ruleOfPattern(recurrence.pattern) : null;
  const [first = "", last = ""] = [starts[0], starts.at(-1)];
  if (rule === null || zone === undefined) return { single: "rule" };
  if (starts.length > MOST_OCCURRENCES) return { single: "long" };
  const planned = plannedFrom(rule, first, zone, starts.length + MOST_LEFT_OUT + 1);
  if (planned === null) return { single: "rule" };
  const upToLast = planned.filter((start) => start <= last);
  const held = new Set(starts);
  const except = upToLast.filter((start) => !held.has(start));
  if (except.length > MOST_LEFT_OUT) return { single: "exceptions" };
  if (except.length + held.size !== upToLast.length) return { single: "rule" };
  const key = createHash("sha256").update(id).digest("base64url").slice(0, 16);
  return { key, rule, zone, first, count: upToLast.length, except };
}

/**
 * Whether an occurrence that is not there any more left the rule rather than the calendar: of one that was cancelled the series still knows
 * the day (E4).
 */
export function replacedBy(master: SeriesMaster, now: Date): (record: Event) => Replaced | null {
  const zone = zoneOf(master) ?? "UTC";
  const cancelled = new Set((master.cancelledOccurrences ?? []).map((id) => id.slice(-DAY)));
  return ({ time, series }) => {
    const at = occurrenceOf(series)?.at;
    const end = timeOf(time)?.end;
    if (at === undefined || end === undefined) return null;
    const day = at.length === DAY ? at : Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();
    if (cancelled.has(day)) return null;
    return Date.parse(end) > now.getTime() ? "coming" : "past";
  };
}

function plannedFrom(rule: string, first: string, zone: string | null, most: number): readonly string[] | null {
  try {
    return seriesStarts(rule, first, zone, most);
  } catch {
    // A rule that the library does not take is one that Salesforce need not be asked for.
    return null;
  }
}
