const DAY_MS = 86_400_000;
const DAYS_BACK = 90;
const MONTHS_AHEAD = 18;

/** E1: the events that are kept in step at that instant begin from 90 days back to 18 months ahead. */
export function eventWindow(now: Date): { readonly start: Date; readonly end: Date } {
  const end = new Date(now);
  end.setUTCMonth(end.getUTCMonth() + MONTHS_AHEAD);
  return { start: new Date(now.getTime() - DAYS_BACK * DAY_MS), end };
}
