// oxlint-disable-next-line import/default -- a CommonJS package, whose whole Node gives as the default
import rrule from "rrule";
import { untilDate, type PatternText } from "./pattern-text.ts";
import { instantOf, wallOf } from "./wall-clock.ts";

/**
 * The starts of a series, at most so many. With a zone the rule is followed on the wall clock of that zone, so that nine o'clock
 * stays nine o'clock; without one (all-day) on the dates themselves.
 */
export function expand(pattern: PatternText, start: Date, zone: string | null, most: number): readonly Date[] {
  const { RRule } = rrule;
  const onWall = (instant: Date) => (zone === null ? instant : wallOf(instant, zone));
  const { until } = pattern;
  const lastWall = until === null ? null : until.endsWith("Z") ? onWall(untilDate(until)) : untilDate(until);
  const rule = new RRule({
    ...RRule.parseString(pattern.rule),
    dtstart: onWall(start),
    ...(lastWall === null ? {} : { until: lastWall }),
  });
  return rule.all((_date, index) => index < most).map((wall) => (zone === null ? wall : instantOf(wall, zone)));
}
