import { isIanaZone, zoneClockMs } from "../base/zone-clock.ts";
import { GraphError } from "./graph-error.ts";
import { ianaOfWindows } from "./windows-zones.ts";

/** @throws GraphError 400 on a zone that is not known here. */
function ianaZone(zone: string): string {
  const iana = ianaOfWindows(zone) ?? zone;
  if (isIanaZone(iana)) return iana;
  throw new GraphError(
    400,
    "TimeZoneNotSupportedException",
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
  );
}

const askedWallMs = (instantMs: number, zone: string): number => zoneClockMs(instantMs, ianaZone(zone));

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

/** Whether a name means a time zone, Windows' or IANA's. */
export const isZone = (name: string): boolean => isIanaZone(ianaOfWindows(name) ?? name);
