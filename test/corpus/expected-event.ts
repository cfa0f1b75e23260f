import ICAL from "ical.js";
import { type FileTime, instantOf, inUtc, timesOf } from "./judge-time.ts";

/** What one event on one day is to be in the end, by this reader (ical.js); neither the service nor the stand-in expands with it. */
export interface ExpectedOccurrence {
  /** ISO 8601, the end exclusive: instants to the minute, or days. */
  readonly time: string;
  readonly startMs: number;
  readonly subject: string;
  readonly location: string;
  readonly notes: string;
  readonly notesAreHtml: boolean;
  readonly showAs: "Free" | "Busy" | "OutOfOffice";
  readonly isPrivate: boolean;
  /** Minutes before the start; null when nobody is reminded. */
  readonly reminder: number | null;
}

/** An event of a calendar file with everything that the file says of it. */
export interface ExpectedEvent {
  readonly uid: string;
  readonly subject: string;
  /** So many VEVENTs of the file make it up: one, and one for each occurrence that was changed. */
  readonly vevents: number;
  readonly repeats: boolean;
  readonly withOthers: boolean;
  /** When it first takes place; null when that cannot be read. */
  readonly firstMs: number | null;
  /** Those that begin before then, ms. @throws when the file cannot be understood */
  occurrences(untilMs: number): readonly ExpectedOccurrence[];
}

export interface ExpectedCalendar {
  readonly events: readonly ExpectedEvent[];
  /** Older versions of an event under the same id, which the newest stands for. */
  readonly superseded: readonly { readonly uid: string; readonly subject: string }[];
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** No file has more that matter. */
const MOST = 4_000;

/** @param floating the zone of times without one: the mailbox's. @throws when it is no calendar */
export function readCalendar(file: string, floating: string): ExpectedCalendar {
  const events: ExpectedEvent[] = [];
  const superseded: { uid: string; subject: string }[] = [];
  for (const calendar of calendarsIn(file)) {
    for (const [uid, components] of byUid(calendar)) {
      const whole = components.filter((one) => !one.hasProperty("recurrence-id")).toSorted((a, b) => sequence(b) - sequence(a));
      const changes = components.filter((one) => one.hasProperty("recurrence-id")).toSorted((a, b) => sequence(a) - sequence(b));
      const [master, ...older] = whole;
      for (const one of older) superseded.push({ uid, subject: textOf(one, "summary") });
      if (master) events.push(expected(uid, master, changes, floating));
      else events.push(...changes.map((one) => expected(uid, one, [], floating)));
    }
  }
  return { events, superseded };
}

function calendarsIn(file: string): readonly ICAL.Component[] {
  const parsed: unknown = ICAL.parse(file.replace(/^\uFEFF/u, "").trim());
  const list = (Array.isArray(parsed) && Array.isArray(parsed[0]) ? parsed : [parsed]) as readonly unknown[][];
  return list.map((one) => new ICAL.Component(one)).filter(({ name }) => name === "vcalendar");
}

function byUid(calendar: ICAL.Component): ReadonlyMap<string, readonly ICAL.Component[]> {
  const found = new Map<string, ICAL.Component[]>();
  for (const [index, event] of calendar.getAllSubcomponents("vevent").entries()) {
    const uid = event.hasProperty("uid") ? textOf(event, "uid") : `without-uid-${index}`;
    found.set(uid, [...(found.get(uid) ?? []), event]);
  }
  return found;
}

const sequence = (event: ICAL.Component): number => Number(textOf(event, "sequence") || 0);

function expected(uid: string, event: ICAL.Component, changes: readonly ICAL.Component[], floating: string): ExpectedEvent {
  const repeats = event.hasProperty("rrule") || event.hasProperty("rdate");
  let firstMs: number | null = null;
  try {
    firstMs = instantOf(spanOf(event, floating).start);
  } catch {
    // Told when its occurrences are asked for.
  }
  return {
    uid,
    subject: textOf(event, "summary"),
    vevents: 1 + changes.length,
    repeats,
    withOthers: event.hasProperty("attendee"),
    firstMs,
    occurrences: (untilMs) => (repeats ? expanded(event, changes, floating, untilMs) : [occurrence(event, spanOf(event, floating))]),
  };
}

interface Span {
  readonly start: FileTime;
  readonly end: FileTime;
  readonly allDay: boolean;
}

function spanOf(event: ICAL.Component, floating: string): Span {
  const time = (name: string): FileTime | null => {
    const property = event.getFirstProperty(name);
    return property ? (timesOf(property, floating)[0] ?? null) : null;
  };
  const start = time("dtstart");
  if (!start) throw new Error("it has no start");
  const duration = event.getFirstPropertyValue("duration");
  const isDate = start.toInstant === null;
  const lasting = duration instanceof ICAL.Duration ? duration.toSeconds() * 1_000 : isDate ? DAY_MS : 0;
  const end = time("dtend") ?? { ...start, wall: start.wall + lasting };
  const days = isDate && end.wall <= start.wall ? { ...start, wall: start.wall + DAY_MS } : end;
  const midnights = start.wall % DAY_MS === 0 && days.wall % DAY_MS === 0 && days.wall > start.wall;
  const markedByOutlook = textOf(event, "x-microsoft-cdo-alldayevent").toUpperCase() === "TRUE";
  return { start, end: days, allDay: isDate || (markedByOutlook && midnights) };
}

/** The rule followed on the series' own clock, so that ical.js need know no zone. */
function expanded(
  event: ICAL.Component,
  changes: readonly ICAL.Component[],
  floating: string,
  untilMs: number,
): readonly ExpectedOccurrence[] {
  const span = spanOf(event, floating);
  const { start } = span;
  const walls = new Set<number>([start.wall]);
  for (const property of event.getAllProperties("rrule")) {
    for (const wall of wallsOf(property, start, untilMs)) walls.add(wall);
  }
  const at = new Map([...walls].map((wall): [number, Span] => [instantOf({ ...start, wall }), shifted(span, wall)]));
  for (const property of event.getAllProperties("exdate"))
    for (const time of timesOf(property, floating)) at.delete(keyOf(time, at, start));
  const changed = new Map<number, ExpectedOccurrence>();
  for (const change of changes) {
    const property = change.getFirstProperty("recurrence-id");
    const [time] = property ? timesOf(property, floating) : [];
    if (!time) continue;
    const key = keyOf(time, at, start);
    if (at.delete(key) || changed.has(key)) changed.set(key, occurrence(change, spanOf(change, floating)));
  }
  return [...[...at.values()].map((one) => occurrence(event, one)), ...changed.values()]
    .filter(({ startMs }) => startMs < untilMs)
    .toSorted((one, other) => one.startMs - other.startMs);
}

/** The same clock times on another day; where start and end go by different clocks, as long as the first. */
function shifted({ start, end, allDay }: Span, wall: number): Span {
  const from = { ...start, wall };
  const isOneClock = start.zone === end.zone;
  const lasts = instantOf(end) - instantOf(start);
  return { start: from, end: isOneClock ? { ...end, wall: end.wall + wall - start.wall } : inUtc(instantOf(from) + lasts), allDay };
}

/** A date names the occurrence of that day. */
function keyOf(time: FileTime, at: ReadonlyMap<number, Span>, start: FileTime): number {
  if (time.toInstant !== null || start.toInstant === null) {
    const instant = instantOf(time);
    if (start.toInstant !== null || at.has(instant)) return instant;
    return Math.floor(time.wall / DAY_MS) * DAY_MS;
  }
  const found = [...at].find(([, span]) => Math.floor(span.start.wall / DAY_MS) === Math.floor(time.wall / DAY_MS));
  return found?.[0] ?? instantOf(time);
}

function wallsOf(property: ICAL.Property, start: FileTime, untilMs: number): readonly number[] {
  const given: unknown = property.getFirstValue();
  if (!(given instanceof ICAL.Recur)) throw new Error("its rule cannot be read");
  const lastWall = lastWallOf(given, start);
  const rule = given.clone();
  // The type has no null; ical.js itself sets it so.
  Object.assign(rule, { until: null });
  const iterator = rule.iterator(
    ICAL.Time.fromString(new Date(start.wall).toISOString().slice(0, start.toInstant === null ? 10 : 19), null),
  );
  const found: number[] = [];
  for (let next = iterator.next() as ICAL.Time | null; next !== null; next = iterator.next() as ICAL.Time | null) {
    const wall = Date.UTC(next.year, next.month - 1, next.day, next.hour, next.minute, next.second);
    if (wall > lastWall || wall > untilMs + DAY_MS || found.length > MOST) break;
    found.push(wall);
  }
  return found;
}

/** UNTIL on the series' own clock: a day holds all of itself, and an instant is what the clock shows then. */
function lastWallOf({ until }: ICAL.Recur, start: FileTime): number {
  const told = until as ICAL.Time | null;
  if (told === null) return Number.POSITIVE_INFINITY;
  const wall = Date.UTC(told.year, told.month - 1, told.day, told.hour, told.minute, told.second);
  if (told.isDate) return wall + DAY_MS - 1;
  if (!told.toString().endsWith("Z") || start.toInstant === null) return wall;
  const { toInstant } = start;
  // A clock differs from UTC by less than a day; the last wall time whose instant is not past the end.
  for (let shown = wall + DAY_MS; shown > wall - DAY_MS; shown -= MINUTE_MS) if (toInstant(shown) <= wall) return shown;
  return wall;
}

function occurrence(event: ICAL.Component, { start, end, allDay }: Span): ExpectedOccurrence {
  const startMs = allDay ? start.wall : instantOf(start);
  const endMs = allDay ? end.wall : instantOf(end);
  const shown = (ms: number): string => new Date(ms).toISOString().slice(0, allDay ? 10 : 16) + (allDay ? "" : "Z");
  return {
    time: `${shown(startMs)}/${shown(endMs)}`,
    startMs,
    subject: textOf(event, "summary"),
    location: textOf(event, "location"),
    ...notesOf(event),
    showAs: shownAs(event),
    isPrivate: ["PRIVATE", "CONFIDENTIAL"].includes(textOf(event, "class").toUpperCase()),
    reminder: reminderOf(event),
  };
}

function textOf(event: ICAL.Component, name: string): string {
  const value: unknown = event.getFirstPropertyValue(name);
  return value === null || value === undefined ? "" : String(value);
}

function notesOf(event: ICAL.Component): Pick<ExpectedOccurrence, "notes" | "notesAreHtml"> {
  const alternative = event.getFirstProperty("x-alt-desc");
  const isHtml = String(alternative?.getFirstParameter("fmttype") ?? "").toLowerCase() === "text/html";
  const html = alternative && isHtml ? String(alternative.getFirstValue() ?? "") : "";
  return html === ""
    ? { notes: textOf(event, "description"), notesAreHtml: false }
    : { notes: html.replaceAll(/\\n/giu, "\n").replaceAll(/\\(?=[\\;,])/gu, ""), notesAreHtml: true };
}

function shownAs(event: ICAL.Component): ExpectedOccurrence["showAs"] {
  const outlooks = textOf(event, "x-microsoft-cdo-busystatus").toUpperCase();
  if (outlooks === "OOF") return "OutOfOffice";
  if (outlooks === "FREE" || outlooks === "WORKINGELSEWHERE") return "Free";
  if (outlooks === "BUSY" || outlooks === "TENTATIVE") return "Busy";
  if (textOf(event, "status").toUpperCase() === "CANCELLED") return "Free";
  return textOf(event, "transp").toUpperCase() === "TRANSPARENT" ? "Free" : "Busy";
}

/** The first alarm, when it lies before the start; Exchange holds one. */
function reminderOf(event: ICAL.Component): number | null {
  const trigger: unknown = event.getFirstSubcomponent("valarm")?.getFirstPropertyValue("trigger");
  return trigger instanceof ICAL.Duration && trigger.toSeconds() <= 0 ? Math.round(-trigger.toSeconds() / 60) : null;
}
