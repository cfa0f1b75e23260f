/** A Task row as Salesforce sends and takes it; only what the mapping reads. A field the user may not see is absent. */
export interface SalesforceTask {
  readonly Subject?: string | null;
  /** `YYYY-MM-DD`: a date, no time (SF17). */
  readonly ActivityDate?: string | null;
  readonly Status?: string | null;
  readonly Priority?: string | null;
  readonly Description?: string | null;
  readonly IsReminderSet?: boolean | null;
  /** `YYYY-MM-DDTHH:MM:SS.sss+0000`. */
  readonly ReminderDateTime?: string | null;
}
