import type { ShowAs } from "../../shared/records/event.ts";
import { canonicalText, type TextForm } from "./canonical-text.ts";
import { dayAfter, minuteOf, timeOf, timeText } from "./event-time.ts";
import type { Codec } from "./mapping.ts";
import { blockIn, withBlock, withoutBlock } from "./people-block.ts";
import type { SalesforceEvent } from "./wire/salesforce-event.ts";

type SalesforceCodec<V extends string | boolean | null> = Codec<SalesforceEvent, V>;

export function text(property: "Subject" | "Location", form: TextForm): SalesforceCodec<string | null> {
  return {
    property,
    read: (wire) => canonicalText(wire[property], form),
    write: (value) => ({ [property]: value }),
  };
}

/** The lines at its end that are Tandem's own are no part of it, and stay when it is written (E3). @param longest characters of the field */
export function description(form: TextForm, longest: number): SalesforceCodec<string | null> {
  return {
    property: "Description",
    read: ({ Description }) => canonicalText(withoutBlock(Description), form),
    write: (value, { Description }) => ({
      Description: withBlock(value?.replaceAll("\n", "\r\n") ?? null, blockIn(Description), longest),
    }),
  };
}

/** Start, end and all-day travel together; the last day of an all-day event is included here, and is not in the record (SF15). */
export function time(): SalesforceCodec<string | null> {
  return {
    property: "StartDateTime",
    read({ IsAllDayEvent, StartDateTime, EndDateTime }) {
      if (!StartDateTime || !EndDateTime) return null;
      if (IsAllDayEvent === true) return timeText({ allDay: true, start: dayIn(StartDateTime), end: dayAfter(dayIn(EndDateTime), 1) });
      const [start, end] = [minuteOf(StartDateTime), minuteOf(EndDateTime)];
      return start && end && timeText({ allDay: false, start, end });
    },
    write(value) {
      const at = timeOf(value);
      if (at === null) return {};
      const [start, end] = at.allDay ? [`${at.start}T00:00:00Z`, `${dayAfter(at.end, -1)}T00:00:00Z`] : [at.start, at.end];
      return { IsAllDayEvent: at.allDay, StartDateTime: start, EndDateTime: end };
    },
  };
}

const NAMES: Readonly<Record<ShowAs, string>> = { free: "Free", busy: "Busy", oof: "OutOfOffice" };

export function showAs(): SalesforceCodec<ShowAs | null> {
  return {
    property: "ShowAs",
    read({ ShowAs: name }) {
      if (name === undefined) return null;
      return name === NAMES.free ? "free" : name === NAMES.oof ? "oof" : "busy";
    },
    write: (value) => (value === null ? {} : { ShowAs: NAMES[value] }),
  };
}

export function isPrivate(): SalesforceCodec<boolean | null> {
  return {
    property: "IsPrivate",
    read: ({ IsPrivate }) => IsPrivate ?? null,
    write: (value) => (value === null ? {} : { IsPrivate: value }),
  };
}

/** The rule of a series is given once, to the record that makes it (SF14). */
export function series(): SalesforceCodec<string | null> {
  return { property: "Subject", read: ({ ofSeries }) => ofSeries ?? null, write: () => ({}) };
}

export function reminder(): SalesforceCodec<string | null> {
  return {
    property: "ReminderDateTime",
    read: ({ IsReminderSet, ReminderDateTime }) => (IsReminderSet === true && ReminderDateTime ? minuteOf(ReminderDateTime) : null),
    write: (value) =>
      value === null ? { IsReminderSet: false, ReminderDateTime: null } : { IsReminderSet: true, ReminderDateTime: value },
  };
}

const dayIn = (at: string) => at.slice(0, "YYYY-MM-DD".length);
