export type ShowAs = "free" | "busy" | "oof";

/**
 * A calendar event in our own form (E2): a single one, or one occurrence of a series. Blank is null; texts are trimmed,
 * without control characters, with `\n` between lines. A type alias, so that it fits `Fields`.
 */
export type Event = {
  readonly subject: string | null;
  /**
   * An ISO 8601 interval whose end is exclusive: of instants to the minute (`2026-03-01T10:00Z/2026-03-01T11:00Z`), or of
   * days when it is all day (`2026-03-01/2026-03-02`). One value, so that a merge never takes the start of one edit and the
   * end of another.
   */
  readonly time: string | null;
  readonly location: string | null;
  readonly notes: string | null;
  /** As far as both sides can tell them apart: tentative is busy, working elsewhere is free. */
  readonly showAs: ShowAs | null;
  readonly isPrivate: boolean | null;
  /** An instant to the minute, `YYYY-MM-DDTHH:MMZ`; null when nobody is to be reminded. */
  readonly reminderAt: string | null;
  /** Who takes part and how they answered, a line each: goes up only (E3). Null of a private event, and when nobody else takes part. */
  readonly people: string | null;
  /** Which meeting it is, the same in every mailbox that has it (E3): never written anywhere. Null when nobody else takes part. */
  readonly meeting: string | null;
  /**
   * Of an occurrence: which series it is of, by what rule, and its own place there (E4). It counts when the record is made, so that a series
   * is made as one; afterwards two values are alike. Null of a single event.
   */
  readonly series: string | null;
};
