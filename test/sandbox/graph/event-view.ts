import { asHtml, asText, preview, type Body } from "./body-text.ts";
import type { DirectoryUser } from "../entra/directory.ts";
import type { MailboxCall } from "./call.ts";
import { GraphError, notCovered } from "./graph-error.ts";
import { changeKey, checkExpand, etag, expandExtended, itemId, picked, selection } from "./item-view.ts";
import type { QueryOptions } from "./odata/query-options.ts";
import { eventShape } from "./shapes/event-shape.ts";
import type { Fields, StoredItem } from "./stored.ts";
import { instantOf, zonedTime, type ZonedTime } from "./time-zones.ts";

const NEVER = "0001-01-01T00:00:00Z";

/** Start and end of a stored event: instants in UTC, under the names that queries compare. */
export interface Span {
  readonly startsAt: string;
  readonly endsAt: string;
}

/** The fields of an event after a body was written to it; `held` is null for a new one. @throws GraphError 400 */
export function writtenEvent(user: DirectoryUser, held: Fields | null, sent: Fields, uid: string): Fields {
  if (sent["recurrence"] !== undefined && sent["recurrence"] !== null) throw notCovered("A recurring event");
  const self = { emailAddress: { name: user.displayName, address: user.mail ?? user.userPrincipalName } };
  const next: Record<string, unknown> = { ...(held ?? freshEvent(uid, self)), ...sent };
  const body: Body = { contentType: "html", content: "", ...(next["body"] as Partial<Body> | null) };
  next["body"] = body;
  next["bodyPreview"] = preview(body);
  if (sent["location"] !== undefined && sent["locations"] === undefined) {
    const location = { locationType: "default", ...(sent["location"] as Fields | null) };
    next["location"] = location;
    next["locations"] = "displayName" in location && location.displayName !== "" ? [location] : [];
  }
  if (sent["attendees"] !== undefined)
    next["attendees"] = (sent["attendees"] as readonly Fields[]).map((one) => ({
      type: "required",
      status: { response: "none", time: NEVER },
      ...one,
    }));
  const { start: _start, end: _end, ...fields } = next;
  return { ...fields, ...times(held, sent, next["isAllDay"] === true) };
}

function freshEvent(uid: string, organizer: Fields): Fields {
  return {
    categories: [],
    transactionId: null,
    iCalUId: `040000008200E00074C5B7101A82E008${Buffer.from(uid).toString("hex").toUpperCase().padStart(48, "0")}`,
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
    seriesMasterId: null,
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

function times(held: Fields | null, sent: Fields, allDay: boolean): Fields {
  const [start, end] = [sent["start"] as Partial<ZonedTime> | undefined, sent["end"] as Partial<ZonedTime> | undefined];
  if (held === null && (!start || !end))
    throw new GraphError(400, "ErrorPropertyValidationFailure", "At least one property failed validation: start and end are required.");
  for (const time of [start, end]) {
    if (allDay && time && !/T00:00:00(?:\.0+)?$|^\d{4}-\d\d-\d\d$/u.test(time.dateTime ?? "")) {
      throw new GraphError(
        400,
        "ErrorPropertyValidationFailure",
        "The Event.Start and Event.End properties of an all-day event must be set to midnight.",
      );
    }
  }
  // An all-day event is a date: whatever zone came with it, it is kept as that date at midnight.
  const at = (time: Partial<ZonedTime>): string => instantOf(time.dateTime ?? "", allDay ? "UTC" : (time.timeZone ?? "UTC")).toISOString();
  const startsAt = start ? at(start) : String(held?.["startsAt"]);
  const endsAt = end ? at(end) : String(held?.["endsAt"]);
  if (endsAt < startsAt) throw new GraphError(400, "ErrorPropertyValidationFailure", "The end of an event cannot be before its start.");
  return {
    startsAt,
    endsAt,
    originalStartTimeZone: start?.timeZone ?? held?.["originalStartTimeZone"] ?? "UTC",
    originalEndTimeZone: end?.timeZone ?? held?.["originalEndTimeZone"] ?? "UTC",
  };
}

export function eventShower(
  call: MailboxCall,
  options: Pick<QueryOptions, "select" | "expand"> = call.options,
): (item: StoredItem) => Record<string, unknown> {
  const chosen = selection(eventShape, options.select);
  checkExpand(options.expand, eventShape);
  return (item) => ({ ...picked(wholeEvent(call, item), chosen, eventShape), ...expandExtended(item.extended, options.expand) });
}

export function wholeEvent(call: MailboxCall, item: StoredItem): Record<string, unknown> {
  const { startsAt, endsAt, ...fields } = item.fields;
  const zone = fields["isAllDay"] === true ? "UTC" : (call.prefer.timeZone ?? "UTC");
  const body = fields["body"] as Body;
  const shownZone = call.prefer.timeZone ?? "UTC";
  return {
    "@odata.etag": etag(item),
    id: itemId(item, call.prefer.idForm),
    createdDateTime: item.created,
    lastModifiedDateTime: item.modified,
    changeKey: changeKey(item),
    ...fields,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(itemId(item, "default"))}&exvsurl=1&path=/calendar/item`,
    start: { ...zonedTime(new Date(String(startsAt)), zone), timeZone: shownZone },
    end: { ...zonedTime(new Date(String(endsAt)), zone), timeZone: shownZone },
    body:
      call.prefer.bodyType === "text"
        ? { contentType: "text", content: asText(body) }
        : { contentType: "html", content: asHtml(body, call.prefer.unsafeHtml) },
  };
}
