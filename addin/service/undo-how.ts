/** How an undo is asked for: first as a dry run, which says what it comes to. */
export interface UndoHow {
  readonly dryRun: boolean;
  /** So many people may be mailed about it. */
  readonly mails: number;
}
