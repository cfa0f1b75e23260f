import type { ShowAs } from "../../shared/records/event.ts";
import { bodyText, isRichBody, type Texts } from "./body-text.ts";
import { canonicalText, type TextForm } from "./canonical-text.ts";
import { minutesBefore, minutesBetween, timeOf, timeText } from "./event-time.ts";
import type { Codec } from "./mapping.ts";
import { withoutBlock } from "./people-block.ts";
import type { GraphEvent } from "./wire/graph-event.ts";
import type { GraphMoment } from "./wire/graph-task.ts";

type GraphCodec<V extends string | boolean | null> = Codec<GraphEvent, V>;

/** How a mailbox tells the time of an event. */
export interface EventMoments {
  /** `YYYY-MM-DDTHH:MMZ`; null when it cannot be read. */
  instantOf(moment: GraphMoment): string | null;
  /** As the wall clock of that zone shows it; of the mailbox's, when the zone is null or unknown. */
  momentOf(instant: string, zone: string | null): GraphMoment;
  /** The instant at which that day (`YYYY-MM-DD`) begins for the owner of the mailbox. */
  midnightOf(day: string): string;
  /** How that day begins or ends an all-day event: midnight of the mailbox's own zone, or Outlook shows it over two days. */
  momentOfDay(day: string): GraphMoment;
}

export function subject(form: TextForm): GraphCodec<string | null> {
  return {
    property: "subject",
    read: (wire) => canonicalText(wire.subject, form),
    write: (value) => ({ subject: value ?? "" }),
  };
}

/** Start, end and all-day travel together. All-day times are dates whatever zone stands beside them (E2); others keep their zone. */
export function time(moments: EventMoments): GraphCodec<string | null> {
  return {
    property: "start",
    read(wire) {
      if (!wire.start || !wire.end) return null;
      if (wire.isAllDay === true) return timeText({ allDay: true, start: dayIn(wire.start), end: dayIn(wire.end) });
      const [start, end] = [moments.instantOf(wire.start), moments.instantOf(wire.end)];
      return start && end && timeText({ allDay: false, start, end });
    },
    write(value, { originalStartTimeZone }) {
      const at = timeOf(value);
      if (at === null) return {};
      const zone = originalStartTimeZone ?? null;
      return at.allDay
        ? { isAllDay: true, start: moments.momentOfDay(at.start), end: moments.momentOfDay(at.end) }
        : { isAllDay: false, start: moments.momentOf(at.start, zone), end: moments.momentOf(at.end, zone) };
    },
  };
}

export function location(form: TextForm): GraphCodec<string | null> {
  return {
    property: "location",
    read: (wire) => canonicalText(wire.location?.displayName, form),
    write: (value) => ({ location: { displayName: value ?? "" } }),
  };
}

/** Read as text whatever it is; written as text only, and never over a body that says more than its text (`isRich`). */
export function body(form: TextForm, texts: Texts): GraphCodec<string | null> {
  // Somebody may have copied our lines over from Salesforce, where they do not count either.
  const ownText = (wire: GraphEvent) => withoutBlock(bodyText(wire.body, texts));
  return {
    property: "body",
    read: (wire) => canonicalText(ownText(wire), form),
    write: (value) => ({ body: { content: value?.replaceAll("\n", "\r\n") ?? "", contentType: "text" } }),
  };
}

/** Whether text written over the body would lose something, the way to join above all (E2). */
export const isRich = ({ body: held, isOnlineMeeting }: GraphEvent): boolean => isOnlineMeeting === true || isRichBody(held);

const SHOWN: Readonly<Record<string, ShowAs>> = { free: "free", workingelsewhere: "free", oof: "oof" };

export function showAs(): GraphCodec<ShowAs | null> {
  return {
    property: "showAs",
    read: ({ showAs: word }) => SHOWN[word?.toLowerCase() ?? ""] ?? "busy",
    write: (value) => (value === null ? {} : { showAs: value }),
  };
}

/** Confidential counts as private; personal is a label that hides nothing. */
export function isPrivate(): GraphCodec<boolean | null> {
  return {
    property: "sensitivity",
    read: ({ sensitivity }) => ["private", "confidential"].includes(sensitivity?.toLowerCase() ?? ""),
    write: (value) => (value === null ? {} : { sensitivity: value ? "private" : "normal" }),
  };
}

/** Found out by reading the series whole; written by making one. */
export function series(): GraphCodec<string | null> {
  return { property: "seriesMasterId", read: ({ ofSeries }) => ofSeries ?? null, write: () => ({}) };
}

/** Minutes before the start there, an instant here; switched off, the minutes that stand there are left (P3). */
export function reminder(moments: EventMoments): GraphCodec<string | null> {
  return {
    property: "reminderMinutesBeforeStart",
    read({ isReminderOn, reminderMinutesBeforeStart, ...wire }) {
      const begins = beginOf(wire, moments);
      if (isReminderOn !== true || begins === null) return null;
      return minutesBefore(begins, reminderMinutesBeforeStart ?? 0);
    },
    write(value, current) {
      const begins = beginOf(current, moments);
      if (value === null || begins === null) return { isReminderOn: false };
      // Exchange reminds before an event; a reminder after its start comes at the start.
      return { isReminderOn: true, reminderMinutesBeforeStart: Math.max(0, minutesBetween(value, begins)) };
    },
  };
}

function beginOf({ start, isAllDay }: GraphEvent, moments: EventMoments): string | null {
  if (!start) return null;
  return isAllDay === true ? moments.midnightOf(dayIn(start)) : moments.instantOf(start);
}

const dayIn = ({ dateTime }: GraphMoment) => dateTime.slice(0, "YYYY-MM-DD".length);
