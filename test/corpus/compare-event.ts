import { ianaOfWindows } from "../sandbox/graph/windows-zones.ts";
import type { Wire } from "./compare-contact.ts";
import type { Difference } from "./compare-mail.ts";
import type { ExpectedOccurrence } from "./expected-event.ts";
import { inZone } from "./judge-time.ts";

/**
 * E2 written down a second time, by hand, so that the mapping is not its own judge: each value of an event in one form for the file,
 * the mailbox and Salesforce.
 */
export interface PlainEvent {
  readonly time: string;
  readonly subject: string;
  readonly location: string;
  readonly notes: string;
  readonly showAs: string;
  readonly isPrivate: boolean;
  /** Minutes before the start; -1 when nobody is reminded. */
  readonly reminder: number;
}

const NAMES: readonly (keyof PlainEvent)[] = ["time", "subject", "location", "notes", "showAs", "isPrivate", "reminder"];
const [MINUTE_MS, DAY_MS] = [60_000, 86_400_000];

export function differences(expected: PlainEvent, found: PlainEvent, except: readonly (keyof PlainEvent)[] = []): readonly Difference[] {
  return NAMES.filter((name) => !except.includes(name) && expected[name] !== found[name]).map((name) => ({
    what: name,
    expected: String(expected[name]),
    found: String(found[name]),
  }));
}

/** @param zone of the mailbox, where days begin and end */
export function plainRow(row: Wire, zone: string): PlainEvent {
  const text = (name: string): string => (typeof row[name] === "string" ? row[name] : "");
  const allDay = row["IsAllDayEvent"] === true;
  const [start, end] = [Date.parse(text("StartDateTime")), Date.parse(text("EndDateTime"))];
  const begins = allDay ? inZone(zone)(start) : start;
  const reminder = row["IsReminderSet"] === true ? Math.round((begins - Date.parse(text("ReminderDateTime"))) / MINUTE_MS) : -1;
  return {
    time: allDay ? `${dayOf(start)}/${dayOf(end + DAY_MS)}` : `${minuteOf(start)}/${minuteOf(end)}`,
    subject: plain(text("Subject"), 255),
    location: plain(text("Location"), 255),
    notes: letters(withoutPeople(text("Description"))),
    showAs: text("ShowAs"),
    isPrivate: row["IsPrivate"] === true,
    reminder,
  };
}

/** An event as Graph shows it. */
export function plainEntry(entry: Wire): PlainEvent {
  const moment = (name: string) => entry[name] as { readonly dateTime: string; readonly timeZone: string };
  const [start, end] = [moment("start"), moment("end")];
  const allDay = entry["isAllDay"] === true;
  const shown = String(entry["showAs"]);
  const body = entry["body"] as { readonly content?: string; readonly contentType?: string } | undefined;
  const location = (entry["location"] as { readonly displayName?: string } | undefined)?.displayName ?? "";
  return {
    time: allDay
      ? `${start.dateTime.slice(0, 10)}/${end.dateTime.slice(0, 10)}`
      : `${minuteOf(instantOf(start))}/${minuteOf(instantOf(end))}`,
    subject: plain(String(entry["subject"] ?? ""), 255),
    location: plain(location, 255),
    notes: letters(body?.contentType === "html" ? withoutTags(body.content ?? "") : (body?.content ?? "")),
    showAs: shown === "oof" ? "OutOfOffice" : ["free", "workingElsewhere"].includes(shown) ? "Free" : "Busy",
    isPrivate: ["private", "confidential"].includes(String(entry["sensitivity"])),
    reminder: entry["isReminderOn"] === true ? Number(entry["reminderMinutesBeforeStart"]) : -1,
  };
}

export function plainExpected(occurrence: ExpectedOccurrence): PlainEvent {
  return {
    time: occurrence.time,
    subject: plain(occurrence.subject, 255),
    location: plain(occurrence.location, 255),
    notes: letters(occurrence.notesAreHtml ? withoutTags(occurrence.notes) : occurrence.notes),
    showAs: occurrence.showAs,
    isPrivate: occurrence.isPrivate,
    reminder: occurrence.reminder ?? -1,
  };
}

function instantOf({ dateTime, timeZone }: { readonly dateTime: string; readonly timeZone: string }): number {
  return inZone(ianaOfWindows(timeZone) ?? timeZone)(Date.parse(`${dateTime.slice(0, 19)}Z`));
}

const minuteOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16)}Z`;
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

function plain(text: string, limit: number): string {
  const clean = text
    .replaceAll(/\r\n|[\r\n]/gu, " ")
    .replaceAll("\t", " ")
    .replaceAll(/\p{Cc}/gu, "")
    .trim();
  return clean.slice(0, limit).trim();
}

/** E3: those of a meeting whom Salesforce cannot relate stand in lines of our own at the end. */
const withoutPeople = (description: string): string => description.replace(/^-- People invited, kept by Tandem --[\s\S]*$/mu, "");

/** Where lines break and how HTML is laid out is not compared; every letter and digit is, as far as the field goes. */
function letters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]+/gu, "").slice(0, 20_000);
}

const withoutTags = (html: string): string =>
  html
    .replaceAll(/<(?:style|head)\b[^>]*>[\s\S]*?<\/(?:style|head)>/giu, "")
    .replaceAll(/<[^>]*>/gu, " ")
    .replaceAll(/&#(\d+);/gu, (_all, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll(/&(?:nbsp|lt|gt|quot|amp);/gu, " ");
