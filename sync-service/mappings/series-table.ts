import { MOST_LEFT_OUT, MOST_OCCURRENCES } from "./event-series.ts";

/** What each side can express of a series, and what becomes of it on the other (E4). Shown in the README of this folder. */
export interface SeriesRow {
  readonly what: string;
  readonly outlook: string;
  readonly salesforce: string;
  readonly up: string;
  readonly down: string;
}

const SERIES = "a series";
const SINGLE = "single events";

export const seriesTable: readonly SeriesRow[] = [
  {
    what: "every so many days; every so many weeks on some weekdays",
    ...{ outlook: "daily, weekly", salesforce: "FREQ=DAILY, FREQ=WEEKLY;BYDAY;WKST", up: SERIES, down: SERIES },
  },
  {
    what: "a day of the month or year, 1 to 28",
    ...{ outlook: "absoluteMonthly, absoluteYearly", salesforce: "BYMONTHDAY, BYMONTH", up: SERIES, down: SERIES },
  },
  {
    what: "day 29 to 31",
    outlook: "the last day of months that are too short",
    salesforce: "leaves such months out",
    up: "a series, as the last of days 28 to 31 (BYSETPOS=-1)",
    down: "a series while no month in it is too short; else single events",
  },
  {
    what: "the first to fourth or last weekday of a month",
    ...{ outlook: "relativeMonthly, relativeYearly", salesforce: "BYDAY=3TU, BYDAY=-1FR", up: SERIES, down: SERIES },
  },
  {
    what: "the first to fourth or last of several weekdays (the last working day)",
    ...{ outlook: "relativeMonthly, relativeYearly", salesforce: "BYDAY=MO,TU,…;BYSETPOS", up: SERIES, down: SERIES },
  },
  {
    what: "several days of a month, weeks or days of a year",
    ...{ outlook: "no", salesforce: "BYMONTHDAY=1,15, BYWEEKNO, BYYEARDAY", up: "—", down: SINGLE },
  },
  {
    what: "an end by date, by count, or none",
    outlook: "endDate, numbered, noEnd",
    salesforce: "UNTIL, COUNT, neither",
    up: "COUNT, as far as the window goes; what the window reaches later is an event by itself",
    down: "numbered, as far as the window goes",
  },
  {
    what: "how often",
    outlook: "999 times, or for ever",
    salesforce: `${MOST_OCCURRENCES} times`,
    up: `single events beyond ${MOST_OCCURRENCES} in the window`,
    down: SERIES,
  },
  {
    what: "the clock it follows",
    outlook: "any, chosen for each series",
    salesforce: "that of its user",
    up: "a series when both clocks come to the same instants; else single events",
    down: "a series on the clock of its user",
  },
  { what: "whole days", outlook: "dates", salesforce: "dates", up: SERIES, down: SERIES },
  {
    what: "a day left out when it is made",
    outlook: "cancelledOccurrences",
    salesforce: "no EXDATE: its event is deleted",
    up: `a series without that event; single events beyond ${MOST_LEFT_OUT} such days`,
    down: "a series without that occurrence",
  },
  {
    what: "an occurrence changed or moved when it is made",
    outlook: "an exception",
    salesforce: "an event changed by itself; where it was is not told",
    up: "a series with that event changed",
    down: "a series with that exception; a moved one takes the start that is left over, else it is an event by itself",
  },
  {
    what: "later: one occurrence changed or cancelled",
    ...{ outlook: "yes", salesforce: "yes", up: "its event is changed or deleted", down: "its occurrence is changed or cancelled" },
  },
  {
    what: "later: all occurrences changed, but for the rule",
    outlook: "at once",
    salesforce: "at once by a person; event by event by an interface",
    up: "each event is changed by itself",
    down: "each occurrence is changed by itself",
  },
  {
    what: "later: another rule",
    outlook: "yes; its exceptions are lost",
    salesforce: "by a person only: what is to come is made anew",
    up: "future events that nobody touched in Salesforce are replaced, by a series where they are at least half of it; past ones stay",
    down: "future occurrences are replaced by another series; past ones stay",
  },
  {
    what: "later: a single event becomes a series",
    outlook: "yes",
    salesforce: "no",
    up: "its event stays, the others are a series",
    down: "—",
  },
  {
    what: "later: a series becomes a single event",
    ...{ outlook: "yes", salesforce: "no", up: "one event stays, the others are deleted", down: "—" },
  },
];
