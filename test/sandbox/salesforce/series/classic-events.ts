import { binRow, withoutBlanks } from "../bare-rows.ts";
import { text, textOf, type Draft, type Writer } from "../draft.ts";
import { refused } from "../errors.ts";
import type { Org } from "../org.ts";
import type { Row } from "../record-store.ts";
import { readTime, wireTime } from "../wire-time.ts";
import { checkZone, classicRule, RECURRENCE_FIELDS, wrong } from "./classic-rule.ts";
import { expand } from "./expansion.ts";
import { addEventLike, occurrenceAt, zoneOf } from "./series-rows.ts";

/** A classic recurrence makes so many occurrences at most. */
const MOST = 100;
const BLANK_RECURRENCE = Object.fromEntries(RECURRENCE_FIELDS.map((field) => [field, null]));

/**
 * A classic recurrence: its main record holds the fields of the recurrence, and every occurrence names it.
 * @throws Refusal when the fields do not make a rule, or are given to an event that is none
 */
export function settleClassicEvent(draft: Draft, { org, access, isSystem }: Writer): void {
  if (draft.values["IsRecurrence"] !== true) {
    const extra = RECURRENCE_FIELDS.find((field) => (draft.values[field] ?? null) !== null);
    if (extra !== undefined && !isSystem) throw wrong(extra, "is for recurring events only");
    return;
  }
  if (text(draft, "RecurrenceStartDateTime") === null) draft.values["RecurrenceStartDateTime"] = text(draft, "StartDateTime");
  checkZone(draft, "RecurrenceTimeZoneSidKey");
  draft.values["RecurrenceTimeZoneSidKey"] ??= zoneOf(org, access.userId);
  draft.values["RecurrenceActivityId"] = draft.id;
  if (startsOf(draft).length > MOST)
    throw refused("FIELD_INTEGRITY_EXCEPTION", `A recurrence can have ${MOST} events at most`, ["RecurrenceEndDateOnly"]);
}

/** The occurrences of a main record that was saved: all at first, those to come after a change of it. */
export function followClassicEvent(draft: Draft, { org, access }: Writer): void {
  if (draft.values["IsRecurrence"] !== true) return;
  const now = draft.before === null ? "" : wireTime(org.clock.now());
  for (const one of occurrencesOf(org, draft.id)) {
    if ((textOf(one, "StartDateTime") ?? "") >= now) binRow(org, "Event", one, access.userId);
  }
  for (const start of startsOf(draft)) {
    if (wireTime(start) < now) continue;
    addEventLike(org, draft.values, access.userId, { ...BLANK_RECURRENCE, ...occurrenceAt(draft.values, start), IsRecurrence: false });
  }
}

/** With the main record go the events that are still to come; the others stay by themselves. */
export function endClassicEvent(row: Row, { org, access }: Writer): void {
  if (row.values["IsRecurrence"] !== true) return;
  const now = wireTime(org.clock.now());
  for (const one of occurrencesOf(org, row.id)) {
    if ((textOf(one, "StartDateTime") ?? "") >= now) binRow(org, "Event", one, access.userId);
    else
      org.store.put("Event", { ...one, values: withoutBlanks({ ...one.values, RecurrenceActivityId: null, SystemModstamp: org.stamp() }) });
  }
}

function occurrencesOf(org: Org, mainId: string): readonly Row[] {
  return org.store.having("Event", "RecurrenceActivityId", mainId).filter((row) => row.id !== mainId && row.deletedAt === undefined);
}

function startsOf(draft: Draft): readonly Date[] {
  const start = readTime(text(draft, "RecurrenceStartDateTime") ?? text(draft, "StartDateTime") ?? "");
  const zone = draft.values["IsAllDayEvent"] === true ? null : text(draft, "RecurrenceTimeZoneSidKey");
  return start === null ? [] : expand(classicRule(draft), start, zone, MOST + 1);
}
