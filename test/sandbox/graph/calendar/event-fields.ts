import { createHash } from "node:crypto";
import { preview, type Body } from "../body-text.ts";
import type { DirectoryUser } from "../../entra/directory.ts";
import { GraphError } from "../graph-error.ts";
import type { Fields } from "../stored.ts";
import { instantMs, wallMs, wallOf, type ZonedTime } from "../time-zones.ts";
import { DAY_MS, dateOf, dayOf } from "./days.ts";
import { newUid } from "./global-object-id.ts";
import { withMeetingBlock } from "./online-meeting.ts";
import { recurrenceOf, zoneOf } from "./occurrences.ts";
import { checkedRecurrence, type Recurrence } from "./recurrence.ts";
import { daysBetween, firstDay } from "./series-days.ts";

export const NEVER = "0001-01-01T00:00:00Z";
const LONGEST_MS = 5 * 366 * DAY_MS;

export interface Writer {
  readonly user: DirectoryUser;
  /** A rule that starts on another day than the event is moved there, or refused. */
  readonly seriesStartMismatch: "shifted" | "refused";
}

/**
 * The fields of an event after a body was written to it; `held` is null for a new one.
 * @param seed what no other event of the tenant has: becomes part of the `iCalUId`
 * @throws GraphError 400
 */
export function writtenEvent(writer: Writer, held: Fields | null, sent: Fields, seed: string): Fields {
  const self = { emailAddress: { name: writer.user.displayName, address: writer.user.mail ?? writer.user.userPrincipalName } };
  const next: Record<string, unknown> = { ...(held ?? freshEvent(seed, self)), ...sent };
  next["body"] = { contentType: "html", content: "", ...(next["body"] as Partial<Body> | null) };
  Object.assign(next, withMeetingBlock(held, sent, next));
  next["bodyPreview"] = preview(next["body"] as Body);
  Object.assign(next, places(sent));
  if (sent["attendees"] !== undefined)
    next["attendees"] = attendees((held?.["attendees"] ?? []) as readonly Fields[], sent["attendees"] as readonly Fields[]);
  const { start: _start, end: _end, ...fields } = next;
  return withRecurrence(writer, held, sent, { ...fields, ...times(held, sent, next["isAllDay"] === true) });
}

function freshEvent(seed: string, organizer: Fields): Fields {
  return {
    categories: [],
    transactionId: null,
    iCalUId: newUid(createHash("sha256").update(seed).digest("hex").slice(0, 16)),
    reminderMinutesBeforeStart: 15,
    isReminderOn: true,
    hasAttachments: false,
    subject: "",
    importance: "normal",
    sensitivity: "normal",
    isAllDay: false,
    isCancelled: false,
    isOrganizer: true,
    responseRequested: true,
    showAs: "busy",
    type: "singleInstance",
    onlineMeetingUrl: null,
    isOnlineMeeting: false,
    onlineMeetingProvider: "unknown",
    allowNewTimeProposals: true,
    isDraft: false,
    hideAttendees: false,
    recurrence: null,
    responseStatus: { response: "organizer", time: NEVER },
    location: { displayName: "", locationType: "default" },
    locations: [],
    attendees: [],
    organizer,
    onlineMeeting: null,
  };
}

/** Setting one place wipes the list of places; setting the list makes its first the place. */
function places(sent: Fields): Fields {
  const list = sent["locations"] as readonly Fields[] | undefined;
  if (list !== undefined && sent["location"] === undefined) {
    const full = list.map(place);
    return {
      locations: full,
      location: full.length === 1 ? full[0] : place({ displayName: list.map((one) => String(one["displayName"] ?? "")).join("; ") }),
    };
  }
  if (sent["location"] === undefined) return list === undefined ? {} : { locations: list.map(place) };
  const location = place((sent["location"] ?? {}) as Fields);
  return { location, locations: list?.map(place) ?? (location["displayName"] === "" ? [] : [location]) };
}

/** A place that nobody looked up is known by its name. */
function place(one: Fields): Fields {
  const name = one["displayName"] ?? "";
  const known = name === "" ? { uniqueIdType: "unknown" } : { uniqueId: name, uniqueIdType: "private" };
  return { displayName: "", locationType: "default", ...known, ...one };
}

/** The whole list is replaced; what somebody answered stays with his address. */
function attendees(held: readonly Fields[], sent: readonly Fields[]): readonly Fields[] {
  const known = new Map(held.map((one) => [addressOf(one), one["status"]]));
  return sent.map((one) => {
    const address = { ...(one["emailAddress"] as Fields | null) };
    return {
      ...one,
      type: one["type"] ?? "required",
      status: one["status"] ?? known.get(addressOf(one)) ?? { response: "none", time: NEVER },
      emailAddress: { name: address["name"] ?? address["address"], address: address["address"] },
    };
  });
}

export const addressOf = (person: Fields | undefined): string =>
  String((person?.["emailAddress"] as Fields | undefined)?.["address"] ?? "").toLowerCase();

const failed = (detail: string): GraphError =>
  new GraphError(400, "ErrorPropertyValidationFailure", `At least one property failed validation: ${detail}`);

function times(held: Fields | null, sent: Fields, allDay: boolean): Fields {
  const [start, end] = [sent["start"] as Partial<ZonedTime> | undefined, sent["end"] as Partial<ZonedTime> | undefined];
  if (held === null && (!start || !end)) throw failed("start and end are required.");
  if (allDay) checkAllDay(held, start, end);
  // An all-day event is a date: whatever zone came with it, it is kept as that date at midnight.
  const at = (time: Partial<ZonedTime>): string =>
    new Date(instantMs(wallOf(time.dateTime ?? ""), allDay ? "UTC" : (time.timeZone ?? "UTC"))).toISOString();
  const startsAt = start ? at(start) : String(held?.["startsAt"]);
  const length = Date.parse(String(held?.["endsAt"])) - Date.parse(String(held?.["startsAt"]));
  // A start that is moved alone takes the end along when it would pass it.
  const heldEnd = String(held?.["endsAt"]) < startsAt ? new Date(Date.parse(startsAt) + length).toISOString() : String(held?.["endsAt"]);
  const endsAt = end ? at(end) : heldEnd;
  if (endsAt < startsAt || (allDay && endsAt === startsAt)) throw failed("the end of an event must come after its start.");
  if (Date.parse(endsAt) - Date.parse(startsAt) > LONGEST_MS)
    throw new GraphError(400, "ErrorCalendarDurationIsTooLong", "The duration of a calendar item is longer than five years.");
  return {
    startsAt,
    endsAt,
    originalStartTimeZone: start?.timeZone ?? held?.["originalStartTimeZone"] ?? "UTC",
    originalEndTimeZone: end?.timeZone ?? held?.["originalEndTimeZone"] ?? "UTC",
  };
}

function checkAllDay(held: Fields | null, start: Partial<ZonedTime> | undefined, end: Partial<ZonedTime> | undefined): void {
  const midnight = /(?:T00:00:00(?:\.0+)?Z?|^\d{4}-\d\d-\d\d)$/u;
  const wrong = [start, end].some((time) => time && !midnight.test(time.dateTime ?? ""));
  const heldWrong = held !== null && held["isAllDay"] !== true && (!start || !end);
  if (wrong || (heldWrong && [held["startsAt"], held["endsAt"]].some((time) => !String(time).includes("T00:00:00"))))
    throw failed("The Event.Start and Event.End properties of an all-day event must be set to midnight.");
  if (start && end && (start.timeZone ?? "UTC") !== (end.timeZone ?? "UTC"))
    throw failed("The start and end of an all-day event must be in the same time zone.");
}

/** What the rule makes of an event: a master that begins on the rule's first day, or a single one. */
function withRecurrence(writer: Writer, held: Fields | null, sent: Fields, fields: Fields): Fields {
  const given = sent["recurrence"] as Fields | null | undefined;
  const before = held ? recurrenceOf(held) : null;
  if (given === null || (given === undefined && !before)) return { ...fields, recurrence: null, type: "singleInstance" };
  const checked = given ? checkedRecurrence(given, String(fields["originalStartTimeZone"])) : before;
  if (!checked) return fields;
  const zone = zoneOf(checked, fields["isAllDay"] === true);
  const [from, to] = [wallMs(Date.parse(String(fields["startsAt"])), zone), wallMs(Date.parse(String(fields["endsAt"])), zone)];
  const startDate = dateOf(Math.floor(from / DAY_MS));
  if (given && checked.range.startDate !== startDate && writer.seriesStartMismatch === "refused")
    throw failed("the start date of the recurrence range must be the date on which the event starts.");
  const timesMoved = held !== null && fields["startsAt"] !== held["startsAt"];
  const range = { ...checked.range, startDate: given ? checked.range.startDate : timesMoved ? startDate : checked.range.startDate };
  const rule: Recurrence = given === undefined && range.startDate === checked.range.startDate ? checked : { ...checked, range };
  const first = firstDay(rule);
  if (first === null) throw new GraphError(400, "ErrorRecurrenceHasNoOccurrence", "The recurrence has no occurrences associated with it.");
  checkOverlap(rule, first, to - from);
  const started = first === dayOf(rule.range.startDate) ? rule : { ...rule, range: { ...rule.range, startDate: dateOf(first) } };
  const moved = first * DAY_MS - Math.floor(from / DAY_MS) * DAY_MS;
  return {
    ...fields,
    recurrence: started,
    type: "seriesMaster",
    startsAt: new Date(instantMs(from + moved, zone)).toISOString(),
    endsAt: new Date(instantMs(to + moved, zone)).toISOString(),
  };
}

/** Only what is longer than a day can reach into the next occurrence. */
function checkOverlap(rule: Recurrence, first: number, lengthMs: number): void {
  if (lengthMs <= DAY_MS) return;
  const days = daysBetween(rule, first, first + 800);
  if (days.every((day, index) => index === 0 || (day - (days[index - 1] ?? 0)) * DAY_MS >= lengthMs)) return;
  throw new GraphError(
    400,
    "ErrorOccurrenceTimeSpanTooBig",
    "One occurrence of the recurring calendar item overlaps with another occurrence of the same calendar item.",
  );
}
