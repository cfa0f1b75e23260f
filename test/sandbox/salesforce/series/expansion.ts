// oxlint-disable-next-line import/default -- a CommonJS package, whose whole Node gives as the default
import rrule from "rrule";
import type { Options } from "rrule";
import { untilDate, type PatternText } from "./pattern-text.ts";
import { instantOf, wallOf } from "./wall-clock.ts";

/** A rule that never comes true would be followed to the end of the calendar; a century is enough to know. */
const LOOKED_AHEAD_MS = 100 * 366 * 86_400_000;

/**
 * The starts of a series, at most so many. With a zone the rule is followed on the wall clock of that zone, so that nine o'clock
 * stays nine o'clock; without one (all-day) on the dates themselves.
 */
export function expand(pattern: PatternText, start: Date, zone: string | null, most: number): readonly Date[] {
  const { RRule } = rrule;
  const onWall = (instant: Date) => (zone === null ? instant : wallOf(instant, zone));
  const { until } = pattern;
  const horizon = new Date(onWall(start).getTime() + LOOKED_AHEAD_MS);
  const given = until === null ? horizon : until.endsWith("Z") ? onWall(untilDate(until)) : untilDate(until);
  const options = RRule.parseString(pattern.rule);
  if (neverMeets(options, onWall(start))) return [];
  const rule = new RRule({
    ...options,
    dtstart: onWall(start),
    until: given < horizon ? given : horizon,
  });
  return rule.all((_date, index) => index < most).map((wall) => (zone === null ? wall : instantOf(wall, zone)));
}

/** Every so many weeks to the day, on a weekday that it never is. */
function neverMeets({ freq, interval, byweekday }: Partial<Options>, start: Date): boolean {
  if (freq !== rrule.RRule.DAILY || (interval ?? 1) % 7 !== 0 || !Array.isArray(byweekday)) return false;
  const weekday = (start.getUTCDay() + 6) % 7;
  return !byweekday.some((day) => String(day) === new rrule.Weekday(weekday).toString());
}
