import type { GraphMoment } from "./graph-task.ts";

/** An attendee or the organizer. */
export interface GraphPerson {
  readonly emailAddress?: { readonly address?: string | null; readonly name?: string | null } | null;
  /** `required`, `optional`, or `resource`: a room. */
  readonly type?: string | null;
  readonly status?: { readonly response?: string | null } | null;
}

/** An event as Graph sends and takes it; only what the mapping reads. Absent and null mean the same. */
export interface GraphEvent {
  readonly subject?: string | null;
  readonly isAllDay?: boolean | null;
  readonly start?: GraphMoment | null;
  readonly end?: GraphMoment | null;
  /** The zone its maker saw it in; a Windows name, or a custom one that nobody knows. */
  readonly originalStartTimeZone?: string | null;
  readonly location?: { readonly displayName?: string | null } | null;
  readonly body?: { readonly content?: string | null; readonly contentType?: string | null } | null;
  readonly showAs?: string | null;
  readonly sensitivity?: string | null;
  readonly isReminderOn?: boolean | null;
  readonly reminderMinutesBeforeStart?: number | null;
  /** Its body carries the way to join, which no write of ours may lose (E2). */
  readonly isOnlineMeeting?: boolean | null;
  readonly attendees?: readonly GraphPerson[] | null;
  readonly organizer?: GraphPerson | null;
  /** The mailbox's owner called the meeting. */
  readonly isOrganizer?: boolean | null;
  /** The same in every mailbox that has the meeting; of an occurrence its own. */
  readonly iCalUId?: string | null;
  /** When an occurrence was to begin before anybody moved it. */
  readonly originalStart?: string | null;
  /** Not Graph's: what the side found out about the series (`Event.series`). */
  readonly ofSeries?: string | null;
}
