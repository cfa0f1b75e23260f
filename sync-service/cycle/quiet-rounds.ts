interface Round {
  /** The wake-up it had read. */
  readonly seq: bigint;
  readonly until: Date;
}

/**
 * Which mailboxes were read to the end and were told of nothing since, in this process: of those only what nobody tells us of is
 * looked at (MG14), so that an idle mailbox with notifications costs no other request (S3). A restart forgets it and reads everything.
 */
export class QuietRounds {
  readonly #rounds = new Map<string, Round>();

  /** Null: not everything was read. */
  ended(mailboxId: string, round: Round | null): void {
    if (round) this.#rounds.set(mailboxId, round);
    else this.#rounds.delete(mailboxId);
  }

  /** Until when the mailbox is quiet unless it is woken; null when all of it is to be read. */
  until(mailboxId: string, wakeSeq: bigint | null, now: Date): Date | null {
    const round = this.#rounds.get(mailboxId);
    return round && round.seq === wakeSeq && round.until > now ? round.until : null;
  }
}
