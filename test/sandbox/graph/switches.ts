/** Behaviour in which sources differ, or which a test wants to provoke. The defaults are what the real thing most likely does. */
export interface Switches {
  /** Delta items that a client has seen before hold only what changed (MG5): of messages, as observed; of everything; or never. */
  partialDelta: "messages" | "everything" | "never";
  /** A delta round ends with an empty page before the one with the deltaLink. */
  emptyLastPage: boolean;
  /** The fifth and later unsequenced requests of a batch to one mailbox are answered 429 (MG15). */
  batchConcurrencyLimit: boolean;
  /** Replies of a batch come in the order asked for, or the other way round. */
  batchReplyOrder: "asked" | "reversed";
  /** Throttling per mailbox and application: requests in ten minutes, and at a time; null is none. */
  requestsPerTenMinutes: number | null;
  concurrentRequests: number | null;
  /** Bytes sent by POST, PATCH and PUT to one mailbox in five minutes (published: 150 MB); null is none. */
  uploadBytesPerFiveMinutes: number | null;
  /** Requests of one application in ten seconds, to whatever mailbox; null is none. */
  requestsPerTenSeconds: number | null;
  /** What a 429 says in `Retry-After`: seconds, possibly a fraction, or nothing (MG16). */
  retryAfter: string | null;
  /** `$filter` on a string extended property works for contacts as it does for messages. */
  contactExtendedFilter: boolean;
  /** `contacts` is taken as a well-known folder name. */
  contactsWellKnown: boolean;
  /** PATCH of a contact's `parentFolderId` moves it; refused otherwise. */
  contactMoveByPatch: boolean;
  /** `$expand` in a delta query answers 500 (MG10). */
  deltaExpandFails: boolean;
  /** Cancelling one occurrence shows in calendarView/delta as its removal; otherwise only the master's entry tells of it (MG8). */
  cancelledInDelta: boolean;
  /** A recurrence whose `startDate` is not the event's own: the event is moved there, or the request is refused. */
  seriesStartMismatch: "shifted" | "refused";
  /** So many of the next changes of items answer 412 although nobody changed them (MG17). */
  spontaneousConflicts: number;
  /** A lifetime beyond the maximum is refused; otherwise it is cut. */
  refuseLongSubscriptions: boolean;
  /** Days of To Do tasks: cut to midnight after the shift to UTC, or shifted only. */
  taskDays: "cut" | "shifted";
  /** The task that follows a repeated one has the linked resources of the one that was done. */
  nextTaskKeepsLinks: boolean;
  /** App-only callers may subscribe to To Do tasks (MG14). */
  appOnlyTaskSubscriptions: boolean;
  /** An answer to a notification that takes longer counts as slow (MG13). */
  slowNotificationMs: number;
  /** Waits before a notification is sent again, in ms; afterwards it is given up. */
  notificationRetriesMs: readonly number[];
}

export const DEFAULT_SWITCHES: Readonly<Switches> = {
  partialDelta: "messages",
  emptyLastPage: false,
  batchConcurrencyLimit: true,
  batchReplyOrder: "reversed",
  requestsPerTenMinutes: null,
  concurrentRequests: null,
  uploadBytesPerFiveMinutes: null,
  requestsPerTenSeconds: null,
  retryAfter: "1",
  contactExtendedFilter: true,
  contactsWellKnown: false,
  contactMoveByPatch: false,
  deltaExpandFails: true,
  cancelledInDelta: false,
  seriesStartMismatch: "shifted",
  spontaneousConflicts: 0,
  refuseLongSubscriptions: true,
  taskDays: "cut",
  nextTaskKeepsLinks: true,
  appOnlyTaskSubscriptions: false,
  slowNotificationMs: 2900,
  notificationRetriesMs: [1000, 2000, 5000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000],
};
