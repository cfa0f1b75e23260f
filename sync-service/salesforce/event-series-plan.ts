import type { Event } from "../../shared/records/event.ts";
import { seriesStarts } from "../cycle/event-series-starts.ts";
import { type EventSeries, occurrenceOf, type SingleReason } from "../mappings/event-series.ts";
import type { Create } from "./record-write-ports.ts";

/** Events to be made as one series. */
export interface SeriesPlan {
  readonly of: EventSeries;
  /** For `Recurrence2PatternText`. */
  readonly pattern: string;
  /** By the rule, in order; the days left out included. */
  readonly starts: readonly string[];
  /** By where each was to start. */
  readonly creates: ReadonlyMap<string, Create<Event>>;
}

/** What becomes of the events that are occurrences of a series. */
export interface SeriesPlans {
  readonly series: readonly SeriesPlan[];
  /** Those that become events by themselves, and why. */
  readonly single: ReadonlyMap<Create<Event>, SingleReason>;
}

/** Characters of `Recurrence2PatternText`. */
const LONGEST_PATTERN = 512;

/**
 * What can be made as a series: a run of occurrences without a gap but for the days left out, at least half of the series, which takes place
 * at the same instants by the clock of the user. Less than half is what was added to one that is there already.
 * @param clock of the user, by which Salesforce follows the rule (IANA)
 */
export function planSeries(creates: readonly Create<Event>[], clock: string): SeriesPlans {
  const single = new Map<Create<Event>, SingleReason>();
  const groups = new Map<string, { readonly of: EventSeries; readonly creates: Map<string, Create<Event>> }>();
  for (const create of creates) {
    const occurrence = occurrenceOf(create.record.series);
    if (occurrence === null) continue;
    const { of, at } = occurrence;
    if ("single" in of) {
      single.set(create, of.single);
      continue;
    }
    const group = groups.get(of.key) ?? { of, creates: new Map<string, Create<Event>>() };
    groups.set(of.key, group);
    if (group.creates.has(at)) single.set(create, "part");
    else group.creates.set(at, create);
  }
  const series: SeriesPlan[] = [];
  for (const group of groups.values()) {
    const plan = planned(group.of, group.creates, clock);
    if (typeof plan !== "string") series.push(plan);
    else for (const create of group.creates.values()) single.set(create, plan);
  }
  return { series, single };
}

function planned(of: EventSeries, creates: ReadonlyMap<string, Create<Event>>, clock: string): SeriesPlan | SingleReason {
  // One of Salesforce's own is made anew by itself.
  if (of.count === null) return "part";
  const all = startsOf(of.rule, of.first, of.zone, of.count);
  const wanted = [...creates.keys()].toSorted();
  const [first = "", last = ""] = [wanted[0], wanted.at(-1)];
  const starts = all.filter((start) => start >= first && start <= last);
  const left = new Set(of.except);
  const isRun = wanted.every((start) => starts.includes(start)) && starts.every((start) => creates.has(start) || left.has(start));
  if (!isRun || wanted.length < 2 || wanted.length * 2 < of.count - of.except.length) return "part";
  const pattern = `RRULE:${of.rule};COUNT=${starts.length}`;
  if (pattern.length > LONGEST_PATTERN) return "rule";
  const byClock = startsOf(of.rule, first, of.zone === null ? null : clock, starts.length);
  if (byClock.join() !== starts.join()) return "clock";
  return { of, pattern, starts, creates };
}

function startsOf(rule: string, first: string, zone: string | null, count: number): readonly string[] {
  try {
    return seriesStarts(rule, first, zone, count);
  } catch {
    return [];
  }
}
