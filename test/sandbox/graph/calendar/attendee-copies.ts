import type { DirectoryUser } from "../../entra/directory.ts";
import type { Fields, StoredItem } from "../stored.ts";
import { addressOf, NEVER } from "./event-fields.ts";
import { dayOfPart, occurrenceOn, stateOf } from "./occurrences.ts";
import { replaceEvent, replaceOccurrence, type Desk } from "./write-events.ts";

/** What the organizer's word decides in every copy; categories, reminders, show-as and answers are each one's own. */
const SHARED: readonly string[] = [
  "subject",
  "body",
  "bodyPreview",
  "startsAt",
  "endsAt",
  "isAllDay",
  "originalStartTimeZone",
  "originalEndTimeZone",
  "location",
  "locations",
  "recurrence",
  "type",
  "importance",
  "sensitivity",
  "isOnlineMeeting",
  "onlineMeetingProvider",
  "onlineMeeting",
  "hideAttendees",
  "allowNewTimeProposals",
  "responseRequested",
  "organizer",
  "iCalUId",
];

const UNANSWERED: Fields = { responseStatus: { response: "notResponded", time: NEVER }, showAs: "tentative" };

/** The desk of somebody who has a mailbox in the tenant; null for others. */
export function deskOf({ world }: Desk, person: Fields): Desk | null {
  const user: DirectoryUser | undefined = world.directory.user(addressOf(person)) ?? undefined;
  return user?.hasMailbox ? { world, user, mailbox: world.mailboxes.of(user.id) } : null;
}

/** The event of that `iCalUId` in any calendar of the mailbox; those in Deleted Items do not count. */
export function eventOfUid({ mailbox }: Desk, uid: unknown): StoredItem | undefined {
  for (const item of mailbox.items) {
    if (item.kind === "event" && !item.occurrence && item.fields["iCalUId"] === uid && mailbox.folder(item.folderId)?.kind === "calendar")
      return item;
  }
  return undefined;
}

/**
 * Brings an attendee's copy to what the organizer's event is now, made when it is not there; of a series all its occurrences.
 * @param anew whether an answer given before no longer counts
 */
export function bringCopy(to: Desk, organizer: Desk, event: StoredItem, anew: boolean): void {
  const shared = sharedFields(event, to);
  const held = eventOfUid(to, event.fields["iCalUId"]);
  if (!held) {
    const { series: _series, ...fields } = event.fields;
    const own = { categories: [], isOrganizer: false, transactionId: null, isReminderOn: true, reminderMinutesBeforeStart: 15 };
    to.mailbox.add("event", to.mailbox.standard("calendar").id, { ...fields, ...shared, ...own, ...UNANSWERED });
  } else if (anew || differs(held.fields, shared)) {
    replaceEvent(to, held, { ...held.fields, ...shared, ...(anew ? UNANSWERED : {}), isCancelled: false }, held.extended);
  }
  const copy = eventOfUid(to, event.fields["iCalUId"]);
  if (!copy || event.fields["type"] !== "seriesMaster") return;
  const state = stateOf(event);
  for (const day of Object.keys(state.exceptions).map(Number)) {
    const now = occurrenceOn(organizer.mailbox, event, day);
    if (now) bringOccurrence(to, copy.key, day, sharedFields(now, to));
  }
  for (const day of state.cancelled) cancelInCopy(to, copy.key, day);
}

function bringOccurrence(to: Desk, copyKey: number, day: number, shared: Fields): void {
  const copy = to.mailbox.item(copyKey);
  const held = copy && occurrenceOn(to.mailbox, copy, day);
  const { recurrence: _recurrence, type: _type, iCalUId: _uid, ...rest } = shared;
  if (held && differs(held.fields, rest)) replaceOccurrence(to, held, { ...held.fields, ...rest }, held.extended, "moved by its organizer");
}

/** A cancelled meeting stays in the attendee's calendar, marked, until he takes it out. */
export function cancelInCopy(to: Desk, copyKey: number, day: number | null): void {
  const copy = to.mailbox.item(copyKey);
  const held = copy && day !== null ? occurrenceOn(to.mailbox, copy, day) : copy;
  if (!held || held.fields["isCancelled"] === true) return;
  const subject = String(held.fields["subject"] ?? "");
  const cancelled = { ...held.fields, isCancelled: true, showAs: "free", subject: `Canceled: ${subject}` };
  if (held.occurrence) replaceOccurrence(to, held, cancelled, held.extended);
  else replaceEvent(to, held, cancelled, held.extended);
}

function sharedFields(event: StoredItem, to: Desk): Fields {
  const picked = Object.fromEntries(SHARED.map((name) => [name, event.fields[name]]));
  const people = (event.fields["attendees"] ?? []) as readonly Fields[];
  const own = [to.user.mail, to.user.userPrincipalName].map((one) => String(one ?? "").toLowerCase());
  const seen = event.fields["hideAttendees"] === true ? people.filter((one) => own.includes(addressOf(one))) : people;
  // An attendee does not see what the others answered.
  return {
    ...picked,
    attendees: seen.map(({ proposedNewTime: _proposed, ...one }) => ({ ...one, status: { response: "none", time: NEVER } })),
  };
}

const differs = (held: Fields, next: Fields): boolean =>
  Object.keys(next).some((name) => JSON.stringify(held[name]) !== JSON.stringify(next[name]));

/** The day of an occurrence, null for a whole event. */
export const dayOrNull = (item: StoredItem): number | null => (item.occurrence ? dayOfPart(item.occurrence) : null);
