import type { StandInName } from "./faults.ts";

/** A reply as it goes out, and what it answers. */
export interface SeenReply {
  readonly on: StandInName;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly status: number;
  /** Empty when the reply has none. */
  readonly contentType: string;
  readonly requestBody: unknown;
  readonly body: string | Buffer | null;
}

type Listener = (reply: SeenReply) => void;

const listeners = new Set<Listener>();

/**
 * Shows the listener every reply of every stand-in in this process. One place for all of them, not a part handed to each: a test
 * world that forgot to hand it on would be checked by nobody, and nobody would notice.
 */
export function seeEveryReply(listener: Listener): void {
  listeners.add(listener);
}

/** Called by the stand-ins. What a listener throws is its own fault: it has to keep what it finds to itself. */
export function replySeen(reply: () => SeenReply): void {
  if (listeners.size === 0) return;
  const seen = reply();
  for (const listener of listeners) listener(seen);
}
