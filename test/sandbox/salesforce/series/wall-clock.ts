const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
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
}

export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the clock on a wall of that zone shows at an instant, as if it were UTC. */
export function wallOf(instant: Date, zone: string): Date {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(zone).formatToParts(instant)) parts[type] = Number(value);
  return new Date(Date.UTC(parts["year"] ?? 0, (parts["month"] ?? 1) - 1, parts["day"], parts["hour"], parts["minute"], parts["second"]));
}

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
