import type { Moments } from "../mappings/graph-task-codecs.ts";
import type { GraphMoment } from "../mappings/wire/graph-task.ts";
import { ianaZone } from "./time-zones.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Days and instants of a mailbox in that zone (IANA). */
export function momentsIn(mailboxZone: string): Moments {
  return {
    dayOf(moment) {
      const [day, time] = [moment.dateTime.slice(0, 10), moment.dateTime.slice(11, 19)];
      // Cut, or written so: it names the day itself.
      if (/^\d{4}-\d\d-\d\d$/u.test(day) && (time === "" || time === "00:00:00")) return day;
      const instant = instantMs(moment);
      if (instant === null) return null;
      const wall = wallMs(instant, mailboxZone);
      // A day may begin late when clocks go forward at midnight.
      if (wall % DAY_MS <= 3 * HOUR_MS) return dayText(wall);
      // Midnight of another zone, where the mailbox was before: the nearest one.
      return dayText(instant + 12 * HOUR_MS);
    },
    momentOfDay(day) {
      const dateTime = `${day}T00:00:00.0000000`;
      // Shifted to UTC, midnight in the east falls on the day before, which cutting would keep; midnight of UTC is that day in both.
      const isWest = wallMs(Date.parse(`${day}T12:00:00Z`), mailboxZone) < Date.parse(`${day}T12:00:00Z`);
      return { dateTime, timeZone: isWest ? mailboxZone : "UTC" };
    },
    instantOf(moment) {
      const instant = instantMs(moment);
      return instant === null ? null : `${new Date(instant).toISOString().slice(0, 19)}Z`;
    },
  };
}

/** Null for what is no time, or in a zone nobody knows. */
function instantMs({ dateTime, timeZone }: GraphMoment): number | null {
  const wall = Date.parse(`${dateTime.slice(0, 19)}Z`);
  const zone = ianaZone(timeZone);
  if (Number.isNaN(wall) || zone === null) return null;
  let guess = wall;
  for (let round = 0; round < 2; round += 1) guess = wall - (wallMs(guess, zone) - guess);
  return guess;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock of the zone shows at that instant, as if it were UTC, in milliseconds. */
function wallMs(instant: number, zone: string): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  formats.set(zone, format);
  const shown = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10);
