import ICAL from "ical.js";
import { GraphError } from "../graph-error.ts";
import { eventShape } from "../shapes/event-shape.ts";
import { readBody } from "../shapes/shape.ts";
import type { Fields, StoredItem } from "../stored.ts";
import { wallMs } from "../time-zones.ts";
import { DAY_MS, dateOf } from "./days.ts";
import { graphEvent, organizerFields, spanOf, text, type IcsSpan } from "./ics-event.ts";
import { exchangeRule } from "./ics-rule.ts";
import { IcsTimes, instantOfTime, NotForExchange, reading, type IcsTime } from "./ics-times.ts";
import { occurrenceOn, recurrenceOf, spanner, shapeOf, zoneOf } from "./occurrences.ts";
import { addEvent, cancelOccurrence, changeEvent, removeEvent, replaceEvent, replaceOccurrence, type Desk } from "./write-events.ts";

export interface LoadedCalendar {
  /** Single events and masters. */
  readonly placed: readonly StoredItem[];
  /** What Exchange cannot hold as the file has it, and why. */
  readonly leftOut: readonly { readonly uid: string; readonly subject: string; readonly reason: string }[];
}

/**
 * Places the events of an iCalendar file as Exchange would hold them: a series with its moved and cancelled occurrences, or not at all.
 * Nobody is invited. Never throws on what is in the file.
 */
export function loadIcs(desk: Desk, calendarId: string, file: string): LoadedCalendar {
  const placed: StoredItem[] = [];
  const leftOut: { uid: string; subject: string; reason: string }[] = [];
  let calendars: readonly ICAL.Component[];
  try {
    calendars = read(file);
  } catch (error) {
    return {
      placed,
      leftOut: [{ uid: "", subject: "", reason: `It is no calendar: ${error instanceof Error ? error.message : "unreadable"}` }],
    };
  }
  const floating = String((desk.mailbox.settings["timeZone"] as string | undefined) ?? "UTC");
  for (const calendar of calendars) {
    const times = new IcsTimes(calendar, floating);
    for (const [uid, components] of byUid(calendar)) {
      for (const { master, changes } of seriesIn(components)) {
        try {
          placed.push(placeSeries(desk, calendarId, uid, master, changes, times));
        } catch (error) {
          if (!(error instanceof NotForExchange || error instanceof GraphError)) throw error;
          leftOut.push({ uid, subject: text(master, "summary") ?? "", reason: error.message });
        }
      }
    }
  }
  return { placed, leftOut };
}

function read(file: string): readonly ICAL.Component[] {
  const parsed: unknown = ICAL.parse(file.replace(/^\uFEFF/u, "").trim());
  const list = (Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed]) as readonly unknown[][];
  const calendars = list.map((jcal) => new ICAL.Component(jcal)).filter((one) => one.name === "vcalendar");
  if (calendars.length === 0) throw new Error("it holds no VCALENDAR");
  return calendars;
}

function byUid(calendar: ICAL.Component): ReadonlyMap<string, readonly ICAL.Component[]> {
  const found = new Map<string, ICAL.Component[]>();
  for (const [index, event] of calendar.getAllSubcomponents("vevent").entries()) {
    const uid = text(event, "uid") ?? `without-uid-${index}`;
    found.set(uid, [...(found.get(uid) ?? []), event]);
  }
  return found;
}

interface Series {
  readonly master: ICAL.Component;
  readonly changes: readonly ICAL.Component[];
}

/** Of several events under one id the newest counts; single occurrences without their series stand alone. */
function seriesIn(components: readonly ICAL.Component[]): readonly Series[] {
  const sequence = (event: ICAL.Component): number => Number(text(event, "sequence") ?? 0);
  const [master] = components
    .filter((one) => !one.hasProperty("recurrence-id"))
    .toSorted((left, right) => sequence(right) - sequence(left));
  const changes = components.filter((one) => one.hasProperty("recurrence-id")).toSorted((left, right) => sequence(left) - sequence(right));
  return master ? [{ master, changes }] : changes.map((one) => ({ master: one, changes: [] }));
}

function placeSeries(
  desk: Desk,
  calendarId: string,
  uid: string,
  event: ICAL.Component,
  changes: readonly ICAL.Component[],
  times: IcsTimes,
): StoredItem {
  const { span, body } = reading(() => asked(event, times));
  const rules = event.getAllProperties("rrule");
  if (rules.length > 1) throw new NotForExchange("Exchange has no such rule: several rules for one series.");
  for (const name of ["rdate", "exrule"])
    if (event.hasProperty(name))
      throw new NotForExchange(`Exchange has no such rule: ${name === "rdate" ? "dates beside the rule" : "a rule of what is left out"}.`);
  const rule: unknown = rules[0]?.getFirstValue();
  const recurrence = rule instanceof ICAL.Recur ? exchangeRule(rule, span.start, untilDay(rules[0], span.start)) : null;
  const made = addEvent(desk, calendarId, sentFields({ ...body, ...(recurrence ? { recurrence } : {}) }), {});
  const own = { iCalUId: uid, ...organizerFields(event, desk.user), ...cancelledFields(event) };
  const master = replaceEvent(desk, made, { ...made.fields, ...own }, made.extended);
  try {
    if (recurrence) placeChanges(desk, master.key, event, changes, times);
  } catch (error) {
    const left = desk.mailbox.item(master.key);
    if (left) removeEvent(desk, left);
    const gone = desk.mailbox.item(master.key);
    if (gone) desk.mailbox.remove(gone);
    throw error;
  }
  return desk.mailbox.item(master.key) ?? master;
}

/** When an event is, and what Graph would be sent for it. */
function asked(event: ICAL.Component, times: IcsTimes): { readonly span: IcsSpan; readonly body: Fields } {
  const span = spanOf(event, times);
  return { span, body: graphEvent(event, span) };
}

function placeChanges(desk: Desk, key: number, event: ICAL.Component, changes: readonly ICAL.Component[], times: IcsTimes): void {
  const cancelled = event.getAllProperties("exdate").flatMap((one) => reading(() => times.all(one)));
  for (const time of cancelled) {
    const found = occurrenceAt(desk, key, time);
    if (found) cancelOccurrence(desk, found);
  }
  // The later ones first: an occurrence may move to where its neighbour stood before.
  const sorted = changes.toSorted((left, right) => instantOrNull(right, times) - instantOrNull(left, times));
  for (const change of sorted) {
    if (change.getFirstProperty("recurrence-id")?.getFirstParameter("range"))
      throw new NotForExchange("Exchange has no such rule: this and all that follow.");
    const time = times.of(change, "recurrence-id");
    if (!time) continue;
    const found = occurrenceAt(desk, key, time);
    if (!found) {
      if (cancelled.some((one) => instantOfTime(one) === instantOfTime(time))) continue;
      throw new NotForExchange(`A changed occurrence is none of the series: ${dateOf(Math.floor(time.wall / DAY_MS))}.`);
    }
    const changed = changeEvent(desk, found, sentFields(reading(() => asked(change, times)).body), found.extended);
    const status = cancelledFields(change);
    if (Object.keys(status).length > 0) replaceOccurrence(desk, changed, { ...changed.fields, ...status }, changed.extended);
  }
}

const instantOrNull = (change: ICAL.Component, times: IcsTimes): number => {
  const time = times.of(change, "recurrence-id");
  return time ? instantOfTime(time) : 0;
};

/** The occurrence which the rule has at that very time; a date means that day's. */
function occurrenceAt(desk: Desk, key: number, time: IcsTime): StoredItem | null {
  const master = desk.mailbox.item(key);
  const recurrence = master && recurrenceOf(master.fields);
  if (!master || !recurrence) return null;
  const isAllDay = master.fields["isAllDay"] === true;
  const instant = instantOfTime(time);
  const isDate = isAllDay || time.zone === null;
  const day = Math.floor((isDate ? time.wall : wallMs(instant, zoneOf(recurrence, isAllDay))) / DAY_MS);
  const found = occurrenceOn(desk.mailbox, master, day);
  const original = spanner(shapeOf(master.fields))(day).from;
  return found && (isDate || original === instant) ? found : null;
}

/** The last day on which the rule may fall: UNTIL is an instant, or a day of the series' own clock. */
function untilDay(property: ICAL.Property | undefined, start: IcsTime): number | null {
  const rule: unknown = property?.getFirstValue();
  const until = rule instanceof ICAL.Recur ? rule.until : null;
  if (!until) return null;
  const told = until.toString();
  const wall = Date.parse(told.endsWith("Z") ? told : `${told.length === 10 ? `${told}T23:59:59` : told}Z`);
  const local = told.endsWith("Z") && start.zone !== null ? wallMs(wall, start.zone) : wall;
  const timeOfDay = start.wall - Math.floor(start.wall / DAY_MS) * DAY_MS;
  return Math.floor((local - timeOfDay) / DAY_MS);
}

const sentFields = (body: Fields): Fields => readBody(eventShape, body, { creating: true, draft: false });

const cancelledFields = (event: ICAL.Component): Fields =>
  text(event, "status")?.toUpperCase() === "CANCELLED" ? { isCancelled: true, showAs: "free" } : {};
