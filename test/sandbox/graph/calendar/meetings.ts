import { GraphError } from "../graph-error.ts";
import type { Extended, Fields, StoredItem } from "../stored.ts";
import { bringCopy, cancelInCopy, dayOrNull, deskOf, eventOfUid } from "./attendee-copies.ts";
import { addressOf, NEVER } from "./event-fields.ts";
import { mail } from "./meeting-mails.ts";
import { occurrenceOn } from "./occurrences.ts";
import { addEvent, cancelOccurrence, changeEvent, removeEvent, replaceEvent, replaceOccurrence, type Desk } from "./write-events.ts";

/** Changes of which Exchange tells the attendees; the rest is the organizer's own business. */
const TOLD: readonly string[] = [
  "subject",
  "body",
  "startsAt",
  "endsAt",
  "isAllDay",
  "location",
  "locations",
  "recurrence",
  "importance",
  "sensitivity",
  "isOnlineMeeting",
  "hideAttendees",
  "allowNewTimeProposals",
  "responseRequested",
];
/** After these an answer given before counts no longer. */
const TIMES: readonly string[] = ["startsAt", "endsAt", "isAllDay", "recurrence"];

const people = (item: StoredItem | null): readonly Fields[] => (item?.fields["attendees"] ?? []) as readonly Fields[];

/** Those who are mailed: all but the organizer, each once. */
function invited(item: StoredItem | null): ReadonlyMap<string, Fields> {
  const organizer = addressOf(item?.fields["organizer"] as Fields | undefined);
  return new Map(people(item).flatMap((one) => (["", organizer].includes(addressOf(one)) ? [] : [[addressOf(one), one]])));
}

const isOrganizers = (item: StoredItem): boolean => item.fields["isOrganizer"] === true;

/** An event is made, and whom it names is invited. @throws GraphError 400 */
export async function createMeeting(desk: Desk, calendarId: string, sent: Fields, extended: Extended): Promise<StoredItem> {
  const made = addEvent(desk, calendarId, sent, extended);
  await tell(desk, null, made);
  return desk.mailbox.item(made.key) ?? made;
}

/** An event is changed; when the organizer does so, the attendees are told and their copies follow. @throws GraphError 400 */
export async function changeMeeting(desk: Desk, item: StoredItem, sent: Fields, extended: Extended): Promise<StoredItem> {
  const changed = changeEvent(desk, item, sent, extended);
  if (!isOrganizers(item)) return changed;
  const timesMoved = TIMES.some((name) => JSON.stringify(item.fields[name]) !== JSON.stringify(changed.fields[name]));
  const kept = timesMoved && people(changed).length > 0 ? withoutAnswers(desk, changed) : changed;
  await tell(desk, item, kept);
  return kept;
}

function withoutAnswers(desk: Desk, item: StoredItem): StoredItem {
  const fields = { ...item.fields, attendees: people(item).map((one) => ({ ...one, status: { response: "none", time: NEVER } })) };
  return item.occurrence ? replaceOccurrence(desk, item, fields, item.extended) : replaceEvent(desk, item, fields, item.extended);
}

async function tell(desk: Desk, before: StoredItem | null, after: StoredItem): Promise<void> {
  const [had, has] = [invited(before), invited(after)];
  const changed = (names: readonly string[]): boolean =>
    before !== null && names.some((name) => JSON.stringify(before.fields[name]) !== JSON.stringify(after.fields[name]));
  // Where only the list of attendees changes, only those who come and go are told (api/event-update).
  const news = changed(TOLD);
  for (const [address, person] of has) {
    const why = had.has(address) ? "update" : "invitation";
    const copyTo = deskOf(desk, person);
    if (copyTo) {
      if (why === "invitation" && after.occurrence) inviteToOne(copyTo, desk, after);
      else bringCopy(copyTo, desk, masterOf(desk, after), changed(TIMES));
    }
    if (why === "invitation" || news) await mail(desk, after, { why, to: person });
  }
  for (const [address, person] of had) if (!has.has(address)) await uninvite(desk, before ?? after, person, null);
}

/** Somebody who is asked to one occurrence only gets it as a single event, unless he has the series. */
function inviteToOne(copyTo: Desk, desk: Desk, item: StoredItem): void {
  const master = masterOf(desk, item);
  if (eventOfUid(copyTo, master.fields["iCalUId"])) bringCopy(copyTo, desk, master, false);
  else bringCopy(copyTo, desk, { ...item, fields: { ...item.fields, type: "singleInstance" } }, true);
}

const masterOf = ({ mailbox }: Desk, item: StoredItem): StoredItem => mailbox.item(item.occurrence?.master ?? item.key) ?? item;

async function uninvite(desk: Desk, item: StoredItem, person: Fields, comment: string | null): Promise<void> {
  const copyTo = deskOf(desk, person);
  if (copyTo) {
    const copy = eventOfUid(copyTo, masterOf(desk, item).fields["iCalUId"]) ?? eventOfUid(copyTo, item.fields["iCalUId"]);
    if (copy) cancelInCopy(copyTo, copy.key, copy.fields["type"] === "seriesMaster" ? dayOrNull(item) : null);
  }
  await mail(desk, item, { why: "cancellation", to: person, comment });
}

/** An event goes to Deleted Items; when it is the organizer's meeting, it is called off. */
export async function deleteMeeting(desk: Desk, item: StoredItem, comment: string | null = null): Promise<void> {
  if (isOrganizers(item)) for (const person of invited(item).values()) await uninvite(desk, item, person, comment);
  if (item.occurrence) cancelOccurrence(desk, item);
  else removeEvent(desk, item);
}

/** @throws GraphError 400 unless the meeting is one's own */
export async function cancelMeeting(desk: Desk, item: StoredItem, comment: string | null): Promise<void> {
  if (!isOrganizers(item))
    throw new GraphError(400, "ErrorInvalidRequest", "Your request can't be completed. You need to be an organizer to cancel a meeting.");
  await deleteMeeting(desk, item, comment);
}

export interface Answer {
  readonly response: "accepted" | "tentativelyAccepted" | "declined";
  readonly comment: string | null;
  /** Null when the request says nothing. */
  readonly sendResponse: boolean | null;
  readonly proposedNewTime: Fields | null;
}

/** An attendee answers: in his own copy, and to the organizer unless he does not want to. @throws GraphError 400 */
export async function answerMeeting(desk: Desk, item: StoredItem, answer: Answer): Promise<void> {
  checkAnswer(item, answer);
  const { response } = answer;
  const status = { response, time: `${desk.world.clock.now().toISOString().slice(0, 19)}Z` };
  const own = [desk.user.mail, desk.user.userPrincipalName].map((one) => String(one ?? "").toLowerCase());
  const fields = {
    ...item.fields,
    responseStatus: status,
    showAs: response === "accepted" ? "busy" : response === "declined" ? "free" : "tentative",
    attendees: people(item).map((one) => (own.includes(addressOf(one)) ? { ...one, status } : one)),
  };
  if (answer.sendResponse !== false) {
    const organizer = item.fields["organizer"] as Fields;
    const noted = deskOf(desk, organizer);
    if (noted)
      noteAnswer(noted, desk, item, { status, ...(answer.proposedNewTime ? { proposedNewTime: answer.proposedNewTime } : {}) }, own);
    await mail(desk, item, { why: "response", to: organizer, response, comment: answer.comment });
  }
  // What is declined leaves the calendar.
  if (response === "declined") return item.occurrence ? cancelOccurrence(desk, item) : removeEvent(desk, item);
  if (item.occurrence) replaceOccurrence(desk, item, fields, item.extended);
  else replaceEvent(desk, item, fields, item.extended);
}

function checkAnswer(item: StoredItem, answer: Answer): void {
  const refused = (reason: string): GraphError => new GraphError(400, "ErrorInvalidRequest", `Your request can't be completed. ${reason}`);
  if (isOrganizers(item)) throw refused("You can't respond to this meeting because you're the meeting organizer.");
  if (item.fields["isCancelled"] === true) throw refused("You can't respond to this meeting because it has been canceled.");
  if (answer.sendResponse === true && item.fields["responseRequested"] === false)
    throw refused("The meeting organizer hasn't requested a response.");
  if (!answer.proposedNewTime) return;
  if (answer.sendResponse === false) throw refused("A new time can be proposed only with a response.");
  if (answer.response === "accepted" || item.fields["allowNewTimeProposals"] === false)
    throw refused("The meeting organizer doesn't allow proposals of a new time.");
}

/** What the organizer's own event says about who answered. */
function noteAnswer(organizer: Desk, from: Desk, item: StoredItem, answered: Fields, addresses: readonly string[]): void {
  const held = eventOfUid(organizer, masterOf(from, item).fields["iCalUId"]);
  const day = dayOrNull(item);
  const target = held && day !== null ? occurrenceOn(organizer.mailbox, held, day) : held;
  if (!target) return;
  const attendees = people(target).map((one) => (addresses.includes(addressOf(one)) ? { ...one, ...answered } : one));
  if (target.occurrence) replaceOccurrence(organizer, target, { ...target.fields, attendees }, target.extended);
  else replaceEvent(organizer, target, { ...target.fields, attendees }, target.extended);
}

/** Hands an invitation on; the organizer learns of it when an attendee does so, and has the new ones on his list. */
export async function forwardMeeting(desk: Desk, item: StoredItem, to: readonly Fields[], comment: string | null): Promise<void> {
  const organizer = item.fields["organizer"] as Fields;
  const organizerDesk = isOrganizers(item) ? desk : deskOf(desk, organizer);
  const held = organizerDesk && eventOfUid(organizerDesk, masterOf(desk, item).fields["iCalUId"]);
  if (organizerDesk && held) {
    const known = new Set(people(held).map(addressOf));
    const added = to
      .filter((one) => !known.has(addressOf(one)))
      .map((one) => ({ ...one, type: "required", status: { response: "none", time: NEVER } }));
    const next = replaceEvent(organizerDesk, held, { ...held.fields, attendees: [...people(held), ...added] }, held.extended);
    for (const person of to) {
      const copyTo = deskOf(desk, person);
      if (copyTo) bringCopy(copyTo, organizerDesk, next, false);
    }
  }
  for (const person of to) await mail(desk, item, { why: "forward", to: person, comment });
  if (!isOrganizers(item)) await mail(desk, item, { why: "forward-notice", to: organizer });
}
