/** Days are counted from 1970-01-01, whatever the zone: a series falls on dates of its own zone's calendar. */
export const DAY_MS = 86_400_000;

/** @param date as in `2026-11-02`; what follows is passed over */
export const dayOf = (date: string): number => Math.floor(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY_MS);

export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Sunday is 0. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
