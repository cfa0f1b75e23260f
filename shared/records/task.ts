export type TaskStatus = "notStarted" | "inProgress" | "completed" | "waitingOnOthers" | "deferred";
export type TaskImportance = "low" | "normal" | "high";

/**
 * A task in our own form (T3). Blank is null; texts are trimmed, without control characters, with `\n` between lines.
 * A type alias, so that it fits `Fields`.
 */
export type Task = {
  readonly subject: string | null;
  /** `YYYY-MM-DD`: a day of the calendar, the same in every zone. */
  readonly dueDate: string | null;
  /** Null only where this user may not see it. */
  readonly status: TaskStatus | null;
  readonly importance: TaskImportance | null;
  readonly notes: string | null;
  /** An instant, `YYYY-MM-DDTHH:MM:SSZ`; null when nobody is to be reminded. */
  readonly reminderAt: string | null;
};
