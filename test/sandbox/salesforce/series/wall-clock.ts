import { zoneClockMs } from "../../base/zone-clock.ts";

/** What the clock on a wall of that zone shows at an instant, as if it were UTC. */
export const wallOf = (instant: Date, zone: string): Date => new Date(zoneClockMs(instant.getTime(), zone));

const DAY_MS = 86_400_000;

/**
 * The instant at which a wall clock shows this time: the first of two when the hour comes twice, and, when it is skipped, the
 * instant that the clock would have shown so had it not been put forward.
 */
export function instantOf(wall: Date, zone: string): Date {
  const offsetAt = (time: number) => wallOf(new Date(time), zone).getTime() - time;
  const before = wall.getTime() - offsetAt(wall.getTime() - DAY_MS);
  const after = wall.getTime() - offsetAt(wall.getTime() + DAY_MS);
  const shows = (time: number) => wallOf(new Date(time), zone).getTime() === wall.getTime();
  return new Date(!shows(before) && shows(after) ? after : before);
}
