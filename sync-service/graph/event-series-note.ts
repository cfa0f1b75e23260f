import type { SeriesPlan } from "./event-series-plan.ts";
import { odataText, type ODataText } from "./path.ts";

/** What a series of ours bears, so that its making can be finished by whoever finds it. */
export interface SeriesNote {
  /** Where its first and its last occurrence start. */
  readonly first: string;
  readonly last: string;
  /** Starts at which it does not take place. */
  readonly left: readonly string[];
  /** Of events that were moved: by where they are, where they were to start. */
  readonly moved: Readonly<Record<string, string>>;
  /** Whose it is: two series of Salesforce may have one rule, start and zone, and with them one key. */
  readonly stamps: readonly string[];
}

export const NOTE_PROPERTY = "String {6f6a8a0e-2f0b-4d0b-9d5c-7a3c1f5e9b42} Name TandemSeries";

/** For `$expand`. */
export const NOTE_EXPANSION: ODataText = { odata: `singleValueExtendedProperties($filter=id eq ${odataText(NOTE_PROPERTY).odata})` };

export function noteOf({ starts, creates, places }: SeriesPlan): SeriesNote {
  return {
    first: starts[0] ?? "",
    last: starts.at(-1) ?? "",
    left: starts.filter((start) => !creates.has(start)),
    moved: Object.fromEntries(places),
    stamps: [...creates.values()].map(({ stamp }) => stamp),
  };
}

/** A series as `NOTE_EXPANSION` shows it. */
export interface BearsNote {
  readonly id: string;
  readonly singleValueExtendedProperties?: readonly { readonly value: string }[];
}

/** Null when it bears none that can be read. */
export function readNote(master: BearsNote): SeriesNote | null {
  try {
    return JSON.parse(master.singleValueExtendedProperties?.[0]?.value ?? "null") as SeriesNote | null;
  } catch {
    return null;
  }
}
