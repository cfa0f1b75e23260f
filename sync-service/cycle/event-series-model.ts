import type { Event } from "../../shared/records/event.ts";
import { dayAfter, minutesBefore, minutesBetween, timeOf, timeText } from "../mappings/event-time.ts";

/** What a side gives a record beside its fields. */
export type Besides = Readonly<Record<string, unknown>>;

/** One occurrence, and what it is given beside its fields. */
export interface Wanted {
  /** Where it was to start. */
  readonly at: string;
  readonly record: Event;
  readonly besides: Besides;
}

/** What a series is made with: the values that most of its occurrences have. */
export interface SeriesModel {
  /** As the first of the series. */
  readonly record: Event;
  readonly besides: Besides;
}

/** Null when none of them takes place where the rule has it. @param first where the series starts */
export function seriesModel(first: string, all: readonly Wanted[]): SeriesModel | null {
  const alike = Map.groupBy(all, shapeOf);
  alike.delete(null);
  const [most] = [...alike.values()].toSorted((one, other) => other.length - one.length);
  const [model] = most ?? [];
  return model ? { record: movedTo(model, first), besides: model.besides } : null;
}

/** What two occurrences have in common but for their times; null when it was moved. */
function shapeOf({ at, record, besides }: Wanted): string | null {
  const time = timeOf(record.time);
  if (time?.start !== at) return null;
  const lead = record.reminderAt === null ? null : minutesBetween(record.reminderAt, time.start);
  const { time: _time, reminderAt: _reminderAt, people: _people, meeting: _meeting, series: _series, ...same } = record;
  return JSON.stringify([same, besides, time.allDay, minutesBetween(time.start, time.end), lead]);
}

function movedTo({ record }: Wanted, first: string): Event {
  const time = timeOf(record.time);
  if (time === null) return record;
  const minutes = minutesBetween(time.start, time.end);
  const end = time.allDay ? dayAfter(first, minutes / MINUTES_A_DAY) : minutesBefore(first, -minutes);
  const lead = record.reminderAt === null ? null : minutesBetween(record.reminderAt, time.start);
  return {
    ...record,
    time: timeText({ allDay: time.allDay, start: first, end }),
    reminderAt: lead === null ? null : minutesBefore(first, lead),
  };
}

const MINUTES_A_DAY = 1_440;
