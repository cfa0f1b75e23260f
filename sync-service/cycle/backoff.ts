const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** A fault stays until somebody does something: looked at again rarely. */
const LONGEST_FOR_FAULTS_MS = 5 * 60_000;

interface Rest {
  readonly attempts: number;
  readonly until: Date;
}

interface Failed {
  readonly kind: string;
  /** A fault that a person has to see. */
  readonly isFault: boolean;
  /** Something went through before. */
  readonly achieved: boolean;
}

/** How long each kind of each mailbox rests after it failed, in this process; a restart forgets it and tries at once. */
export class Backoff {
  readonly #rests = new Map<string, Rest>();

  /** Doubles with every failure in a row that came before anything went through. Answers when it may be tried again. */
  failed(mailboxId: string, { kind, isFault, achieved }: Failed, now: Date): Date {
    const attempts = achieved ? 1 : (this.#rests.get(`${mailboxId} ${kind}`)?.attempts ?? 0) + 1;
    const rest = Math.min(FIRST_MS * 2 ** (attempts - 1), isFault ? LONGEST_FOR_FAULTS_MS : LONGEST_MS);
    const until = new Date(now.getTime() + rest);
    this.#rests.set(`${mailboxId} ${kind}`, { attempts, until });
    return until;
  }

  worked(mailboxId: string, kind: string): void {
    this.#rests.delete(`${mailboxId} ${kind}`);
  }

  /** Null: it may be tried. */
  until(mailboxId: string, kind: string, now: Date): Date | null {
    const rest = this.#rests.get(`${mailboxId} ${kind}`);
    return rest && rest.until > now ? rest.until : null;
  }

  /** A person asked for the mailbox: nothing of it rests. */
  clear(mailboxId: string): void {
    for (const key of this.#rests.keys()) if (key.startsWith(`${mailboxId} `)) this.#rests.delete(key);
  }
}
