import ICAL from "ical.js";
import type { Fields } from "../stored.ts";
import { instantMs, isZone, wallMs, wallOf } from "../time-zones.ts";
import { MAIN_ZONES, ianaOfWindows, windowsOfIana } from "../windows-zones.ts";
import { DAY_MS } from "./days.ts";

/** Exchange cannot hold it, and this is why. */
export class NotForExchange extends Error {}

/** What the file's reader stumbles over is the file's fault. @throws NotForExchange instead of its plain errors */
export function reading<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && error.constructor === Error) throw new NotForExchange(`It cannot be read: ${error.message}`);
    throw error;
  }
}

/** A time of a calendar file: the clock it shows, as if it were UTC, in ms, and the zone of that clock. */
export interface IcsTime {
  readonly wall: number;
  /** Null for a date: it is the same day everywhere. */
  readonly zone: string | null;
}

export const instantOfTime = ({ wall, zone }: IcsTime): number => instantMs(wall, zone ?? "UTC");

/** As Graph takes it. */
export const graphTime = ({ wall, zone }: IcsTime): Fields => ({
  dateTime: new Date(wall).toISOString().slice(0, 19),
  timeZone: zone ?? "UTC",
});

/** Reads the times of one calendar: its own time zones are told by what they do where their names say nothing. */
export class IcsTimes {
  readonly #calendar: ICAL.Component;
  /** Of times without a zone: Exchange takes the mailbox' own. */
  readonly #floating: string;
  readonly #zones = new Map<string, string>();

  constructor(calendar: ICAL.Component, floating: string) {
    this.#calendar = calendar;
    this.#floating = floating;
  }

  /** The first value of a property, null when it is not there. @throws NotForExchange */
  of(event: ICAL.Component, name: string): IcsTime | null {
    const property = event.getFirstProperty(name);
    return property ? (this.all(property)[0] ?? null) : null;
  }

  /** @throws NotForExchange */
  all(property: ICAL.Property): readonly IcsTime[] {
    return property.getValues().map((value: unknown) => this.#time(value, property));
  }

  /** @throws NotForExchange */
  #time(value: unknown, property: ICAL.Property): IcsTime {
    const text = value instanceof ICAL.Time ? value.toString() : String(value);
    if (!/^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ?)?$/u.test(text) || Number.isNaN(Date.parse(text)))
      throw new NotForExchange(`${property.name.toUpperCase()} "${text}" is no date.`);
    if (text.length === 10) return { wall: wallOf(text), zone: null };
    if (text.endsWith("Z")) return { wall: wallOf(text), zone: "UTC" };
    const tzid = property.getFirstParameter("tzid") as string | undefined;
    return { wall: wallOf(text), zone: tzid ? this.#zone(tzid) : this.#floating };
  }

  /** @throws NotForExchange */
  #zone(tzid: string): string {
    const known = this.#zones.get(tzid);
    if (known !== undefined) return known;
    const found = namedZone(tzid) ?? this.#likeZone(tzid);
    if (found === null) throw new NotForExchange(`No zone that Windows knows sets its clocks like "${tzid}".`);
    this.#zones.set(tzid, found);
    return found;
  }

  #likeZone(tzid: string): string | null {
    const component = this.#calendar.getAllSubcomponents("vtimezone").find((one) => one.getFirstPropertyValue("tzid") === tzid);
    if (!component) return null;
    const located = component.getFirstPropertyValue("x-lic-location");
    if (typeof located === "string" && isZone(located)) return windowsOfIana(located);
    const zone = new ICAL.Timezone({ component, tzid });
    const walls = this.#walls();
    const offset = (wall: number): number => zone.utcOffset(ICAL.Time.fromString(new Date(wall).toISOString().slice(0, 19), null)) * 1000;
    const same = (iana: string): boolean => walls.every((wall) => wallMs(wall - offset(wall), iana) === wall);
    const found = ["UTC", ...MAIN_ZONES].find(same);
    return found === undefined ? null : windowsOfIana(found);
  }

  /** Noons to compare two zones at: a month apart, over the years in which the calendar's events begin. */
  #walls(): readonly number[] {
    const starts = this.#calendar
      .getAllSubcomponents("vevent")
      .map((event) => Date.parse(`${String(event.getFirstPropertyValue("dtstart")).slice(0, 10)}T12:00:00Z`))
      .filter((wall) => !Number.isNaN(wall));
    return starts.slice(0, 20).flatMap((start) => Array.from({ length: 14 }, (_none, month) => start + month * 30 * DAY_MS));
  }
}

/** Names as they come: with a path of a library before them, quoted, a Windows name, or one of the IANA. */
function namedZone(tzid: string): string | null {
  const bare = tzid.replaceAll('"', "").trim();
  const candidates = [bare, bare.split("/").slice(-2).join("/"), bare.split("/").slice(-3).join("/")];
  const found = candidates.find((name) => ianaOfWindows(name) !== undefined || (/[/]|^(?:UTC|GMT)$/u.test(name) && isZone(name)));
  return found === undefined ? null : windowsOfIana(found);
}
