import { addRow, binRow, withoutBlanks } from "../bare-rows.ts";
import { recordOf, text, textOf, type Draft, type ObjectRules } from "../draft.ts";
import { refusal, refused } from "../errors.ts";
import type { Org } from "../org.ts";
import type { Row } from "../record-store.ts";
import { readTime, wireTime } from "../wire-time.ts";
import { relate } from "./task.ts";

const DAY_MINUTES = 1440;
/** With Multiday Events on, up to 14 days. */
const LONGEST_MINUTES = 14 * DAY_MINUTES;

/** Of an invitee's own copy only the reminder is his; the rest follows the master. */
const OF_THE_INVITEE: ReadonlySet<string> = new Set(["IsReminderSet", "ReminderDateTime"]);

/** What a copy takes over from its master. */
const FOLLOWS_MASTER = [
  "Subject",
  "Location",
  "Description",
  "ShowAs",
  "IsAllDayEvent",
  "StartDateTime",
  "EndDateTime",
  "ActivityDateTime",
  "ActivityDate",
  "EndDate",
  "DurationInMinutes",
  "WhoId",
  "WhatId",
  "AccountId",
];

export const eventRules: ObjectRules = {
  prepare(draft, { org, isSystem }) {
    if (draft.before?.values["IsChild"] === true && !isSystem) {
      const foreign = [...draft.given].find((field) => !OF_THE_INVITEE.has(field));
      if (foreign !== undefined)
        throw refused("FIELD_INTEGRITY_EXCEPTION", `${foreign}: only the reminder of an invitee's event can be changed`, [foreign]);
    }
    if (draft.values["IsRecurrence"] === true || text(draft, "Recurrence2PatternText") !== null) {
      throw refusal(501, "NOT_COVERED", "this stand-in has no recurring events yet");
    }
    draft.values["EventSubtype"] ??= "Event";
    if (draft.values["IsPrivate"] === true && (text(draft, "WhoId") !== null || text(draft, "WhatId") !== null)) {
      throw refused("FIELD_INTEGRITY_EXCEPTION", "A private event cannot be related to other records", ["IsPrivate"]);
    }
    relate(draft, org);
    settleTimes(draft, org);
  },
  settled(draft, { org }) {
    const followed = Object.fromEntries(FOLLOWS_MASTER.map((field) => [field, draft.values[field] ?? null]));
    for (const copy of copiesOf(org, draft.id)) {
      org.store.put("Event", {
        ...copy,
        values: withoutBlanks({ ...copy.values, ...followed, SystemModstamp: org.stamp(), LastModifiedDate: org.stamp() }),
      });
    }
  },
  removing(row, { org, access }) {
    for (const copy of copiesOf(org, row.id)) binRow(org, "Event", copy, access.userId);
  },
};

/** The copies that invited users have of an event. */
function copiesOf(org: Org, masterId: string): readonly Row[] {
  return org.store
    .having("EventRelation", "EventId", masterId)
    .flatMap((relation) => recordOf(org, textOf(relation, "ChildEventId"))?.row ?? [])
    .filter((row) => row.id !== masterId);
}

function settleTimes(draft: Draft, org: Org): void {
  const allDay = draft.values["IsAllDayEvent"] === true;
  const start = startOf(draft, allDay);
  if (start === null) throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [ActivityDateTime]", ["ActivityDateTime"]);
  const minutes = minutesOf(draft, start, allDay);
  const longest = org.switches.multidayEvents ? LONGEST_MINUTES : DAY_MINUTES;
  if (minutes < 0 || minutes > longest) {
    const field = draft.given.has("DurationInMinutes") ? "DurationInMinutes" : "EndDateTime";
    throw refused("FIELD_INTEGRITY_EXCEPTION", `Duration must be between 0 and ${longest} minutes: Duration -- ${field}`, [field]);
  }
  // The end of an all-day event is inclusive: the last day, at midnight UTC.
  const end = allDay ? start.getTime() + (minutes - DAY_MINUTES) * 60_000 : start.getTime() + minutes * 60_000;
  draft.values["StartDateTime"] = wireTime(start);
  draft.values["EndDateTime"] = wireTime(new Date(end));
  draft.values["ActivityDateTime"] = allDay ? null : wireTime(start);
  draft.values["ActivityDate"] = wireTime(start).slice(0, 10);
  draft.values["EndDate"] = wireTime(new Date(end)).slice(0, 10);
  draft.values["DurationInMinutes"] = minutes;
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
  const chosen = time ?? (date === null ? text(draft, "StartDateTime") : `${date}T00:00:00.000+0000`);
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
  const before = draft.before?.values["DurationInMinutes"];
  if (typeof before === "number") return before;
  if (allDay) return DAY_MINUTES;
  throw refused("REQUIRED_FIELD_MISSING", "Required fields are missing: [DurationInMinutes]", ["DurationInMinutes"]);
}

/** A relation of a person is an invitation unless said otherwise; an invited user gets a copy of the event as his own. */
export const eventRelationRules: ObjectRules = {
  prepare(draft, { org }) {
    if (draft.before !== null) return;
    if (draft.values["IsParent"] !== true && draft.values["IsWhat"] !== true) draft.values["IsInvitee"] = true;
    draft.values["Status"] ??= "New";
    const master = recordOf(org, text(draft, "EventId"))?.row;
    const invitee = text(draft, "RelationId");
    if (!master || invitee?.startsWith("005") !== true) return;
    const group = { GroupEventType: "1", IsGroupEvent: true };
    org.store.put("Event", { ...master, values: { ...master.values, ...group } });
    const followed = Object.fromEntries(FOLLOWS_MASTER.map((field) => [field, master.values[field] ?? null]));
    draft.values["ChildEventId"] = addRow(org, "Event", invitee, {
      ...followed,
      ...group,
      OwnerId: invitee,
      IsChild: true,
      EventSubtype: "Event",
    });
  },
  removing(row, { org, access }) {
    const copy = recordOf(org, textOf(row, "ChildEventId"));
    if (copy) binRow(org, "Event", copy.row, access.userId);
  },
};
