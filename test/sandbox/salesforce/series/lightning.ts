import { binRow } from "../bare-rows.ts";
import { text, textOf, type Draft, type Writer } from "../draft.ts";
import { refused } from "../errors.ts";
import { withChecksum } from "../ids.ts";
import type { Org } from "../org.ts";
import type { Row, Value } from "../record-store.ts";
import { readTime, wireTime } from "../wire-time.ts";
import { expand } from "./expansion.ts";
import { readPatternText, wrongPattern } from "./pattern-text.ts";
import { addEventLike, occurrenceAt, zoneOf } from "./series-rows.ts";

/** GroupEventType of the record that holds the pattern; that of an occurrence is "0". */
const PATTERN = "3";
/** Beside the published fields a row of a series keeps its id and where in the pattern it stands. */
const SERIES_ID = "ActivityRecurrence2Id";
const ORIGINAL_START = "OriginalStart";

/**
 * The event becomes the first of its series (or the record of the pattern, where that is seen), in the time zone of its creator.
 * @throws Refusal for a pattern that Salesforce does not take
 */
export function beginSeries(draft: Draft, { org, access }: Writer): void {
  const pattern = text(draft, "Recurrence2PatternText");
  if (pattern === null) return;
  if (draft.values["IsRecurrence"] === true) throw wrongPattern("an event cannot be a classic recurrence as well");
  const zone = draft.values["IsAllDayEvent"] === true ? null : zoneOf(org, access.userId);
  const [first] = startsOf(draft.values, pattern, zone, 1);
  if (!first) throw wrongPattern("the pattern has no occurrence");
  Object.assign(draft.values, occurrenceAt(draft.values, first), {
    IsRecurrence2: true,
    Recurrence2PatternVersion: "1",
    Recurrence2PatternStartDate: wireTime(first),
    Recurrence2PatternTimeZone: zone ?? zoneOf(org, access.userId),
    GroupEventType: org.switches.seriesPattern === "seen" ? PATTERN : "0",
    [SERIES_ID]: withChecksum(`828${draft.id.slice(3, 15)}`),
    [ORIGINAL_START]: wireTime(first),
  });
}

/** The rest of the series, once its first event is saved. */
export function completeSeries(draft: Draft, { org, access }: Writer): void {
  if (draft.before !== null || draft.values["IsRecurrence2"] !== true) return;
  const starts = startsOf(draft.values, text(draft, "Recurrence2PatternText") ?? "", zoneOfSeries(draft.values), org.switches.seriesMost);
  const isSeen = draft.values["GroupEventType"] === PATTERN;
  if (!isSeen) addEventLike(org, draft.values, access.userId, { GroupEventType: PATTERN });
  for (const start of isSeen ? starts : starts.slice(1)) addOccurrence(org, draft.values, access.userId, start);
}

export function addOccurrence(org: Org, model: Readonly<Record<string, Value>>, userId: string, start: Date): string {
  return addEventLike(org, model, userId, {
    ...occurrenceAt(model, start),
    GroupEventType: "0",
    IsGroupEvent: false,
    IsRecurrence2Exception: false,
    [ORIGINAL_START]: wireTime(start),
  });
}

/** Where a series' occurrences start by its pattern. @throws Refusal */
export function startsOf(values: Readonly<Record<string, Value>>, pattern: string, zone: string | null, most: number): readonly Date[] {
  const start = readTime(String(values["StartDateTime"]));
  return start === null ? [] : expand(readPatternText(pattern), start, zone, most);
}

/** Null where the pattern is one of dates. */
export function zoneOfSeries(values: Readonly<Record<string, Value>>): string | null {
  if (values["IsAllDayEvent"] === true) return null;
  const zone = values["Recurrence2PatternTimeZone"];
  return typeof zone === "string" ? zone : null;
}

/** An occurrence that was changed by itself differs from its series from then on. */
export function markException(draft: Draft): void {
  const { before, values, given } = draft;
  if (before?.values["IsRecurrence2"] !== true || values["GroupEventType"] === PATTERN) return;
  const differs = [...given].some((field) => (before.values[field] ?? null) !== (values[field] ?? null));
  if (differs) values["IsRecurrence2Exception"] = true;
}

export interface Series {
  readonly pattern: Row | null;
  /** Living ones, in the order of the pattern. */
  readonly occurrences: readonly Row[];
}

export function seriesOf(org: Org, row: Row): Series {
  const id = textOf(row, SERIES_ID);
  const rows = id === null ? [] : org.store.having("Event", SERIES_ID, id).filter((one) => one.deletedAt === undefined);
  return {
    pattern: rows.find((one) => one.values["GroupEventType"] === PATTERN) ?? null,
    occurrences: rows
      .filter((one) => one.values["GroupEventType"] !== PATTERN && one.values["IsChild"] !== true)
      .toSorted((a, b) => (originalStart(a) < originalStart(b) ? -1 : 1)),
  };
}

export function originalStart(row: Row): string {
  return textOf(row, ORIGINAL_START) ?? textOf(row, "StartDateTime") ?? "";
}

/** With its last occurrence a series ends. */
export function dropEmptySeries(row: Row, { org, access }: Writer): void {
  const { pattern, occurrences } = seriesOf(org, row);
  if (pattern && occurrences.every((one) => one.id === row.id)) binRow(org, "Event", pattern, access.userId);
}

/**
 * The events that "from this event onwards" means: this one and those that follow it in the pattern.
 * @throws Refusal for an event that no longer follows its series, or is an invitee's copy
 */
export function fromHereOnwards(org: Org, row: Row): readonly Row[] {
  const { values } = row;
  if (values["IsRecurrence2"] !== true || values["IsRecurrence2Exclusion"] === true || values["IsChild"] === true) {
    throw refused("FIELD_INTEGRITY_EXCEPTION", "The event does not follow an event series", ["Id"]);
  }
  return seriesOf(org, row).occurrences.filter((one) => originalStart(one) >= originalStart(row));
}
