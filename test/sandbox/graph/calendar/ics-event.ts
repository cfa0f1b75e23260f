import ICAL from "ical.js";
import type { Fields } from "../stored.ts";
import type { DirectoryUser } from "../../entra/directory.ts";
import { graphTime, NotForExchange, type IcsTime, type IcsTimes } from "./ics-times.ts";
import { DAY_MS } from "./days.ts";

/** When an event of a calendar file begins and ends. */
export interface IcsSpan {
  readonly start: IcsTime;
  readonly end: IcsTime;
  readonly isAllDay: boolean;
}

/** @throws NotForExchange without a start, or with an end before it */
export function spanOf(event: ICAL.Component, times: IcsTimes): IcsSpan {
  const start = times.of(event, "dtstart");
  if (!start) throw new NotForExchange("It has no start.");
  const given = times.of(event, "dtend");
  const duration = event.getFirstPropertyValue("duration");
  const lengthMs = duration instanceof ICAL.Duration ? duration.toSeconds() * 1000 : start.zone === null ? DAY_MS : 0;
  const isDate = start.zone === null;
  // Not a number, or beyond what a date can be.
  if (Number.isNaN(new Date(start.wall + lengthMs).getTime())) throw new NotForExchange("Its length cannot be read.");
  const told = given ?? { wall: start.wall + lengthMs, zone: start.zone };
  const end = isDate && told.wall <= start.wall ? { wall: start.wall + DAY_MS, zone: null } : told;
  if ((end.zone === null) !== isDate) throw new NotForExchange("Its start is a date and its end a time, or the other way round.");
  const outlooks = event.getFirstPropertyValue("x-microsoft-cdo-alldayevent");
  const midnights = start.wall % DAY_MS === 0 && end.wall % DAY_MS === 0 && end.wall > start.wall;
  return { start, end, isAllDay: isDate || (String(outlooks).toUpperCase() === "TRUE" && midnights) };
}

/** What Graph would be sent for it, but for its rule. */
export function graphEvent(event: ICAL.Component, span: IcsSpan): Fields {
  const { isAllDay } = span;
  const end = isAllDay ? { ...span.end, zone: span.start.zone } : span.end;
  return {
    subject: text(event, "summary") ?? "",
    body: bodyOf(event),
    start: graphTime(span.start),
    end: graphTime(end),
    isAllDay,
    ...(text(event, "location") === null ? {} : { location: { displayName: text(event, "location") } }),
    showAs: showAs(event),
    sensitivity: { PRIVATE: "private", CONFIDENTIAL: "confidential" }[text(event, "class")?.toUpperCase() ?? ""] ?? "normal",
    importance: importance(event),
    categories: [
      ...new Set(event.getAllProperties("categories").flatMap((one) => one.getValues().map((value: unknown) => String(value).trim()))),
    ],
    ...reminder(event),
    attendees: event.getAllProperties("attendee").flatMap(attendee),
  };
}

/** Whose meeting it is, as far as the file says: another's is an attendee's copy. */
export function organizerFields(event: ICAL.Component, user: DirectoryUser): Fields {
  const organizer = event.getFirstProperty("organizer");
  const address = organizer ? mailto(organizer) : null;
  const own = [user.mail, user.userPrincipalName].map((one) => String(one ?? "").toLowerCase());
  if (!organizer || address === null || own.includes(address.toLowerCase())) return {};
  const mine = event.getAllProperties("attendee").find((one) => own.includes(String(mailto(one)).toLowerCase()));
  const name = parameterOf(organizer, "cn");
  return {
    isOrganizer: false,
    organizer: { emailAddress: { name: name || address, address } },
    responseStatus: {
      response: mine ? (ANSWERS[parameterOf(mine, "partstat").toUpperCase()] ?? "notResponded") : "notResponded",
      time: "0001-01-01T00:00:00Z",
    },
  };
}

const ANSWERS: Readonly<Record<string, string>> = {
  ACCEPTED: "accepted",
  DECLINED: "declined",
  TENTATIVE: "tentativelyAccepted",
  "NEEDS-ACTION": "none",
};

/** A parameter that is not there is empty, whatever the library's types say. */
const parameterOf = (property: ICAL.Property, name: string): string =>
  String((property.getFirstParameter(name) as string | undefined) ?? "");

export function text(event: ICAL.Component, name: string): string | null {
  const value = event.getFirstPropertyValue(name);
  return value === null || value === undefined ? null : String(value);
}

function bodyOf(event: ICAL.Component): Fields {
  const alternative = event.getFirstProperty("x-alt-desc");
  const html = alternative && parameterOf(alternative, "fmttype").toLowerCase() === "text/html" ? alternative.getFirstValue() : null;
  return html
    ? { contentType: "html", content: unescaped(String(html)) }
    : { contentType: "text", content: text(event, "description") ?? "" };
}

/** What ical.js leaves as it is where it knows no type: a text of RFC 5545, 3.3.11. */
const unescaped = (raw: string): string =>
  raw.replaceAll(/\\(?<sign>[\\;,nN])/gu, (_all, sign: string) => (sign.toLowerCase() === "n" ? "\r\n" : sign));

function showAs(event: ICAL.Component): string {
  const outlooks = text(event, "x-microsoft-cdo-busystatus")?.toUpperCase() ?? "";
  const known = { FREE: "free", TENTATIVE: "tentative", BUSY: "busy", OOF: "oof", WORKINGELSEWHERE: "workingElsewhere" }[outlooks];
  return (
    known ??
    (text(event, "transp")?.toUpperCase() === "TRANSPARENT"
      ? "free"
      : text(event, "status")?.toUpperCase() === "TENTATIVE"
        ? "tentative"
        : "busy")
  );
}

function importance(event: ICAL.Component): string {
  const priority = Number(text(event, "priority") ?? 0);
  return priority >= 1 && priority <= 4 ? "high" : priority >= 6 ? "low" : "normal";
}

/** Only a reminder before the start can be held. */
function reminder(event: ICAL.Component): Fields {
  const trigger = event.getFirstSubcomponent("valarm")?.getFirstPropertyValue("trigger");
  if (!(trigger instanceof ICAL.Duration) || trigger.toSeconds() > 0) return { isReminderOn: false };
  return { isReminderOn: true, reminderMinutesBeforeStart: Math.round(-trigger.toSeconds() / 60) };
}

function attendee(property: ICAL.Property): readonly Fields[] {
  const address = mailto(property);
  if (address === null) return [];
  const role = parameterOf(property, "role").toUpperCase();
  const resource = ["RESOURCE", "ROOM"].includes(parameterOf(property, "cutype").toUpperCase());
  return [
    {
      emailAddress: { address, name: parameterOf(property, "cn") || address },
      type: resource ? "resource" : role === "OPT-PARTICIPANT" || role === "NON-PARTICIPANT" ? "optional" : "required",
      status: { response: ANSWERS[parameterOf(property, "partstat").toUpperCase()] ?? "none", time: "0001-01-01T00:00:00Z" },
    },
  ];
}

const mailto = (property: ICAL.Property): string | null =>
  /^\s*mailto:(?<address>.+)$/iu.exec(String(property.getFirstValue()))?.groups?.["address"]?.trim() ?? null;
