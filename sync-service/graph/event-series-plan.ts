import type { Event } from "../../shared/records/event.ts";
import { seriesStarts } from "../cycle/event-series-starts.ts";
import type { Action } from "../cycle/side.ts";
import { type EventSeries, MOST_OCCURRENCES, occurrenceOf } from "../mappings/event-series.ts";
import { type GraphPattern, patternOfRule, ruleOfPattern } from "../mappings/recurrence.ts";

export type Create = Extract<Action<Event>, { readonly do: "create" }>;

/** Events to be made as one series. */
export interface SeriesPlan {
  readonly of: EventSeries;
  readonly pattern: Required<GraphPattern>;
  /** By the rule, in order, from the first event to the last. */
  readonly starts: readonly string[];
  /** By where each was to start. */
  readonly creates: ReadonlyMap<string, Create>;
  /** Of those that were moved: by where they are, where they were to start. */
  readonly places: ReadonlyMap<string, string>;
}

/**
 * The series among new events that Exchange can hold: those that bear the same rule in Salesforce, at least half of what the rule comes to
 * between the first and the last. An event that was moved takes the start that is left over, when as many are left as were moved; else it
 * becomes an event by itself.
 */
export function planSeries(creates: readonly Create[]): readonly SeriesPlan[] {
  const groups = new Map<string, { readonly of: EventSeries; readonly creates: (readonly [string, Create])[] }>();
  for (const create of creates) {
    const occurrence = occurrenceOf(create.record.series);
    if (occurrence === null || "single" in occurrence.of || occurrence.of.count !== null) continue;
    const group = groups.get(occurrence.of.key) ?? { of: occurrence.of, creates: [] };
    groups.set(occurrence.of.key, group);
    group.creates.push([occurrence.at, create]);
  }
  return [...groups.values()].flatMap((group) => planned(group.of, group.creates) ?? []);
}

function planned(of: EventSeries, creates: readonly (readonly [string, Create])[]): SeriesPlan | null {
  const { rule, first, zone } = of;
  const all = startsOf(rule, first, zone, MOST_OCCURRENCES);
  const byRule = new Set(all);
  const inPlace = new Map(creates.filter(([at]) => byRule.has(at)));
  const moved = creates.filter(([at]) => !byRule.has(at)).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const held = [...inPlace.keys()].toSorted();
  const [from = "", until = ""] = [held[0], held.at(-1)];
  const starts = all.filter((start) => start >= from && start <= until);
  const free = starts.filter((start) => !inPlace.has(start));
  // Two that say the same of themselves are of two series that nobody can tell apart.
  if (inPlace.size + moved.length < creates.length || held.length < 2 || held.length * 2 < starts.length) return null;
  const places = new Map<string, string>();
  for (const [index, start] of moved.length === free.length ? free.entries() : []) {
    const [at = "", create] = moved[index] ?? [];
    if (!create) continue;
    inPlace.set(start, create);
    places.set(at, start);
  }
  const pattern = patternOfRule(rule, dayOf(from, zone));
  const inExchange = pattern === null ? null : ruleOfPattern(pattern);
  if (pattern === null || inExchange === null) return null;
  if (startsOf(inExchange, from, zone, starts.length).join() !== starts.join()) return null;
  return { of, pattern, starts, creates: inPlace, places };
}

function startsOf(rule: string, first: string, zone: string | null, count: number): readonly string[] {
  try {
    return seriesStarts(rule, first, zone, count);
  } catch {
    return [];
  }
}

/** The day that the series' own clock shows then. */
export function dayOf(start: string, zone: string | null): string {
  if (zone === null) return start;
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(start));
}
