/** The right to work on a mailbox: whoever holds an older generation stops at its next commit (`Fenced`). */
export interface Lease {
  readonly connectionId: string;
  readonly mailboxId: string;
  readonly generation: bigint;
}

/** A lease that is held, and given back. */
export interface HeldLease extends Lease {
  /** Rejects nothing; a lost connection has given the mailbox back already. */
  release(): Promise<void>;
}

/** Takes a mailbox for one cycle; null when another cycle, of this process or another, holds it. */
export type TakeMailbox = (mailbox: { readonly connectionId: string; readonly mailboxId: string }) => Promise<HeldLease | null>;
