import type { Preset } from "../../shared/api/preset.ts";

const DAY_MS = 86_400_000;

/** E1's setting: how far the time goes that is kept in step. */
export type EventSpan = Pick<Preset["events"], "daysBack" | "monthsAhead">;

/** From the earliest to the latest beginning. */
export interface EventWindow {
  readonly start: Date;
  readonly end: Date;
}

/** E1: the time in which events begin that are kept in step at that instant. */
export function eventWindow({ daysBack, monthsAhead }: EventSpan, now: Date): EventWindow {
  const end = new Date(now);
  end.setUTCMonth(end.getUTCMonth() + monthsAhead);
  return { start: new Date(now.getTime() - daysBack * DAY_MS), end };
}

export const spanInWords = ({ daysBack, monthsAhead }: EventSpan): string =>
  `${counted(daysBack, "day")} back to ${counted(monthsAhead, "month")} ahead`;

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? "" : "s"}`;
