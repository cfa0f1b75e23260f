/** An Event row as Salesforce sends and takes it; only what the mapping reads. A field the user may not see is absent. */
export interface SalesforceEvent {
  readonly Subject?: string | null;
  readonly IsAllDayEvent?: boolean | null;
  /** `YYYY-MM-DDTHH:MM:SS.sss+0000`; of an all-day event midnight UTC of its first day (SF15). */
  readonly StartDateTime?: string | null;
  /** Of an all-day event midnight UTC of its last day, which it includes (SF15). */
  readonly EndDateTime?: string | null;
  readonly Location?: string | null;
  readonly Description?: string | null;
  readonly ShowAs?: string | null;
  readonly IsPrivate?: boolean | null;
  readonly IsReminderSet?: boolean | null;
  readonly ReminderDateTime?: string | null;
  readonly WhoId?: string | null;
  /** Not Salesforce's: what the side read from the columns of the series (`Event.series`). */
  readonly ofSeries?: string | null;
}
