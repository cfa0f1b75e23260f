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

/** The clock on a wall of that zone at an instant, as if it were UTC, in ms. */
function wallMs(instantMs: number, zone: string): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instantMs)) parts[type] = Number(value);
  return Date.UTC(parts["year"] ?? 0, (parts["month"] ?? 1) - 1, parts["day"], parts["hour"], parts["minute"], parts["second"]);
}

/** The instant at which the wall clock of that zone shows `dateTime` (which bears no offset). @throws GraphError 400 */
export function instantOf(dateTime: string, zone: string): Date {
  const wall = Date.parse(`${dateTime.replace(/(?:Z|[+-]\d\d:\d\d)$/u, "").slice(0, 23)}Z`);
  if (Number.isNaN(wall)) throw new GraphError(400, "ErrorInvalidRequest", `The value '${dateTime}' is no date and time.`);
  let guess = wall;
  for (let round = 0; round < 2; round += 1) guess = wall - (wallMs(guess, zone) - guess);
  return new Date(guess);
}

export interface ZonedTime {
  readonly dateTime: string;
  readonly timeZone: string;
}

/** An instant as Graph writes it: seven fractional digits, no offset, the zone beside it. */
export function zonedTime(instant: Date, zone: string): ZonedTime {
  return { dateTime: `${new Date(wallMs(instant.getTime(), zone)).toISOString().slice(0, 19)}.0000000`, timeZone: zone };
}
