/** Which event of Salesforce a meeting is, whoever's mailbox it is met in (E3). A meeting is named as `Event.meeting` names it. */
export interface Meetings {
  /** The events of those that were made, by meeting. */
  eventsOf(meetings: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * About to be made by this mailbox. Answers those that another mailbox's cycle has made, with the event, or is about to make, with null;
   * a claim that came to nothing within ten minutes counts no more.
   */
  claim(meetings: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** From now on these events, by meeting. */
  made(events: ReadonlyMap<string, string>): Promise<void>;
  /** This mailbox's copy is the organizer's: it says from now on who comes to these events, whoever's they are. */
  lead(eventIds: readonly string[]): Promise<void>;
  /** Those of these events of whom another mailbox says so, while it keeps them in step. */
  ledByOthers(eventIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Their events are deleted: whoever comes first may make them anew. */
  release(meetings: readonly string[]): Promise<void>;
}
