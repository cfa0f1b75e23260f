/** A To Do task as Graph sends and takes it; only what the mapping reads. Absent and null mean the same. */
export interface GraphTask {
  readonly title?: string | null;
  readonly status?: string | null;
  readonly importance?: string | null;
  readonly body?: { readonly content?: string | null; readonly contentType?: string | null } | null;
  /** A day, shown as a moment that the service may have shifted to UTC (MG18). */
  readonly dueDateTime?: GraphMoment | null;
  readonly isReminderOn?: boolean | null;
  readonly reminderDateTime?: GraphMoment | null;
}

/** A time on a wall clock, without offset, and the zone of that clock. */
export interface GraphMoment {
  readonly dateTime: string;
  readonly timeZone: string;
}
