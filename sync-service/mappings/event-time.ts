// `Date` stands here for arithmetic on times that are handed in; it is never asked for the present one.

/** When an event is: `start` inclusive, `end` exclusive; instants to the minute (`YYYY-MM-DDTHH:MMZ`), or days (`YYYY-MM-DD`). */
export interface EventTime {
  readonly allDay: boolean;
  readonly start: string;
  readonly end: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
const DAY = /^\d{4}-\d\d-\d\d$/u;

/** The interval that `Event.time` holds. */
export const timeText = ({ start, end }: EventTime): string => `${start}/${end}`;

/** What such an interval says; null when it is none. */
export function timeOf(text: string | null): EventTime | null {
  const [start, end] = (text ?? "").split("/");
  if (start === undefined || end === undefined) return null;
  if (DAY.test(start) && DAY.test(end)) return { allDay: true, start, end };
  const [from, to] = [minuteOf(start), minuteOf(end)];
  return from === null || to === null ? null : { allDay: false, start: from, end: to };
}

/** An ISO 8601 instant to the minute: both sides hold seconds, and Salesforce counts a duration in whole minutes. */
export function minuteOf(instant: string): string | null {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? null : minuteText(at);
}

export const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, DAY_LENGTH);

/** Minutes from one instant or day to the other; negative when it lies before. */
export const minutesBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / MINUTE_MS);

export const minutesBefore = (instant: string, minutes: number): string => minuteText(Date.parse(instant) - minutes * MINUTE_MS);

const DAY_LENGTH = "YYYY-MM-DD".length;
const minuteText = (ms: number) => `${new Date(ms).toISOString().slice(0, "YYYY-MM-DDTHH:MM".length)}Z`;
