import ICAL from "ical.js";
import { ianaOfWindows } from "../sandbox/graph/windows-zones.ts";

/** A time as the file has it: the clock it shows, in ms as if it were UTC, and what turns that into an instant; null for a date. */
export interface FileTime {
  readonly wall: number;
  readonly toInstant: ((wall: number) => number) | null;
  /** What the zone is called; blank for a date. */
  readonly zone: string;
}

/** The time's place in the world, in ms; of a date its midnight in UTC. */
export const instantOf = ({ wall, toInstant }: FileTime): number => (toInstant === null ? wall : toInstant(wall));

export const inUtc = (wall: number): FileTime => ({ wall, toInstant: (at) => at, zone: "UTC" });

/** Says "no such time" where the file's own words are no time. */
export class TimeUnreadable extends Error {}

/** The times of a property. @param floating the zone (IANA) of times that name none @throws TimeUnreadable */
export function timesOf(property: ICAL.Property, floating: string): readonly FileTime[] {
  const tzid = property.getFirstParameter("tzid") as string | undefined;
  return property.getValues().map((value: unknown) => timeOf(value, property, tzid, floating));
}

function timeOf(value: unknown, property: ICAL.Property, tzid: string | undefined, floating: string): FileTime {
  if (!(value instanceof ICAL.Time)) throw new TimeUnreadable(`${property.name} is no time`);
  const wall = Date.UTC(value.year, value.month - 1, value.day, value.hour, value.minute, value.second);
  if (Number.isNaN(wall)) throw new TimeUnreadable(`${property.name} is no time`);
  if (value.isDate) return { wall, toInstant: null, zone: "" };
  if (value.toString().endsWith("Z")) return inUtc(wall);
  return { wall, toInstant: zoneOf(tzid, property, floating), zone: tzid ?? "" };
}

/** A zone that the world knows by its name sets its clocks as it does; others as the file itself says. */
function zoneOf(tzid: string | undefined, property: ICAL.Property, floating: string): (wall: number) => number {
  if (tzid === undefined) return inZone(floating);
  const bare = tzid.replaceAll('"', "").trim();
  for (const name of [bare, bare.split("/").slice(-2).join("/"), bare.split("/").slice(-3).join("/")]) {
    const windows = ianaOfWindows(name);
    if (windows !== undefined) return inZone(windows);
    if ((name.includes("/") || name === "UTC" || name === "GMT") && isKnown(name)) return inZone(name);
  }
  const calendar = property.parent?.parent;
  const own = calendar?.getAllSubcomponents("vtimezone").find((one) => one.getFirstPropertyValue("tzid") === tzid);
  if (!own) throw new TimeUnreadable(`nothing tells what "${tzid}" is`);
  const zone = new ICAL.Timezone({ component: own, tzid });
  return (wall) => wall - zone.utcOffset(ICAL.Time.fromString(new Date(wall).toISOString().slice(0, 19), null)) * 1_000;
}

function isKnown(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    calendar: "gregory",
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  formats.set(zone, made);
  return made;
}

function shownIn(zone: string, instant: number): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

const DAY_MS = 86_400_000;

/** Of an hour that comes twice the first; of one that is left out the same time after the clocks were put on. */
export function inZone(zone: string): (wall: number) => number {
  return (wall) => {
    const offsets = [wall - DAY_MS, wall + DAY_MS].map((near) => shownIn(zone, near) - near);
    const fitting = offsets.map((offset) => wall - offset).filter((instant) => shownIn(zone, instant) === wall);
    return fitting.length > 0 ? Math.min(...fitting) : wall - (offsets[0] ?? 0);
  };
}
