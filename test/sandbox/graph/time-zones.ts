import { GraphError } from "./graph-error.ts";

/** Windows names of time zones, which Graph prefers, as IANA names: the larger ones; any IANA name is taken as it is. */
const WINDOWS: Readonly<Record<string, string>> = {
  UTC: "UTC",
  "GMT Standard Time": "Europe/London",
  "Greenwich Standard Time": "Atlantic/Reykjavik",
  "W. Europe Standard Time": "Europe/Berlin",
  "Romance Standard Time": "Europe/Paris",
  "Central Europe Standard Time": "Europe/Budapest",
  "Central European Standard Time": "Europe/Warsaw",
  "FLE Standard Time": "Europe/Kyiv",
  "GTB Standard Time": "Europe/Bucharest",
  "E. Europe Standard Time": "Europe/Chisinau",
  "Turkey Standard Time": "Europe/Istanbul",
  "Russian Standard Time": "Europe/Moscow",
  "Israel Standard Time": "Asia/Jerusalem",
  "Arabian Standard Time": "Asia/Dubai",
  "Pakistan Standard Time": "Asia/Karachi",
  "India Standard Time": "Asia/Kolkata",
  "Nepal Standard Time": "Asia/Kathmandu",
  "SE Asia Standard Time": "Asia/Bangkok",
  "China Standard Time": "Asia/Shanghai",
  "Singapore Standard Time": "Asia/Singapore",
  "W. Australia Standard Time": "Australia/Perth",
  "Tokyo Standard Time": "Asia/Tokyo",
  "Korea Standard Time": "Asia/Seoul",
  "AUS Eastern Standard Time": "Australia/Sydney",
  "New Zealand Standard Time": "Pacific/Auckland",
  "Samoa Standard Time": "Pacific/Apia",
  "South Africa Standard Time": "Africa/Johannesburg",
  "E. South America Standard Time": "America/Sao_Paulo",
  "Newfoundland Standard Time": "America/St_Johns",
  "Atlantic Standard Time": "America/Halifax",
  "Eastern Standard Time": "America/New_York",
  "Central Standard Time": "America/Chicago",
  "Mountain Standard Time": "America/Denver",
  "US Mountain Standard Time": "America/Phoenix",
  "Pacific Standard Time": "America/Los_Angeles",
  "Alaskan Standard Time": "America/Anchorage",
  "Hawaiian Standard Time": "Pacific/Honolulu",
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** @throws GraphError 400 on a zone that is not known here. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const iana = Object.entries(WINDOWS).find(([name]) => name.toLowerCase() === zone.toLowerCase())?.[1] ?? zone;
  try {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: iana,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    formats.set(zone, format);
    return format;
  } catch {
    throw new GraphError(
      400,
      "TimeZoneNotSupportedException",
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
    );
  }
}

/** The clock on a wall of that zone at an instant, as if it were UTC, in ms; asked of the library of zones, which is slow. */
function askedWallMs(instantMs: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instantMs)) parts[type] = Number(value);
  return Date.UTC(parts["year"] ?? 0, (parts["month"] ?? 1) - 1, parts["day"], parts["hour"], parts["minute"], parts["second"]);
}

const DAY = 86_400_000;
/** By zone: what to add to UTC on a day of 24 hours UTC, or null where that changes during the day. */
const offsets = new Map<string, Map<number, number | null>>();

function offsetMs(instantMs: number, zone: string): number {
  const day = Math.floor(instantMs / DAY);
  let known = offsets.get(zone);
  if (!known) offsets.set(zone, (known = new Map()));
  let offset = known.get(day);
  if (offset === undefined) {
    const [first, last] = [day * DAY, (day + 1) * DAY - 1000];
    const [atFirst, atLast] = [askedWallMs(first, zone) - first, askedWallMs(last, zone) - last];
    known.set(day, (offset = atFirst === atLast ? atFirst : null));
  }
  const second = Math.floor(instantMs / 1000) * 1000;
  return offset ?? askedWallMs(second, zone) - second;
}

/** The clock on a wall of that zone at an instant, as if it were UTC, in ms. @throws GraphError 400 on an unknown zone */
export const wallMs = (instantMs: number, zone: string): number => instantMs + offsetMs(instantMs, zone);

/**
 * The instant, in ms, at which that clock shows `wall` (read as if it were UTC). An hour that comes twice means its first coming; one
 * that is left out is counted on from before the gap, as RFC 5545 has it. @throws GraphError 400 on an unknown zone
 */
export function instantMs(wall: number, zone: string): number {
  const [before, after] = [offsetMs(wall - DAY, zone), offsetMs(wall + DAY, zone)];
  const first = wall - before;
  return before === after || wallMs(first, zone) === wall || wallMs(wall - after, zone) !== wall ? first : wall - after;
}

/** A date and time that bears no offset, as if it were UTC, in ms. @throws GraphError 400 */
export function wallOf(dateTime: string): number {
  const bare = dateTime.replace(/(?:Z|[+-]\d\d:\d\d)$/u, "").slice(0, 23);
  const wall = Date.parse(`${bare.length <= 10 ? `${bare}T00:00:00` : bare}Z`);
  if (Number.isNaN(wall)) throw new GraphError(400, "ErrorInvalidRequest", `The value '${dateTime}' is no date and time.`);
  return wall;
}

/** The instant at which the wall clock of that zone shows `dateTime` (which bears no offset). @throws GraphError 400 */
export const instantOf = (dateTime: string, zone: string): Date => new Date(instantMs(wallOf(dateTime), zone));

export interface ZonedTime {
  readonly dateTime: string;
  readonly timeZone: string;
}

/** An instant as Graph writes it: seven fractional digits, no offset, the zone beside it. */
export function zonedTime(instant: Date, zone: string): ZonedTime {
  return { dateTime: `${new Date(wallMs(instant.getTime(), zone)).toISOString().slice(0, 19)}.0000000`, timeZone: zone };
}
