/** One record of which the organisation's look says that it changed and concerns this mailbox. */
export interface NotedChange {
  readonly id: string;
  /** The record it was merged or converted into. */
  readonly followedBy: string | null;
  /** Rises with each note; a text, as it outgrows a number. */
  readonly seq: string;
}

/** What the organisation's look left for a mailbox. */
export interface NotedChanges {
  /** The newest number there is; everything noted later has a greater one. */
  head(): Promise<string>;
  /** In the order of their numbers, at most `limit`. */
  after(seq: string, limit: number): Promise<readonly NotedChange[]>;
}
