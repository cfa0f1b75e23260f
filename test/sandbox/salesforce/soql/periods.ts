import { malformed } from "./parse.ts";

/** A stretch of days: the first day in it, and the first after it, as dates in UTC. */
export interface Period {
  readonly from: string;
  readonly until: string;
}

const DAY_MS = 86_400_000;

/**
 * What a date literal means at this moment. Weeks begin on Sunday, the fiscal year in January, and days are those of UTC, whatever
 * the user's zone.
 */
export function periodOf(name: string, number: number, now: Date): Period {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const days = (from: number, until: number): Period => ({ from: dateOf(today + from * DAY_MS), until: dateOf(today + until * DAY_MS) });
  const sunday = -new Date(today).getUTCDay();
  const month = (offset: number) => dateOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1));
  const quarter = (offset: number) => dateOf(Date.UTC(now.getUTCFullYear(), (Math.floor(now.getUTCMonth() / 3) + offset) * 3, 1));
  const year = (offset: number) => dateOf(Date.UTC(now.getUTCFullYear() + offset, 0, 1));
  switch (name.replace("FISCAL_", "")) {
    case "YESTERDAY":
      return days(-1, 0);
    case "TODAY":
      return days(0, 1);
    case "TOMORROW":
      return days(1, 2);
    case "LAST_WEEK":
      return days(sunday - 7, sunday);
    case "THIS_WEEK":
      return days(sunday, sunday + 7);
    case "NEXT_WEEK":
      return days(sunday + 7, sunday + 14);
    case "LAST_MONTH":
      return { from: month(-1), until: month(0) };
    case "THIS_MONTH":
      return { from: month(0), until: month(1) };
    case "NEXT_MONTH":
      return { from: month(1), until: month(2) };
    case "LAST_90_DAYS":
      return days(-90, 1);
    case "NEXT_90_DAYS":
      return days(1, 91);
    case "LAST_N_DAYS":
      return days(-number, 1);
    case "NEXT_N_DAYS":
      return days(1, number + 1);
    case "N_DAYS_AGO":
      return days(-number, -number + 1);
    case "LAST_N_WEEKS":
      return days(sunday - 7 * number, sunday);
    case "NEXT_N_WEEKS":
      return days(sunday + 7, sunday + 7 * (number + 1));
    case "LAST_N_MONTHS":
      return { from: month(-number), until: month(0) };
    case "NEXT_N_MONTHS":
      return { from: month(1), until: month(number + 1) };
    case "THIS_QUARTER":
      return { from: quarter(0), until: quarter(1) };
    case "LAST_QUARTER":
      return { from: quarter(-1), until: quarter(0) };
    case "NEXT_QUARTER":
      return { from: quarter(1), until: quarter(2) };
    case "THIS_YEAR":
      return { from: year(0), until: year(1) };
    case "LAST_YEAR":
      return { from: year(-1), until: year(0) };
    case "NEXT_YEAR":
      return { from: year(1), until: year(2) };
    case "LAST_N_YEARS":
      return { from: year(-number), until: year(0) };
    case "NEXT_N_YEARS":
      return { from: year(1), until: year(number + 1) };
    default:
      throw malformed(`the date literal ${name} is not covered by this stand-in`);
  }
}

function dateOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
