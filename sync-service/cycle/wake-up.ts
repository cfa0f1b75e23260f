import type { Kind } from "../../shared/records/fields.ts";
import type { SyncKind } from "./run-cycle.ts";

/** What a wake-up names: a kind that has news, or everything. */
export type Concern = SyncKind | "all";

/** Whom to wake, and for what. */
export type Waking = ReadonlyMap<string, ReadonlySet<Concern>>;

/** The wake-ups of one mailbox are numbered in one row. */
export interface WakeUps {
  /** The newest number. */
  readonly seq: bigint;
  /** The newest number that named a kind, or everything. */
  readonly named: Readonly<Partial<Record<Concern, bigint>>>;
}

/** The work of a cycle that a record's changes are for. */
export const workOn: Readonly<Record<Kind, SyncKind>> = { contact: "contacts", event: "events", task: "tasks", email: "emails" };

/** The newest wake-up that concerns a kind; one that was read up to it has seen its reason. */
export function lastFor(kind: SyncKind, { named }: WakeUps): bigint {
  const [own, all] = [named[kind] ?? 0n, named.all ?? 0n];
  return own > all ? own : all;
}

export function wakingFor(mailboxIds: Iterable<string>, concern: Concern): Waking {
  const concerns = new Set([concern]);
  return new Map([...mailboxIds].map((id) => [id, concerns]));
}
