import { itemNotFound, malformedId } from "../graph-error.ts";
import { decodeId } from "../ids.ts";
import type { Mailbox } from "../mailbox.ts";
import type { Fields, Occurrence, StoredItem } from "../stored.ts";
import { instantMs, wallMs } from "../time-zones.ts";
import { DAY_MS, dateOf } from "./days.ts";
import { occurrenceUid } from "./global-object-id.ts";
import type { Recurrence } from "./recurrence.ts";
import { daysBetween, fallsOn, FIRST_DAY } from "./series-days.ts";

/** What is kept with a master beside its properties. */
export interface SeriesState {
  /** By day: the key of the item that holds what differs there. */
  readonly exceptions: Readonly<Record<string, number>>;
  /** Days of the rule without an occurrence. */
  readonly cancelled: readonly number[];
  /** What the series was before, newest last: a delta tells which occurrences are gone since. */
  readonly past: readonly PastSeries[];
}

export interface PastSeries {
  /** The mailbox' change number up to which this held. */
  readonly until: number;
  readonly recurrence: Recurrence | null;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly isAllDay: boolean;
  readonly cancelled: readonly number[];
}

/** Start and end as instants in UTC, ISO 8601. */
export type Window = readonly [string, string];

type Span = Pick<PastSeries, "startsAt" | "endsAt">;

export const NO_STATE: SeriesState = { exceptions: {}, cancelled: [], past: [] };

export const stateOf = (master: StoredItem): SeriesState => (master.fields["series"] ?? NO_STATE) as SeriesState;

export const recurrenceOf = (fields: Fields): Recurrence | null => (fields["recurrence"] ?? null) as Recurrence | null;

export const dayOfPart = (occurrence: Occurrence): number => occurrence.part + FIRST_DAY - 1;

export const partOfDay = (day: number): number => day - FIRST_DAY + 1;

/** All-day events are dates: their wall clock is UTC's. */
export const zoneOf = (recurrence: Recurrence, isAllDay: boolean): string => (isAllDay ? "UTC" : recurrence.range.recurrenceTimeZone);

/** Whether an event touches the window; one without length does when it starts in it. */
export const touches = (span: Fields | Span, [start, end]: Window): boolean => {
  const { startsAt, endsAt } = span as Span;
  return startsAt < end && (endsAt > start || startsAt === start);
};

interface SpanMs {
  readonly from: number;
  readonly to: number;
}

/** When the occurrence of a day begins and ends: the same time by the clock of the series' zone, whatever the season. */
export function spanner(series: Omit<PastSeries, "until" | "cancelled">): (day: number) => SpanMs {
  const zone = series.recurrence ? zoneOf(series.recurrence, series.isAllDay) : "UTC";
  const [from, to] = [wallMs(Date.parse(series.startsAt), zone), wallMs(Date.parse(series.endsAt), zone)];
  const timeOfDay = from - Math.floor(from / DAY_MS) * DAY_MS;
  return (day) => {
    const start = day * DAY_MS + timeOfDay;
    return { from: instantMs(start, zone), to: instantMs(start + to - from, zone) };
  };
}

/** The days of a series whose occurrences, where nobody moved them, touch the window. */
export const daysIn = (series: Omit<PastSeries, "until">, window: Window): readonly number[] =>
  plainIn(series, window).map(({ day }) => day);

function plainIn(series: Omit<PastSeries, "until">, window: Window): readonly { readonly day: number; readonly from: number }[] {
  if (!series.recurrence) return [];
  const span = spanner(series);
  const [start, end] = [Date.parse(window[0]), Date.parse(window[1])];
  const lengthDays = Math.ceil((Date.parse(series.endsAt) - Date.parse(series.startsAt)) / DAY_MS);
  const cancelled = new Set(series.cancelled);
  const found: { day: number; from: number }[] = [];
  for (const day of daysBetween(series.recurrence, Math.floor(start / DAY_MS) - lengthDays - 1, Math.floor(end / DAY_MS) + 2)) {
    const { from, to } = span(day);
    if (!cancelled.has(day) && from < end && (to > start || from === start)) found.push({ day, from });
  }
  return found;
}

export function shapeOf(fields: Fields): Omit<PastSeries, "until"> {
  return {
    recurrence: recurrenceOf(fields),
    startsAt: String(fields["startsAt"]),
    endsAt: String(fields["endsAt"]),
    isAllDay: fields["isAllDay"] === true,
    cancelled: ((fields["series"] ?? NO_STATE) as SeriesState).cancelled,
  };
}

/** Makes items of single occurrences, as if each were stored. */
class Occurrences {
  readonly #mailbox: Mailbox;
  readonly #master: StoredItem;
  readonly #base: Fields;
  readonly #span: (day: number) => SpanMs;

  constructor(mailbox: Mailbox, master: StoredItem) {
    this.#mailbox = mailbox;
    this.#master = master;
    const { series: _series, transactionId: _transactionId, ...fields } = master.fields;
    this.#base = { ...fields, recurrence: null, transactionId: null };
    this.#span = spanner(shapeOf(master.fields));
  }

  on(day: number): StoredItem {
    const key = stateOf(this.#master).exceptions[String(day)];
    const exception = key === undefined ? undefined : this.#mailbox.item(key);
    const { from, to } = this.#span(day);
    const span: Span = { startsAt: new Date(from).toISOString(), endsAt: new Date(to).toISOString() };
    const own = {
      type: "occurrence",
      originalStart: `${span.startsAt.slice(0, 19)}Z`,
      iCalUId: occurrenceUid(String(this.#base["iCalUId"]), dateOf(day)),
    };
    const occurrence: Occurrence = { master: this.#master.key, part: partOfDay(day) };
    if (!exception) return { ...this.#master, occurrence, fields: { ...this.#base, ...own, ...span } };
    return {
      ...exception,
      generation: this.#master.generation,
      extended: { ...this.#master.extended, ...exception.extended },
      fields: { ...this.#base, ...own, ...exception.fields, type: "exception" },
    };
  }
}

/** Something a calendar shows: made whole only when it is looked at, for a view may have thousands of which a page shows ten. */
export interface Showing {
  readonly startMs: number;
  readonly key: number;
  item(): StoredItem;
}

function showingsOf(mailbox: Mailbox, master: StoredItem, window: Window): readonly Showing[] {
  const { exceptions } = stateOf(master);
  const plain = plainIn(shapeOf(master.fields), window).filter(({ day }) => exceptions[String(day)] === undefined);
  const excepted = Object.keys(exceptions).map(Number);
  if (plain.length === 0 && excepted.length === 0) return [];
  const made = new Occurrences(mailbox, master);
  const moved = excepted.map((day) => made.on(day)).filter((item) => touches(item.fields, window));
  return [...plain.map(({ day, from }) => ({ startMs: from, key: master.key, item: () => made.on(day) })), ...moved.map(showing)];
}

const showing = (item: StoredItem): Showing => ({ startMs: Date.parse(String(item.fields["startsAt"])), key: item.key, item: () => item });

/** What the calendar shows in the window of one series; moved occurrences where they are now. */
export const occurrencesIn = (mailbox: Mailbox, master: StoredItem, window: Window): readonly StoredItem[] =>
  showingsOf(mailbox, master, window).map((one) => one.item());

/** The occurrence of that day, as it is now; null where the series has none. */
export function occurrenceOn(mailbox: Mailbox, master: StoredItem, day: number): StoredItem | null {
  const recurrence = recurrenceOf(master.fields);
  if (!recurrence || stateOf(master).cancelled.includes(day) || !fallsOn(recurrence, day)) return null;
  return new Occurrences(mailbox, master).on(day);
}

/** An exception's item holds only what differs; this is all of it. */
export function wholeException(mailbox: Mailbox, row: StoredItem): StoredItem | null {
  const master = row.occurrence ? mailbox.item(row.occurrence.master) : undefined;
  return master && row.occurrence ? occurrenceOn(mailbox, master, dayOfPart(row.occurrence)) : null;
}

/** The single event, series or occurrence that an id names. @throws GraphError 400 or 404 */
export function findEvent(mailbox: Mailbox, id: string): StoredItem {
  const reference = decodeId(id);
  if (!reference) throw malformedId();
  const item = reference.mailbox === mailbox.user && reference.kind === "event" ? mailbox.item(reference.key) : undefined;
  const isThat = item?.kind === "event" && !item.occurrence && (reference.generation === null || reference.generation === item.generation);
  const found = !isThat ? null : reference.part === 0 ? item : occurrenceOn(mailbox, item, reference.part + FIRST_DAY - 1);
  if (!found) throw itemNotFound();
  return found;
}

/** Single events and masters: what a list of events holds. */
export const eventsIn = (mailbox: Mailbox, calendarId: string): readonly StoredItem[] =>
  [...mailbox.itemsIn(calendarId).values()].filter((item) => item.kind === "event" && !item.occurrence);

/** What a calendar shows in a window, in order: single events, occurrences and exceptions, no masters. */
export function calendarView(mailbox: Mailbox, calendarId: string, window: Window): readonly Showing[] {
  const shown: Showing[] = [];
  for (const item of mailbox.itemsIn(calendarId).values()) {
    if (item.kind !== "event" || item.occurrence) continue;
    if (item.fields["type"] === "seriesMaster") shown.push(...showingsOf(mailbox, item, window));
    else if (touches(item.fields, window)) shown.push(showing(item));
  }
  return shown.sort((left, right) => left.startMs - right.startMs || left.key - right.key);
}
